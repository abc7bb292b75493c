"""Exact rates."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.rates import Rate, common_denominator, exact_rate, round_half_up


@pytest.mark.parametrize(
    ("written", "numerator", "denominator"),
    [
        ("0", 0, 1),
        ("-0", 0, 1),
        ("0.000", 0, 1),
        ("1.25", 5, 4),
        ("12.50", 25, 2),
        ("100", 100, 1),
        ("1e2", 100, 1),
        ("33.333", 33333, 1000),
        ("999999999999", 999999999999, 1),
    ],
)
def test_a_decimal_is_read_exactly(written: str, numerator: int, denominator: int) -> None:
    assert exact_rate(Decimal(written)) == Rate(numerator, denominator)


@pytest.mark.parametrize(
    "written", ["-1", "nan", "-inf", "1e12", "1e999999999", "1e-999999999", "0." + "0" * 30 + "1"]
)
def test_what_is_no_rate_costs_nothing_to_refuse(written: str) -> None:
    assert exact_rate(Decimal(written)) is None


@given(st.decimals(min_value=0, max_value=99999, places=6))
def test_a_rate_is_the_decimal_it_was_read_from(written: Decimal) -> None:
    rate = exact_rate(written)
    assert rate is not None
    assert rate.decimal == written


def test_a_half_is_rounded_up() -> None:
    assert [round_half_up(number, 2) for number in (1, 2, 3)] == [1, 1, 2]
    assert Rate(3, 1).percent_of(50) == 2
    assert Rate(3, 1).percent_of(49) == 1
    assert Rate(3, 1).percent_of_each([50, 49]) == [2, 1]


def test_parts_of_a_common_denominator() -> None:
    assert common_denominator([Rate(5, 4), Rate(1, 1), Rate(3, 10)]) == 20
    assert common_denominator([]) == 1
