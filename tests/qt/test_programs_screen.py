"""The screen of programs by keys alone, by touch alone, and as a screen reader hears it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.qt.conftest import Play
from tests.qt.hands import press, tap
from tools.sample_programs import BROKEN, NEXT_TEXT
from tools.sample_shop import PIN
from tools.theatre import Theatre, settle
from ui.presenters.programs.presenter import ProgramsPresenter
from ui.programs_screen import ProgramsScreen
from ui.widgets.button import Button

Key = Qt.Key


def screen_of(theatre: Theatre) -> ProgramsScreen:
    assert theatre.programs is not None
    return theatre.programs


def presenter_of(theatre: Theatre) -> ProgramsPresenter:
    presenter = screen_of(theatre).presenter
    assert presenter is not None
    return presenter


def field(theatre: Theatre, name: str) -> QLineEdit:
    edit = screen_of(theatre).view.form.blocks[name].findChild(QLineEdit)
    assert edit is not None
    return edit


def test_by_keyboard_alone_from_the_list_to_every_till(play_scene: Play) -> None:
    theatre = play_scene("programs")
    press(theatre, Key.Key_F9, Key.Key_Return, Key.Key_Down, Key.Key_Down, Key.Key_F6, Key.Key_Return)
    assert presenter_of(theatre).model.step == "publish"
    press(theatre, Key.Key_Return, PIN, Key.Key_Return)
    (wish,) = theatre.sample_programs.published
    assert (wish.begins, wish.draft.text) == (None, NEXT_TEXT)
    press(theatre, Key.Key_Escape)
    assert not screen_of(theatre).is_in_front


def test_a_path_is_typed_and_its_faults_are_read_with_the_arrows(play_scene: Play) -> None:
    theatre = play_scene("programs-files")
    press(theatre, str(BROKEN), Key.Key_Return)
    assert presenter_of(theatre).model.step == "faults"
    press(theatre, Key.Key_Down, Key.Key_Escape)
    assert presenter_of(theatre).model.step == "files"


def test_by_touch_alone(play_scene: Play) -> None:
    theatre = play_scene("programs")
    view = screen_of(theatre).view
    tap(view.finish)
    view.rows.pressed.emit(0)
    tap(view.finish)
    tap(view.presses[0])
    tap(view.finish)
    tap(view.keys)
    field(theatre, "own").setFocus()
    settle()
    keys = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
    for digit in PIN:
        tap(keys[digit])
    view.toggle_keyboard()
    tap(view.finish)
    assert len(theatre.sample_programs.published) == 1
    assert view.banner.isVisible()


def test_the_steps_beside_the_day_go_to_the_next_day_and_back(play_scene: Play) -> None:
    theatre = play_scene("programs-changes")
    press(theatre, Key.Key_F9)
    later = "Áp dụng từ ngày + 1"
    (step,) = [
        each for each in screen_of(theatre).view.form.findChildren(Button) if each.accessibleName() == later
    ]
    tap(step)
    tap(step)
    assert field(theatre, "begins").text() == "23/11/2026"
    press(theatre, Key.Key_PageDown)
    assert field(theatre, "begins").text() == "22/11/2026"


def test_a_screen_reader_hears_where_it_is_and_what_each_field_is_for(play_scene: Play) -> None:
    theatre = play_scene("programs-changes")
    view = screen_of(theatre).view
    assert view.accessibleName() == "Thân Thiết: những gì sẽ đổi"
    press(theatre, Key.Key_F9)
    assert field(theatre, "begins").accessibleName().startswith("Áp dụng từ ngày")
    assert field(theatre, "own").accessibleName().startswith("Mã PIN của bạn")
    assert field(theatre, "own").echoMode() is QLineEdit.EchoMode.Password
