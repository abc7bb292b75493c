"""Nothing is cut off: every scene, both languages, every text size and window size."""

import pytest
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tools.scenes import SCENES, Theatre
from ui.presenters.preferences import Preferences, TextSize
from ui.widgets.button import Button
from ui.widgets.face import Place
from ui.widgets.form import Form
from ui.widgets.keyboard import ScreenKeyboard
from ui.widgets.number_pad import NumberPad
from ui.widgets.row_list import RowList
from ui.widgets.surface import ShortText, Text, touch_of

WINDOWS: list[tuple[tuple[int, int], TextSize]] = [
    ((1024, 768), 100), ((1024, 768), 150), ((1366, 768), 125), ((1920, 1080), 150),
]  # fmt: skip


@pytest.mark.parametrize(("size", "text_size"), WINDOWS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
def test_every_word_has_its_room(
    play_scene: Play, scene: str, language: Language, size: tuple[int, int], text_size: TextSize
) -> None:
    theatre = play_scene(scene, Preferences(language, "light", text_size), size=size)
    assert (theatre.window.width(), theatre.window.height()) == size
    assert cut_off(theatre) == []


@pytest.mark.parametrize("scene", ["enrolling", "exchanged", "returning-all"])
def test_the_fullest_screens_have_their_room_under_the_band_of_training(play_scene: Play, scene: str) -> None:
    theatre = play_scene(scene, Preferences("vi", "light", 150), size=(1024, 768), is_training=True)
    assert (theatre.window.width(), theatre.window.height()) == (1024, 768)
    assert cut_off(theatre) == []


def cut_off(theatre: Theatre) -> list[str]:
    """The words that do not fit where they stand, and what reaches beyond the window."""
    found: list[str] = []
    whole = theatre.window.rect()
    for widget in theatre.window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not theatre.window:
            continue
        corner = widget.mapTo(theatre.window, widget.rect().topLeft())
        if not whole.contains(widget.rect().translated(corner)) and not _glides(widget):
            found.append(f"{type(widget).__name__} {widget.accessibleName()!r} reaches beyond the window")
        if isinstance(widget, Button) and not widget.shows_all():
            found.append(f"button {widget.accessibleName()!r}: {widget.size().toTuple()}")
        if isinstance(widget, Text) and not isinstance(widget, ShortText) and not _fits(widget):
            found.append(f"text {widget.text()!r}: {widget.size().toTuple()}")
        if isinstance(widget, RowList):
            found.extend(f"figure {figure!r} of a row" for figure in widget.cut_off())
    return found


def test_a_key_that_reaches_beyond_its_button_is_found(play_scene: Play) -> None:
    button = Button(play_scene("empty").window, key="F8", place=Place.BESIDE)
    button.set_words("Changed their mind")
    room = button.sizeHint()
    button.resize(room)
    assert button.shows_all()
    button.resize(room.width() - 30, room.height())
    assert not button.shows_all()


def _glides(widget: QWidget) -> bool:
    """Whether it stands in a form, which brings each field into sight when its turn comes."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Form):
        parent = parent.parentWidget()
    return parent is not None


def _fits(text: Text) -> bool:
    if not text.text():
        return True
    if text.wordWrap():
        return text.heightForWidth(text.width()) <= text.height()
    return text.sizeHint().width() <= text.width()


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("scene", ["empty", "checkout", "weighing", "enrolling", "sold"])
def test_there_is_no_scroll_bar_on_the_checkout(play_scene: Play, scene: str, size: tuple[int, int]) -> None:
    theatre = play_scene(scene, size=size)
    for area in theatre.stage.checkout.findChildren(QAbstractScrollArea):
        assert not area.verticalScrollBar().isVisible()
        assert not area.horizontalScrollBar().isVisible()


@pytest.mark.parametrize("scene", SCENES)
def test_whatever_is_pressed_is_as_big_as_a_finger(play_scene: Play, scene: str) -> None:
    theatre = play_scene(scene, size=(1024, 768))
    least = touch_of(theatre.window, 9.0)
    for button in theatre.window.findChildren(Button):
        if button.isVisible():
            assert min(button.width(), button.height()) >= least, button.accessibleName()
    big = touch_of(theatre.window, 12.0)
    for pad in theatre.window.findChildren(NumberPad):
        for key in pad.findChildren(Button):
            if key.isVisible():
                assert min(key.width(), key.height()) >= big


@pytest.mark.parametrize("scene", SCENES)
def test_whatever_can_be_pressed_has_a_name(play_scene: Play, scene: str) -> None:
    theatre = play_scene(scene)
    for button in theatre.window.findChildren(Button):
        if button.isVisible():
            assert button.accessibleName(), button.parentWidget()


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
