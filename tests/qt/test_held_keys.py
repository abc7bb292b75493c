"""A key that is held down is one press: what it opens does not get the second."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from terminal.key_map import NO_CHANGES, KeyMap
from tests.qt.conftest import Play
from tests.qt.scanner import Scanner
from tools.theatre import Theatre, settle
from ui.key_caps import wear_keys
from ui.key_ring import KeyRing
from ui.presenters.shell import Screen


def hold(theatre: Theatre, key: Qt.Key, *, times: int = 20, text: str = "") -> None:
    """A press and what the system repeats of it; the window hears it, and a shortcut before that."""
    plain = Qt.KeyboardModifier.NoModifier
    for number in range(times):
        event = QKeyEvent(QEvent.Type.KeyPress, key, plain, text, number > 0, 1)
        is_shortcut = Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
        hears = QApplication.focusWidget() if is_shortcut else theatre.window.windowHandle()
        assert hears is not None
        QCoreApplication.sendEvent(hears, event)
        settle()


@pytest.fixture
def theatre(play_scene: Play) -> Theatre:
    """Goods in the checkout."""
    theatre = play_scene("checkout")
    KeyRing(theatre.window, theatre.window.windowHandle()).use(NO_CHANGES)
    return theatre


def test_pay_that_is_held_opens_the_screen_and_takes_no_money(theatre: Theatre) -> None:
    hold(theatre, Qt.Key.Key_F9)
    assert theatre.shell.screen == Screen.PAY
    assert theatre.till.sales == []


@pytest.mark.parametrize("with_scanner", [False, True])
def test_enter_that_is_held_changes_a_setting_once(play_scene: Play, *, with_scanner: bool) -> None:
    theatre = play_scene("settings-look")
    KeyRing(theatre.window, theatre.window.windowHandle()).use(NO_CHANGES)
    if with_scanner:
        Scanner(theatre)
    hold(theatre, Qt.Key.Key_Up, times=2)
    hold(theatre, Qt.Key.Key_Return, text="\r")
    assert theatre.sample_settings.text == "sounds = false\n"


def test_a_key_that_stands_for_another_is_one_press_too(play_scene: Play) -> None:
    theatre = play_scene("menu")
    closed: list[bool] = []
    theatre.menu.closed.connect(lambda: closed.append(True))
    ring = KeyRing(theatre.window, theatre.window.windowHandle())
    ring.use(KeyMap.of({"F12": "Pause"}))
    hold(theatre, Qt.Key.Key_Pause)
    wear_keys(NO_CHANGES)
    assert closed == [True]


def test_digits_go_on_while_they_are_held(theatre: Theatre) -> None:
    hold(theatre, Qt.Key.Key_7, times=5, text="7")
    assert theatre.checkout.counter.model.typed == "77777"
