"""What the parts of the screen *Returns* share: the model they change, the errands, the runner."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from terminal.session import Session
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.returns.errands import ReturnsErrands
from ui.presenters.returns.model import REASONS, ReturnsModel
from ui.presenters.tasks import Lane, TaskRunner
from ui.presenters.words import Words

Result = TypeVar("Result")


class ReturnsDesk:
    """The model, and what is done with it again and again."""

    def __init__(
        self,
        errands: ReturnsErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        on_model: Callable[[ReturnsModel], None],
    ) -> None:
        self.errands = errands
        self.session = session
        self.words = words
        self.model = ReturnsModel()
        self._runner = runner
        self._on_model = on_model

    def change(self, **fields: Any) -> None:
        """Go on to the next model."""
        self.model = replace(self.model, **fields)
        self._on_model(self.model)

    def say(self, said: Said | None) -> None:
        """Say something in the banner; None takes it away."""
        self.change(said=said)

    def run(self, lane: Lane, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        """An errand whose failure is said in the banner."""
        self._runner.run(lane, work, on_done=on_done, on_failed=self.failed)

    def run_with(
        self,
        lane: Lane,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        """An errand whose failure is the caller's."""
        self._runner.run(lane, work, on_done=on_done, on_failed=on_failed)

    def failed(self, error: Exception) -> None:
        """Say what an errand could not do; nothing is under way any more."""
        self.change(said=said_of(expected(error)), busy=False)

    def mark(self, row: int) -> None:
        """Mark a row of the list that is shown."""
        if 0 <= row < self.model.rows:
            self.change(mark=row, digits="")

    @property
    def reason(self) -> str:
        """The reason that is chosen, in the words of the screen."""
        return self.words.text(f"returns.reason-{REASONS[self.model.reason]}")
