"""Another size of text, chosen at a till at work: all comes to stand where it does in one that began so."""

import pytest

from tests.qt.conftest import Play
from tests.qt.room import cut_off, places
from tools.drawing import SIZE
from tools.theatre import settle
from ui.look import Look
from ui.presenters.preferences import Preferences, TextSize

SCENES = (
    *("checkout", "hits", "enrolling", "pay", "why", "help", "menu", "day", "settings", "devices"),
    *("products-quick", "member", "member-edit", "cards-approving", "exchanged"),
)
CHANGES: tuple[tuple[TextSize, TextSize], ...] = ((100, 150), (150, 100))


@pytest.mark.parametrize(("before", "after"), CHANGES)
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_stands_as_if_it_had_begun_with_the_size_of_text_it_was_given(
    play_scene: Play, look: Look, scene: str, before: TextSize, after: TextSize
) -> None:
    theatre = play_scene(scene, Preferences("vi", "light", before), size=SIZE)
    look.wear(Preferences("vi", "light", after), theatre.catalogue)
    for _ in range(2):  # what was laid out anew asks for room in its turn
        settle()
    changed, cut = places(theatre), cut_off(theatre)
    theatre.close()
    begun = play_scene(scene, Preferences("vi", "light", after), size=SIZE)
    assert (changed, cut) == (places(begun), [])
