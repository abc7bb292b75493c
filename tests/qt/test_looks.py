"""How pictures are compared: what anybody would see is seen, and what nobody would is not.

Each difference is made on a scene as it stands in the window, and is the smallest of its kind.
"""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from tests.qt.conftest import Play
from tools import looks
from tools.drawing import SIZE
from tools.looks import FEW, SMALLER, Shot, differing, grabbed, keep, shots, small, trouble, with_few_colours
from tools.theatre import Theatre, settle
from ui.presenters.preferences import Preferences, Theme
from ui.theme import TOKENS, Ink
from ui.widgets.surface import Card, Text

SHOT = Shot("checkout", "vi", "light")


@pytest.fixture
def theatre(play_scene: Play) -> Theatre:
    return play_scene("checkout", size=SIZE)


def now(theatre: Theatre) -> Image.Image:
    settle()
    return small(grabbed(theatre.window))


def kept_of(picture: Image.Image) -> Image.Image:
    """With the few colours that a kept picture has."""
    return with_few_colours(picture).convert("RGB")


def text(theatre: Theatre, words: str) -> Text:
    return next(each for each in theatre.window.findChildren(Text) if each.text() == words)


def smallest_word(theatre: Theatre) -> None:
    key = min(
        (each for each in theatre.window.findChildren(Text) if each.isVisible() and each.text()),
        key=lambda each: (each.font().pixelSize(), len(each.text())),
    )
    key.move(key.x() + 2, key.y())


def moved_up(theatre: Theatre) -> None:
    due = text(theatre, "364.581 ₫")
    due.move(due.x(), due.y() - 2)


def moved_card(theatre: Theatre) -> None:
    card = next(each for each in theatre.stage.checkout.findChildren(Card) if each.isVisible())
    card.move(card.x() + 2, card.y())


def lost_end(theatre: Theatre) -> None:
    text(theatre, "364.581 ₫").setText("364.581")


def lost_stroke(theatre: Theatre) -> None:
    """One accent of a word that is not even large."""
    bar = theatre.window.top_bar
    word = next(each for each in bar.findChildren(Text) if "Quầy" in each.text())
    word.setText(word.text().replace("ầ", "â"))


def other_icon(theatre: Theatre) -> None:
    theatre.stage.checkout.member.page.set_icon("receipt")


def quiet_word(theatre: Theatre) -> None:
    word = next(each for each in theatre.window.top_bar.findChildren(Text) if "Quầy" in each.text())
    word.set_ink(Ink.ATTENTION)


@pytest.mark.parametrize(
    "change", [smallest_word, moved_up, moved_card, lost_end, lost_stroke, other_icon, quiet_word]
)
@pytest.mark.parametrize("theme", looks.THEMES)
def test_what_anybody_would_see_is_seen(
    play_scene: Play, theme: Theme, change: Callable[[Theatre], None]
) -> None:
    theatre = play_scene("checkout", Preferences("vi", theme), size=SIZE)
    before = kept_of(now(theatre))
    change(theatre)
    assert differing(before, small(grabbed(theatre.window))) > FEW


def test_the_same_is_the_same_however_few_its_colours(theatre: Theatre) -> None:
    before = now(theatre)
    assert differing(kept_of(before), before) == 0
    assert differing(kept_of(before), now(theatre)) == 0


def test_edges_smoothed_a_little_otherwise_are_no_difference(theatre: Theatre) -> None:
    before = kept_of(now(theatre))
    a_little = Image.new("RGB", before.size, (6, 6, 6))
    assert differing(before, ImageChops.add(before, a_little)) == 0


@pytest.mark.parametrize("ink", [Ink.ACCENT, Ink.CARD, Ink.GROUND, Ink.TEXT])
def test_another_colour_is_seen(theatre: Theatre, ink: Ink) -> None:
    before = kept_of(now(theatre))
    palette = QApplication.palette()
    colour = palette.color(ink.value)
    other = QColor.fromHsv(colour.hue(), colour.saturation(), (colour.value() + 40) % 256)
    palette.setColor(ink.value, other)
    for widget in theatre.window.findChildren(QWidget):
        widget.setPalette(palette)
    assert differing(before, now(theatre)) > FEW


def test_other_colours_reach_every_card_of_a_till_at_work(theatre: Theatre) -> None:
    taken = [(shot.theme, small(picture)) for shot, picture in shots(theatre, "checkout")]
    assert [theme for theme, _ in taken] == ["light", "dark", "high-contrast"]
    for (_, one), (_, other) in combinations(taken, 2):
        assert differing(one, other) > one.width * one.height * 0.9
    cards = [each for each in theatre.window.findChildren(Card) if each.isVisible()]
    assert {each.palette().color(Ink.CARD.value).name() for each in cards} == {TOKENS["high-contrast"].card}


def test_the_menu_names_the_theme_that_its_picture_has(play_scene: Play) -> None:
    played = play_scene("menu-till", size=SIZE)
    said = [
        " ".join(each.accessibleName() for each in played.menu.findChildren(QWidget) if each.isVisible())
        for _ in shots(played, "menu-till")
    ]
    assert [("Sáng" in each, "Tối" in each) for each in said] == [(True, False), (False, True)]


def test_a_scene_without_a_picture_is_told_how_to_get_one(theatre: Theatre) -> None:
    said = trouble(Shot("no-such-scene", "vi", "light"), grabbed(theatre.window))
    assert said.startswith("no-such-scene in vi, light has no picture yet")
    assert "`python -m tools.take_pictures no-such-scene`" in said


def test_what_differs_is_told_with_its_place_and_marked_beside_what_was(
    theatre: Theatre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ROOT", "KEPT", "FOUND"):
        monkeypatch.setattr(looks, name, tmp_path)
    taken = grabbed(theatre.window)
    assert keep(SHOT, taken)
    assert trouble(SHOT, taken) == ""
    assert not keep(SHOT, taken)
    changed = taken.copy()
    changed.paste("red", (100, 100, 160, 120))
    said = trouble(SHOT, changed)
    assert said == (
        "checkout in vi, light looks otherwise between (100, 100) and (160, 120) of the window: see "
        "checkout-vi-light.png; if it is meant to, `python -m tools.take_pictures checkout` takes it anew"
    )
    with Image.open(tmp_path / "checkout-vi-light.png") as sheet:
        left, right = sheet.crop((0, 0, *small(taken).size)), sheet.width - SIZE[0] // SMALLER
        assert differing(left, small(taken)) == 0
        assert sheet.getpixel((right + 50 - looks.MARGIN - 1, 55)) == (255, 0, 0)
