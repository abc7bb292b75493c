"""Numbers of personal vouchers: 13 digits from 93 on, the last a check digit, so that any scanner reads them.

They follow from what issues them: a sale's id, which is random and was made before the sale was, or the name
of what the server does by itself. So a till that issues a voucher with a sale and the server that hears of it
later come to the same number, however often either works it out.
"""

from hashlib import sha256
from typing import Final

from loyalty.identity.card_rules import VOUCHER_SCHEME
from loyalty.identity.digits import ean_digit

_DIGITS: Final = 10
AT_HAND: Final = 64
"""So many numbers are ready for one sale; a sale that is worth more leaves its stamps on the card."""


def voucher_codes(issuer: str, count: int = AT_HAND) -> tuple[str, ...]:
    """The numbers of the vouchers that something issues, in order."""
    return tuple(_code(f"{issuer}#{number}") for number in range(count))


def _code(seed: str) -> str:
    number = int.from_bytes(sha256(seed.encode()).digest(), "big") % 10**_DIGITS
    body = f"{VOUCHER_SCHEME}{number:0{_DIGITS}d}"
    return body + ean_digit(body)
