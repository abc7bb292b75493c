"""Exact rates: a percentage, a multiplier or a VAT rate as a ratio of two whole numbers.

A rate is read once, from the decimal somebody wrote; from then on only whole numbers are multiplied and
divided. Nothing here knows what a rate is for, and nothing here rounds in any other way than half up.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import gcd

RATE_PLACES_MAX = 12
"""Most places after the decimal point that a rate may have; a longer one is refused where it is read."""


def round_half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to a ratio that is not negative; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class Rate:
    """A number as `numerator` / `denominator` in lowest terms; the denominator divides a power of ten."""

    numerator: int
    denominator: int

    @classmethod
    def of(cls, written: Decimal | int) -> "Rate":
        """The exact rate that somebody wrote; the caller has bounded its size and its places."""
        numerator, denominator = written.as_integer_ratio()
        return cls(numerator, denominator)

    @property
    def decimal(self) -> Decimal:
        """The rate as a decimal again, exactly, without trailing zeros."""
        places = 0
        while 10**places % self.denominator:
            places += 1
        digits = str(self.numerator * 10**places // self.denominator)
        return Decimal(digits).scaleb(-places)

    def percent_of(self, amount: int) -> int:
        """This many per cent of an amount that is not negative, rounded half up."""
        return round_half_up(amount * self.numerator, 100 * self.denominator)

    def percent_floor(self, amount: int) -> int:
        """This many per cent of an amount, rounded down."""
        return amount * self.numerator // (100 * self.denominator)


def common_denominator(rates: list[Rate]) -> int:
    """The least number that every one of the rates has a whole number of parts in; 1 for no rates."""
    least = 1
    for rate in rates:
        least = least * rate.denominator // gcd(least, rate.denominator)
    return least
