"""The screen of devices over sample devices, and what it shows."""

from resources.catalogue import Language
from tests.unit.drivers.keys_typed import keys
from tests.unit.presenters.desk import words
from tools.sample_devices import SampleDevices
from ui.presenters.devices.presenter import DevicesPresenter
from ui.presenters.devices.state import DeviceRow, DevicesState
from ui.presenters.shown import Notice
from ui.presenters.tasks import ImmediateRunner


class Bench:
    """The screen over a sample shop."""

    def __init__(self, language: Language = "vi") -> None:
        self.devices = SampleDevices()
        self.runner = ImmediateRunner()
        self.states: list[DevicesState] = []
        self.listening: list[bool] = []
        self.left = 0
        self.exchanged: list[int] = []
        self.it = DevicesPresenter(
            self.devices,
            self.runner,
            words(language),
            on_state=self.states.append,
            on_listening=self.listening.append,
            on_back=self._leave,
            on_exchanged=lambda: self.exchanged.append(len(self.devices.calls)),
            on_window_tried=lambda: ("window", "on") in self.devices.now,
        )
        self.it.begin()

    @property
    def now(self) -> DevicesState:
        return self.states[-1]

    def notice(self) -> Notice:
        notice = self.states[-1].notice
        assert notice is not None
        return notice

    def marked(self) -> DeviceRow:
        return next(row for row in self.now.rows if row.is_marked)

    def mark(self, name: str) -> None:
        self.it.row_marked(next(at for at, row in enumerate(self.now.rows) if name in row.name + row.detail))

    def scan(self, text: str, *, every_s: float = 0.005, start: float = 10.0) -> None:
        for key in keys(text, every_s=every_s, start=start):
            self.it.trial.key_heard(key)

    def _leave(self) -> None:
        self.left += 1
