"""The shift as a state machine: a float to open it, a count to close it, a report to look at."""

from collections.abc import Callable
from enum import Enum

from loyalty.units import Money
from terminal.session import Session
from terminal.shift import Shift, ShiftReport
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.checkout.shown import notice_of
from ui.presenters.drawer_count import NOTES, DrawerCount
from ui.presenters.errands import ShiftErrands
from ui.presenters.shift_report import report_rows, short_rows
from ui.presenters.shift_state import NoteRow, ShiftState
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words


class Stage(Enum):
    """Where in its life the shift is."""

    OPENING = "open"
    CLOSING = "close"
    CLOSED = "closed"


class ShiftPresenter:
    """Opening or closing one shift.

    `on_done` gets the opened shift, or None once the report was looked at.
    """

    def __init__(
        self,
        errands: ShiftErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        stage: Stage,
        on_state: Callable[[ShiftState], None],
        on_done: Callable[[Shift | None], None],
        on_back: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._stage = stage
        self._on_state = on_state
        self._on_done = on_done
        self._on_back = on_back
        self._count = DrawerCount()
        self._busy = False
        self._said: Said | None = None
        self._report: ShiftReport | None = None

    def begin(self) -> None:
        """Show the screen."""
        self._show()

    def speak(self, words: Words) -> None:
        """Show the same in another language."""
        self._words = words
        self._show()

    def key_pressed(self, key: str) -> None:
        """A digit, `000`, or the backspace."""
        self._counted(self._count.press(key))

    def note_chosen(self, note: int) -> None:
        """Count that kind of note."""
        self._counted(self._count.choose(note))

    def moved(self, by: int) -> None:
        """Count the next kind of note, or the one before."""
        self._counted(self._count.step(by))

    def finish_pressed(self) -> None:
        """Open, close, or be done with the report; once, however often it is pressed."""
        if self._busy:
            return
        if self._stage is Stage.CLOSED:
            self._on_done(None)
            return
        amount = self._count.total
        self._busy = True
        self._show()
        if self._stage is Stage.OPENING:
            self._runner.run(
                "store",
                lambda: self._errands.open_shift(self._session, opening_float=amount),
                on_done=self._opened,
                on_failed=self._failed,
            )
        else:
            self._runner.run(
                "store",
                lambda: self._errands.close_shift(self._session, counted=amount),
                on_done=self._closed,
                on_failed=self._failed,
            )

    def back_pressed(self) -> None:
        """Not now."""
        if not self._busy and self._stage is not Stage.CLOSED:
            self._on_back()

    def scanned(self, _text: str) -> None:
        """Nothing is sold outside a shift."""
        self._said = Said(key="scan.shift-first")
        self._show()

    def trouble(self, code: str) -> None:
        """Something that is no use came from a scanner: the code of its sentence."""
        self._said = Said(key=f"error.{code}")
        self._show()

    def _counted(self, count: DrawerCount) -> None:
        if not self._busy and self._report is None:
            self._count, self._said = count, None
            self._show()

    def _opened(self, shift: Shift) -> None:
        self._busy = False
        self._on_done(shift)

    def _closed(self, report: ShiftReport) -> None:
        self._busy, self._report, self._stage = False, report, Stage.CLOSED
        self._show()

    def _failed(self, error: Exception) -> None:
        self._busy, self._said = False, said_of(expected(error))
        self._show()

    def _show(self) -> None:
        words, stage = self._words, self._stage.value
        notice = None if self._said is None else notice_of(self._said, words)
        if self._report is not None:
            report = self._report
            self._on_state(
                ShiftState(
                    title=words.text("shift.closed-title"),
                    hint=words.text(
                        "shift.closed-hint", number=report.shift.number, name=report.closed_by_name
                    ),
                    report=short_rows(report, words),
                    report_more=report_rows(report, words),
                    notice=notice,
                    finish=words.text("shift.done"),
                )
            )
            return
        self._on_state(
            ShiftState(
                title=words.text(f"shift.{stage}-title"),
                hint=words.text(f"shift.{stage}-hint"),
                amount_label=words.text("shift.float" if stage == "open" else "shift.counted"),
                amount=words.money(self._count.total),
                notes=self._notes(),
                notice=notice,
                finish=words.text(f"shift.{stage}"),
                can_finish=not self._busy,
                back=words.text("shift.back"),
            )
        )

    def _notes(self) -> tuple[NoteRow, ...]:
        count, words = self._count, self._words
        return tuple(
            NoteRow(
                note=note,
                label=words.amount(Money(note)),
                count=count.counts.get(note, ""),
                amount=words.amount(Money(note * int(count.counts.get(note, "0")))),
                chosen=note == count.note,
            )
            for note in NOTES
        )
