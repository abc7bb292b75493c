"""What stands beside the member: what the basket could still reach is there in the smallest window too."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tests.qt.room import too_small
from tools.theatre import settle
from ui.demo.seen import name_of
from ui.presenters.preferences import TEXT_SIZES, Preferences, TextSize
from ui.theme import Type, fitted, font_for
from ui.views.reward_list import RewardList
from ui.widgets.button import Button
from ui.widgets.early import elided
from ui.widgets.figures import Chip
from ui.widgets.surface import ShortText, Text

HAS = 5
"""A voucher, three rewards, and what a little more would win; the note has a place of its own."""
STAND_ON_THE_LINES = ("Mì giảm 10 %", "Hạng Bạc giảm 3 %")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
def test_what_a_little_more_would_win_is_seen(
    play_scene: Play, language: Language, size: tuple[int, int]
) -> None:
    theatre = play_scene("checkout", Preferences(language, "light", 100), size=size)
    (rewards,) = theatre.window.findChildren(RewardList)
    shown = [card for card in rewards.children() if isinstance(card, QWidget) and card.isVisible()]
    said = [text.text() for card in shown for text in card.findChildren(Text) if text.isVisible()]
    assert any({"vi": "Thêm 19.700", "en": "₫19,700 more"}[language] in text for text in said), said
    assert all(rewards.rect().contains(card.geometry()) for card in shown)


@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_of_what_has_no_room_the_number_is_told_and_a_press_lists_it(
    play_scene: Play, size: tuple[int, int], text_size: TextSize
) -> None:
    theatre = play_scene("things", Preferences("vi", "light", text_size), size=size)
    (rewards,) = theatre.window.findChildren(RewardList)
    shown = [each for each in rewards.children() if isinstance(each, QWidget) and each.isVisible()]
    assert all(rewards.rect().contains(each.geometry()) for each in shown)
    (more,) = [each for each in rewards.findChildren(Button) if each.parent() is rewards]
    said = [card.findChildren(Text)[0].text() for card in shown if card is not more]
    hidden = HAS - sum(text not in STAND_ON_THE_LINES for text in said)
    assert more.isVisible() is bool(hidden)
    if hidden:
        assert name_of(more).startswith(f"Xem thêm ({hidden})")
        more.click()
        assert theatre.stage.checkout.hits.isVisible()


@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768)])
@pytest.mark.parametrize("name", ["Nguyễn Thùy Loan", "Nguyễn Thị Ánh"])
def test_a_name_is_whole_and_no_smaller_than_what_stands_around_it(
    play_scene: Play, size: tuple[int, int], text_size: TextSize, name: str
) -> None:
    theatre = play_scene("checkout", Preferences("vi", "light", text_size), size=size)
    panel = theatre.stage.checkout.member
    checkout = theatre.checkout
    member = checkout.counter.model.sale.member
    assert member is not None
    named = replace(member, name=name, tier_name="Thành viên")
    checkout.counter.sale_changed(replace(checkout.counter.model.sale, member=named))
    settle()
    (said,) = [each for each in panel.findChildren(ShortText) if each.text() == name]
    font = fitted(said.font(), name, said.width())
    assert elided(name, font, said.width()) == name
    assert font.pixelSize() >= font_for(Type.SMALL, QApplication.font()).pixelSize()
    assert [chip.isVisible() for chip in panel.findChildren(Chip)].count(True) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_that_use_points_stay_large_under_the_longest_notice(
    play_scene: Play, language: Language
) -> None:
    theatre = play_scene("unknown-card", Preferences(language, "light", 150), size=(1024, 768))
    assert too_small(theatre) == []
