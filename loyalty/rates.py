"""Exact rates: a percentage, a multiplier or a VAT rate as a ratio of two whole numbers.

A rate is read once, from the decimal somebody wrote; from then on only whole numbers are multiplied and
divided. Nothing here knows what a rate is for, and nothing here rounds in any other way than half up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import gcd, lcm

from loyalty.limits import RATE_PLACES_MAX

_WHOLE_DIGITS_MAX = 12


def round_half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to a ratio that is not negative; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class Rate:
    """`numerator` / `denominator` in lowest terms, from 0; the denominator divides a power of ten."""

    numerator: int
    denominator: int

    @property
    def decimal(self) -> Decimal:
        """The rate as a decimal again, exactly, without trailing zeros."""
        places = 0
        while 10**places % self.denominator:
            places += 1
        digits = str(self.numerator * 10**places // self.denominator).rjust(places + 1, "0")
        return Decimal(f"{digits[:-places]}.{digits[-places:]}" if places else digits)

    def percent_of(self, amount: int) -> int:
        """This many per cent of an amount that is not negative, rounded half up."""
        divisor = 100 * self.denominator
        return (2 * amount * self.numerator + divisor) // (2 * divisor)

    def percent_of_each(self, amounts: Iterable[int]) -> list[int]:
        """This many per cent of each of some amounts that are not negative, rounded half up."""
        doubled, divisor = 2 * self.numerator, 100 * self.denominator
        twice = 2 * divisor
        return [(amount * doubled + divisor) // twice for amount in amounts]


def exact_rate(written: Decimal | int) -> Rate | None:
    """The rate that somebody wrote, exactly; `None` where it is no number from 0 up or has too many digits.

    The digits are counted before anything is multiplied out, so that `1e999999999` costs nothing.
    """
    number = Decimal(written)
    if not number.is_finite() or number < 0:
        return None
    if not number:
        return Rate(0, 1)
    digits = "".join(map(str, number.as_tuple().digits)).rstrip("0").lstrip("0")
    places = len(digits) - 1 - number.adjusted()
    if number.adjusted() >= _WHOLE_DIGITS_MAX or places > RATE_PLACES_MAX:
        return None
    numerator = int(digits) * 10 ** max(0, -places)
    denominator = 10 ** max(0, places)
    shared = gcd(numerator, denominator)
    return Rate(numerator // shared, denominator // shared)


def common_denominator(rates: Iterable[Rate]) -> int:
    """The least number that every one of the rates has a whole number of parts in; 1 for no rates."""
    return lcm(*(rate.denominator for rate in rates))
