"""The scenes of the first start: each of its steps, over a machine that has nothing yet."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from loyalty.errors import Unavailable
from ui.first_errands import preset_of
from ui.first_start import FirstScreen
from ui.presenters.first_start.errands import Draft, Plugged, Preset, Progress, Stage, Wish
from ui.presenters.first_start.model import Step
from ui.presenters.shown import TopBarState

if TYPE_CHECKING:
    from tools.theatre import Theatre

FILLED = {
    "store": "Tạp hóa Lan",
    "address": "12 Lê Lợi, P. Sài Gòn, TP.HCM",
    "manager": "Nguyễn Thị Hồng Lan",
    "server": "https://may-chu.thanthiet.vn:8443",
}
PRESETS = ("than-thiet", "cafe", "punch-card", "neighbourhood", "paid-yearly", "airline", "beauty", "hotel")


class SampleFirst:
    """Implements `FirstErrands` without a machine; `progress` is told while it works, `trouble` raised."""

    def __init__(self) -> None:
        self.how_far: Stage = "empty"
        self.kept = Draft()
        self.calls: list[str] = []
        self.progress: tuple[Progress, ...] = ()
        self.trouble: Exception | None = None

    def stage(self) -> Stage:
        """How far it has come."""
        return self.how_far

    def draft(self) -> Draft:
        """What was kept."""
        return self.kept

    def keep(self, draft: Draft, /) -> None:
        """Keep it."""
        self.kept = draft

    def presets(self) -> tuple[Preset, ...]:
        """Those that ship."""
        return tuple(preset_of(name) for name in PRESETS)

    def plugged(self) -> Plugged:
        """A printer on the network."""
        return Plugged(printer="tcp://192.168.1.60:9100")

    def go_on(self, wish: Wish | None, on_progress: Callable[[Progress], None], /) -> None:
        """Tell how far it is, and fail where that is wanted."""
        self.calls.append("resumed" if wish is None else wish.values["kind"])
        for each in self.progress:
            on_progress(each)
        if self.trouble is not None:
            raise self.trouble


def first_start(theatre: "Theatre", errands: SampleFirst | None = None) -> FirstScreen:
    """The screen from its beginning."""
    sample = errands or SampleFirst()
    theatre.window.top_bar.show_state(TopBarState(store="Loyaltill"))
    theatre.first = FirstScreen(
        theatre.window,
        sample,
        theatre.runner,
        theatre.words,
        post=lambda call: call(),
        on_language=lambda _: None,
        on_devices=lambda: None,
        on_ready=lambda: None,
        on_leave=lambda: None,
    )
    theatre.first.open(theatre.preferences.language)
    return theatre.first


def step(name: Step, kind: str = "new", **values: str) -> "Callable[[Theatre], object]":
    """The scene of a step, with everything before it filled in."""
    return partial(_step, name=name, kind=kind, values=values)


def _step(theatre: "Theatre", *, name: Step, kind: str, values: dict[str, str]) -> FirstScreen:
    sample = SampleFirst()
    sample.kept = Draft(step=Step.KIND.value, values={**FILLED, "kind": kind})
    screen = first_start(theatre, sample)
    presenter = screen.presenter
    given = {"pin": "2580", "again": "2580", "code": "4K7P-92QX", **values}
    for field, value in given.items():
        presenter.field_changed(field, value)
    while presenter.model.step is not name:
        presenter.finish_pressed()
    return screen


def pin_differs(theatre: "Theatre") -> FirstScreen:
    """Two PINs that differ, and the sentence under the second."""
    screen = _step(theatre, name=Step.MANAGER, kind="new", values={"again": "2581"})
    screen.presenter.finish_pressed()
    return screen


def loading(theatre: "Theatre") -> FirstScreen:
    """A till that was paired reads what there is of a million members."""
    sample = SampleFirst()
    sample.how_far = "paired"
    sample.progress = (Progress(rows=412_000, of=1_003_250),)
    theatre.runner.hold("net")
    screen = first_start(theatre, sample)
    for each in sample.progress:
        screen.presenter.progressed(each)
    return screen


def broke_off(theatre: "Theatre") -> FirstScreen:
    """The server went away in between."""
    sample = SampleFirst()
    sample.how_far = "paired"
    sample.trouble = Unavailable("server-absent", retry=True, server="till.thanthiet.vn", why="timed out")
    return first_start(theatre, sample)
