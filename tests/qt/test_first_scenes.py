"""The steps of the first start on its view: keys and touches, forth and back, and what stays meanwhile."""

from PySide6.QtCore import Qt

from tests.qt.conftest import Play
from tests.qt.hands import press_key, touch_middle, touch_row, type_sign
from tools.theatre import Theatre, settle
from ui.first_start import FirstScreen
from ui.presenters.first_start.model import Step
from ui.widgets.figures import ProgressBar
from ui.widgets.form_fields import ChoiceFace, TextFace

Key = Qt.Key


def screen_of(theatre: Theatre) -> FirstScreen:
    assert theatre.first is not None
    return theatre.first


def is_at(theatre: Theatre, step: Step) -> bool:
    return screen_of(theatre).presenter.model.step is step


def keys(theatre: Theatre, *pressed: Key | str) -> None:
    for key in pressed:
        if isinstance(key, str):
            for sign in key:
                type_sign(theatre.window, sign)
        else:
            press_key(theatre.window, key)
        settle()


def test_back_and_forth_by_keys_what_was_typed_is_still_there(play_scene: Play) -> None:
    theatre = play_scene("first-language")
    presenter = screen_of(theatre).presenter
    keys(theatre, Key.Key_F9, Key.Key_Return, "Lan Anh", Key.Key_Down, "12", Key.Key_Escape, Key.Key_Escape)
    assert is_at(theatre, Step.LANGUAGE)
    keys(theatre, Key.Key_F9, Key.Key_F9)
    name = screen_of(theatre).view.form.blocks["store"].face
    assert isinstance(name, TextFace)
    assert name.edit.text() == "Lan Anh"
    assert presenter.model.values["address"] == "12"


def test_enter_in_the_last_field_of_a_step_takes_the_cursor_along_into_the_next_and_esc_back(
    play_scene: Play,
) -> None:
    theatre = play_scene("first-language")
    presenter = screen_of(theatre).presenter
    keys(theatre, Key.Key_F9, Key.Key_Return, "Lan Anh", Key.Key_Return, "12", Key.Key_Return, "Lan")
    assert is_at(theatre, Step.MANAGER)
    assert presenter.model.values["manager"] == "Lan"
    keys(theatre, Key.Key_Escape, "x", Key.Key_Return, Key.Key_Return, "2")
    assert presenter.model.values["store"] == "Lan Anhx"
    assert presenter.model.values["pin"] == "2"


def test_by_touch_forth_back_by_the_list_and_on_to_another_program(play_scene: Play) -> None:
    theatre = play_scene("first-program")
    view, presenter = screen_of(theatre).view, screen_of(theatre).presenter
    touch_row(view.rows, 1)
    settle()
    assert presenter.model.preset is not None
    assert presenter.model.preset.name == "cafe"
    touch_middle(view.finish)
    settle()
    touch_row(view.rows, 1)
    settle()
    assert is_at(theatre, Step.KIND)
    face = view.form.blocks["kind"].face
    assert isinstance(face, ChoiceFace)
    touch_middle(face.buttons[1])
    settle()
    touch_middle(view.finish)
    settle()
    assert is_at(theatre, Step.JOIN)
    touch_middle(view.back)
    touch_middle(view.back)
    settle()
    assert is_at(theatre, Step.LANGUAGE)
    assert presenter.model.preset.name == "cafe"


def test_one_bar_is_as_long_as_what_was_read_and_there_is_none_while_nothing_is(play_scene: Play) -> None:
    bars = screen_of(play_scene("first-loading")).view.findChildren(ProgressBar)
    (bar,) = (each for each in bars if each.isVisible())
    painted, middle = bar.grab().toImage(), bar.height() // 2
    done, left = (painted.pixelColor(int(bar.width() * share), middle) for share in (0.40, 0.43))
    assert done == bar.palette().color(bar.palette().ColorRole.Accent)
    assert left != done
    asked = screen_of(play_scene("first-shop")).view.findChildren(ProgressBar)
    assert not [each for each in asked if each.isVisible()]
