"""The keys that leave a sale, pressed while the till is at work: all that was scanned before goes with it."""

import pytest

from loyalty.errors import Unavailable
from tests.unit.presenters.ahead_desk import Hand, ahead_of_prices, goods
from tests.unit.presenters.desk import Desk
from tools.sample_shop import ANH_CARD, COFFEE, GREENS, NOODLES, RICE
from ui.presenters.checkout.model import Answer


def test_a_sale_is_put_aside_with_what_was_scanned_before_the_key() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku, NOODLES.sku)
    hand.press("F6", *COFFEE.sku, "Enter")
    hand.desk.runner.let_go("look-up")
    assert [[line.sku for line in each.lines] for each in hand.desk.till.aside] == [[RICE.sku, NOODLES.sku]]
    assert goods(hand.desk) == [COFFEE.sku]


def test_goods_scanned_after_the_sale_was_put_aside_are_in_the_next_one() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert [[line.sku for line in each.lines] for each in hand.desk.till.aside] == [[RICE.sku]]
    assert goods(hand.desk) == [NOODLES.sku]


def test_what_fails_while_a_sale_is_put_aside_opens_it_to_no_key_or_scan() -> None:
    hand = Hand(Desk())
    hand.desk.runner.hold("store")
    hand.desk.till.fail("keep_draft", Unavailable("store-full", retry=True))
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.scan(NOODLES.sku)
    hand.desk.runner.step("store")
    assert hand.desk.notice().text
    hand.scan(COFFEE.sku)
    hand.press("7")
    assert goods(hand.desk) == [RICE.sku]
    hand.desk.runner.let_go("store")
    assert [[line.sku for line in each.lines] for each in hand.desk.till.aside] == [[RICE.sku]]
    assert (goods(hand.desk), hand.desk.shown().box.text) == ([NOODLES.sku, COFFEE.sku], "7")


def test_a_weight_that_is_asked_for_meanwhile_gets_the_next_keys() -> None:
    hand = ahead_of_prices()
    hand.scan(GREENS.sku, RICE.sku)
    hand.press("F6")
    hand.desk.runner.let_go("look-up")
    hand.press("2", "Enter")
    assert goods(hand.desk) == [GREENS.sku, RICE.sku]
    assert not hand.desk.till.aside


def test_a_sale_is_recalled_once_what_was_scanned_before_is_in_the_one_that_is_open() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.desk.runner.hold("store")
    hand.scan(ANH_CARD)
    hand.press("F7")
    hand.desk.runner.let_go("store")
    assert hand.desk.shown().box.hits
    assert hand.desk.sold_to()


@pytest.mark.parametrize("key", ["F6", "F7"])
def test_a_key_that_leaves_the_sale_holds_nothing_under_a_question_and_says_why(key: str) -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.it.lines.ask_quantity()
    hand.scan(NOODLES.sku)
    hand.press(key)
    assert "Trả lời" in hand.desk.notice().text
    hand.press("3", "Enter")
    hand.scan(COFFEE.sku)
    lines = [(line.sku, line.quantity) for line in hand.desk.open_sale().lines]
    assert lines == [(RICE.sku, 3_000), (NOODLES.sku, 1_000), (COFFEE.sku, 1_000)]
    assert not hand.desk.till.aside


def test_the_form_of_a_new_member_that_comes_before_the_key_that_leaves_the_sale_hears_its_keys() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.press("F6")
    hand.desk.runner.hold("look-up")
    hand.desk.type_in("0905111222")
    hand.scan(NOODLES.sku)
    hand.press("F7")
    assert hand.ahead.holds_keys
    while hand.desk.shown().enrol is None:
        hand.desk.runner.step("look-up")
    assert not hand.ahead.holds_keys


def test_what_waits_for_a_sale_that_is_given_up_goes_with_it() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.runner.hold("look-up")
    hand.scan(NOODLES.sku, COFFEE.sku)
    hand.press("F2")
    assert hand.desk.shown().confirm is not None
    hand.desk.it.after.answered(Answer.ACCEPT)
    hand.scan(RICE.sku, RICE.sku)
    hand.desk.runner.let_go("look-up")
    assert [(line.sku, line.quantity) for line in hand.desk.open_sale().lines] == [(RICE.sku, 2_000)]
