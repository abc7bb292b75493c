"""What a sale that is paid earns for who is found to have bought it."""

from loyalty.quote import quote, quote_as_paid
from loyalty.units import Money
from tests.unit.loyalty.shop import basket, line, member, program


def test_a_sale_as_it_was_sold_earns_of_what_was_paid_and_keeps_its_price() -> None:
    rules = program('kind = "percent_off"\npercent = 10')
    goods = (line("A", "1", 100_000), line("B", "1", 50_000))
    late = quote_as_paid(rules, basket(*goods, by=member()), [Money(100_000), Money(50_000)])
    assert (late.total, late.discounts) == (Money(150_000), ())
    at_once = quote(program(), basket(*goods, by=member()))
    assert (late.earned_points, late.total) == (at_once.earned_points, at_once.total)
    assert late.earned_points > 0
