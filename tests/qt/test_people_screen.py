"""The screen of those who may sign in by keys alone, and by touch alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from tests.qt.conftest import Play
from tests.qt.hands import press, tap
from tools.sample_shop import PIN
from ui.widgets.button import Button

Key = Qt.Key


def test_somebody_is_added_without_a_mouse_and_no_pin_is_seen(play_scene: Play) -> None:
    theatre = play_scene("people")
    assert theatre.people is not None
    press(theatre, Key.Key_F6, "Hoa", Key.Key_Return, Key.Key_Return)
    press(theatre, "7413", Key.Key_Return, "7413", Key.Key_Return, PIN)
    hidden = [theatre.people.view.form.blocks[name].findChild(QLineEdit) for name in ("pin", "again", "own")]
    assert all(each is not None and each.echoMode() is QLineEdit.EchoMode.Password for each in hidden)
    press(theatre, Key.Key_Return)
    assert [(each.kind, each.name, each.pin) for each in theatre.sample_people.wishes] == [
        ("add", "Hoa", "7413")
    ]
    press(theatre, Key.Key_Escape)
    assert not theatre.people.is_in_front


def test_a_finger_blocks_somebody(play_scene: Play) -> None:
    theatre = play_scene("people")
    assert theatre.people is not None
    view = theatre.people.view
    view.rows.pressed.emit(2)
    tap(view.presses[1])
    tap(view.keys)
    keys = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
    for digit in PIN:
        tap(keys[digit])
    view.toggle_keyboard()
    tap(view.finish)
    assert [(each.who, each.state) for each in theatre.sample_people.wishes] == [("lan", "blocked")]
