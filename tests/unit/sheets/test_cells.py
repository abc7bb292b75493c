"""Cells to values, and what spreadsheets do to them."""

from collections.abc import Callable

import pytest

from loyalty.identity.card_rules import NO_RULES
from loyalty.identity.cards import card_number
from terminal.sheets import cells
from terminal.sheets.cells import CellFault


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912345678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("'0912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("8.4912345678E+10", "+84912345678"),
        ("8,4912345678E+10", "+84912345678"),
        ("9.12345678E+8", "+84912345678"),
        ("912345678.0", "+84912345678"),
        ("01234567890", "+84834567890"),
        ("1234567890", "+84834567890"),
        ("0168 456 7890", "+84384567890"),
        ("2838123456", "+842838123456"),
    ],
)
def test_a_phone_number_survives_the_spreadsheet(typed: str, number: str) -> None:
    assert cells.phone(typed, "VN").e164 == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("8.4912E+10", "phone-shortened"),
        ("abc", "phone-not-a-number"),
        ("0912", "phone-too-short"),
        ("19001234", "phone-service"),
        ("0912345678 / 0987654321", "phone-too-long"),
    ],
)
def test_what_cannot_be_a_phone_number_says_why(typed: str, code: str) -> None:
    assert _fault(lambda: cells.phone(typed, "VN")).code == code


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0", 0),
        ("1250", 1250),
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1.234", 1_234),
        ("1234567.00", 1_234_567),
        ("1234567,0", 1_234_567),
        ("1,234,567.00", 1_234_567),
        ("1.234.567,00", 1_234_567),
        ("45.000 đ", 45_000),
        ("45,000 VND", 45_000),
        ("320 điểm", 320),
        ("1.5E+6", 1_500_000),
    ],
)
def test_a_number_has_separators_of_either_kind(typed: str, value: int) -> None:
    assert cells.whole(typed) == value


@pytest.mark.parametrize(
    ("typed", "code", "right"),
    [
        ("ten", "number", ""),
        ("-5", "number-below", ""),
        ("-1.250", "number-below", ""),
        ("1.2.3", "number", ""),
        ("nan", "number", ""),
        ("12.50", "number-part", "12"),
        ("9" * 13, "number-most", str(10**12 - 1)),
        ("0.500", "number-part", "0"),
        ("0,250", "number-part", "0"),
        ("1,000,00", "number", ""),
        ("1.000.00", "number", ""),
    ],
)
def test_what_is_no_whole_number_is_told(typed: str, code: str, right: str) -> None:
    fault = _fault(lambda: cells.whole(typed))
    assert (fault.code, fault.right) == (code, right)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("21/11/1990", "1990-11-21"),
        ("1/2/1990", "1990-02-01"),
        ("21-11-1990", "1990-11-21"),
        ("21.11.1990", "1990-11-21"),
        ("1990-11-21", "1990-11-21"),
        ("1990/11/21", "1990-11-21"),
        ("1990-11-21 00:00:00", "1990-11-21"),
        ("21/11/1990 12:00:00 AM", "1990-11-21"),
        ("33198", "1990-11-21"),
        ("9999", "1927-05-17"),
        ("21/11", "11-21"),
        ("29/2", "02-29"),
        ("11-21", "11-21"),
    ],
)
def test_a_day_is_read_with_the_day_first(typed: str, day: str) -> None:
    assert cells.birthday(typed) == day


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("11/21/1990", "21/11/1990"),
        ("11/21", "21/11"),
        ("31/2/1990", ""),
        ("soon", ""),
        ("1990", ""),
        ("1990.0", ""),
    ],
)
def test_a_day_that_is_none_says_what_was_meant_where_it_can(typed: str, right: str) -> None:
    fault = _fault(lambda: cells.birthday(typed))
    code = "date-turned" if right else "date"
    assert (fault.code, fault.value, fault.right) == (code, typed, right)


def test_a_card_is_one_of_ours_and_whole() -> None:
    number = card_number(42)
    assert cells.card(f"{number[:4]} {number[4:]}", NO_RULES) == number
    assert _fault(lambda: cells.card("KH000123", NO_RULES)).code == "card"
    assert _fault(lambda: cells.card("9.80000000004E+15", NO_RULES)).code == "card-shortened"


def test_a_bar_code_holds_and_is_whole() -> None:
    assert cells.barcode("8934563138165") == "8934563138165"
    wrong = _fault(lambda: cells.barcode("8934563138164"))
    assert (wrong.code, wrong.right) == ("code-digit", "8934563138165")
    assert _fault(lambda: cells.barcode("8.93456E+12")).code == "code-shortened"
    assert _fault(lambda: cells.barcode(card_number(42))).code == "code-card"


@pytest.mark.parametrize(
    ("typed", "rate"), [("8", "8"), ("8%", "8"), ("2,5", "2.5"), ("10.00", "10"), ("KCT", ""), ("0", "0")]
)
def test_a_rate_of_tax(typed: str, rate: str) -> None:
    assert cells.percent(typed) == rate


def test_texts_and_addresses_have_limits() -> None:
    assert _fault(lambda: cells.percent("101")).code == "rate"
    assert _fault(lambda: cells.line_of("x" * 9, most=8)).right == "8"
    assert cells.line_of("  a\tb ", most=8) == "a b"
    assert cells.email(" anh@example.vn ") == "anh@example.vn"
    assert _fault(lambda: cells.email("anh.example")).code == "email"


def _fault(read: Callable[[], object]) -> CellFault:
    with pytest.raises(CellFault) as caught:
        read()
    return caught.value
