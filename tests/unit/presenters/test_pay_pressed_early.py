"""Enter and F9 while the till works out what a sale comes to: done if it comes to what the screen said."""

from collections.abc import Callable

import pytest

from loyalty.errors import Unavailable
from tests.unit.presenters.desk import Desk
from tests.unit.presenters.paying_desk import FREE_BY_CARD
from tools.sample_shop import COFFEE, NOODLES, RICE
from tools.sample_till import SampleTill
from ui.presenters.pay.presenter import BACKSPACE
from ui.presenters.shell import Screen


def before_the_price(till: SampleTill | None = None, *codes: str) -> Desk:
    """At the pay screen, which works out what it comes to for as long as the test wants."""
    desk = Desk(till)
    desk.scan(*(codes or (RICE.sku,)))
    desk.runner.hold("look-up")
    desk.it.pay_pressed()
    return desk


def test_enter_while_it_is_worked_out_takes_the_money_as_soon_as_it_is_and_once() -> None:
    desk = before_the_price()
    assert not desk.pay_shown().can_finish
    desk.paying.key_pressed("2")
    for _ in range(5):
        desk.paying.key_pressed("0")
    desk.paying.finish_pressed()
    desk.paying.finish_pressed()
    assert not desk.till.sales
    desk.runner.let_go("look-up")
    assert [(sale.to_pay, sale.change) for sale in desk.till.sales] == [(189_000, 11_000)]
    assert desk.till.calls.count("settle") == 1


def test_a_sum_that_nobody_had_seen_is_not_taken() -> None:
    desk = before_the_price(SampleTill(limits=FREE_BY_CARD), NOODLES.sku, COFFEE.sku)
    seen = desk.pay_shown().figure
    desk.paying.method_chosen("card")
    desk.paying.finish_pressed()
    desk.runner.let_go("look-up")
    assert not desk.till.sales
    assert desk.pay_shown().figure != seen
    desk.paying.finish_pressed()
    assert len(desk.till.sales) == 1


def test_what_is_typed_after_enter_takes_it_back() -> None:
    desk = before_the_price()
    desk.paying.finish_pressed()
    desk.paying.note_chosen(500_000)
    desk.runner.let_go("look-up")
    assert not desk.till.sales
    assert desk.pay_shown().figure == "311.000 ₫"


def another_way_and_back(desk: Desk) -> None:
    desk.paying.method_chosen("transfer")
    desk.paying.method_chosen("cash")


def a_digit_and_back(desk: Desk) -> None:
    desk.paying.key_pressed("5")
    desk.paying.key_pressed(BACKSPACE)


def another_note_and_back(desk: Desk) -> None:
    desk.paying.note_chosen(500_000)
    desk.paying.note_chosen(189_000)


def a_scan(desk: Desk) -> None:
    desk.scan(NOODLES.sku)


@pytest.mark.parametrize("then", [another_way_and_back, a_digit_and_back, another_note_and_back, a_scan])
def test_what_is_done_after_enter_takes_it_back_though_the_sum_is_the_same(
    then: Callable[[Desk], object],
) -> None:
    desk = before_the_price()
    desk.paying.finish_pressed()
    then(desk)
    desk.runner.let_go("look-up")
    assert (desk.front(), desk.till.sales) == (Screen.PAY, [])
    desk.paying.finish_pressed()
    assert [sale.to_pay for sale in desk.till.sales] == [189_000]


def test_esc_after_enter_leaves_the_sale_unpaid() -> None:
    desk = before_the_price()
    desk.paying.finish_pressed()
    desk.paying.back_pressed()
    desk.runner.let_go("look-up")
    assert (desk.front(), desk.till.sales) == (Screen.CHECKOUT, [])


def test_the_price_of_a_way_to_pay_that_was_left_again_is_not_the_one_that_is_shown() -> None:
    desk = before_the_price(SampleTill(limits=FREE_BY_CARD), NOODLES.sku, COFFEE.sku)
    desk.paying.method_chosen("card")
    desk.runner.step("look-up")
    desk.paying.finish_pressed()
    assert not desk.till.sales
    desk.runner.let_go("look-up")
    assert not desk.till.sales
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert ([tender.kind for tender in sale.tenders], sale.total) == (["card"], 35_000)


def test_a_price_that_cannot_be_worked_out_takes_no_money() -> None:
    desk = before_the_price()
    desk.till.fail("price", Unavailable("store-busy", retry=True))
    desk.paying.finish_pressed()
    desk.runner.let_go("look-up")
    assert not desk.till.sales
    assert desk.pay_notice().text
