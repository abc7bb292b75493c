"""Prices by hand, notes, and taking back what was done to a line: all through the one box."""

from collections.abc import Callable

import pytest

from terminal.by_hand import ByHand
from terminal.returned import Approval
from terminal.session import OperatorTile
from tests.unit.presenters.desk import Desk
from tests.unit.presenters.prices_by_hand import new_price, pick
from tools.sample_shop import ANH_CARD, NOODLES, PIN, RICE
from tools.sample_till import SampleTill
from ui.presenters.shown import Tone


def strict() -> Desk:
    """A program in which more than a tenth off takes somebody else's word."""
    return Desk(SampleTill(limits="[limits.manager_over]\nline_discount_percent = 10\n"))


def take_off(desk: Desk, percent: str, reason: str = "damaged") -> None:
    desk.it.function_pressed("edit")
    pick(desk, "hand-percent")
    desk.type_in(percent)
    pick(desk, reason)


def by_hand(desk: Desk) -> ByHand | None:
    return desk.open_sale().lines[0].by_hand


def test_a_price_within_the_limits_takes_a_reason_and_nobody() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    take_off(desk, "10", "short-dated")
    hand = by_hand(desk)
    assert hand is not None
    assert (hand.reason, hand.asked_by, hand.approver) == ("short-dated", "lan", "")
    (row,) = desk.shown().rows
    assert (row.unit_price, row.amount) == ("170.100", "170.100")
    assert [(offer.text, offer.amount) for offer in row.offers] == [
        ("Giá gốc 189.000 – Hàng gần hết hạn", "−18.900")
    ]
    assert not [call for call in desk.till.calls if call.startswith("approve ")]


def test_beyond_them_a_second_person_types_their_pin_in_the_same_box() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    take_off(desk, "20")
    assert "10" in desk.notice().text, "the limit is said"
    assert by_hand(desk) is None, "until the word is given the price stays"
    assert "duyệt." in desk.notice().text
    assert desk.shown().box.choosing
    people = [hit.title for hit in desk.shown().box.hits]
    assert people
    desk.it.box.entered()
    assert desk.shown().box.secret
    desk.type_in("0000")
    assert desk.notice().tone is Tone.REFUSED
    assert by_hand(desk) is None
    desk.type_in(PIN)
    hand = by_hand(desk)
    assert hand is not None
    assert hand.approver == desk.till.people[0].operator
    assert "approve price-by-hand" in desk.till.calls
    assert not desk.shown().box.secret
    desk.sell()
    assert not any("sale-beyond-limit" in call for call in desk.till.calls), "the word was given already"


def test_escape_at_any_step_leaves_the_price_as_it_was() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    for steps in range(1, 5):
        desk.it.function_pressed("edit")
        if steps > 1:
            pick(desk, "hand-percent")
        if steps > 2:
            desk.type_in("20")
        if steps > 3:
            pick(desk, "other")
        desk.it.escaped()
        assert desk.shown().box.hits == ()
        assert not desk.shown().box.asking
    assert by_hand(desk) is None
    assert desk.shown().can_pay


class Interrupted(SampleTill):
    """A till at which something happens while it looks for who may approve, or checks a PIN."""

    def __init__(self) -> None:
        super().__init__(limits="[limits.manager_over]\nline_discount_percent = 10\n")
        self.meanwhile: Callable[[], object] = bool

    def approvers(self) -> tuple[OperatorTile, ...]:
        self.meanwhile()
        return super().approvers()

    def approve(self, *, operator: str, pin: str, what: str, asked_by: str = "") -> Approval:
        self.meanwhile()
        return super().approve(operator=operator, pin=pin, what=what, asked_by=asked_by)


def test_who_gives_it_up_while_the_till_looks_has_given_it_up() -> None:
    till = Interrupted()
    desk = Desk(till)
    desk.scan(RICE.sku)
    till.meanwhile = desk.it.escaped
    take_off(desk, "5")
    assert by_hand(desk) is None
    till.meanwhile = bool
    take_off(desk, "20")
    desk.it.box.entered()
    till.meanwhile = desk.it.escaped
    desk.type_in(PIN)
    assert by_hand(desk) is None
    assert desk.shown().can_pay


def test_enter_while_the_till_looks_is_no_answer() -> None:
    till = Interrupted()
    desk = Desk(till)
    desk.scan(RICE.sku)
    till.meanwhile = desk.it.box.entered
    take_off(desk, "5")
    hand = by_hand(desk)
    assert hand is not None
    assert desk.shown().notice is None


def test_a_scan_in_the_middle_waits_until_the_price_is_set() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    desk.it.function_pressed("edit")
    desk.scan(NOODLES.sku)
    assert len(desk.open_sale().lines) == 1
    pick(desk, "hand-price")
    desk.type_in("180000")
    pick(desk, "label")
    assert [line.sku for line in desk.open_sale().lines] == [RICE.sku, NOODLES.sku]
    assert desk.open_sale().lines[0].unit_price == 180_000


def test_a_digit_takes_the_choice_of_that_number_and_the_arrows_walk_them() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    desk.it.function_pressed("edit")
    desk.it.box.typed("9")
    assert desk.shown().box.text == ""
    assert len(desk.shown().box.hits) == 6
    desk.it.box.moved(2)
    desk.it.box.entered()
    assert desk.it.counter.model.ask is not None
    assert desk.it.counter.model.ask.kind == "hand-amount"
    desk.type_in("1000")
    desk.it.box.typed("3")
    hand = by_hand(desk)
    assert hand is not None
    assert hand.reason == "label"


@pytest.mark.parametrize("text", ["101", "abc", ""])
def test_what_is_no_figure_is_said_and_can_be_typed_again(text: str) -> None:
    desk = strict()
    desk.scan(RICE.sku)
    desk.it.function_pressed("edit")
    pick(desk, "hand-percent")
    desk.it.box.typed(text)
    desk.it.box.entered()
    assert desk.notice().tone is Tone.REFUSED
    desk.type_in("5")
    pick(desk, "other")
    assert by_hand(desk) is not None


def test_where_nobody_may_approve_it_is_said() -> None:
    desk = strict()
    desk.till.people = ()
    desk.scan(RICE.sku)
    take_off(desk, "50")
    assert by_hand(desk) is None
    assert desk.notice().tone is Tone.REFUSED
    assert desk.shown().can_pay


def test_notes_stand_under_the_line_and_are_changed_and_taken_away() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.it.function_pressed("edit")
    pick(desk, "note-line")
    desk.type_in("bao bị móp")
    assert desk.shown().rows[0].offers[0].text == "Ghi chú: bao bị móp"
    desk.it.function_pressed("edit")
    pick(desk, "note-line")
    assert desk.shown().box.text == "bao bị móp"
    desk.it.box.typed("")
    desk.it.box.entered()
    assert desk.shown().rows[0].offers == ()
    desk.it.function_pressed("edit")
    pick(desk, "note-sale")
    desk.type_in("giao chiều nay")
    assert desk.open_sale().note == "giao chiều nay"


def test_a_line_that_was_taken_away_comes_back_with_all_that_it_had() -> None:
    desk = Desk()
    desk.scan(RICE.sku, NOODLES.sku, ANH_CARD)
    before = desk.open_sale()
    desk.it.lines.remove()
    assert len(desk.shown().rows) == 1
    assert "Mì" in desk.notice().text
    desk.it.notice_action_pressed()
    assert desk.open_sale().lines == before.lines
    assert desk.open_sale().member is before.member


def test_every_change_of_the_lines_is_taken_back_one_after_the_other() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.it.lines.step(1)
    take_off(desk, "5")
    for quantity, hand in ((2_000, False), (1_000, False)):
        desk.it.function_pressed("undo")
        (line,) = desk.open_sale().lines
        assert (line.quantity, line.by_hand is not None) == (quantity, hand)
    desk.it.function_pressed("undo")
    assert desk.open_sale().lines == ()
    desk.it.function_pressed("undo")
    assert desk.notice().tone is Tone.ATTENTION


def test_what_was_done_to_the_sale_before_is_not_taken_back_in_the_next() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.sell()
    desk.scan(NOODLES.sku)
    desk.it.function_pressed("undo")
    desk.it.function_pressed("undo")
    assert desk.open_sale().lines == ()


def test_the_why_of_a_line_says_what_was_done_by_hand_and_who_allowed_it() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    take_off(desk, "20")
    desk.it.box.entered()
    desk.type_in(PIN)
    desk.it.why_asked("line")
    rows = [(row.label, row.figure) for row in desk.why().rows]
    assert ("1 × 189.000", "189.000") in rows
    assert rows[1][1] == "−37.800"
    assert "Hàng lỗi" in rows[1][0]
    assert "duyệt" in rows[1][0]
    assert rows[-1][1] == "151.200"


def test_a_price_far_above_the_one_before_is_asked_about_and_typed_again() -> None:
    desk = strict()
    desk.scan(RICE.sku, RICE.sku)
    new_price(desk, "1890000")
    assert by_hand(desk) is None
    box = desk.shown().box
    assert box.prompt == f"{RICE.name}: giá mới 1.890.000 ₫, đúng không?"
    assert [(hit.title, hit.detail) for hit in box.hits] == [
        ("Gõ lại", ""),
        ("Đúng là 1.890.000 ₫", "3.780.000 ₫"),
    ]
    desk.it.box.entered()
    assert desk.shown().box.prompt.startswith("Giá mới")
    desk.type_in("190000")
    pick(desk, "label")
    assert desk.open_sale().lines[0].unit_price == 190_000


def test_a_price_far_above_that_was_meant_stands_once_somebody_said_so() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    new_price(desk, "945001")
    desk.it.box.typed("2")
    pick(desk, "label")
    assert desk.open_sale().lines[0].unit_price == 945_001
    new_price(desk, "945000")
    assert not any(hit.title == "Gõ lại" for hit in desk.shown().box.hits), "five times is not far above"


def test_a_phone_number_typed_for_a_price_changes_none_and_is_replaced_by_what_is_typed_next() -> None:
    desk = strict()
    desk.scan(RICE.sku)
    new_price(desk, "0964457594")
    assert "0964457594" in desk.notice().text
    assert (by_hand(desk), desk.shown().box.text_missed) == (None, True)
    desk.it.box.typed("180000")
    assert not desk.shown().box.text_missed


def test_with_nothing_in_the_sale_no_name_is_missing_from_what_is_asked() -> None:
    desk = strict()
    desk.it.function_pressed("edit")
    assert desk.shown().box.prompt == "Sửa gì? Chọn việc bên dưới"
