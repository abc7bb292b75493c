"""What the parts of the screen *Products* share: the model they change, the errands, the runner."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from terminal.session import Session
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.products.errands import ProductsErrands
from ui.presenters.products.model import ProductsModel
from ui.presenters.tasks import Lane, TaskRunner
from ui.presenters.words import Words

Result = TypeVar("Result")


class ProductsDesk:
    """The model, and what is done with it again and again."""

    def __init__(
        self,
        errands: ProductsErrands,
        session: Session,
        runner: TaskRunner,
        words: Words,
        *,
        on_model: Callable[[ProductsModel], None],
    ) -> None:
        self.errands = errands
        self.session = session
        self.words = words
        self.model = ProductsModel()
        self._runner = runner
        self._on_model = on_model

    def change(self, **fields: Any) -> None:
        """Go on to the next model."""
        self.model = replace(self.model, **fields)
        self._on_model(self.model)

    def run(self, lane: Lane, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        """An errand whose failure is said in the banner; nothing is under way any more then."""
        self._runner.run(lane, work, on_done=on_done, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.change(said=said_of(expected(error)), busy=False)
