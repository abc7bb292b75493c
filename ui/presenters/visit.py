"""What the presenters of the back office begin alike with: one model, shown anew after every change.

What it is a visit to, which presses it hears and what is looked up first is each presenter's own.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from loyalty.errors import LoyaltillError
from ui.presenters.checkout.counter import expected, said_of
from ui.presenters.checkout.model import Said
from ui.presenters.shown import Tone
from ui.presenters.tasks import run_once

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from terminal.session import Session
    from ui.presenters.office_state import OfficeState
    from ui.presenters.tasks import Lane, TaskRunner
    from ui.presenters.words import Words

Errands = TypeVar("Errands")
Model = TypeVar("Model", bound="DataclassInstance")
Result = TypeVar("Result")

UNDER_WAY: Final = Said(key="task.under-way", tone=Tone.PLAIN)
"""That what was pressed is being done, now or since a visit before."""
_OF_THE_PIN: Final = frozenset({"wrong-pin", "operator-locked", "operator-shut"})


class OfficeVisit(ABC, Generic[Errands, Model]):
    """One visit to a screen, by whoever is signed in. Its model is a dataclass with `said` and `busy`."""

    def __init__(
        self,
        errands: Errands,
        session: "Session",
        runner: "TaskRunner",
        words: "Words",
        *,
        on_state: "Callable[[OfficeState], None]",
        on_back: Callable[[], None],
    ) -> None:
        self._errands = errands
        self._session = session
        self._runner = runner
        self._words = words
        self._on_state = on_state
        self._on_back = on_back
        self.model = self._first_model()

    def speak(self, words: "Words") -> None:
        """Say everything in another language."""
        self._words = words
        self._change()

    def trouble(self, code: str) -> None:
        """Something came from a scanner that is no use here."""
        self._change(said=Said(key=f"error.{code}"))

    @abstractmethod
    def _first_model(self) -> Model:
        """What is known of the screen before anything was looked up."""

    @abstractmethod
    def _state(self) -> "OfficeState":
        """The model as the screen shows it."""

    def _change(self, **changes: Any) -> None:
        """Go on to the next model, and show it."""
        self.model = replace(self.model, **changes)
        self._on_state(self._state())

    def _run(self, lane: "Lane", work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        """An errand; what it could not do goes to `_failed`."""
        self._runner.run(lane, work, on_done=on_done, on_failed=self._failed)

    def _run_once(
        self, deed: str, lane: "Lane", work: Callable[[], Result], on_done: Callable[[Result], None]
    ) -> None:
        """An errand that takes time: pressed again, here or after a lock, it is only waited for."""
        self._change(busy=True, said=UNDER_WAY)
        run_once(self._runner, deed, lane, work, on_done=on_done, on_failed=self._failed)

    def _failed(self, error: Exception) -> None:
        """Say what an errand could not do; nothing is under way any more."""
        self._change(busy=False, said=said_of(expected(error)))


def without_refused_pin(values: Mapping[str, str], refusal: LoyaltillError) -> Mapping[str, str]:
    """The fields of a form as a refusal leaves them: without `own`, one's PIN, where it was that."""
    return {**values, "own": ""} if refusal.code in _OF_THE_PIN and "own" in values else values
