"""What the parts of a screen that one presenter cannot hold share: the model, the errands, the runner."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from terminal.session import Session
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.tasks import Lane, TaskRunner
from ui.presenters.visit import UNDER_WAY
from ui.presenters.words import Words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Errands = TypeVar("Errands")
Model = TypeVar("Model", bound="DataclassInstance")
Result = TypeVar("Result")


class Desk(Generic[Errands, Model]):
    """The model, a dataclass with `said` and `busy`, and what is done with it again and again."""

    def __init__(
        self,
        errands: Errands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        model: Model,
        on_model: Callable[[Model], None],
    ) -> None:
        self.errands = errands
        self.session = session
        self.words = words
        self.model = model
        self._runner = runner
        self._on_model = on_model

    def change(self, **fields: Any) -> None:
        """Go on to the next model."""
        self.model = replace(self.model, **fields)
        self._on_model(self.model)

    def say(self, said: Said | None) -> None:
        """Say something in the banner; None takes it away."""
        self.change(said=said)

    def run(
        self,
        lane: Lane,
        work: Callable[[], Result],
        on_done: Callable[[Result], None],
        *,
        on_failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """An errand whose failure is said in the banner, where nobody else takes it."""
        self._runner.run(lane, work, on_done=on_done, on_failed=on_failed or self.failed)

    def begin_once(self, deed: str) -> bool:
        """A deed that takes time begins; where it is under way already, that is said and nothing is done."""
        begins = self._runner.under_way.begin(deed)
        if not begins:
            self.say(UNDER_WAY)
        return begins

    def end_once(self, deed: str) -> None:
        """It is over, whatever came of it."""
        self._runner.under_way.end(deed)

    def failed(self, error: Exception) -> None:
        """Say what an errand could not do; nothing is under way any more."""
        self.change(said=said_of(expected(error)), busy=False)
