"""What a cashier left for the next one is read beside the member, in every window and size of letters."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtWidgets import QWidget

from loyalty.wire.feed import PersonNote
from resources.catalogue import LANGUAGES, Language
from tests.qt.conftest import Play
from tests.qt.hands import tap
from tools.theatre import Theatre, settle
from ui.presenters.preferences import TEXT_SIZES, Preferences, TextSize
from ui.presenters.shown import Notice, Tone
from ui.views.reward_list import RewardList
from ui.widgets.button import Button
from ui.widgets.early import elided_between
from ui.widgets.surface import FoldingText, Text

WINDOWS = [(1024, 768), (1366, 768), (1920, 1080)]
BEGINS = "Đã khiếu nại"
LONG = "Khách dị ứng đậu phộng, hỏi kỹ trước khi đổi quà"
HINT = {"vi": "Thêm 19.700 ₫ để được giảm 30.000 ₫", "en": "₫19,700 more for ₫30,000 off"}


def stands_free(theatre: Theatre) -> list[str]:
    """What is wrong with the places in the member's panel: beyond it, too low, or over one another."""
    panel = theatre.stage.checkout.member
    parts = [each for each in panel.children() if isinstance(each, QWidget) and each.isVisible()]
    beyond = [each for each in parts if not panel.rect().contains(each.geometry())]
    over = [(a, b) for a, b in combinations(parts, 2) if a.geometry().intersects(b.geometry())]
    texts = [each for each in panel.findChildren(FoldingText) if each.isVisible()]
    low = [each for each in texts if each.height() < each.height_in(each.width(), folded=not each.wordWrap())]
    return [str(each) for each in (*beyond, *over, *low)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("size", WINDOWS)
def test_a_note_is_seen_with_its_first_words(
    play_scene: Play, size: tuple[int, int], text_size: TextSize, language: Language
) -> None:
    theatre = play_scene("things", Preferences(language, "light", text_size), size=size)
    note = theatre.stage.checkout.member.note
    (said,) = note.findChildren(FoldingText)
    assert note.isVisible()
    assert stands_free(theatre) == []
    assert said.wordWrap() or elided_between(said.text(), said.font(), said.width()).startswith(BEGINS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", WINDOWS[:2])
def test_a_note_is_seen_under_a_notice_in_the_largest_letters(
    play_scene: Play, size: tuple[int, int], language: Language
) -> None:
    theatre = play_scene("things", Preferences(language, "light", 150), size=size)
    text = "Chưa có hội viên nào với thẻ này. Đơn vẫn bán bình thường. Đăng ký mới nếu khách muốn."
    theatre.stage.checkout.banner.show_notice(Notice(text=text, tone=Tone.ATTENTION, action="Hỏi máy chủ"))
    settle()
    assert theatre.stage.checkout.member.note.isVisible()
    assert stands_free(theatre) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", WINDOWS[:2])
def test_beside_a_note_there_is_a_thing_to_use_and_what_is_missing_for_the_next(
    play_scene: Play, size: tuple[int, int], language: Language
) -> None:
    theatre = play_scene("things", Preferences(language, "light", 100), size=size)
    (rewards,) = theatre.window.findChildren(RewardList)
    rows = [each for each in rewards.children() if isinstance(each, QWidget) and each.isVisible()]
    texts = [row.findChildren(FoldingText)[0] for row in rows if not isinstance(row, Button)]
    assert [text.text() for text in texts][-1] == HINT[language]
    assert all(text.wordWrap() or text.is_whole_in(text.width()) for text in texts)
    assert any(button.isVisible() for row in rows for button in row.findChildren(Button))
    assert theatre.stage.checkout.member.note.isVisible()


@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("scene", ["things", "wallet"])
def test_nothing_is_kept_behind_a_key_while_there_is_room_for_it(
    play_scene: Play, scene: str, size: tuple[int, int], text_size: TextSize
) -> None:
    theatre = play_scene(scene, Preferences("vi", "light", text_size), size=size)
    (rewards,) = theatre.window.findChildren(RewardList)
    (more,) = [each for each in rewards.children() if isinstance(each, Button)]
    rows = [each for each in rewards.children() if isinstance(each, QWidget) and each is not more]
    if more.isVisible():
        least = min(row.minimumSizeHint().height() for row in rows if not row.isVisible())
        assert rewards.height() - more.geometry().bottom() - 1 < least


def test_a_touch_of_the_note_shows_all_of_it_and_who_wrote_it(play_scene: Play) -> None:
    theatre = play_scene("things", Preferences("vi", "light", 150), size=(1024, 768))
    tap(theatre.stage.checkout.member.note)
    shown = [text.text() for text in theatre.stage.checkout.why.findChildren(Text) if text.isVisible()]
    assert "Đã khiếu nại giao chậm – tặng phiếu xin lỗi" in shown
    assert "Ghi chú của Minh" in shown


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((1366, 768), "2 ghi chú: Gọi lại sau lễ"),
        ((1920, 1080), "Gọi lại sau lễ · Ghi chú của Minh\nThích túi giấy · Ghi chú của Lan"),
    ],
)
def test_of_two_notes_the_number_is_told_and_with_room_both(
    play_scene: Play, size: tuple[int, int], said: str
) -> None:
    theatre = play_scene("things", size=size)
    notes = (
        PersonNote(note="n1", text="Thích túi giấy", by="Lan", at="2026-11-19T03:00:00.000Z"),
        PersonNote(note="n2", text="Gọi lại sau lễ", by="Minh", at="2026-11-20T03:00:00.000Z"),
    )
    sale = theatre.checkout.counter.model.sale
    assert sale.member is not None
    theatre.checkout.counter.sale_changed(replace(sale, member=replace(sale.member, notes=notes)))
    settle()
    (text,) = theatre.stage.checkout.member.note.findChildren(FoldingText)
    assert text.text() == said
    assert stands_free(theatre) == []


@pytest.mark.parametrize("text_size", TEXT_SIZES)
@pytest.mark.parametrize("size", WINDOWS)
def test_many_notes_are_counted_in_one_line_and_the_sheet_stays_in_the_window(
    play_scene: Play, size: tuple[int, int], text_size: TextSize
) -> None:
    theatre = play_scene("things", Preferences("vi", "light", text_size), size=size)
    notes = tuple(
        PersonNote(note=f"n{day}", text=LONG, by="Minh", at=f"2026-11-{day:02}T03:00:00.000Z")
        for day in range(1, 21)
    )
    sale = theatre.checkout.counter.model.sale
    assert sale.member is not None
    theatre.checkout.counter.sale_changed(replace(sale, member=replace(sale.member, notes=notes)))
    settle()
    note, why = theatre.stage.checkout.member.note, theatre.stage.checkout.why
    (text,) = note.findChildren(FoldingText)
    assert text.text() == f"20 ghi chú: {LONG}"
    assert stands_free(theatre) == []
    tap(note)
    settle()
    (rest,) = [each for each in why.findChildren(Text) if each.text().startswith("… và 15 ghi chú")]
    assert rest.isVisible()
    inside = why.card.rect()
    assert inside.contains(rest.mapTo(why.card, rest.rect().topLeft()))
    assert inside.contains(rest.mapTo(why.card, rest.rect().bottomRight()))


def test_who_has_no_note_has_no_line_for_one(play_scene: Play) -> None:
    theatre = play_scene("checkout", size=(1024, 768))
    assert not theatre.stage.checkout.member.note.isVisible()
