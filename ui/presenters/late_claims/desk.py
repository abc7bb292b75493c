"""What the parts of the screen of earlier receipts share: the model they change, the errands, the runner."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.late_claims.model import LateClaimModel
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from terminal.session import Session
    from ui.presenters.late_claims.errands import LateClaimErrands
    from ui.presenters.tasks import Lane, TaskRunner

Result = TypeVar("Result")


class LateClaimDesk:
    """The model, and what is done with it again and again."""

    def __init__(
        self,
        errands: "LateClaimErrands",
        session: "Session",
        runner: "TaskRunner",
        *,
        on_model: Callable[[], None],
    ) -> None:
        self.errands = errands
        self.session = session
        self.model = LateClaimModel()
        self._runner = runner
        self._on_model = on_model

    def change(self, **fields: Any) -> None:
        """Go on to the next model."""
        self.model = replace(self.model, **fields)
        self._on_model()

    def refuse(self, key: str, text: str = "", **more: str) -> None:
        """Say what is wrong; nothing is under way any more."""
        said = Said(key=f"error.{key}", params={"text": text, **more}, tone=Tone.REFUSED)
        self.change(busy=False, said=said)

    def run(
        self,
        lane: "Lane",
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """An errand; a press while it is under way does nothing, and its failure is said in the banner."""
        self.change(busy=True, said=None)

        def done(result: Result) -> None:
            self.change(busy=False)
            on_done(result)

        self._runner.run(lane, work, on_done=done, on_failed=on_failed or self.failed)

    def ask(
        self,
        digits: str,
        on_done: Callable[[tuple[str, str]], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """Ask the server for a receipt; an answer that nobody waits for any more is put aside."""
        self.change(busy=True, elsewhere=digits, typed="", said=Said(key="returns.asking"))

        def done(answer: tuple[str, str]) -> None:
            if self.model.elsewhere == digits:
                self.change(busy=False)
                on_done(answer)

        def failed(error: Exception) -> None:
            if self.model.elsewhere == digits:
                on_failed(error)

        self._runner.run("net", lambda: self.errands.ask_elsewhere(digits), on_done=done, on_failed=failed)

    def failed(self, error: Exception) -> None:
        """Say what an errand could not do."""
        self.change(busy=False, said=said_of(expected(error)))
