"""The copies of a till that does not start: what is asked of one is done with that one, while it is meant."""

import pytest

from loyalty.errors import Refused
from terminal.store.till_copy import Since
from tests.unit.presenters.desk import words
from tools.sample_settings import KEPT
from tools.sample_shop import PIN
from ui.presenters.settings.errands import KeptCopy
from ui.presenters.settings.state import SettingsState
from ui.presenters.settings.stopped_copies import StoppedCopies
from ui.presenters.shown import Tone
from ui.presenters.tasks import ImmediateRunner

NEWEST, _, OLDER, _ = KEPT
"""Two of the till; the sample's others are a server's, and damaged."""


class Folder:
    """Two good copies of the till, a manager's PIN, and what was asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.unreadable: Refused | None = None

    def find(self) -> tuple[KeptCopy, ...]:
        return (NEWEST, OLDER)

    def read_back(self, name: str) -> str:
        self.calls.append(f"read {name}")
        if self.unreadable is not None:
            raise self.unreadable
        return ""

    def weigh(self, name: str) -> Since | None:
        self.calls.append(f"weigh {name}")
        return None

    def agree(self, name: str, *, pin: str) -> None:
        if pin != PIN:
            raise Refused("restore-word-wrong")
        self.calls.append(f"agree {name}")


class Screen:
    """The screen of that folder."""

    def __init__(self) -> None:
        self.folder = Folder()
        self.runner = ImmediateRunner()
        self.states: list[SettingsState] = []
        self.gone_back: list[str] = []
        self.left = 0
        self.it = StoppedCopies(
            self.folder,
            self.runner,
            words(),
            on_state=self.states.append,
            on_go_back=self.gone_back.append,
            on_back=self._leave,
        )
        self.it.begin()
        self.folder.calls.clear()

    @property
    def state(self) -> SettingsState:
        return self.states[-1]

    def said(self) -> str:
        return "" if self.state.notice is None else self.state.notice.text

    def confirm(self, pin: str = PIN) -> None:
        self.it.typed(pin)
        self.it.change_pressed()

    def _leave(self) -> None:
        self.left += 1


def leave(screen: Screen, how: str) -> None:
    if how == "esc":
        screen.it.back_pressed()
    elif how == "row":
        screen.it.moved(1)
    else:
        screen.it.begin()


LEAVES = ["esc", "row", "opened anew"]


def test_the_pin_of_a_manager_opens_the_copy_that_it_was_asked_for() -> None:
    screen = Screen()
    screen.it.moved(1)
    screen.it.change_pressed()
    screen.confirm()
    assert screen.folder.calls == [f"weigh {OLDER.name}", f"agree {OLDER.name}"]
    assert screen.gone_back == [OLDER.name]


@pytest.mark.parametrize("how", LEAVES)
def test_an_answer_that_comes_late_asks_for_no_pin(how: str) -> None:
    screen = Screen()
    screen.runner.hold("devices")
    screen.it.change_pressed()
    leave(screen, how)
    screen.runner.let_go("devices")
    assert (screen.state.field, screen.said()) == (None, "")
    screen.it.change_pressed()
    assert screen.state.field == ""


@pytest.mark.parametrize("how", LEAVES)
@pytest.mark.parametrize("pin", [PIN, "9" + PIN], ids=["right", "wrong"])
def test_whoever_thinks_better_of_it_while_the_pin_is_looked_at_goes_back_to_nothing(
    how: str, pin: str
) -> None:
    screen = Screen()
    screen.it.change_pressed()
    screen.runner.hold("devices")
    screen.confirm(pin)
    leave(screen, how)
    screen.runner.let_go("devices")
    assert screen.gone_back == []
    assert (screen.state.field, screen.said()) == (None, "")
    screen.it.change_pressed()
    assert screen.state.field == ""


def test_a_wrong_pin_is_said_and_may_be_typed_again() -> None:
    screen = Screen()
    screen.it.change_pressed()
    screen.confirm("9" + PIN)
    assert (screen.said() != "", screen.state.field, screen.gone_back) == (True, "", [])
    screen.confirm()
    assert screen.gone_back == [NEWEST.name]


def test_a_copy_whose_reading_fails_is_told_in_its_row_and_the_next_one_is_read() -> None:
    screen = Screen()
    screen.folder.unreadable = Refused("not-paired")
    screen.it.begin()
    assert [row.tone for row in screen.state.rows.rows] == [Tone.REFUSED, Tone.REFUSED]
    assert screen.said() == ""


def test_no_copy_is_read_any_more_once_the_list_is_left() -> None:
    screen = Screen()
    screen.folder.calls.clear()
    screen.runner.hold("devices")
    screen.it.begin()
    screen.runner.step("devices")
    screen.it.back_pressed()
    screen.runner.let_go("devices")
    assert screen.folder.calls == [f"read {NEWEST.name}"]


def test_a_copy_that_is_being_read_when_the_list_begins_anew_is_read_anew() -> None:
    screen = Screen()
    screen.folder.calls.clear()
    screen.runner.hold("devices")
    screen.it.begin()
    screen.runner.step("devices")
    screen.it.begin()
    screen.runner.let_go("devices")
    assert screen.folder.calls.count(f"read {NEWEST.name}") == 2
