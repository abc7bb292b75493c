"""Pricing a basket while it is scanned: what is remembered, and what is not."""

from dataclasses import replace

import pytest

from loyalty.basket import Basket
from loyalty.quote import BasketRefused, BurnRefused, quote
from loyalty.quote.pricing import Pricer
from loyalty.units import Money, Points
from tests.unit.loyalty.shop import basket, line, member, program

RULES = program(
    'kind = "percent_off"\npercent = 10\non = { categories = ["c0"] }',
    'kind = "amount_off"\namount = 700\non = { skus = ["s1", "s2", "s60"] }',
    'kind = "buy_get"\nbuy = 1\nget = 1\non = { skus = ["s5", "s6"] }',
    'kind = "multiply_points"\nfactor = 2\non = { categories = ["c1"] }',
    'kind = "bonus_points"\npoints = 3\nper = "unit"\non = { categories = ["c2"] }',
    'kind = "amount_off"\namount = 5000\nstage = "voucher"\nwhen = { min_spend = 800000 }',
)
LINES = tuple(
    line(f"s{number}", str(number % 3 + 1), 10_000 + number, category=f"c{number % 4}")
    for number in range(80)
)


def scanned(count: int) -> Basket:
    return basket(*LINES[:count], by=member("silver", 500))


def test_a_growing_basket_is_priced_as_if_it_were_new() -> None:
    pricer = Pricer(RULES)
    for count in range(len(LINES) + 1):
        assert pricer.quote(scanned(count)) == quote(RULES, scanned(count))


def test_a_shrinking_and_changing_basket_too() -> None:
    pricer = Pricer(RULES)
    given = scanned(70)
    for place in (69, 0, 5, 33, 1):
        lines = list(given.lines)
        lines.pop(place)
        given = replace(given, lines=tuple(lines))
        assert pricer.quote(given) == quote(RULES, given)
        lines[place % 7] = replace(lines[place % 7], unit_price=Money(77))
        given = replace(given, lines=tuple(lines))
        assert pricer.quote(given) == quote(RULES, given)


def test_lines_that_stay_are_the_same_objects() -> None:
    pricer = Pricer(RULES)
    before = pricer.quote(scanned(20)).lines
    after = pricer.quote(scanned(21)).lines
    assert sum(old is new for old, new in zip(before, after, strict=False)) > 10


def test_a_basket_that_burns_is_priced_without_what_is_remembered_of_points() -> None:
    pricer = Pricer(RULES)
    for burn in (Points(0), Points(100), "max", Points(0)):
        given = replace(scanned(30), burn_points=burn)
        assert pricer.quote(given) == quote(RULES, given)


def test_without_a_member() -> None:
    pricer = Pricer(RULES)
    for count in (3, 4, 5):
        given = replace(scanned(count), member=None)
        assert pricer.quote(given) == quote(RULES, given)


def test_a_basket_that_is_refused_changes_nothing() -> None:
    pricer = Pricer(RULES)
    pricer.quote(scanned(10))
    with pytest.raises(BasketRefused) as refused:
        pricer.quote(basket(*LINES[:10], replace(LINES[11], unit_price=Money(-1)), by=member()))
    assert refused.value.faults[0].startswith("lines[10].unit_price")
    with pytest.raises(BurnRefused):
        pricer.quote(replace(scanned(11), burn_points=Points(10**9)))
    assert pricer.quote(scanned(11)) == quote(RULES, scanned(11))


def test_what_is_gone_is_forgotten() -> None:
    pricer = Pricer(RULES)
    for number in range(400):
        given = basket(
            line("s1", "1", 1000 + number),
            line("s2"),
            line("s9", "1", number, category="c0"),
            by=member("silver"),
        )
        assert pricer.quote(given) == quote(RULES, given)
