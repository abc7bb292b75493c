"""The numbers the shop issues: member cards, gift cards and receipts, digits only, each with a check digit.

Digits only, because a Vietnamese input method rewrites letters that a keyboard scanner types.
Nothing personal is in them.
"""

from loyalty.errors import Refused
from loyalty.identity.digits import luhn_digit

CARD_SCHEME = "98"
RECEIPT_SCHEME = "97"
GIFT_SCHEME = "95"
NUMBER_LENGTH = 16
MAX_TILL_NUMBER = 99_999
MAX_RECEIPT_NUMBER = 99_999_999


def card_number(serial: int, *, scheme: str = CARD_SCHEME) -> str:
    """The 16 digits of a card: scheme, 13 digits of `serial` (drawn at random by the issuer), Luhn digit.

    Raises:
        Refused: `card-serial`, where `serial` does not fit in 13 digits.
    """
    if not 0 <= serial < 10**13:
        raise Refused("card-serial", serial=serial)
    body = f"{scheme}{serial:013d}"
    return body + luhn_digit(body)


def receipt_digits(*, till_number: int, receipt_number: int) -> str:
    """The 16 digits under a receipt's bar code: `97`, till (5), number (8), Luhn digit.

    Raises:
        Refused: `receipt-number`, where either does not fit.
    """
    if not (0 <= till_number <= MAX_TILL_NUMBER and 0 <= receipt_number <= MAX_RECEIPT_NUMBER):
        raise Refused("receipt-number", till=till_number, number=receipt_number)
    body = f"{RECEIPT_SCHEME}{till_number:05d}{receipt_number:08d}"
    return body + luhn_digit(body)


def receipt_number_of(digits: str) -> int:
    """The receipt's number in the 16 digits that `receipt_digits` made."""
    return int(digits[7:15])


def receipt_label(till_code: str, receipt_number: int) -> str:
    """How people read a receipt's number: `Q2-000123`."""
    return f"{till_code}-{receipt_number:06d}"
