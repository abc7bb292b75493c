"""Another language, theme and size of text, chosen at a till at work: in none of them is a word cut off.

The same in a window that began so is in `test_fit`; that another size of text leaves nothing behind which a
window that began with it has not, in `test_live_text_size`.
"""

import pytest

from tests.qt.conftest import Play
from tests.qt.room import cut_off, places
from tools.settings_scenes import settings
from tools.theatre import Theatre, settle
from ui.presenters.preferences import Preferences

SMALLEST = (1024, 768)
BEGUN, LARGE = Preferences("vi", "light", 100), Preferences("vi", "light", 150)
CHOSEN = (LARGE, Preferences("en", "dark", 150), LARGE)
SCENES = (
    *("checkout", "hits", "pay", "sold", "returning", "member", "products", "open-shift", "differing"),
    "settings-look",
)


def _prefer(theatre: Theatre, chosen: Preferences) -> None:
    theatre.prefer(chosen)
    _show_bar(theatre)


def _show_bar(theatre: Theatre) -> None:
    theatre.show_bar("Lan")
    for _ in range(2):  # what was laid out anew asks for room in its turn
        settle()


@pytest.mark.parametrize("scene", SCENES)
def test_every_word_keeps_its_room_in_each_language_theme_and_size_chosen_in_turn(
    play_scene: Play, scene: str
) -> None:
    theatre = play_scene(scene, BEGUN, size=SMALLEST)
    stood: list[list[str]] = []
    for turn, chosen in enumerate(CHOSEN):
        _prefer(theatre, chosen)
        assert (turn, cut_off(theatre)) == (turn, [])
        assert theatre.window.size().toTuple() == SMALLEST
        stood.append(places(theatre))
    at_first, in_between, again = stood
    assert at_first != in_between
    assert again == at_first


def test_a_checkout_behind_the_settings_has_followed_when_it_comes_back(play_scene: Play) -> None:
    theatre = play_scene("checkout", BEGUN, size=SMALLEST)
    settings(theatre, "look")
    for chosen in CHOSEN:
        _prefer(theatre, chosen)
    theatre.stage.show_screen(theatre.shell.screen)
    settle()
    assert cut_off(theatre) == []
    back = places(theatre)
    theatre.close()
    begun = play_scene("checkout", LARGE, size=SMALLEST)
    _show_bar(begun)
    assert back == places(begun)
