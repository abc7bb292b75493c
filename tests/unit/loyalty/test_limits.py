"""What is past a limit is refused when it is priced, whoever made the basket."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from loyalty.basket import Basket
from loyalty.quote import BasketRefused, quote
from loyalty.units import Money, Quantity
from tests.unit.loyalty.shop import basket, line, member, program


def faults_of(given: Basket, *promotions: str) -> tuple[str, ...]:
    with pytest.raises(BasketRefused) as refused:
        quote(program(*promotions), given)
    return refused.value.faults


def test_lines_that_cannot_be() -> None:
    wrong = (
        replace(line(), quantity=Quantity(0)),
        replace(line(), quantity=Quantity(100_000_000)),
        replace(line(), unit_price=Money(-1)),
        replace(line(), unit_price=Money(10**12)),
        replace(line(), vat_percent=Decimal(101)),
        replace(line(), vat_percent=Decimal("NaN")),
    )
    assert [fault.split(":")[0] for fault in faults_of(basket(*wrong))] == [
        "lines[0].quantity",
        "lines[1].quantity",
        "lines[2].unit_price",
        "lines[3].unit_price",
        "lines[4].vat_percent",
        "lines[5].vat_percent",
    ]


def test_too_many_lines_and_codes() -> None:
    assert quote(program(), basket(*[line()] * 1000, codes=("x",) * 64)).subtotal == 10_000_000
    faults = faults_of(basket(*[line()] * 1001, codes=("x",) * 65))
    assert faults == (
        "lines: there are 1001 of them, at most 1000 are allowed",
        "codes: there are 65 of them, at most 64 are allowed",
    )


def test_a_member_that_cannot_be() -> None:
    assert faults_of(basket(by=member("gold", 10**12))) == (
        'member.tier: the program has no tier "gold"; the nearest is "silver"',
        "member.points: 1000000000000 is out of range",
    )
    assert faults_of(basket(by=member(points=-(10**12)))) == (
        "member.points: -1000000000000 is out of range",
    )


def test_a_moment_without_its_offset() -> None:
    assert faults_of(basket(at=datetime.fromisoformat("2026-11-24T12:00:00"))) == (
        "at: 2026-11-24T12:00:00 has no offset",
    )


def test_a_basket_that_comes_to_too_much() -> None:
    half = line("A", "1", 499_999_999_999)
    assert quote(program(), basket(half, half)).total == 999_999_999_998
    assert faults_of(basket(half, half, line("B", "1", 2))) == (
        "lines: they come to 1000000000000, at most 999999999999 is allowed",
    )
    assert "they come to 99998000010999990" in faults_of(basket(line("A", "99999", 999_990_000_000 + 10)))[0]


def test_more_points_than_there_can_be() -> None:
    bonus = 'kind = "bonus_points"\npoints = 999999999999\nper = "unit"'
    assert quote(program(bonus), basket(line("A", "1", 1), by=member())).earned_points == 999_999_999_999
    assert faults_of(basket(line("A", "2", 1), by=member()), bonus) == (
        "lines: they earn 1999999999998 points, at most 999999999999 are allowed",
    )
