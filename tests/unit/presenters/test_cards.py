"""The screen *Cards* as a state machine: whose, which, and a manager's word."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.wire.feed import CardRow
from resources.catalogue import Catalogue
from terminal.session import Session
from tools.sample_cards import BLANK, OLD_CARD, PRINTED, SampleCards
from tools.sample_products import MANAGER
from tools.sample_shop import ANH, ANH_CARD, BINH, LAN, PIN, ZONE
from ui.presenters.cards.presenter import CardsPresenter
from ui.presenters.cards.state import CardsState
from ui.presenters.managers_word import BACKSPACE
from ui.presenters.shown import Tone
from ui.presenters.tasks import ImmediateRunner
from ui.presenters.words import Words

TAIL = ANH_CARD[-4:]


class Screen:
    """The presenter over the sample cards, and what it showed last."""

    def __init__(self, session: Session = MANAGER) -> None:
        self.cards = SampleCards()
        self.states: list[CardsState] = []
        self.left = 0
        self.batches = 0
        self.runner = ImmediateRunner()
        self.words = Words(catalogue=Catalogue.load("vi"), currency="VND", zone=ZONE)
        self.it = CardsPresenter(
            self.cards,
            session,
            self.runner,
            self.words,
            on_state=self.states.append,
            on_back=self.leave,
            on_batch=self.make_batch,
        )
        self.it.begin()

    def make_batch(self) -> None:
        self.batches += 1

    def leave(self) -> None:
        self.left += 1

    @property
    def state(self) -> CardsState:
        return self.states[-1]

    def rows(self) -> list[tuple[str, ...]]:
        return [row.cells for row in self.state.listing.rows]

    def tone(self) -> Tone | None:
        return None if self.state.notice is None else self.state.notice.tone

    def type_pin(self, pin: str = PIN) -> None:
        for digit in pin:
            self.it.key_pressed(digit)
        self.it.entered()


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def anhs(screen: Screen) -> Screen:
    screen.it.scanned(ANH_CARD)
    return screen


def test_a_scanned_card_leads_to_its_holders_cards(anhs: Screen) -> None:
    assert anhs.state.title == f"Thẻ của {ANH.name}"
    assert [cells[1] for cells in anhs.rows()] == ["đang dùng", "đã khóa (mất thẻ)"]
    assert anhs.rows()[0][0].replace(" ", "") == ANH_CARD
    anhs.it.scanned(OLD_CARD)
    assert (anhs.state.listing.marked, anhs.state.block, anhs.state.replace) == (1, "", "")


def test_a_member_is_found_by_words_and_opened_by_touch_or_enter(screen: Screen) -> None:
    screen.it.typed("n")
    screen.it.finish_pressed()
    assert [cells[0] for cells in screen.rows()] == [ANH.name, BINH.name]
    screen.it.moved(1)
    screen.it.entered()
    assert (
        screen.state.listing.empty
        == f"{BINH.name} chưa có thẻ nào. Quét một thẻ trắng để gắn, hoặc in thẻ tạm."
    )
    screen.it.back_pressed()
    screen.it.typed("n")
    screen.it.entered()
    screen.it.row_pressed(0)
    assert screen.state.title == f"Thẻ của {ANH.name}"


def test_what_is_found_nowhere_is_said(screen: Screen) -> None:
    screen.it.scanned(BLANK)
    assert (screen.rows(), screen.tone()) == ([], Tone.ATTENTION)
    screen.it.trouble("scan-control")
    assert screen.state.notice is not None
    screen.it.moved(1)
    screen.it.block_pressed()
    screen.it.finish_pressed()
    assert screen.cards.calls == []


def test_a_blank_card_is_theirs_by_a_scan_or_typed(anhs: Screen) -> None:
    anhs.it.typed(BLANK)
    anhs.it.entered()
    assert anhs.cards.calls == [f"link anh {ANH.member} {BLANK}"]
    assert (len(anhs.rows()), anhs.tone()) == (3, Tone.GOOD)
    assert anhs.state.listing.rows[anhs.state.listing.marked or 0].cells[0].replace(" ", "") == BLANK


def test_a_card_of_somebody_else_is_given_to_nobody(screen: Screen) -> None:
    screen.it.typed("n")
    screen.it.entered()
    screen.it.row_pressed(1)
    screen.it.scanned(ANH_CARD)
    assert (screen.cards.calls, screen.tone()) == ([], Tone.REFUSED)
    assert screen.state.can_finish


def test_a_manager_blocks_with_a_reason(anhs: Screen) -> None:
    anhs.it.reason_pressed()
    assert anhs.state.about[0].figure == "Hỏng thẻ"
    anhs.it.block_pressed()
    assert anhs.cards.calls == []
    anhs.it.block_pressed()
    assert anhs.cards.calls == [f"block anh {TAIL} broken"]
    assert [cells[1] for cells in anhs.rows()] == ["đã khóa (hỏng thẻ)", "đã khóa (mất thẻ)"]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("other", "đã khóa (lý do khác)"),
        ("server", "đã khóa (từ máy chủ)"),
        ("", "đã khóa"),
        ("new", "đã khóa"),
    ],
)
def test_of_a_blocked_card_it_is_said_what_for_as_far_as_this_till_knows(
    screen: Screen, why: str, said: str
) -> None:
    screen.cards.cards[OLD_CARD] = CardRow(OLD_CARD, ANH.member, "blocked", why)
    screen.it.scanned(ANH_CARD)
    assert screen.rows()[1][1] == said


def test_a_manager_is_asked_once_before_a_card_is_blocked_and_any_other_press_is_a_no(anhs: Screen) -> None:
    others: tuple[Callable[[], object], ...] = (
        lambda: anhs.it.moved(-1),
        anhs.it.reason_pressed,
        lambda: anhs.it.scanned(ANH_CARD),
        lambda: anhs.it.typed("9"),
    )
    for other in others:
        anhs.it.block_pressed()
        assert anhs.state.notice is not None
        assert f"••••{TAIL} của {ANH.name}?" in anhs.state.notice.text
        other()
    anhs.it.block_pressed()
    assert anhs.cards.calls == []


def test_the_next_scan_replaces_the_marked_card(anhs: Screen) -> None:
    anhs.it.replace_pressed()
    assert TAIL in anhs.state.hint
    anhs.it.row_pressed(1)
    anhs.it.scanned(OLD_CARD)
    assert (anhs.cards.calls, anhs.tone()) == ([], Tone.REFUSED)
    anhs.it.scanned(BLANK)
    assert anhs.cards.calls == [f"replace anh {TAIL} {BLANK[-4:]} lost"]
    assert [cells[1] for cells in anhs.rows()] == ["đang dùng", "đã khóa (mất thẻ)", "đã khóa (mất thẻ)"]


def test_a_replacement_that_is_thought_better_of_is_none(anhs: Screen) -> None:
    anhs.it.replace_pressed()
    anhs.it.back_pressed()
    anhs.it.back_pressed()
    assert anhs.state.title == "Thẻ hội viên"
    anhs.it.back_pressed()
    assert (anhs.left, anhs.cards.calls) == (1, [])


@pytest.mark.parametrize("wish", ["block", "replace"])
def test_a_cashier_asks_a_manager_by_pin(wish: str) -> None:
    screen = Screen(LAN)
    screen.it.scanned(ANH_CARD)
    if wish == "block":
        screen.it.block_pressed()
    else:
        screen.it.replace_pressed()
        screen.it.scanned(BLANK)
    assert (screen.state.pad, screen.rows(), screen.cards.calls) == (True, [("Quốc Anh",)], [])
    screen.it.finish_pressed()
    screen.type_pin("9999")
    assert (screen.tone(), screen.state.dots) == (Tone.REFUSED, "")
    screen.it.scanned(BLANK)
    screen.it.key_pressed("1")
    screen.it.key_pressed(BACKSPACE)
    screen.it.key_pressed("x")
    screen.it.moved(1)
    screen.type_pin()
    said = f"block lan+anh {TAIL} lost" if wish == "block" else f"replace lan+anh {TAIL} {BLANK[-4:]} lost"
    assert screen.cards.calls == [said]
    assert not screen.state.pad


def test_out_of_the_question_the_same_card_is_marked_again() -> None:
    screen = Screen(LAN)
    screen.it.scanned(ANH_CARD)
    screen.it.block_pressed()
    screen.it.back_pressed()
    assert (screen.state.listing.marked, screen.state.pad) == (0, False)
    screen.cards.managers_here = ()
    screen.it.block_pressed()
    assert screen.state.listing.empty.startswith("Chưa có quản lý")
    screen.type_pin()
    assert screen.cards.calls == []


def test_a_press_while_it_is_written_does_nothing(anhs: Screen) -> None:
    anhs.runner.hold("store")
    anhs.it.scanned(BLANK)
    anhs.it.scanned(BLANK)
    anhs.it.block_pressed()
    anhs.it.back_pressed()
    anhs.it.finish_pressed()
    anhs.runner.let_go("store")
    assert anhs.cards.calls == [f"link anh {ANH.member} {BLANK}"]


def test_it_speaks_the_other_language_at_once(anhs: Screen) -> None:
    anhs.it.speak(replace(anhs.words, catalogue=Catalogue.load("en")))
    assert anhs.state.title == f"{ANH.name}’s cards"


def test_a_manager_goes_on_to_a_batch_of_blank_cards_and_nobody_else_does(screen: Screen) -> None:
    assert screen.state.replace == "Làm lô thẻ"
    screen.it.replace_pressed()
    assert screen.batches == 1
    cashiers = Screen(LAN)
    cashiers.it.replace_pressed()
    assert (cashiers.state.replace, cashiers.batches) == ("", 0)


def test_whoever_types_the_pin_sees_which_card_is_blocked_or_given_and_why() -> None:
    screen = Screen(LAN)
    screen.it.scanned(ANH_CARD)
    screen.it.block_pressed()
    assert screen.state.hint == (
        f"Gõ mã PIN để khóa thẻ ••••{TAIL} của {ANH.name} (Mất thẻ). Đã khóa thì không quầy nào mở lại được."
    )
    screen.it.back_pressed()
    screen.it.reason_pressed()
    screen.it.replace_pressed()
    screen.it.scanned(BLANK)
    assert screen.state.hint == (
        f"Gõ mã PIN để {ANH.name} dùng thẻ ••••{BLANK[-4:]} thay thẻ ••••{TAIL} (Hỏng thẻ)."
        " Thẻ cũ sẽ bị khóa."
    )


def test_nothing_can_be_opened_before_somebody_is_found_or_looked_for() -> None:
    screen = Screen(LAN)
    assert screen.state.finish == ""
    screen.it.typed("09")
    assert screen.state.finish == "Mở"
    screen.it.scanned(ANH_CARD)
    assert screen.state.finish == ""


def test_a_temporary_card_is_printed_for_whoever_is_looked_at(screen: Screen) -> None:
    assert screen.state.paper == ""
    screen.it.print_pressed()
    screen.it.typed("n")
    screen.it.finish_pressed()
    screen.it.row_pressed(1)
    assert screen.state.paper == "In thẻ tạm"
    screen.it.print_pressed()
    assert screen.cards.calls == [f"print {MANAGER.operator} {BINH.member}"]
    assert [cells[0].replace(" ", "") for cells in screen.rows()] == [PRINTED]
    assert screen.state.notice is not None
    assert f"Đang in thẻ tạm ••••{PRINTED[-4:]}" in screen.state.notice.text
    screen.it.print_pressed()
    assert [cells[0].replace(" ", "") for cells in screen.rows()] == [PRINTED]


def test_with_no_blank_card_at_hand_a_printed_one_replaces_the_lost_one(anhs: Screen) -> None:
    anhs.it.replace_pressed()
    assert "in thẻ tạm" in anhs.state.hint
    anhs.it.print_pressed()
    assert anhs.cards.calls[0] == f"block {MANAGER.operator} {TAIL} lost"
    assert [cells[1] for cells in anhs.rows()] == ["đang dùng", "đã khóa (mất thẻ)", "đã khóa (mất thẻ)"]
    assert anhs.state.listing.marked == 0
    assert anhs.tone() is Tone.GOOD


def test_a_cashier_asks_a_manager_before_a_printed_card_takes_the_lost_ones_place() -> None:
    screen = Screen(LAN)
    screen.it.scanned(ANH_CARD)
    screen.it.replace_pressed()
    screen.it.print_pressed()
    assert f"thẻ tạm thay thẻ ••••{TAIL}" in screen.state.hint
    assert screen.cards.calls == []
    screen.type_pin()
    assert screen.cards.calls[0].startswith(f"block {LAN.operator}")
    assert screen.cards.asked_by == [LAN.operator]


def test_a_till_without_a_printer_says_so_and_leaves_the_card_as_it_is(anhs: Screen) -> None:
    anhs.cards.fault = Refused("no-printer")
    anhs.it.replace_pressed()
    anhs.it.print_pressed()
    assert anhs.tone() is Tone.REFUSED
    assert [cells[1] for cells in anhs.rows()] == ["đang dùng", "đã khóa (mất thẻ)"]
    assert TAIL in anhs.state.hint
    anhs.cards.fault = None
    anhs.it.print_pressed()
    assert anhs.cards.calls[0] == f"block {MANAGER.operator} {TAIL} lost"


def test_nothing_is_printed_for_a_blocked_card_while_another_is_good(anhs: Screen) -> None:
    anhs.it.moved(1)
    anhs.it.print_pressed()
    assert anhs.cards.calls == []
    assert anhs.state.notice is not None
    assert OLD_CARD[-4:] in anhs.state.notice.text


def test_while_a_card_is_good_it_is_said_that_a_lost_one_is_replaced_before_any_is_printed(
    anhs: Screen,
) -> None:
    assert "“Thay thẻ” trước khi in" in anhs.state.hint
    anhs.it.block_pressed()
    anhs.it.block_pressed()
    assert "Thay thẻ" not in anhs.state.hint


def test_with_every_card_blocked_a_fresh_one_is_printed(anhs: Screen) -> None:
    anhs.it.block_pressed()
    anhs.it.block_pressed()
    anhs.it.print_pressed()
    assert anhs.rows()[0][0].replace(" ", "") == PRINTED


def test_a_card_that_is_scanned_while_one_is_replaced_is_not_the_next_one(anhs: Screen) -> None:
    anhs.runner.hold("store")
    anhs.it.replace_pressed()
    anhs.it.print_pressed()
    anhs.it.scanned(BLANK)
    anhs.runner.let_go("store")
    assert anhs.cards.calls == [
        f"block {MANAGER.operator} {TAIL} lost",
        f"print {MANAGER.operator} {ANH.member}",
    ]


def test_out_of_a_replacement_before_the_managers_are_there_nobody_is_asked() -> None:
    screen = Screen(LAN)
    screen.it.scanned(ANH_CARD)
    screen.it.replace_pressed()
    screen.runner.hold("look-up")
    screen.it.print_pressed()
    screen.it.back_pressed()
    screen.runner.let_go("look-up")
    assert (screen.state.pad, screen.state.listing.marked) == (False, 0)
