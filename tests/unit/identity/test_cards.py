"""The numbers the shop issues, and the check digits in them."""

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number, receipt_digits, receipt_label, receipt_number_of
from loyalty.identity.digits import ean_digit, luhn_digit, luhn_holds


def test_a_card_is_scheme_serial_and_check_digit() -> None:
    number = card_number(1234567890123)
    assert number[:2] == "98"
    assert number[2:15] == "1234567890123"
    assert len(number) == 16
    assert luhn_holds(number)


def test_a_card_may_have_another_scheme() -> None:
    assert card_number(7, scheme="55").startswith("550000000000007")


@pytest.mark.parametrize("serial", [-1, 10**13])
def test_a_serial_that_does_not_fit_is_refused(serial: int) -> None:
    with pytest.raises(Refused, match="card-serial"):
        card_number(serial)


def test_a_receipt_is_scheme_till_number_and_check_digit() -> None:
    digits = receipt_digits(till_number=2, receipt_number=123)
    assert digits[:15] == "970000200000123"
    assert luhn_holds(digits)
    assert receipt_number_of(digits) == 123


@pytest.mark.parametrize(("till", "number"), [(100_000, 1), (-1, 1), (1, 100_000_000), (1, -1)])
def test_a_receipt_number_that_does_not_fit_is_refused(till: int, number: int) -> None:
    with pytest.raises(Refused, match="receipt-number"):
        receipt_digits(till_number=till, receipt_number=number)


def test_people_read_till_and_number() -> None:
    assert receipt_label("Q2", 123) == "Q2-000123"


@pytest.mark.parametrize(("digits", "check"), [("7992739871", "3"), ("453201511283036", "6"), ("0", "0")])
def test_luhn_digits_of_known_numbers(digits: str, check: str) -> None:
    assert luhn_digit(digits) == check


@pytest.mark.parametrize(
    ("digits", "check"),
    [("893456313816", "5"), ("400638133393", "1"), ("9638507", "4"), ("03600029145", "2")],
)
def test_ean_digits_of_known_numbers(digits: str, check: str) -> None:
    assert ean_digit(digits) == check


def test_one_wrong_digit_is_always_noticed() -> None:
    number = card_number(4242424242424)
    for place, digit in enumerate(number):
        for other in "0123456789".replace(digit, ""):
            assert not luhn_holds(number[:place] + other + number[place + 1 :])
