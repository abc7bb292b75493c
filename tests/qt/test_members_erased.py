"""A real till hears of an erasure while the person's page is on its screen."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from terminal.sync.status import SyncStatus
from tests.qt.real_till import BusyTill, a_busy_till
from tests.unit.terminal.till_kit import ANH, a_counter
from ui.demo.seen import texts_seen
from ui.open_till import OpenTill
from ui.presenters.menu import Choice

NAME = "Nguyễn Thị Ánh"
GONE = "Dữ liệu của hội viên này vừa được xóa"


def forget_anh(folder: Path) -> None:
    """The feed tells the till to forget her."""
    office = a_counter(folder)
    with office.store.write() as unit:
        unit.members.forget_person(ANH.member)
    office.close()


def sees(text: str) -> bool:
    """Whether it stands anywhere on the screen."""
    return any(text in each for each in texts_seen())


def opened_of(till: BusyTill) -> OpenTill:
    """What runs behind the window."""
    assert till.window.opened is not None
    return till.window.opened


def test_a_page_in_front_is_empty_once_the_till_has_heard(
    qtbot: QtBot, qapp: QApplication, till_folder: Path
) -> None:
    with a_busy_till(qtbot, qapp, till_folder) as till:
        opened = opened_of(till)
        opened.open_beside(Choice.MEMBERS)
        till.wait(lambda: opened.is_beside)
        till.scan("0912345678")
        till.wait(lambda: sees(NAME))
        forget_anh(till_folder)
        assert sees(NAME)
        opened.synced(SyncStatus())
        till.wait(lambda: not sees(NAME))
        assert sees(GONE)
