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
