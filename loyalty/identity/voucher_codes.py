"""Numbers of personal vouchers: 13 digits from 93 on, the last a check digit, so that any scanner reads them.

They follow from what issues them: a sale's id, which is random and was made before the sale was, or the name
of what the server does by itself. So a till that issues a voucher with a sale and the server that hears of it
later come to the same number, however often either works it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, overload

from loyalty.identity.card_rules import VOUCHER_SCHEME
from loyalty.identity.digits import ean_digit

_DIGITS: Final = 10
AT_HAND: Final = 64
"""So many numbers are ready for one sale; a sale that is worth more leaves its stamps on the card."""


@dataclass(frozen=True, slots=True)
class VoucherCodes(Sequence[str]):
    """The numbers of the vouchers that something issues, in order; one is worked out when it is asked for.

    Nearly every sale issues none or one, and each of the other 63 would cost what a sale has better uses for.
    """

    issuer: str
    numbers: range = range(AT_HAND)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "VoucherCodes": ...
    def __getitem__(self, place: int | slice) -> "str | VoucherCodes":
        if isinstance(place, slice):
            return VoucherCodes(self.issuer, self.numbers[place])
        return _code(f"{self.issuer}#{self.numbers[place]}")


def voucher_codes(issuer: str, count: int = AT_HAND) -> VoucherCodes:
    """The numbers of the vouchers that something issues, in order."""
    return VoucherCodes(issuer, range(count))


def _code(seed: str) -> str:
    number = int.from_bytes(sha256(seed.encode()).digest(), "big") % 10**_DIGITS
    body = f"{VOUCHER_SCHEME}{number:0{_DIGITS}d}"
    return body + ean_digit(body)
