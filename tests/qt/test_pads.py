"""Number pads: however large the window, no key is far from the next, nor what confirms from the keys."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.qt.conftest import Play
from tools.theatre import Theatre, settle
from ui.presenters.preferences import Preferences, TextSize
from ui.widgets.button import Button
from ui.widgets.number_pad import NumberPad
from ui.widgets.surface import ems

FULL_HD = (1920, 1080)
PADS = ("sign-in", "open-shift", "pay", "weighing", "members", "returns", "cards-approving", "approving")
TALLEST_EMS = 6


def pad_of(theatre: Theatre) -> NumberPad:
    (pad,) = (each for each in theatre.window.findChildren(NumberPad) if each.isVisible())
    return pad


def top_of(widget: QWidget) -> int:
    return widget.mapTo(widget.window(), QPoint(0, 0)).y()


@pytest.mark.parametrize("text_size", [100, 150])
@pytest.mark.parametrize("scene", [*PADS, "products-approving", "day-approving"])
def test_no_key_is_taller_than_a_hand_likes_in_the_largest_window(
    play_scene: Play, scene: str, text_size: TextSize
) -> None:
    pad = pad_of(play_scene(scene, Preferences("vi", "light", text_size), size=FULL_HD))
    heights = {key.height() for key in pad.findChildren(Button)}
    assert max(heights) <= ems(TALLEST_EMS) + 1
    assert max(heights) - min(heights) <= 1
    assert all(key.width() * 3 >= key.height() * 2 for key in pad.findChildren(Button))


def test_larger_texts_chosen_at_work_have_taller_keys(play_scene: Play) -> None:
    theatre = play_scene("members", size=FULL_HD)
    before = pad_of(theatre).height()
    theatre.prefer(Preferences("vi", "light", 125))
    settle()
    assert pad_of(theatre).height() > before


@pytest.mark.parametrize("scene", ["sign-in", "weighing"])
def test_what_confirms_stands_right_under_the_keys(play_scene: Play, scene: str) -> None:
    theatre = play_scene(scene, size=FULL_HD)
    pad = pad_of(theatre)
    last = next(key for key in pad.findChildren(Button) if key.accessibleName() == "0")
    words = "Vào ca" if scene == "sign-in" else "Nhập"
    enter = next(
        each
        for each in theatre.window.findChildren(Button)
        if each.isVisible() and each.accessibleName().startswith(words)
    )
    assert 0 <= top_of(enter) - (top_of(last) + last.height()) <= ems(2)
