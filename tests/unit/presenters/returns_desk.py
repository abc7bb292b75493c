"""The screen of returns over a few sales, and what it shows."""

from dataclasses import dataclass, field

from resources.catalogue import Catalogue
from tools.sample_returns import SampleReturns
from tools.sample_shop import LAN, ZONE
from ui.presenters.returns.presenter import ReturnsPresenter
from ui.presenters.returns.state import ReturnsState
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words


@dataclass
class Desk:
    """The screen over sample sales; `states` are all it showed."""

    till: SampleReturns = field(default_factory=SampleReturns)
    runner: ImmediateRunner = field(default_factory=ImmediateRunner)
    states: list[ReturnsState] = field(default_factory=list[ReturnsState])
    left: int = 0

    def __post_init__(self) -> None:
        self.it = ReturnsPresenter(
            self.till,
            LAN,
            self.runner,
            words("vi"),
            on_state=self.states.append,
            on_back=self._left,
        )
        self.it.begin()

    @property
    def state(self) -> ReturnsState:
        return self.states[-1]

    @property
    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text

    def _left(self) -> None:
        self.left += 1


def words(language: str) -> Words:
    catalogue = Catalogue.load("en" if language == "en" else "vi")
    return Words(catalogue=catalogue, currency="VND", zone=ZONE)


def step(desk: Desk) -> str:
    return desk.it.model.step
