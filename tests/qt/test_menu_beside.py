"""F12 is the menu on the screens beside the sale too, and nothing while somebody pays."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt import test_training
from tests.qt.test_busy_till import a_till
from ui.demo.seen import button_named
from ui.presenters.menu import Choice
from ui.presenters.shell import Screen

folder = test_training.folder
KEY = Qt.Key
CLOSE = "Đóng"


def has_menu() -> bool:
    """Whether the menu is open."""
    return button_named(CLOSE) is not None


@pytest.mark.parametrize("choice", [Choice.RETURNS, Choice.MEMBERS, Choice.SETTINGS, Choice.DEVICES])
def test_f12_opens_the_menu_beside_the_sale_and_closes_it_again(
    qtbot: QtBot, qapp: QApplication, folder: Path, choice: Choice
) -> None:
    with a_till(qtbot, qapp, folder) as till:
        opened = till.window.opened
        assert opened is not None
        opened.open_beside(choice)
        till.wait(lambda: opened.is_beside)
        for _ in range(2):
            till.press(KEY.Key_F12)
            till.wait(has_menu)
            till.press(KEY.Key_F12)
            till.wait(lambda: not has_menu())
            assert opened.is_beside
        till.press(KEY.Key_Escape)
        till.wait(lambda: till.shell().screen is Screen.CHECKOUT and not opened.is_beside)


def test_no_menu_comes_over_a_payment(qtbot: QtBot, qapp: QApplication, folder: Path) -> None:
    with a_till(qtbot, qapp, folder) as till:
        till.press(KEY.Key_F9)
        till.wait(lambda: till.shell().screen is Screen.PAY)
        till.press(KEY.Key_F12)
        qapp.processEvents()
        assert not has_menu()
