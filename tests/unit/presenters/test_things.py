"""What the member has to use, all of it, by keys: whatever has no room beside the member."""

from dataclasses import replace

import pytest

from tests.unit.presenters.desk import Desk, words
from tools.sample_shop import ANH, ANH_CARD, NOODLES, RICE
from tools.sample_till import SampleTill
from ui.presenters.checkout.shown_things import acts_of, things_of
from ui.presenters.shown import Tone

VOUCHER = "9341940153816"
REWARDS = "".join(
    f"""
[[reward]]
id = "gift-{number}"
name = "Quà số {number}"
kind = "amount_off"
points = {100 + number}
amount = 10000
"""
    for number in range(1, 8)
)


GIFT = f"""
[[reward]]
id = "noodle-gift"
name = "Một gói mì"
kind = "gift"
points = 8
sku = "{NOODLES.sku}"
"""


def rich(rewards: int = 2, *, lends: bool = True, when: str = "") -> Desk:
    """Ánh with a voucher, and a program with so many rewards that she can pay for, the last under `when`."""
    till = SampleTill(
        limits="[[reward]]".join(REWARDS.split("[[reward]]")[: rewards + 1]) + when, lends=lends
    )
    till.members[ANH.member] = replace(till.members[ANH.member], vouchers={VOUCHER: "noodles"})
    desk = Desk(till)
    desk.scan(RICE.sku, RICE.sku, ANH_CARD)
    return desk


def titles(desk: Desk) -> list[str]:
    return [hit.title for hit in desk.shown().box.hits]


def test_the_key_lists_all_that_the_member_has_and_a_digit_takes_one() -> None:
    desk = rich()
    desk.it.function_pressed("offers")
    assert [title.partition(" · ")[0] for title in titles(desk)][1:] == [
        "Quà số 1", "Quà số 2", "Mọi ưu đãi của đơn này, kèm lý do",
    ]  # fmt: skip
    assert "3816" in titles(desk)[0]
    assert [hit.detail for hit in desk.shown().box.hits][1] == "Đổi 101 điểm"
    desk.it.box.typed("3")
    assert [each.id for each in desk.open_sale().rewards] == ["gift-2"]
    assert desk.shown().box.hits == ()


def test_what_is_on_the_sale_is_taken_off_by_the_same_key() -> None:
    desk = rich()
    for asked in (["gift-1"], []):
        desk.it.function_pressed("offers")
        desk.it.box.typed("2")
        assert [each.id for each in desk.open_sale().rewards] == asked


def test_more_than_there_is_room_for_is_turned_over_and_comes_round_again() -> None:
    desk = rich(rewards=7)
    desk.it.function_pressed("offers")
    seen = titles(desk)
    assert len(seen) == 6
    desk.it.box.typed("5")
    seen += titles(desk)
    assert {f"Quà số {number}" for number in range(1, 8)} <= set(seen)
    assert [title for title in seen if title.startswith("Xem")] == ["Xem tiếp", "Xem lại từ đầu"]
    desk.it.box.typed("5")
    assert "3816" in titles(desk)[0]


@pytest.mark.parametrize("how", ["key", "last"])
def test_the_sheet_of_every_offer_is_a_key_away(how: str) -> None:
    desk = rich()
    desk.it.function_pressed("offers")
    desk.it.function_pressed("offers") if how == "key" else desk.it.box.typed("4")
    assert desk.shown().why is not None
    assert not desk.shown().box.asking


def test_without_anything_to_use_the_key_opens_the_sheet_at_once() -> None:
    desk = Desk()
    desk.scan(RICE.sku)
    desk.it.function_pressed("offers")
    assert desk.shown().why is not None


def test_a_scan_closes_the_list_and_is_taken() -> None:
    desk = rich()
    desk.it.function_pressed("offers")
    desk.scan(NOODLES.sku)
    assert not desk.shown().box.asking
    assert NOODLES.name in {row.name for row in desk.shown().rows}


def test_esc_leaves_everything_as_it_was() -> None:
    desk = rich()
    before = desk.open_sale()
    desk.it.function_pressed("offers")
    desk.it.escaped()
    assert desk.open_sale() is before
    assert desk.shown().box.hits == ()


def test_the_list_has_everything_that_a_row_beside_the_member_does() -> None:
    model = rich().it.counter.model
    rows = [row.act for row in things_of(model, words()) if row.act]
    assert len(rows) == 3
    assert list(acts_of(model)) == rows


def test_whether_a_reward_that_was_taken_from_the_list_is_given_is_said() -> None:
    desk = rich()
    desk.it.function_pressed("offers")
    desk.it.box.typed("2")
    assert desk.notice().tone is Tone.GOOD
    assert "Quà số 1" in desk.notice().text
    desk.it.function_pressed("offers")
    desk.it.box.typed("2")
    assert desk.shown().notice is None, "it was taken off again"


def test_a_reward_that_waits_for_the_servers_points_says_so_and_not_that_there_are_too_few() -> None:
    desk = rich(lends=False)
    desk.it.function_pressed("offers")
    desk.it.box.typed("2")
    assert "chờ máy chủ" in desk.notice().text
    row = next(each for each in desk.member().rewards if each.act == "reward:gift-1")
    assert row.text == "Quà số 1 – đang hỏi máy chủ…"


def test_a_reward_that_this_basket_does_not_reach_says_what_is_missing() -> None:
    desk = rich(1, when="when = { min_spend = 9000000 }")
    desk.it.function_pressed("offers")
    desk.it.box.typed("2")
    assert desk.notice().text.startswith("Quà số 1: Còn thiếu ")
    assert desk.notice().tone is Tone.ATTENTION


def test_a_gift_whose_goods_are_not_in_the_sale_says_to_scan_it() -> None:
    till = SampleTill(limits=GIFT)
    desk = Desk(till)
    desk.scan(RICE.sku, ANH_CARD)
    desk.it.function_pressed("offers")
    desk.it.box.choose(next(at for at, title in enumerate(titles(desk)) if title == "Một gói mì"))
    assert desk.notice().text == "Một gói mì: quét chính món quà đó, lúc ấy mới trừ điểm."
    desk.scan(NOODLES.sku)
    quote = desk.it.counter.model.quote
    assert quote is not None
    assert [(each.rule, each.points) for each in quote.rewards] == [("noodle-gift", 8)]
