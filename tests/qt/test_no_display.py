"""Without a screen the program says so, where Qt would end the process."""

import sys

import pytest

from loyalty.errors import Unavailable
from ui.application import check_display


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a screen or no program")
@pytest.mark.parametrize(
    ("named", "may_start"),
    [("", False), ("QT_QPA_PLATFORM", True), ("WAYLAND_DISPLAY", True), ("DISPLAY", True)],
)
def test_a_screen_is_looked_for_before_qt_does(
    monkeypatch: pytest.MonkeyPatch, named: str, *, may_start: bool
) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if may_start:
        monkeypatch.setenv(named, ":0")
        check_display()
    else:
        with pytest.raises(Unavailable, match="no-display"):
            check_display()
