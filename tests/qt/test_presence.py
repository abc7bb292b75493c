"""What a real till does by itself gives way to whoever is at it: to keys and to scans."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.bootstrap import running
from terminal.give_way import GiveWay, Presence
from terminal.store.checks import CheckLeft, Finding
from terminal.store.database import Store
from tests.guards.logs import ExpectLog
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


def test_what_a_check_found_is_told_though_the_till_is_closed_before_the_next_one_ends(
    qtbot: QtBot,
    qapp: QApplication,
    till_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
) -> None:
    """Beside somebody who is there all the time the next one takes minutes."""

    def found(_: Store, __: GiveWay) -> tuple[Finding, ...]:
        return (Finding("chain-broken", "q1/1"),)

    def left(_: Store, __: GiveWay) -> tuple[Finding, ...]:
        raise CheckLeft

    monkeypatch.setattr(running, "check_tail", found)
    monkeypatch.setattr(running, "check_pages_in_use", left)
    with expect_log("ui.news", "chain-broken"), a_busy_till(qtbot, qapp, till_folder):
        pass
