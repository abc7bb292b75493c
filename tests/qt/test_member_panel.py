"""What stands beside the member: what the basket could still reach is there in the smallest window too."""

import pytest
from PySide6.QtWidgets import QWidget

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from ui.presenters.preferences import Preferences
from ui.views.member_panel import RewardList
from ui.widgets.surface import Text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_what_a_little_more_would_win_is_seen(
    play_scene: Play, language: Language, size: tuple[int, int]
) -> None:
    theatre = play_scene("checkout", Preferences(language, "light", 100), size=size)
    (rewards,) = theatre.window.findChildren(RewardList)
    shown = [card for card in rewards.children() if isinstance(card, QWidget) and card.isVisible()]
    said = [text.text() for card in shown for text in card.findChildren(Text) if text.isVisible()]
    assert any({"vi": "Mua thêm 19.700", "en": "₫19,700 more"}[language] in text for text in said), said
    assert all(rewards.rect().contains(card.geometry()) for card in shown)
