"""How pictures are compared: what anybody would see is seen, and what nobody would is not."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from tests.qt.conftest import Play
from tools import looks
from tools.looks import (
    FEW,
    TILE,
    Shot,
    differing,
    grabbed,
    keep,
    shots,
    small,
    trouble,
    with_few_colours,
)  # fmt: skip
from tools.scenes import Theatre, settle
from ui.look import Look
from ui.theme import TOKENS, Ink
from ui.widgets.surface import Card, Text

SHOT = Shot("checkout", "vi", "light")


@pytest.fixture
def theatre(play_scene: Play) -> Theatre:
    return play_scene("checkout", size=looks.SIZE)


def now(theatre: Theatre) -> Image.Image:
    settle()
    return small(grabbed(theatre.window))


def kept_of(picture: Image.Image) -> Image.Image:
    """With the few colours that a kept picture has."""
    return with_few_colours(picture).convert("RGB")


def test_the_same_is_the_same_however_few_its_colours(theatre: Theatre) -> None:
    before = now(theatre)
    assert differing(kept_of(before), before) == 0
    assert differing(kept_of(before), now(theatre)) == 0


def test_a_card_that_moved_by_two_dots_is_seen(theatre: Theatre) -> None:
    before = kept_of(now(theatre))
    card = next(each for each in theatre.stage.checkout.findChildren(Card) if each.isVisible())
    card.move(card.x() + 2, card.y())
    assert differing(before, small(grabbed(theatre.window))) > FEW


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


def test_other_colours_reach_every_card_of_a_till_at_work(look: Look, theatre: Theatre) -> None:
    light, dark = (taken for _, taken in shots(theatre, look, "checkout"))
    assert differing(light, dark) > light.width * light.height // TILE**2 * 0.9
    cards = [each for each in theatre.window.findChildren(Card) if each.isVisible()]
    assert {each.palette().color(Ink.CARD.value).name() for each in cards} == {TOKENS["dark"].card}


def test_a_word_that_lost_its_end_is_seen(theatre: Theatre) -> None:
    before = kept_of(now(theatre))
    due = next(each for each in theatre.window.findChildren(Text) if each.text() == "364.581 ₫")
    due.setText("364.58")
    assert differing(before, now(theatre)) > FEW


def test_a_scene_without_a_picture_is_told_how_to_get_one(theatre: Theatre) -> None:
    said = trouble(Shot("no-such-scene", "vi", "light"), now(theatre))
    assert "tools.looks --keep" in said
    assert "no-such-scene" in said


def test_what_differs_is_written_down_beside_what_was(
    theatre: Theatre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ROOT", "KEPT", "FOUND"):
        monkeypatch.setattr(looks, name, tmp_path)
    taken = now(theatre)
    keep(SHOT, taken)
    assert trouble(SHOT, taken) == ""
    changed = taken.copy()
    changed.paste("red", (100, 100, 160, 120))
    assert "checkout in vi, light looks otherwise in 300 tiles" in trouble(SHOT, changed)
    written = {file.name for file in (tmp_path / "checkout-vi-light").iterdir()}
    assert written == {"expected.png", "actual.png", "difference.png"}
