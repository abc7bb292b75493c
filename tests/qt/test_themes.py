"""Another theme, chosen at a till at work, reaches everything that is on the screen."""

import pytest
from PySide6.QtWidgets import QWidget

from tests.qt.conftest import Play
from ui.look import Look
from ui.presenters.preferences import Preferences, Theme
from ui.theme import TOKENS, Ink
from ui.widgets.button import Button
from ui.widgets.surface import Card, Text


@pytest.mark.parametrize("theme", ["dark", "high-contrast"])
def test_other_colours_reach_every_card_word_and_button(play_scene: Play, look: Look, theme: Theme) -> None:
    theatre = play_scene("checkout")
    look.wear(Preferences("vi", theme), theatre.catalogue)
    shown = [each for each in theatre.window.findChildren(QWidget) if isinstance(each, Card | Text | Button)]
    assert len(shown) > 50
    assert {each.palette().color(Ink.CARD.value).name() for each in shown} == {TOKENS[theme].card}


@pytest.mark.parametrize("theme", TOKENS)
@pytest.mark.parametrize("scene", ["pay", "open-shift", "sign-in"])
def test_where_a_key_for_a_finger_ends_is_seen_in_every_theme(
    play_scene: Play, scene: str, theme: Theme
) -> None:
    theatre = play_scene(scene, Preferences("vi", theme))
    keys = {each.accessibleName(): each for each in theatre.window.findChildren(Button) if each.isVisible()}
    key = keys["5"]
    seen = key.grab().toImage()
    across = {seen.pixelColor(x, seen.height() // 2).name() for x in range(4)}
    card = key.palette().color(Ink.CARD.value).name()
    assert across - {card}, f"{scene} in {theme}"
