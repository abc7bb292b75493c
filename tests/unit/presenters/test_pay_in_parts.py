"""An amount is typed and the way that takes it chosen, in either order."""

import pytest

from loyalty.errors import Unavailable
from tests.unit.presenters.desk import Desk
from tools.sample_gifts import GIFT_CARD
from tools.sample_shop import ANH_CARD, COFFEE, NOODLES, RICE
from tools.sample_till import SampleTill


def paying(till: SampleTill | None = None) -> Desk:
    """A basket of 404.538 for Ánh, at the pay screen."""
    desk = Desk(till)
    desk.scan(RICE.sku, RICE.sku, NOODLES.sku, ANH_CARD, COFFEE.sku)
    desk.it.pay_pressed()
    return desk


def type_in(desk: Desk, digits: str) -> None:
    for digit in digits:
        desk.paying.key_pressed(digit)


@pytest.mark.parametrize("method", ["card", "transfer"])
def test_a_part_is_taken_by_the_way_that_is_chosen_after_it_was_typed(method: str) -> None:
    desk = paying()
    type_in(desk, "200000")
    desk.paying.method_chosen(method)
    assert desk.pay_shown().amount == "200.000"
    assert desk.pay_shown().finish == "Nhận 200.000 – còn thu 204.538"
    desk.paying.finish_pressed()
    assert desk.pay_shown().amount == "204.538"
    desk.paying.finish_pressed()
    taken = [(each.kind, each.amount) for each in desk.till.sales[0].tenders]
    assert taken == [(method, 200_000), (method, 204_538)]


def test_a_part_for_a_card_can_be_taken_in_cash_after_all() -> None:
    desk = paying()
    desk.paying.method_chosen("card")
    type_in(desk, "200000")
    desk.paying.method_chosen("cash")
    assert desk.pay_shown().amount == "200.000"


@pytest.mark.parametrize("handed_over", ["500000", "404538"])
def test_what_was_handed_over_for_all_of_it_is_no_amount_for_a_card(handed_over: str) -> None:
    desk = paying()
    type_in(desk, handed_over)
    desk.paying.method_chosen("card")
    assert desk.pay_shown().amount == "404.538"


def test_change_of_a_whole_note_is_asked_about_once() -> None:
    desk = paying()
    type_in(desk, "5000000")
    desk.paying.finish_pressed()
    assert not desk.till.sales
    assert "4.595.500 ₫" in desk.pay_notice().text
    desk.paying.key_pressed("backspace")
    desk.paying.key_pressed("0")
    desk.paying.finish_pressed()
    assert [sale.change for sale in desk.till.sales] == [4_595_500]


def test_change_of_less_than_a_note_is_not_asked_about() -> None:
    desk = paying()
    type_in(desk, "904000")
    desk.paying.finish_pressed()
    assert [sale.change for sale in desk.till.sales] == [499_500]


def test_an_amount_typed_for_cash_is_no_pin_of_the_gift_card_scanned_after_it() -> None:
    desk = paying(SampleTill(card_pins={GIFT_CARD: "482913"}))
    type_in(desk, "200000")
    desk.shell.scanned(GIFT_CARD)
    assert "có mã PIN" in desk.pay_notice().text


def test_a_pin_is_no_amount_for_another_way_of_paying() -> None:
    desk = paying(SampleTill(card_pins={GIFT_CARD: "482913"}))
    desk.shell.scanned(GIFT_CARD)
    type_in(desk, "48291")
    desk.paying.method_chosen("cash")
    assert desk.pay_shown().amount == "404.500"


def test_an_amount_typed_for_cash_is_no_pin_of_a_gift_card_either_once_that_way_is_chosen() -> None:
    desk = paying(SampleTill(card_pins={GIFT_CARD: "482913"}))
    type_in(desk, "200000")
    desk.paying.method_chosen("gift")
    desk.shell.scanned(GIFT_CARD)
    assert "có mã PIN" in desk.pay_notice().text


def test_a_part_by_transfer_has_its_own_code_and_the_rest_another() -> None:
    desk = paying()
    type_in(desk, "200000")
    desk.paying.method_chosen("transfer")
    assert desk.pay_code().lines[0] == "200.000 ₫"
    part = desk.pay_code().modules
    assert part
    desk.paying.finish_pressed()
    assert desk.pay_code().lines[0] == "204.538 ₫"
    assert desk.pay_code().modules != part


def test_a_code_is_of_what_is_typed_last_and_no_other_is_seen_meanwhile() -> None:
    desk = paying()
    desk.paying.method_chosen("transfer")
    whole = desk.pay_code().modules
    desk.runner.hold("look-up")
    type_in(desk, "2")
    assert (desk.pay_code().modules, desk.pay_code().lines[0]) == ((), "2 ₫")
    type_in(desk, "0")
    desk.runner.let_go("look-up")
    assert desk.pay_code().lines[0] == "20 ₫"
    assert desk.pay_code().modules not in {(), whole}
    desk.paying.key_pressed("backspace")
    desk.paying.key_pressed("backspace")
    assert desk.pay_code().modules == whole


def test_more_than_is_due_has_no_code_and_neither_has_one_that_cannot_be_drawn() -> None:
    desk = paying()
    desk.paying.method_chosen("transfer")
    type_in(desk, "500000")
    assert desk.pay_shown().qr is None
    desk.paying.key_pressed("backspace")
    assert desk.pay_code().lines[0] == "50.000 ₫"
    desk.till.fail("transfer_code", Unavailable("store-busy", retry=True))
    desk.paying.key_pressed("backspace")
    assert desk.pay_shown().qr is None
    assert desk.pay_notice().text
