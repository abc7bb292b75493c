"""Figures as people read them."""

from datetime import date

import pytest

from loyalty.figures import (
    format_date,
    format_money,
    format_percent,
    format_points,
    format_quantity,
    format_rate,
    format_tender,
    format_weekday,
    minor_unit_places,
)
from loyalty.rates import Rate
from loyalty.units import Money, Points, Quantity


@pytest.mark.parametrize(
    ("amount", "currency", "vietnamese", "english"),
    [
        (1234567, "VND", "1.234.567 ₫", "₫1,234,567"),
        (0, "VND", "0 ₫", "₫0"),
        (-19700, "VND", "-19.700 ₫", "-₫19,700"),
        (450, "USD", "4,50 $", "$4.50"),
        (1234, "KWD", "1,234 KWD", "KWD 1.234"),
        (-5, "CHF", "-0,05 CHF", "-CHF 0.05"),
    ],
)
def test_money(amount: int, currency: str, vietnamese: str, english: str) -> None:
    assert format_money(Money(amount), currency=currency, language="vi") == vietnamese
    assert format_money(Money(amount), currency=currency, language="en") == english


def test_money_without_its_symbol() -> None:
    assert format_money(Money(-45000), currency="VND", language="vi", symbol=False) == "-45.000"


def test_minor_units() -> None:
    assert [minor_unit_places(currency) for currency in ("VND", "USD", "KWD")] == [0, 2, 3]


def test_points() -> None:
    assert format_points(Points(1250), language="vi") == "1.250"
    assert format_points(Points(-3), language="en", unit="điểm") == "-3 điểm"


@pytest.mark.parametrize(
    ("quantity", "vietnamese", "english"),
    [
        (3000, "3", "3"),
        (755, "0,755", "0.755"),
        (1500, "1,5", "1.5"),
        (99_999_999, "99.999,999", "99,999.999"),
    ],
)
def test_quantities(quantity: int, vietnamese: str, english: str) -> None:
    assert format_quantity(Quantity(quantity), language="vi") == vietnamese
    assert format_quantity(Quantity(quantity), language="en") == english


def test_a_quantity_with_its_unit_of_measure() -> None:
    assert format_quantity(Quantity(1250), language="vi", unit="kg") == "1,25 kg"
    assert format_quantity(Quantity(2000), language="en", unit="kg") == "2 kg"


def test_rates_and_percentages() -> None:
    assert format_rate(Rate(5, 4), language="vi") == "1,25"
    assert format_percent(Rate(25, 2), language="vi") == "12,5 %"
    assert format_percent(Rate(3, 1), language="en") == "3%"


def test_dates() -> None:
    assert format_date(date(2026, 11, 4), language="vi") == "04/11/2026"
    assert format_date(date(2026, 11, 4), language="en") == "4 Nov 2026"


def test_words() -> None:
    assert format_weekday("sun", language="vi") == "Chủ nhật"
    assert format_weekday("wed", language="en") == "Wednesday"
    assert format_tender("transfer", language="vi") == "chuyển khoản"
    assert format_tender("card", language="en") == "card"
