"""A licence over the screen Settings: opened, moved through and closed by keys alone, and by touch."""

from PySide6.QtCore import Qt

from tests.qt.conftest import Play
from tests.qt.hands import press_key, touch_middle
from tools.theatre import Theatre, settle
from ui.reading_sheet import ReadingSheet


def sheet_of(theatre: Theatre) -> ReadingSheet:
    assert theatre.settings is not None
    return theatre.settings.reading


def press(theatre: Theatre, *keys: Qt.Key) -> None:
    for key in keys:
        press_key(theatre.window, key)
        settle()


def test_by_keys_it_is_opened_moved_through_and_closed(play_scene: Play) -> None:
    theatre = play_scene("settings-about")
    press(theatre, Qt.Key.Key_Down, Qt.Key.Key_Return)
    sheet = sheet_of(theatre)
    bar = sheet.reader.verticalScrollBar()
    assert sheet.isVisible()
    assert "SIL OPEN FONT LICENSE" in sheet.reader.toPlainText()
    assert bar.value() == 0
    press(theatre, Qt.Key.Key_Down)
    line = bar.value()
    press(theatre, Qt.Key.Key_PageDown)
    assert 0 < line < bar.value()
    press(theatre, Qt.Key.Key_End)
    assert bar.value() == bar.maximum() > 0
    press(theatre, Qt.Key.Key_F9, Qt.Key.Key_Home)
    assert bar.value() == 0
    press(theatre, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    press(theatre, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert "ISC License" in sheet.reader.toPlainText(), "the screen has the keys again"
    press(theatre, Qt.Key.Key_Return)
    assert not sheet.isVisible()


def test_by_touch_it_is_opened_and_closed(play_scene: Play) -> None:
    theatre = play_scene("settings-about", size=(1366, 768))
    assert theatre.settings is not None
    touch_middle(theatre.settings.view.change)
    settle()
    sheet = sheet_of(theatre)
    assert sheet.isVisible()
    touch_middle(sheet.close_button)
    settle()
    assert not sheet.isVisible()
    assert theatre.window.screen_shown is theatre.settings.view


def test_what_takes_the_screens_place_takes_the_sheet_away(play_scene: Play) -> None:
    theatre = play_scene("settings-licence")
    assert sheet_of(theatre).isVisible()
    theatre.window.show_screen(theatre.sign_in_view)
    settle()
    assert not sheet_of(theatre).isVisible()
