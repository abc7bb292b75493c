"""What a real till does by itself gives way to whoever is at it: to keys and to scans."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.bootstrap import running
from terminal.give_way import Presence
from tests.qt.real_till import CODE, a_busy_till


class Told(Presence):
    """Counts what it is told of somebody."""

    def __init__(self) -> None:
        super().__init__()
        self.deeds = 0

    def touched(self) -> None:
        """One more."""
        self.deeds += 1
        super().touched()


def test_keys_and_scans_are_somebody_at_the_till(
    qtbot: QtBot, qapp: QApplication, till_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Told] = []

    def presence() -> Presence:
        told.append(Told())
        return told[0]

    monkeypatch.setattr(running, "Presence", presence)
    with a_busy_till(qtbot, qapp, till_folder) as till:
        (there,) = told
        before = there.deeds
        till.scan(CODE)
        scanned = there.deeds
        till.press(Qt.Key.Key_F12)
        assert (before, scanned) < (scanned, there.deeds)
        assert scanned == before + 1
        assert not there.is_quiet()
        assert there.in_turns()()
    assert not told[0].in_turns()()
