"""The settings screen over sample settings, and what it shows."""

from dataclasses import replace

from loyalty.wire.roles import Role
from tests.unit.presenters.desk import words
from tools.sample_settings import SampleSettings
from tools.sample_shop import LAN
from ui.presenters.preferences import Preferences
from ui.presenters.settings.errands import Facts
from ui.presenters.settings.model import SECTIONS
from ui.presenters.settings.presenter import SettingsPresenter
from ui.presenters.settings.rows import rows_of
from ui.presenters.settings.state import SettingsState
from ui.presenters.shown import Tone
from ui.presenters.tasks import ImmediateRunner


class Screen:
    """The screen over sample settings, with somebody of a role before it."""

    def __init__(self, role: Role | None = "manager", text: str = "") -> None:
        self.errands = SampleSettings(text)
        self.states: list[SettingsState] = []
        self.preferred: list[Preferences] = []
        self.devices = self.programs = self.left = 0
        self.facts: list[Facts] = []
        self.gone_back: list[str] = []
        self.session = None if role is None else replace(LAN, role=role)
        self.runner = ImmediateRunner()
        self.it = SettingsPresenter(
            self.errands,
            self.runner,
            words(),
            preferences=Preferences(),
            session=lambda: self.session,
            on_state=self.states.append,
            on_prefer=self.preferred.append,
            on_devices=self._devices,
            on_program=self._program,
            on_facts=self.facts.append,
            on_go_back=self.gone_back.append,
            on_back=self._back,
        )
        self.it.begin()

    @property
    def state(self) -> SettingsState:
        return self.states[-1]

    def to(self, section: str, name: str = "") -> "Screen":
        """Go to a row."""
        self.it.section_chosen(SECTIONS.index(section))
        if name:
            names = [row.name for row in rows_of(self.it.model, words())]
            self.it.row_marked(names.index(name))
        return self

    def press(self, section: str, name: str) -> None:
        self.to(section, name).it.change_pressed()

    def tone(self) -> Tone | None:
        return None if self.state.notice is None else self.state.notice.tone

    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text

    def _program(self) -> None:
        self.programs += 1

    def _devices(self) -> None:
        self.devices += 1

    def _back(self) -> None:
        self.left += 1


def lines(state: SettingsState) -> dict[str, str]:
    return {row.cells[0]: row.detail for row in state.rows.rows}
