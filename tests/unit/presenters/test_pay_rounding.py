"""What the rounding of cash, and the way of paying, make of a sum that is odd."""

from tests.unit.presenters.desk import Desk
from tests.unit.presenters.paying_desk import FREE_BY_CARD, paying
from tools.sample_shop import NOODLES
from tools.sample_till import SampleTill


def test_a_part_in_cash_keeps_to_the_stores_step() -> None:
    desk = paying()
    desk.paying.note_chosen(100_300)
    desk.paying.finish_pressed()
    assert not desk.pay_shown().parts
    assert desk.pay_shown().notice is not None


def test_an_odd_sum_left_for_cash_is_rounded_away() -> None:
    desk = paying()
    desk.paying.method_chosen("card")
    desk.paying.note_chosen(404_500)
    desk.paying.finish_pressed()
    desk.paying.method_chosen("cash")
    assert desk.pay_shown().amount == "0"
    rows = {row.label: row.figure for row in desk.pay_shown().sums}
    assert rows == {
        "Phải trả": "404.538",
        "Đã thu": "−404.500",
        "Làm tròn": "−38",
        "Còn thu": "0",
    }
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert [(each.kind, each.amount) for each in sale.tenders] == [("card", 404_500)]
    assert (sale.total, sale.rounding, sale.to_pay, sale.change) == (404_538, -38, 404_500, 0)


def test_what_is_left_is_not_rounded_for_another_card() -> None:
    desk = paying()
    desk.paying.method_chosen("card")
    desk.paying.note_chosen(404_500)
    desk.paying.finish_pressed()
    assert desk.pay_shown().amount == "38"
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert [(each.kind, each.amount) for each in sale.tenders] == [("card", 404_500), ("card", 38)]
    assert sale.rounding == 0


def test_goods_that_are_free_for_one_way_of_paying_are_sold_as_they_are_shown() -> None:
    desk = Desk(SampleTill(limits=FREE_BY_CARD))
    desk.scan(NOODLES.sku)
    desk.it.pay_pressed()
    desk.paying.method_chosen("card")
    assert desk.pay_shown().finish == "Không phải thu – xong"
    desk.paying.finish_pressed()
    sale = desk.till.sales[0]
    assert (sale.total, sale.rounding, sale.tenders) == (0, 0, ())
