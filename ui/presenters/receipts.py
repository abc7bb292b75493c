"""Kept receipts, looked at as they were printed: from the last one back, printed again, or written as a file.

A state machine without Qt; what it shows is the document itself, as a copy, and who paints it is its sheet.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from loyalty.errors import LoyaltillError
from terminal.receipts.document import Document
from terminal.session import Session
from ui.presenters.shown import Notice, Tone
from ui.presenters.tasks import TaskRunner
from ui.presenters.words import Words

FileForm = Literal["pdf", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReceipt:
    """A sale of this till, and its receipt as a copy."""

    sale: str
    number: int
    label: str
    document: Document


class ReceiptsErrands(Protocol):
    """What is asked of the till; each call may raise `Refused` or `Unavailable`."""

    def receipt(self, number: int | None, *, step: int = -1) -> KeptReceipt | None:
        """The sale's receipt of that number or the next one in that direction; the last one for None.

        Voids and returns have numbers of the same row and are passed over. None where there is no such sale.
        On the look-up lane.
        """
        ...

    def print_copy(self, session: Session, sale: str) -> None:
        """Queue it once more, marked as a copy (store lane)."""
        ...

    def save(self, receipt: KeptReceipt, form: FileForm) -> str:
        """Write it as a file, and give its path (store lane)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsState:
    """The sheet: `document` is None while nothing is there to be shown."""

    title: str
    document: Document | None = None
    older: bool = False
    newer: bool = False
    notice: Notice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Model:
    shown: KeptReceipt | None = None
    newest: int = 0
    said: str = ""
    params: "dict[str, str | int] | None" = None
    tone: Tone = Tone.PLAIN


class ReceiptsPresenter:
    """The sheet, while it is open."""

    def __init__(
        self,
        errands: ReceiptsErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        on_state: Callable[[ReceiptsState], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._model = _Model()

    def begin(self, number: int | None = None) -> None:
        """Show the last receipt, or the one of that number: newer ones than that are known from the last."""
        self._change()
        self._look(None)
        if number is not None:
            self._look(number)

    def moved(self, by: int) -> None:
        """Show an older receipt, or a newer one."""
        shown = self._model.shown
        if shown is not None and 0 < shown.number + by <= self._model.newest:
            self._look(shown.number + by, step=by)

    def print_pressed(self) -> None:
        """Print it once more, as a copy."""
        shown = self._model.shown
        if shown is not None:
            self._runner.run(
                "store",
                lambda: self._errands.print_copy(self._session, shown.sale),
                on_done=lambda _: self._change(said="receipts.printed", params={"label": shown.label}),
                on_failed=self._failed,
            )

    def save_pressed(self, form: FileForm) -> None:
        """Write it as a file."""
        shown = self._model.shown
        if shown is not None:
            self._runner.run(
                "store",
                lambda: self._errands.save(shown, form),
                on_done=lambda path: self._change(said="receipts.saved", params={"path": path}),
                on_failed=self._failed,
            )

    def _look(self, number: int | None, *, step: int = -1) -> None:
        def found(receipt: KeptReceipt | None) -> None:
            if receipt is None:
                self._change(said="receipts.none", params={}, tone=Tone.ATTENTION)
            else:
                newest = max(self._model.newest, receipt.number)
                self._change(shown=receipt, newest=newest, said="", params={})

        self._runner.run(
            "look-up", lambda: self._errands.receipt(number, step=step), on_done=found, on_failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, LoyaltillError):
            raise error
        self._change(said=f"error.{error.code}", params=dict(error.params), tone=Tone.REFUSED)

    def _change(self, **fields: Any) -> None:
        self._model = replace(self._model, **{"tone": Tone.PLAIN, **fields})
        model, words = self._model, self._words
        shown = model.shown
        self._on_state(
            ReceiptsState(
                title=words.text("receipts.title") if shown is None else shown.label,
                document=None if shown is None else shown.document,
                older=shown is not None and shown.number > 1,
                newer=shown is not None and shown.number < model.newest,
                notice=self._notice(),
            )
        )

    def _notice(self) -> Notice | None:
        said, params = self._model.said, self._model.params or {}
        if not said:
            return None
        if said.startswith("error."):
            return Notice(self._model.tone, self._words.refusal(said.removeprefix("error."), params))
        return Notice(self._model.tone, self._words.text(said, **params))
