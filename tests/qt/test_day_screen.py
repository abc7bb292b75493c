"""The screen of the shift and the day by keys alone, and by touch alone."""

from PySide6.QtCore import Qt

from tests.qt.conftest import Play
from tests.qt.hands import press, tap
from tools.theatre import settle
from ui.widgets.button import Button

Key = Qt.Key


def test_cash_is_paid_out_and_a_report_printed_without_a_mouse(play_scene: Play) -> None:
    theatre = play_scene("day")
    press(theatre, Key.Key_F7, "20000", Key.Key_Tab, Key.Key_Right, Key.Key_F9)
    assert any(call.startswith("move-cash out 20000") for call in theatre.sample_day.calls)
    press(theatre, Key.Key_Down, Key.Key_Down, Key.Key_F9)
    assert "print-shift shift-11" in theatre.sample_day.calls
    press(theatre, Key.Key_F8)
    assert theatre.shell.shift is not None


def test_a_finger_pays_in_with_the_keys_on_the_screen(play_scene: Play) -> None:
    theatre = play_scene("day")
    assert theatre.day is not None
    view = theatre.day.view
    tap(view.presses[0])
    tap(view.keys)
    keys = {each.accessibleName(): each for each in view.findChildren(Button) if each.isVisible()}
    for digit in "5000":
        tap(keys[digit])
    view.toggle_keyboard()
    settle()
    tap(view.form.blocks["reason"].face.findChildren(Button)[-1])
    tap(view.finish)
    assert [call for call in theatre.sample_day.calls if call.startswith("move-cash")] == [
        "move-cash in 5000 change"
    ]
    tap(view.back)
    assert not theatre.day.is_in_front
