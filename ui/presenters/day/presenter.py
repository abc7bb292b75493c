"""The screen of the shift and the day as a state machine: look, print, pay in and out, close.

X and earlier reports are looked at as their row is marked. Paying out beyond the store's limit asks for a
second person's PIN and goes on with what was typed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from loyalty.errors import Refused
from loyalty.wire.roles import may_record
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.day.model import DayModel, DayRow, Moving
from ui.presenters.day.shown import state_of
from ui.presenters.drawer_count import BACKSPACE, is_in_notes
from ui.presenters.forms import read_amount
from ui.presenters.shown import Tone
from ui.presenters.sign_in import MOST_DIGITS

if TYPE_CHECKING:
    from loyalty.units import Money
    from loyalty.wire.cash import CashWay
    from terminal.day import DayReport
    from terminal.returned import Approval
    from terminal.session import OperatorTile, Session
    from terminal.shift import CashMove, ShiftReport
    from ui.presenters.day.errands import DayErrands, DayOverview
    from ui.presenters.office_state import OfficeState
    from ui.presenters.tasks import Lane, Result, TaskRunner
    from ui.presenters.words import Words

_CLOSE = 2
"""The place of the press that closes: after paying in and paying out."""

_SURE = "day.close-sure"

WHAT = "paid-out"
"""What the journal says that a second person's word was given for."""


class DayPresenter:
    """One visit to the screen. `on_close_shift` leaves it for the count."""

    def __init__(
        self,
        errands: "DayErrands",
        session: "Session",
        runner: "TaskRunner",
        words: "Words",
        *,
        on_state: "Callable[[OfficeState], None]",
        on_back: Callable[[], None],
        on_close_shift: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_back = on_back
        self._on_close_shift = on_close_shift
        may = may_record("day_closed", operator=session.operator, roles=[session.role])
        self.model = DayModel(may_close_day=may)

    def begin(self) -> None:
        """The screen came up."""
        self._change()
        self._look()

    def speak(self, words: "Words") -> None:
        """Say everything in another language."""
        self._words = words
        self._change()

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner."""
        self._change(said=Said(key=f"error.{code}"))

    def moved(self, by: int) -> None:
        """Mark the next row, or the one before."""
        count = self._count()
        if count:
            self.row_pressed((self.model.mark + by) % count)

    def row_pressed(self, row: int) -> None:
        """Mark a row, and look up what it is about."""
        if self.model.step == "move" or not 0 <= row < self._count():
            return
        self._change(mark=row, pin="", said=None)
        self._look_up()

    def key_pressed(self, key: str) -> None:
        """A digit of a PIN, or the backspace."""
        if self.model.step == "approve" and not self.model.busy:
            pin = self.model.pin[:-1] if key == BACKSPACE else self.model.pin + key
            if len(pin) <= MOST_DIGITS:
                self._change(pin=pin, said=None)

    def field_changed(self, name: str, value: str) -> None:
        """Another amount, reason or note stands in the form."""
        moving = self.model.moving
        if moving is None:
            return
        faults = {key: fault for key, fault in moving.faults.items() if key != name}
        typed = {"amount": moving.amount, "reason": moving.reason, "note": moving.note, name: value}
        changed = replace(
            moving, amount=typed["amount"], reason=typed["reason"], note=typed["note"], faults=faults
        )
        self._change(moving=changed, said=None)

    def entered(self) -> None:
        """Enter is the press in the corner where a PIN is typed."""
        if self.model.step == "approve":
            self.finish_pressed()

    def action_pressed(self, which: int) -> None:
        """Pay in, pay out, close the shift or the day."""
        if self.model.busy or self.model.step != "list":
            return
        if which == _CLOSE:
            self._close()
        elif self.model.is_open:
            self._change(step="move", moving=Moving(way="out" if which else "in"), said=None)

    def finish_pressed(self) -> None:
        """Print, confirm, approve; once, however often it is pressed."""
        if not self.model.can_finish:
            return
        match self.model.step:
            case "list":
                self._print()
            case "move":
                self._move(None)
            case "approve":
                self._approve()

    def back_pressed(self) -> None:
        """One step back; out of the list, back to the checkout."""
        if self.model.busy:
            return
        match self.model.step:
            case "list":
                self._on_back()
            case "move":
                self._change(step="list", moving=None, said=None)
            case "approve":
                self._change(step="move", mark=0, pin="", said=None)

    def _count(self) -> int:
        return len(self.model.approvers if self.model.step == "approve" else self.model.rows)

    def _look(self) -> None:
        self._run("look-up", lambda: self._errands.look(self._session), self._known)

    def _known(self, overview: "DayOverview") -> None:
        figures = {} if overview.so_far is None else {DayRow("so-far", ""): overview.so_far}
        self._change(overview=overview, figures=figures, mark=0)
        self._look_up()

    def _look_up(self) -> None:
        """Look up the figures of the marked row, unless they are here."""
        row = self.model.marked
        if row is None or row in self.model.figures:
            return

        def known(report: "ShiftReport") -> None:
            self._change(figures={**self.model.figures, row: report})

        self._runner.run("look-up", lambda: self._figures_of(row), on_done=known, on_failed=self._failed)

    def _figures_of(self, row: DayRow) -> "ShiftReport":
        return self._errands.day(int(row.key)).total if row.kind == "day" else self._errands.shift(row.key)

    def _print(self) -> None:
        row, errands, session = self.model.marked, self._errands, self._session
        if row is None:
            return

        def work() -> None:
            match row.kind:
                case "so-far":
                    errands.print_so_far(session)
                case "shift":
                    errands.print_shift(row.key)
                case "day":
                    errands.print_day(int(row.key))

        self._run("store", work, lambda _: self._say("day.printing"))

    def _close(self) -> None:
        if self.model.is_open:
            self._on_close_shift()
        elif self.model.may_close_day:
            self._close_day()

    def _close_day(self) -> None:
        """Asked about once; where no shift waits for a day the till says so itself."""
        said, waiting = self.model.said, self.model.shifts_to_close
        if waiting and (said is None or said.key != _SURE):
            self._change(said=Said(key=_SURE, params={"count": waiting}))
            return
        self._run("store", lambda: self._errands.close_day(self._session), self._day_closed)

    def _day_closed(self, _: "DayReport") -> None:
        self._look()
        self._say("day.closed")

    def _move(self, approval: "Approval | None") -> None:
        moving = self.model.moving
        amount = None if moving is None else read_amount(moving.amount)
        if moving is None or amount is None or not amount or self._has_faults(moving):
            self._fault(moving, amount)
            return
        question = None if approval is not None else self._question(moving, amount)
        if question is not None:
            asked = moving.asked | {(question, amount)}
            self._change(moving=replace(moving, asked=asked, faults={"amount": question}))
            return
        way, reason, note = moving.way, moving.reason, moving.note

        def work() -> "CashMove":
            return self._errands.move_cash(
                self._session, way=way, amount=amount, reason=reason, note=note, approval=approval
            )

        self._change(busy=True, said=None)
        self._runner.run("store", work, on_done=self._moved_cash, on_failed=self._not_moved)

    def _question(self, moving: Moving, amount: "Money") -> str | None:
        """What is asked where a digit may be wrong and nobody has said that it is meant; None: nothing."""
        holds = self.model.holds
        is_too_much = moving.way == "out" and holds is not None and amount > holds
        doubts = {"day.fault-notes": not is_in_notes(amount), "day.fault-drawer": is_too_much}
        return next(
            (key for key, doubt in doubts.items() if doubt and (key, amount) not in moving.asked), None
        )

    def _has_faults(self, moving: Moving) -> bool:
        return not moving.reason or (moving.reason == "other" and not moving.note.strip())

    def _fault(self, moving: Moving | None, amount: "Money | None") -> None:
        if moving is None:
            return
        faults: dict[str, str] = {}
        if not amount:
            faults["amount"] = "day.fault-amount"
        if not moving.reason:
            faults["reason"] = "day.fault-reason"
        elif moving.reason == "other" and not moving.note.strip():
            faults["note"] = "day.fault-note"
        self._change(moving=replace(moving, faults=faults))

    def _moved_cash(self, move: "CashMove") -> None:
        way: CashWay = move.way
        self._change(busy=False, step="list", moving=None, pin="", mark=0)
        self._look()
        self._say(f"day.moved-{way}")

    def _not_moved(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.code == "paid-out-needs-word":
            self._change(busy=False)
            self._run("look-up", self._errands.approvers, self._ask)
        else:
            self._failed(error)

    def _ask(self, people: "tuple[OperatorTile, ...]") -> None:
        others = tuple(each for each in people if each.operator != self._session.operator)
        self._change(step="approve", approvers=others, mark=0, pin="")
        amount = None if self.model.moving is None else read_amount(self.model.moving.amount)
        amounts = {} if amount is None else {"amount": amount}
        self._change(said=Said(key="day.needs-word", tone=Tone.ATTENTION, amounts=amounts))

    def _approve(self) -> None:
        who, pin = self.model.approvers[self.model.mark].operator, self.model.pin
        self._change(pin="")
        asked_by = self._session.operator
        self._run(
            "store",
            lambda: self._errands.approve(operator=who, pin=pin, what=WHAT, asked_by=asked_by),
            self._move,
        )

    def _say(self, key: str) -> None:
        self._change(said=Said(key=key, tone=Tone.GOOD))

    def _run(self, lane: "Lane", work: "Callable[[], Result]", on_done: "Callable[[Result], None]") -> None:
        self._change(busy=True, said=None)

        def done(result: "Result") -> None:
            self._change(busy=False)
            on_done(result)

        self._runner.run(lane, work, on_done=done, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self._change(busy=False, said=said_of(expected(error)))

    def _change(self, **changes: Any) -> None:
        self.model = replace(self.model, **changes)
        self._on_state(state_of(self.model, self._words))
