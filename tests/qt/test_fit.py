"""Nothing is cut off: every scene, both languages, every text size and window size.

What is usual, the smallest window and texts as they come, is in `test_every_scene`. Large texts in the
smallest window, where there is least room, are looked at in both languages; of the two larger windows every
scene in one, in the one and the other language in turn, and in both windows and languages in the long form.
"""

import pytest
from _pytest.mark import ParameterSet
from PySide6.QtWidgets import QAbstractScrollArea

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tests.qt.room import cut_off
from tools.scenes import SCENES
from ui.presenters.preferences import Preferences, TextSize
from ui.widgets.button import Button
from ui.widgets.face import Place
from ui.widgets.keyboard import ScreenKeyboard
from ui.widgets.surface import Text

WINDOWS: list[tuple[tuple[int, int], TextSize]] = [
    ((1024, 768), 150), ((1366, 768), 125), ((1920, 1080), 150),
]  # fmt: skip
"""The smallest first."""


def looked_at() -> list[ParameterSet]:
    """Every scene in every window and language; those of the long form under `soak`."""
    found: list[ParameterSet] = []
    for place, scene in enumerate(SCENES):
        for number, language in enumerate(LANGUAGES):
            for turn, (size, text_size) in enumerate(WINDOWS):
                is_quick = turn == 0 or (turn == 1 + place % 2 and number == place // 2 % 2)
                marks = () if is_quick else pytest.mark.soak
                name = f"{scene}-{language}-{size[0]}x{size[1]}-{text_size}"
                found.append(pytest.param(scene, language, size, text_size, marks=marks, id=name))
    return found


@pytest.mark.parametrize(("scene", "language", "size", "text_size"), looked_at())
def test_every_word_has_its_room(
    play_scene: Play, scene: str, language: Language, size: tuple[int, int], text_size: TextSize
) -> None:
    theatre = play_scene(scene, Preferences(language, "light", text_size), size=size)
    assert (theatre.front.width(), theatre.front.height()) == size
    assert cut_off(theatre) == []


@pytest.mark.parametrize("scene", ["enrolling", "exchanged", "returning-all"])
def test_the_fullest_screens_have_their_room_under_the_band_of_training(play_scene: Play, scene: str) -> None:
    theatre = play_scene(scene, Preferences("vi", "light", 150), size=(1024, 768), is_training=True)
    assert (theatre.window.width(), theatre.window.height()) == (1024, 768)
    assert cut_off(theatre) == []


def test_a_key_that_reaches_beyond_its_button_is_found(play_scene: Play) -> None:
    button = Button(play_scene("empty").window, key="F8", place=Place.BESIDE)
    button.set_words("Changed their mind")
    room = button.sizeHint()
    button.resize(room)
    assert button.shows_all()
    button.resize(room.width() - 30, room.height())
    assert not button.shows_all()


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("scene", ["empty", "checkout", "weighing", "enrolling", "sold"])
def test_there_is_no_scroll_bar_on_the_checkout(play_scene: Play, scene: str, size: tuple[int, int]) -> None:
    theatre = play_scene(scene, size=size)
    for area in theatre.stage.checkout.findChildren(QAbstractScrollArea):
        assert not area.verticalScrollBar().isVisible()
        assert not area.horizontalScrollBar().isVisible()


def test_the_amount_due_is_at_least_forty_pixels_tall(play_scene: Play) -> None:
    theatre = play_scene("checkout", size=(1024, 768))
    due = [text for text in theatre.window.findChildren(Text) if text.text() == "364.581 ₫"]
    assert [text.font().pixelSize() >= 40 for text in due] == [True]


def test_letters_on_the_screen_cover_nothing_they_type_into(play_scene: Play) -> None:
    theatre = play_scene("keys", size=(1024, 768))
    keyboard = theatre.window.findChild(ScreenKeyboard)
    assert isinstance(keyboard, ScreenKeyboard)
    field = theatre.stage.checkout.enrol.name
    top = keyboard.mapTo(theatre.window, keyboard.rect().topLeft()).y()
    assert field.mapTo(theatre.window, field.rect().bottomLeft()).y() < top
