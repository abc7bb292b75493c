"""Making a batch of blank cards as a state machine: how many, in which form, sheet after sheet, done.

The lane is free again after every sheet, so the checkout looks things up meanwhile; Esc stops a batch between
two sheets, and nothing of it is there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, get_args

from terminal.cards.sheets import CardForm
from terminal.usecases.card_batch import MOST_CARDS
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.checkout.shown import notice_of
from ui.presenters.listing import Listing, Row
from ui.presenters.office_state import OfficeAction, OfficeState
from ui.presenters.shown import Tone
from ui.presenters.visit import UNDER_WAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.session import Session
    from terminal.usecases.card_batch import CardBatch
    from ui.presenters.tasks import Lane, TaskRunner
    from ui.presenters.words import Words

Result = TypeVar("Result")
FORMS: Final[tuple[CardForm, ...]] = get_args(CardForm)
_DEED: Final = "card-batch"
_ABOUT: Final = ("about-each", "about-pdf", "about-table", "about-link")
_COLUMNS: Final = ("which", "number", "sheet")


class CardBatchErrands(Protocol):
    """What is asked of the till; each call may raise `Refused` or `Unavailable`."""

    @property
    def folder(self) -> Path:
        """Where batches are written."""
        ...

    def begin(self, session: "Session", *, count: int, form: CardForm) -> "CardBatch":
        """Draw the numbers, and lay out the sheets."""
        ...

    def check_next(self, batch: "CardBatch") -> "CardBatch":
        """Paint and read one more sheet."""
        ...

    def hand_out(self, session: "Session", batch: "CardBatch", titles: "Sequence[str]") -> str:
        """Record and write it; its path."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchModel:
    """What is wanted; while `busy`, the batch that is being made, and whether it is being written."""

    text: str = ""
    form: CardForm = "a4"
    batch: "CardBatch | None" = None
    busy: bool = False
    writing: bool = False
    said: Said | None = None


class CardBatchPresenter:
    """One visit."""

    def __init__(
        self,
        errands: CardBatchErrands,
        session: "Session",
        runner: "TaskRunner",
        words: "Words",
        *,
        on_state: Callable[[OfficeState], None],
        on_back: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_back = on_back
        self._round = 0
        self.model = BatchModel()

    def begin(self) -> None:
        """The screen came up."""
        self._change()

    def is_awaited_by(self, session: "Session") -> bool:
        """Whether somebody who comes back began this, and it goes on or has just been told of."""
        is_theirs = session.operator == self._session.operator
        return is_theirs and (self.model.busy or self.model.said is not None)

    def come_back(self, session: "Session", words: "Words") -> None:
        """Whoever began this signed in again."""
        self._session = session
        self.speak(words)

    def speak(self, words: "Words") -> None:
        """Say everything in another language."""
        self._words = words
        self._change()

    def scanned(self) -> None:
        """Nothing is to be scanned here."""
        self._change(said=Said(key="scan.busy"))

    def typed(self, text: str) -> None:
        """How many, as it stands in the box."""
        if text != self.model.text:
            self._change(text=text, said=None)

    def form_pressed(self) -> None:
        """The other form."""
        if not self.model.busy:
            after = FORMS.index(self.model.form) + 1
            self._change(form=FORMS[after % len(FORMS)], batch=None, said=None)

    def finish_pressed(self) -> None:
        """Make it."""
        text, form, session = self.model.text.strip(), self.model.form, self._session
        if self.model.busy:
            return
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_CARDS))):
            self._change(said=Said(key="error.card-batch-size", params={"most": MOST_CARDS}))
            return
        if not self._runner.under_way.begin(_DEED):
            self._change(said=UNDER_WAY)
            return
        self._change(busy=True, batch=None, said=None)
        self._run("look-up", lambda: self._errands.begin(session, count=int(text), form=form), self._go_on)

    def back_pressed(self) -> None:
        """Stop the batch; without one, back to where one was."""
        if self.model.writing:
            return
        if self.model.busy:
            self._round += 1
            self._runner.under_way.end(_DEED)
            self._change(busy=False, batch=None, said=Said(key="card-batch.stopped"))
        else:
            self._on_back()

    def _go_on(self, batch: "CardBatch") -> None:
        self._change(batch=batch, writing=batch.is_checked)
        if not batch.is_checked:
            self._run("look-up", lambda: self._errands.check_next(batch), self._go_on)
            return
        session, titles = self._session, tuple(self._words.text(f"card-batch.{name}") for name in _COLUMNS)
        self._run("store", lambda: self._errands.hand_out(session, batch, titles), self._done)

    def _done(self, path: str) -> None:
        self._runner.under_way.end(_DEED)
        self._change(
            text="",
            busy=False,
            writing=False,
            said=Said(key="card-batch.done", params={"path": path}, tone=Tone.GOOD),
        )

    def _run(self, lane: "Lane", work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        """What comes back to a batch that was stopped meanwhile is dropped."""
        now = self._round

        def done(result: Result) -> None:
            if now == self._round:
                on_done(result)

        def failed(error: Exception) -> None:
            said = said_of(expected(error))
            if now == self._round:
                self._runner.under_way.end(_DEED)
                self._change(busy=False, writing=False, batch=None, said=said)

        self._runner.run(lane, work, on_done=done, on_failed=failed)

    def _change(self, **changes: Any) -> None:
        self.model = replace(self.model, **changes)
        self._on_state(batch_state(self.model, self._words, folder=self._errands.folder))


def batch_state(model: BatchModel, words: "Words", *, folder: Path) -> OfficeState:
    """All that the screen shows."""
    is_idle = not model.busy
    about = tuple(
        Row(cells=(words.text(f"card-batch.{name}"),), detail=words.text(f"card-batch.{name}-more"))
        for name in _ABOUT
    )
    return OfficeState(
        title=words.text("card-batch.title"),
        text=model.text,
        prompt=words.text("card-batch.prompt", most=MOST_CARDS),
        listing=Listing(rows=tuple(_rows(model, words, folder)), columns=()),
        about_title=words.text("card-batch.about"),
        about=Listing(rows=about, columns=()),
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("cards.back" if is_idle else "card-batch.stop"),
        actions=(OfficeAction(text=words.text("card-batch.form"), enabled=is_idle),),
        finish=OfficeAction(text=words.text("card-batch.make"), enabled=is_idle),
    )


def _rows(model: BatchModel, words: "Words", folder: Path) -> "list[Row]":
    said = [("form", words.text(f"card-batch.form-{model.form}"), "credit-card")]
    if model.batch is not None:
        count, sheets = len(model.batch.numbers), len(model.batch.sheets)
        said.append(("count", str(count), "users"))
        said.append(("checked", words.text("card-batch.of", done=model.batch.checked, all=sheets), "check"))
    said.append(("folder", str(folder), "receipt"))
    return [
        Row(cells=(text,), detail=words.text(f"card-batch.row-{name}"), icon=icon)
        for name, text, icon in said
    ]
