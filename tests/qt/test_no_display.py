"""Without a screen the program says so, where Qt would end the process."""

import pytest

from loyalty.errors import Unavailable
from ui.application import check_display

NAMES = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")


@pytest.fixture(autouse=True)
def _no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_linux_without_a_screen_is_told_so() -> None:
    with pytest.raises(Unavailable, match="no-display"):
        check_display("linux")


@pytest.mark.parametrize("named", NAMES)
def test_whatever_names_a_screen_may_start(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv(named, ":0")
    check_display("linux")


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_where_a_screen_has_no_variable_none_is_asked_for(system: str) -> None:
    check_display(system)
