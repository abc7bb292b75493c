"""Another size of text, chosen at a till at work, and another size of the window, which brings one too.

All comes to stand where it does in a till that began so.
"""

import pytest
from PySide6.QtWidgets import QApplication

from tests.qt.conftest import Play
from tests.qt.room import cut_off, places
from tools.drawing import SIZE
from tools.theatre import Theatre, settle
from ui.look import Look
from ui.presenters.preferences import Preferences, TextSize

SCENES = (
    *("checkout", "hits", "enrolling", "pay", "why", "help", "menu", "day", "settings", "devices"),
    *("products-quick", "member", "member-edit", "cards-approving", "exchanged"),
)
LARGE = (1920, 1080)
MOST_TURNS = 20
CHANGES: tuple[tuple[TextSize, TextSize], ...] = ((100, 150), (150, 100))


def places_at_rest(theatre: Theatre) -> list[str]:
    """Where all stands once it moves no more: what is laid out anew asks for room in its turn."""
    before: list[str] = []
    for _ in range(MOST_TURNS):
        settle()
        now = places(theatre)
        if now == before:
            break
        before = now
    return before


@pytest.mark.parametrize(("before", "after"), CHANGES)
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_stands_as_if_it_had_begun_with_the_size_of_text_it_was_given(
    play_scene: Play, look: Look, scene: str, before: TextSize, after: TextSize
) -> None:
    theatre = play_scene(scene, Preferences("vi", "light", before), size=SIZE)
    look.wear(Preferences("vi", "light", after), theatre.catalogue)
    changed, cut = places_at_rest(theatre), cut_off(theatre)
    theatre.close()
    begun = play_scene(scene, Preferences("vi", "light", after), size=SIZE)
    assert (changed, cut) == (places_at_rest(begun), [])


@pytest.mark.parametrize(("before", "after"), [(SIZE, LARGE), (LARGE, SIZE)])
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_stands_as_if_it_had_begun_in_a_window_of_the_size_it_was_given(
    play_scene: Play, scene: str, before: tuple[int, int], after: tuple[int, int]
) -> None:
    theatre = play_scene(scene, size=before)
    theatre.window.resize(*after)
    changed, cut = places_at_rest(theatre), cut_off(theatre)
    theatre.close()
    begun = play_scene(scene, size=after)
    assert (changed, cut) == (places_at_rest(begun), [])


def test_texts_are_larger_in_a_large_window_and_as_asked_for_in_a_small_one(play_scene: Play) -> None:
    def body_px(size: tuple[int, int], text_size: TextSize) -> list[int]:
        theatre = play_scene("empty", Preferences("vi", "light", text_size), size=size)
        found = [QApplication.font().pixelSize(), theatre.sign_in_view.font().pixelSize()]
        theatre.close()
        return found

    assert body_px((1024, 768), 100) == body_px((1366, 768), 100) == [16, 16]
    assert body_px((1600, 900), 100) == [16, 16]
    assert body_px(LARGE, 100) == [20, 20]
    assert body_px(LARGE, 150) == [30, 30]
    assert body_px((1366, 768), 150) == [24, 24]
