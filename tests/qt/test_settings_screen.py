"""The screen Settings in a real window: by keys, by touch, under a scanner; and keys that were exchanged."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from resources.catalogue import Language
from terminal.key_map import NO_CHANGES, KeyMap
from tests.qt.conftest import Play
from tests.qt.hands import press_key, touch_middle
from tests.qt.scanner import Scanner
from tools.sample_shop import LAN, NOODLES
from tools.theatre import Theatre, settle
from ui.key_caps import wear_keys
from ui.key_ring import KeyRing
from ui.presenters.preferences import Preferences, TextSize
from ui.presenters.settings.model import SECTIONS
from ui.presenters.shell import Screen
from ui.theme import Ink
from ui.views.settings_view import SettingsView
from ui.widgets.button import Button
from ui.widgets.paint import brush_of


@pytest.fixture(autouse=True)
def _own_keys() -> Iterator[None]:
    yield
    wear_keys(NO_CHANGES)


def press(theatre: Theatre, *keys: Qt.Key) -> None:
    for key in keys:
        press_key(theatre.window, key)
        settle()


def section(theatre: Theatre) -> str:
    assert theatre.settings is not None
    return theatre.settings.presenter.model.section


def test_by_keys_one_walks_changes_and_leaves(play_scene: Play) -> None:
    theatre = play_scene("settings")
    press(theatre, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert section(theatre) == "look"
    press(theatre, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert theatre.sample_settings.text == "sounds = false\n"
    press(theatre, Qt.Key.Key_Escape)
    assert theatre.window.screen_shown is theatre.stage.checkout


def test_a_notice_moves_no_row_from_under_a_finger(play_scene: Play) -> None:
    theatre = play_scene("settings", size=(1024, 768))
    assert theatre.settings is not None
    view = theatre.settings.view
    view.sections.pressed.emit(SECTIONS.index("backup"))
    view.rows.pressed.emit(0)
    settle()
    pieces = (view.sections, view.rows, view.change, view.back)
    before = [piece.mapToGlobal(QPoint(0, 0)) for piece in pieces]
    touch_middle(view.change)
    settle()
    assert view.banner.isVisible()
    assert [piece.mapToGlobal(QPoint(0, 0)) for piece in pieces] == before
    view.rows.pressed.emit(1)
    settle()
    assert not view.banner.isVisible()
    assert [piece.mapToGlobal(QPoint(0, 0)) for piece in pieces] == before


@pytest.mark.parametrize("text_size", [100, 125, 150])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sections_are_all_of_one_size(play_scene: Play, language: Language, text_size: TextSize) -> None:
    theatre = play_scene("settings", Preferences(language, text_size=text_size), size=(1024, 768))
    (view,) = theatre.window.findChildren(SettingsView)
    columns = view.sections.columns
    written = {columns.lines(columns.upper(row)).font.pixelSize() for row in view.sections.listing.rows}
    assert len(written) == 1


def test_by_touch_a_section_a_row_and_the_button(play_scene: Play) -> None:
    theatre = play_scene("settings", size=(1366, 768))
    assert theatre.settings is not None
    view = theatre.settings.view
    view.sections.pressed.emit(SECTIONS.index("backup"))
    view.rows.pressed.emit(0)
    settle()
    touch_middle(view.change)
    settle()
    assert theatre.sample_settings.calls == ["back-up"]


def test_one_enter_in_the_field_is_one_step_and_blames_nobody_for_a_pin_that_is_yet_to_come(
    play_scene: Play,
) -> None:
    theatre = play_scene("settings-bank")
    assert theatre.settings is not None
    press(theatre, Qt.Key.Key_Return)
    model = theatre.settings.presenter.model
    assert model.wish is not None
    assert model.said is None


def where_a_folder_is_typed(play_scene: Play) -> tuple[Theatre, SettingsView]:
    """The field for the folder of the copies, opened by a manager."""
    theatre = play_scene("settings-backup")
    assert theatre.settings is not None
    theatre.sample_settings.session = replace(LAN, role="manager")
    view = theatre.settings.view
    view.row_marked.emit(2)
    press(theatre, Qt.Key.Key_Return)
    return theatre, view


def test_a_folder_is_typed_into_the_field_and_esc_leaves_only_the_field(play_scene: Play) -> None:
    theatre, view = where_a_folder_is_typed(play_scene)
    assert view.field.hasFocus()
    press(theatre, Qt.Key.Key_Escape)
    assert not view.field.isVisible()
    assert theatre.window.screen_shown is view
    assert view.hasFocus()


def test_the_field_is_framed_while_it_is_typed_into(play_scene: Play) -> None:
    _, view = where_a_folder_is_typed(play_scene)
    frame = view.field.parentWidget()
    assert frame is not None
    accent = brush_of(frame, Ink.ACCENT).color()

    def edge(shown: QWidget) -> QColor:
        return shown.grab().toImage().pixelColor(shown.width() // 2, 0)

    assert edge(frame) == accent
    view.setFocus()
    settle()
    assert edge(frame) != accent


def test_the_row_that_is_typed_for_stays_in_sight_when_the_keys_for_a_finger_come_up(
    play_scene: Play,
) -> None:
    theatre = play_scene("settings-bank")
    assert theatre.settings is not None
    view = theatre.settings.view
    marked = view.rows.listing.marked
    assert marked is not None
    view.toggle_keyboard()
    settle()
    place = view.rows.view.visualRect(view.rows.view.model().index(marked, 0))
    assert view.rows.view.viewport().rect().contains(place.center())


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("where", ["screen", "change", "back"])
def test_a_scan_on_the_settings_changes_nothing(play_scene: Play, name: str, where: str) -> None:
    theatre = play_scene("settings")
    assert theatre.settings is not None
    view = theatre.settings.view
    theatre.settings.presenter.section_chosen(SECTIONS.index(name))
    focused: dict[str, QWidget] = {"screen": view, "change": view.change, "back": view.back}
    focused[where].setFocus()
    scanner = Scanner(theatre)
    scanner.scan(NOODLES.sku, gap_s=0.005)
    assert scanner.scans == [NOODLES.sku]
    assert (theatre.sample_settings.calls, theatre.sample_settings.text) == ([], "")
    assert (section(theatre), theatre.window.screen_shown is view) == (name, True)


def in_front(theatre: Theatre) -> Screen:
    return theatre.shell.screen


def caps(theatre: Theatre) -> set[str]:
    return {button.accessibleName() for button in theatre.window.findChildren(Button) if button.isVisible()}


@pytest.mark.parametrize("with_scanner", [False, True])
def test_an_exchanged_key_does_what_the_other_did_and_stands_on_its_button(
    play_scene: Play, *, with_scanner: bool
) -> None:
    theatre = play_scene("checkout")
    ring = KeyRing(theatre.window, theatre.window.windowHandle())
    if with_scanner:
        Scanner(theatre)
    ring.use(KeyMap.of({"F9": "Ins", "F12": "F9"}))
    assert {"Thanh toán · Ins", "Khác · F9"} <= caps(theatre)
    press(theatre, Qt.Key.Key_F9)
    press(theatre, Qt.Key.Key_F12)
    assert in_front(theatre) == Screen.CHECKOUT, "F9 is the menu now, and F12 nothing any more"
    press(theatre, Qt.Key.Key_Insert)
    assert in_front(theatre) == Screen.PAY
    ring.use(NO_CHANGES)
    press(theatre, Qt.Key.Key_Escape)
    assert "Thanh toán · F9" in caps(theatre)
    press(theatre, Qt.Key.Key_F9)
    assert in_front(theatre) == Screen.PAY


def test_a_key_that_a_screen_hears_itself_is_exchanged_too(play_scene: Play) -> None:
    theatre = play_scene("menu")
    closed: list[bool] = []
    theatre.menu.closed.connect(lambda: closed.append(True))
    ring = KeyRing(theatre.window, theatre.window.windowHandle())
    ring.use(KeyMap.of({"F12": "Pause"}))
    press(theatre, Qt.Key.Key_F12)
    assert closed == []
    press(theatre, Qt.Key.Key_Pause)
    assert closed == [True]
    ring.paused = True
    press(theatre, Qt.Key.Key_Pause)
    assert closed == [True]


def test_while_a_key_is_waited_for_no_shortcut_takes_it(play_scene: Play) -> None:
    theatre = play_scene("settings-keys")
    assert theatre.settings is not None
    theatre.sample_settings.session = replace(LAN, role="manager")
    press(theatre, Qt.Key.Key_Return)
    heard: list[str] = []
    theatre.settings.view.key_pressed.connect(heard.append)
    press(theatre, Qt.Key.Key_F11, Qt.Key.Key_Control)
    assert heard == ["F11"]
    assert QApplication.focusWidget() is theatre.settings.view


def test_a_copy_that_is_asked_about_is_so_no_more_once_the_till_is_locked(play_scene: Play) -> None:
    theatre = play_scene("settings-going-back")
    assert theatre.settings is not None
    model = theatre.settings.presenter.model
    assert model.prospect is not None
    theatre.stage.show_screen(Screen.SIGN_IN)
    settle()
    model = theatre.settings.presenter.model
    assert (model.prospect, model.typed) == (None, None)
