"""The shift as a state machine: a float to open it, a blind count to close it, a report to look at.

What the till expects is shown once a count was given and recorded. Where it differs, a reason closes the
shift, or a supervisor's PIN lets it be counted once more.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from loyalty.wire.roles import MAY_APPROVE
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.shift import CountGiven, Shift, ShiftReport
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.drawer_count import BACKSPACE, LARGEST, SMALLEST, DrawerCount, is_in_notes
from ui.presenters.errands import CountErrands
from ui.presenters.shift_model import REASONS, ShiftModel, Stage
from ui.presenters.shift_shown import state_of
from ui.presenters.shift_state import ShiftState
from ui.presenters.shown import Tone
from ui.presenters.sign_in import MOST_DIGITS
from ui.presenters.tasks import Lane, Result, TaskRunner
from ui.presenters.words import Words

__all__ = ["ShiftPresenter", "Stage"]

WHAT = "recount"
"""What the journal says that a supervisor's word was given for."""


class ShiftPresenter:
    """Opening or closing one shift.

    `on_done` gets the opened shift, or None once the report was looked at. `standing` is said while
    nothing else is.
    """

    def __init__(
        self,
        errands: CountErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        stage: Stage,
        on_state: Callable[[ShiftState], None],
        on_done: Callable[[Shift | None], None],
        on_back: Callable[[], None],
        standing: Said | None = None,
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_done = on_done
        self._on_back = on_back
        self.model = ShiftModel(stage=stage, standing=standing)

    def begin(self) -> None:
        """Show the screen; a drawer that was counted before is gone on with."""
        self._change()
        if self.model.stage is Stage.CLOSING:
            self._runner.run("store", self._errands.counts_given, on_done=self._known, on_failed=self._failed)

    def speak(self, words: Words) -> None:
        """Show the same in another language."""
        self._words = words
        self._change()

    def key_pressed(self, key: str) -> None:
        """A digit, `000`, or the backspace: of the count, or of a PIN."""
        model = self.model
        if model.busy or model.report is not None:
            return
        if model.stage is Stage.APPROVING:
            pin = model.pin[:-1] if key == BACKSPACE else model.pin + key
            if len(pin) <= MOST_DIGITS:
                self._change(pin=pin, said=None)
        elif model.stage is not Stage.DIFFERS:
            count = model.count.press(key)
            said = None if count == model.count else _dropped(model.count)
            self._change(count=count, is_nothing_meant=key != BACKSPACE, said=said)

    def note_chosen(self, note: int) -> None:
        """Count that kind of note."""
        if self._is_counting():
            self._change(count=self.model.count.choose(note), said=None)

    def moved(self, by: int) -> None:
        """The next kind of note, reason or person, or the one before."""
        if self.model.rows:
            self.row_chosen((self.model.mark + by) % self.model.rows)
        elif self._is_counting():
            count = self.model.count
            after = count.step(by)
            self._change(count=after, said=None if after == count else _of_first_note(count))

    def row_chosen(self, row: int) -> None:
        """It is that reason, or that person."""
        if 0 <= row < self.model.rows and not self.model.busy:
            self._change(mark=row, pin="", said=None)

    def again_pressed(self) -> None:
        """Count once more, with somebody who may allow that."""
        if not self.model.may_recount or self.model.busy:
            return
        if self._session.role in MAY_APPROVE:
            self._recount(None)
        else:
            self._run("look-up", self._errands.approvers, self._ask)

    def finish_pressed(self) -> None:
        """The press in the corner; once, however often it is pressed."""
        model = self.model
        if not model.can_finish:
            return
        match model.stage:
            case Stage.CLOSED:
                self._on_done(None)
            case Stage.OPENING:
                self._open()
            case Stage.CLOSING:
                self._give()
            case Stage.DIFFERS:
                self._close(model.given[-1], REASONS[model.mark])
            case Stage.APPROVING:
                self._approve()

    def back_pressed(self) -> None:
        """Not now."""
        if self.model.busy or self.model.stage is Stage.CLOSED:
            return
        if self.model.stage is Stage.APPROVING:
            self._change(stage=Stage.DIFFERS, mark=0, pin="", said=None)
        else:
            self._on_back()

    def scanned(self, _text: str) -> None:
        """Nothing is sold outside a shift."""
        self._change(said=Said(key="scan.shift-first"))

    def failed(self, error: Exception) -> None:
        """Something that was asked for beside the count failed: say it here."""
        self._change(said=said_of(expected(error)))

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner: the code of its sentence."""
        self._change(said=Said(key=f"error.{code}"))

    def _open(self) -> None:
        """Open with the float; one that no notes come to is asked about once."""
        amount, session = self.model.count.total, self._session
        if not is_in_notes(amount) and amount != self.model.asked_about:
            said = Said(key="shift.not-in-notes", amounts={"amount": amount, "least": SMALLEST})
            self._change(said=said, asked_about=amount)
            return
        self._run("store", lambda: self._errands.open_shift(session, opening_float=amount), self._opened)

    def _opened(self, shift: Shift) -> None:
        self._on_done(shift)

    def _is_counting(self) -> bool:
        return not self.model.busy and self.model.stage in (Stage.OPENING, Stage.CLOSING)

    def _known(self, given: tuple[CountGiven, ...]) -> None:
        if given and self.model.stage is Stage.CLOSING:
            self._change(stage=Stage.DIFFERS, given=given)

    def _give(self) -> None:
        model, session = self.model, self._session
        if not model.count.is_typed and not model.is_nothing_meant:
            self._change(said=Said(key="shift.nothing-counted"), is_nothing_meant=True)
            return
        counted, approver = model.count.total, model.approver
        if not is_in_notes(counted) and counted != model.asked_about:
            said = Said(key="shift.count-not-in-notes", amounts={"amount": counted, "least": SMALLEST})
            self._change(said=said, asked_about=counted)
            return
        notes = {note: int(many) for note, many in model.count.counts.items()}

        def given(count: CountGiven) -> None:
            self._change(given=(*self.model.given, count), approver=None)
            if count.difference:
                self._change(stage=Stage.DIFFERS, mark=0)
            else:
                self._close(count, "")

        self._run(
            "store",
            lambda: self._errands.give_count(session, counted=counted, notes=notes, approver=approver),
            given,
        )

    def _close(self, count: CountGiven, reason: str) -> None:
        session = self._session
        self._run(
            "store",
            lambda: self._errands.close_shift(session, counted=count.counted, reason=reason),
            self._closed,
        )

    def _closed(self, report: ShiftReport) -> None:
        self._change(report=report, stage=Stage.CLOSED)

    def _ask(self, people: tuple[OperatorTile, ...]) -> None:
        others = tuple(each for each in people if each.operator != self._session.operator)
        self._change(stage=Stage.APPROVING, approvers=others, mark=0, pin="", said=None)

    def _approve(self) -> None:
        who, pin = self.model.approvers[self.model.mark].operator, self.model.pin
        self._change(pin="")
        asked_by = self._session.operator
        self._run(
            "store",
            lambda: self._errands.approve(operator=who, pin=pin, what=WHAT, asked_by=asked_by),
            self._approved,
        )

    def _approved(self, approval: Approval) -> None:
        self._recount(approval.operator)

    def _recount(self, approver: str | None) -> None:
        self.model = ShiftModel(stage=Stage.CLOSING, given=self.model.given, approver=approver)
        self._change()

    def _run(self, lane: Lane, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        self._change(busy=True, said=None)

        def done(result: Result) -> None:
            self._change(busy=False)
            on_done(result)

        self._runner.run(lane, work, on_done=done, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._change(busy=False, said=said_of(expected(error)))

    def _change(self, **changes: Any) -> None:
        self.model = replace(self.model, **changes)
        self._on_state(state_of(self.model, self._words))


def _of_first_note(count: DrawerCount) -> Said | None:
    """What is said where a number that was typed first becomes how many of the largest note there are."""
    if not count.is_of_first_note:
        return None
    return Said(
        key="shift.of-first-note", params={"count": count.typed}, tone=Tone.PLAIN, amounts={"note": LARGEST}
    )


def _dropped(count: DrawerCount) -> Said | None:
    """What is said where typing takes the place of a sum that was typed, or of notes that were counted."""
    if not count.is_dropped_by_typing:
        return None
    key = "shift.notes-dropped" if count.counts else "shift.sum-dropped"
    return Said(key=key, tone=Tone.PLAIN, amounts={"amount": count.total})
