"""The line promotions of one stage, ranked, so that the best for a line is found without trying them all.

Every promotion is a bit. Percentages are ranked from the highest, prices from the lowest; the bits of a
rank and of all above it are kept, so one step tells whether a line has any promotion up to that rank.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from loyalty.program.model import FixedPrice, PercentOff
from loyalty.quote.bits import lowest


@dataclass(frozen=True, slots=True)
class _Steps:
    """Promotions by rank: `upto[n]` has the bits of rank *n* and of all better ones."""

    upto: tuple[int, ...]

    def best(self, bits: int) -> int:
        """The best rank among promotions of which at least one is here."""
        upto = self.upto
        for rank, better in enumerate(upto[:4]):
            if better & bits:
                return rank
        return bisect_left(upto, 1, lo=4, key=lambda better: 1 if better & bits else 0)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The line promotions of a stage: percentages as pairs to multiply and divide by, and prices."""

    all_percents: int
    all_prices: int
    percent_steps: _Steps
    percents: tuple[tuple[int, int], ...]
    price_steps: _Steps
    prices: tuple[int, ...]

    def best(self, bits: int, *, left: int, most: int, quantity: int) -> tuple[int, int]:
        """The most that one of these promotions takes off a line, and the first in the file that does.

        `left` is what remains of the line, `most` where a cut on it stops, `quantity` in thousandths.
        `(0, -1)` where none takes anything.
        """
        taken = 0
        percent_bits = bits & self.all_percents
        price_bits = bits & self.all_prices
        percent_rank = price_rank = -1
        by_percent = by_price = 0
        if percent_bits:
            percent_rank = self.percent_steps.best(percent_bits)
            taken = by_percent = min(most, self._percent_cut(percent_rank, left))
        if price_bits:
            price_rank = self.price_steps.best(price_bits)
            by_price = min(most, self._price_cut(price_rank, left, quantity))
            taken = max(taken, by_price)
        if taken <= 0:
            return 0, -1
        equal = 0
        if by_percent == taken:
            equal = percent_bits & self._percents_taking(taken, percent_rank, left)
        if by_price == taken:
            equal |= price_bits & self._prices_taking(taken, price_rank, left, quantity)
        return taken, lowest(equal)

    def _percent_cut(self, rank: int, left: int) -> int:
        multiplier, divisor = self.percents[rank]
        return (2 * left * multiplier + divisor) // (2 * divisor)

    def _price_cut(self, rank: int, left: int, quantity: int) -> int:
        return left - (self.prices[rank] * quantity + 500) // 1000

    def _percents_taking(self, taken: int, rank: int, left: int) -> int:
        """The bits of all percentages that take at least this, of which the rank is one."""
        following = rank + 1
        if following < len(self.percents) and self._percent_cut(following, left) >= taken:
            ranks = range(len(self.percents))
            following = bisect_right(
                ranks, -taken, lo=following, key=lambda each: -self._percent_cut(each, left)
            )
        return self.percent_steps.upto[following - 1]

    def _prices_taking(self, taken: int, rank: int, left: int, quantity: int) -> int:
        """The bits of all prices that take at least this, of which the rank is one."""
        following = rank + 1
        if following < len(self.prices) and self._price_cut(following, left, quantity) >= taken:
            ranks = range(len(self.prices))
            following = bisect_right(
                ranks,
                -taken,
                lo=following,
                key=lambda each: -self._price_cut(each, left, quantity),
            )
        return self.price_steps.upto[following - 1]


def build_ladder(promotions: Iterable[tuple[int, PercentOff | FixedPrice]]) -> Ladder:
    """The ladder of line promotions, each given with the number of its bit."""
    by_percent: dict[tuple[int, int], int] = {}
    by_price: dict[int, int] = {}
    for number, promotion in promotions:
        if isinstance(promotion, FixedPrice):
            by_price[promotion.price] = by_price.get(promotion.price, 0) | 1 << number
        else:
            percent = (promotion.percent.numerator, 100 * promotion.percent.denominator)
            by_percent[percent] = by_percent.get(percent, 0) | 1 << number
    percents = sorted(by_percent, key=lambda pair: Fraction(*pair), reverse=True)
    prices = sorted(by_price)
    percent_steps = _steps(by_percent[percent] for percent in percents)
    price_steps = _steps(by_price[price] for price in prices)
    return Ladder(
        all_percents=percent_steps.upto[-1] if percents else 0,
        all_prices=price_steps.upto[-1] if prices else 0,
        percent_steps=percent_steps,
        percents=tuple(percents),
        price_steps=price_steps,
        prices=tuple(prices),
    )


def _steps(ranked: Iterable[int]) -> _Steps:
    return _Steps(tuple(accumulate(ranked, int.__or__)))
