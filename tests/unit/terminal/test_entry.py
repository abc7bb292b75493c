"""Figures as cashiers type them."""

import pytest

from loyalty.errors import Refused
from terminal.usecases.entry import parse_amount, parse_points, parse_quantity


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [("3", 3000), ("0.755", 755), ("0,755", 755), ("1.5", 1500), (" 12 ", 12000), ("99999.999", 99_999_999)],
)
def test_a_quantity_has_up_to_three_places(text: str, thousandths: int) -> None:
    assert parse_quantity(text) == thousandths


@pytest.mark.parametrize("text", ["", "-1", "1.2345", "100000", "1,2,3", "ba", "1e3"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="quantity-not-a-number"):
        parse_quantity(text)


@pytest.mark.parametrize("text", ["0", "0.000", "0,0"])
def test_nothing_is_no_quantity(text: str) -> None:
    with pytest.raises(Refused, match="quantity-out-of-range"):
        parse_quantity(text)


@pytest.mark.parametrize(
    "text", ["25000", "25.000", "25,000", "25k", "25K", "25.000 ₫", "25000đ", "25000 VND", " 25 000 "]
)
def test_an_amount_is_one_amount_in_every_spelling(text: str) -> None:
    assert parse_amount(text) == 25_000


def test_millions_are_grouped_twice() -> None:
    assert parse_amount("1.234.567 ₫") == 1_234_567


@pytest.mark.parametrize("text", ["", "abc", "1.5", "25.00", "-5", "1..000", "1" * 16])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="amount-not-a-number"):
        parse_amount(text)


@pytest.mark.parametrize("text", ["0964457594", "05", "00", "01k", "012.345"])
def test_a_phone_number_is_no_amount(text: str) -> None:
    with pytest.raises(Refused, match="amount-from-zero"):
        parse_amount(text)


@pytest.mark.parametrize("text", ["1000000000000", "1000000000k"])
def test_an_amount_has_a_limit(text: str) -> None:
    with pytest.raises(Refused, match="amount-out-of-range"):
        parse_amount(text)


def test_points_are_typed_as_amounts_are() -> None:
    assert parse_points("1.250") == 1_250


@pytest.mark.parametrize("text", ["", "nhiều", "1,5", "0964457594"])
def test_what_is_no_number_of_points_is_told_as_points(text: str) -> None:
    with pytest.raises(Refused, match="points-not-a-number"):
        parse_points(text)


def test_more_points_than_there_can_be_are_out_of_range() -> None:
    with pytest.raises(Refused, match="amount-out-of-range"):
        parse_points("9" * 13)
