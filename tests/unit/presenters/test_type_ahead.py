"""What is pressed, typed and scanned while the till is at work: done for what comes next, or said."""

import pytest

from loyalty.errors import Refused, Unavailable
from tests.unit.presenters.ahead_desk import BY_CARD, IN_CASH, Hand, ahead_of_prices, goods, take_money
from tests.unit.presenters.desk import Desk
from tests.unit.presenters.paying_desk import paying
from tools.sample_shop import COFFEE, NOODLES, RICE
from ui.presenters.shell import Screen
from ui.presenters.type_ahead import MOST_WAITING


@pytest.fixture
def at_the_till() -> Hand:
    """A basket with the pay screen before it."""
    return Hand(paying())


def test_goods_scanned_while_a_sale_is_written_are_the_next_customers(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.scan(NOODLES.sku, RICE.sku)
    at_the_till.desk.runner.let_go("store")
    assert [len(sale.lines) for sale in at_the_till.desk.till.sales] == [3]
    assert goods(at_the_till.desk) == [NOODLES.sku, RICE.sku]


def test_what_is_typed_while_a_sale_is_written_is_typed_for_the_next_one(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.press(*COFFEE.sku, "Enter", "7")
    at_the_till.desk.runner.let_go("store")
    assert goods(at_the_till.desk) == [COFFEE.sku]
    assert at_the_till.desk.shown().box.text == "7"


@pytest.mark.parametrize("again", [["Enter"], ["F9"], ["Enter", "F9", "Enter"]])
def test_the_press_that_took_the_money_is_done_once_however_often_it_comes(
    at_the_till: Hand, again: list[str]
) -> None:
    take_money(at_the_till)
    at_the_till.press(*again)
    at_the_till.desk.runner.let_go("store")
    assert at_the_till.desk.till.calls.count("settle") == 1
    assert at_the_till.desk.front() is Screen.CHECKOUT
    at_the_till.scan(NOODLES.sku)
    assert at_the_till.desk.front() is Screen.CHECKOUT


def test_a_sale_that_cannot_be_written_takes_no_keys_and_keeps_the_scans_for_the_next(
    at_the_till: Hand,
) -> None:
    desk = at_the_till.desk
    desk.till.fail("settle", Unavailable("store-full", retry=True))
    take_money(at_the_till)
    at_the_till.press("5", "Enter")
    at_the_till.scan(NOODLES.sku)
    desk.runner.let_go("store")
    assert desk.front() is Screen.PAY
    assert not desk.till.sales
    assert desk.pay_notice().text
    assert goods(desk) == [RICE.sku, NOODLES.sku, COFFEE.sku]
    at_the_till.press("Enter")
    assert len(desk.till.sales) == 1
    assert goods(desk) == [NOODLES.sku]


def test_goods_scanned_for_the_next_customer_never_land_in_the_sale_that_was_not_paid_for(
    at_the_till: Hand,
) -> None:
    desk = at_the_till.desk
    desk.till.fail("settle", Refused("lease-expired"))
    take_money(at_the_till)
    at_the_till.scan(NOODLES.sku)
    desk.runner.let_go("store")
    at_the_till.press("Esc")
    assert desk.front() is Screen.CHECKOUT
    assert goods(desk) == [RICE.sku, NOODLES.sku, COFFEE.sku]
    assert "quét lại" in desk.notice().text


def test_a_question_that_nobody_has_seen_is_answered_by_nobody(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.press("F11", "Enter", "5")
    at_the_till.desk.runner.let_go("store")
    assert at_the_till.desk.shown().confirm is not None
    assert not at_the_till.desk.till.sales[0].voided
    assert at_the_till.desk.shown().box.text == ""


def test_the_amount_may_be_typed_before_the_pay_screen_is_there_but_not_taken() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku, RICE.sku)
    hand.press("F9", *"500000", "Enter", "1")
    assert hand.desk.shown().box.text == ""
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.PAY
    assert (hand.desk.pay_shown().amount, hand.desk.till.sales) == ("500.000", [])
    hand.press("Enter")
    assert hand.desk.till.sales[0].change == 122_000


def test_pay_pressed_twice_before_the_pay_screen_is_there_takes_no_money() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku)
    hand.press("F9", "F9", "F9")
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])


def test_pay_pressed_twice_at_once_opens_the_pay_screen_and_takes_no_money() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.runner.hold("look-up")
    hand.press("F9", "F9", "F9")
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])
    hand.press("F9")
    assert len(hand.desk.till.sales) == 1


def test_a_pay_code_that_the_scanner_reads_twice_opens_the_pay_screen_or_chooses_the_way() -> None:
    hand = Hand(Desk())
    hand.scan(RICE.sku)
    hand.desk.runner.hold("look-up")
    hand.scan(IN_CASH, IN_CASH)
    hand.desk.runner.let_go("look-up")
    hand.desk.runner.hold("look-up")
    hand.scan(BY_CARD, BY_CARD)
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])
    hand.scan(BY_CARD)
    assert [sale.tenders[0].kind for sale in hand.desk.till.sales] == ["card"]


def test_pay_scanned_off_the_sheet_after_an_amount_takes_nothing_before_the_sum_was_seen() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku, RICE.sku)
    hand.press("F9", *"500000")
    hand.scan(IN_CASH)
    hand.press("1")
    hand.desk.runner.let_go("look-up")
    assert (hand.desk.front(), hand.desk.till.sales) == (Screen.PAY, [])
    assert hand.desk.pay_shown().amount == "500.000"
    assert "quét lại" in hand.desk.pay_notice().text
    hand.scan(IN_CASH)
    assert [sale.change for sale in hand.desk.till.sales] == [122_000]


@pytest.mark.parametrize("code", [IN_CASH, BY_CARD])
def test_a_sale_by_scanner_alone_behind_one_that_is_written_is_not_paid_unseen(
    at_the_till: Hand, code: str
) -> None:
    desk = at_the_till.desk
    take_money(at_the_till)
    at_the_till.scan(RICE.sku, code, code)
    desk.runner.let_go("store")
    assert (desk.front(), len(desk.till.sales)) == (Screen.PAY, 1)
    assert goods(desk) == [RICE.sku]
    at_the_till.scan(code)
    assert [sale.to_pay for sale in desk.till.sales[1:]] == [189_000]


def test_pay_scanned_behind_keys_that_were_not_done_is_not_done_either(at_the_till: Hand) -> None:
    desk = at_the_till.desk
    take_money(at_the_till)
    at_the_till.press("F11", "Enter")
    at_the_till.scan(IN_CASH)
    desk.runner.let_go("store")
    assert (desk.front(), desk.shown().confirm is not None) == (Screen.CHECKOUT, True)
    assert "quét lại" in desk.notice().text


def test_pay_scanned_for_the_next_customer_says_nothing_over_why_a_sale_was_not_written(
    at_the_till: Hand,
) -> None:
    desk = at_the_till.desk
    desk.till.fail("settle", Unavailable("store-full", retry=True))
    take_money(at_the_till)
    at_the_till.scan(IN_CASH)
    desk.runner.let_go("store")
    assert not desk.till.sales
    assert "quét" not in desk.pay_notice().text
    at_the_till.press("Enter")
    assert (desk.front(), len(desk.till.sales)) == (Screen.CHECKOUT, 1)


def test_goods_scanned_after_pay_was_pressed_are_in_this_sale_while_it_is_still_looked_up() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku)
    hand.press("F9")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.PAY
    assert goods(hand.desk) == [RICE.sku, NOODLES.sku]


def test_goods_scanned_after_an_amount_was_typed_are_in_no_sale_and_that_is_said() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku)
    hand.press("F9", "5", "Enter")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert goods(hand.desk) == [RICE.sku]
    assert "Quay lại" in hand.desk.pay_notice().text


def test_keys_for_a_pay_screen_that_does_not_come_are_typed_nowhere() -> None:
    hand = ahead_of_prices()
    hand.scan("nothing like it")
    hand.press("F9", "5", "Enter")
    hand.scan(NOODLES.sku)
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.CHECKOUT
    assert (hand.desk.shown().box.text, goods(hand.desk)) == ("", [])
    assert "quét lại" in hand.desk.notice().text


def test_esc_gives_up_what_was_pressed_ahead() -> None:
    hand = ahead_of_prices()
    hand.scan(RICE.sku)
    hand.press("F9", "5", "Esc")
    hand.desk.runner.let_go("look-up")
    assert hand.desk.front() is Screen.CHECKOUT
    assert (hand.desk.shown().box.text, goods(hand.desk)) == ("", [RICE.sku])


def test_a_whole_sale_may_be_ahead_of_the_till_up_to_what_takes_money(at_the_till: Hand) -> None:
    desk = at_the_till.desk
    take_money(at_the_till)
    desk.runner.hold("look-up")
    at_the_till.scan(RICE.sku)
    at_the_till.press("F9", *"500000", "Enter")
    desk.runner.let_go("store")
    assert desk.front() is Screen.CHECKOUT
    desk.runner.let_go("look-up")
    assert desk.front() is Screen.PAY
    assert desk.pay_shown().amount == "500.000"
    assert len(desk.till.sales) == 1


def test_a_till_that_stands_for_long_keeps_no_endless_number_of_scans(at_the_till: Hand) -> None:
    take_money(at_the_till)
    at_the_till.scan(*([NOODLES.sku] * (MOST_WAITING + 1)))
    assert "quét lại" in at_the_till.desk.notice().text
    at_the_till.press("5")
    at_the_till.desk.runner.let_go("store")
    assert at_the_till.desk.shown().box.text == ""
