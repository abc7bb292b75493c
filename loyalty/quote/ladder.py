"""The line promotions of one stage, ranked, so that the best for a line is found without trying them all.

Every promotion is a bit. Percentages are ranked from the highest, prices from the lowest; the bits of a
rank and of all better ones are kept, so one step tells whether a line has any promotion up to that rank.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from loyalty.program.model import FixedPrice, PercentOff
from loyalty.quote.bits import lowest

_NO_RANK = -1


class Pick(NamedTuple):
    """What a set of promotions has to offer to any line, of one kind: percentages or prices.

    `rank` is the best rank among them, `rule` the first of that rank in the file. `rival_rank` is the best
    rank of those that stand before it in the file, which win where they take as much.
    """

    bits: int
    rank: int
    rule: int
    rival_rank: int


NO_PICK = Pick(0, _NO_RANK, _NO_RANK, _NO_RANK)


@dataclass(frozen=True, slots=True)
class Ranks:
    """Promotions of one kind by rank: `upto[n]` has the bits of rank *n* and of all better ones."""

    upto: tuple[int, ...]

    @property
    def all(self) -> int:
        """The bits of all of them."""
        return self.upto[-1] if self.upto else 0

    def pick(self, bits: int) -> Pick:
        """What those of these promotions that are of this kind have to offer."""
        bits &= self.all
        if not bits:
            return NO_PICK
        rank = self._best(bits)
        rule = lowest(bits & self.upto[rank])
        earlier = bits & ((1 << rule) - 1)
        return Pick(bits, rank, rule, self._best(earlier) if earlier else _NO_RANK)

    def first_of(self, pick: Pick, takes_enough: Callable[[int], bool]) -> int | None:
        """The first promotion in the file among those of a pick whose rank takes enough; `None` if none does.

        `takes_enough` is true for all ranks up to one, and false after it.
        """
        if not pick.bits or not takes_enough(pick.rank):
            return None
        if pick.rival_rank < 0 or not takes_enough(pick.rival_rank):
            return pick.rule
        following = bisect_left(
            range(len(self.upto)),
            1,
            lo=pick.rival_rank + 1,
            key=lambda rank: 0 if takes_enough(rank) else 1,
        )
        return lowest(pick.bits & self.upto[following - 1])

    def _best(self, bits: int) -> int:
        return bisect_left(self.upto, 1, key=lambda better: 1 if better & bits else 0)


class Best(NamedTuple):
    """The most that a line promotion takes off a line, and the first in the file that does."""

    amount: int
    rule: int


class Offer(NamedTuple):
    """What a set of promotions has to offer to any line, ready to be worked out: `Ladder.offer`.

    `doubled` and `divisor` are of the best percentage, 0 and 1 where there is none; `price` is the lowest
    price, `None` where there is none.
    """

    by_percent: Pick
    doubled: int
    divisor: int
    by_price: Pick
    price: int | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The line promotions of a stage: percentages, each to multiply with and to divide by, and prices."""

    percent_ranks: Ranks
    percents: tuple[tuple[int, int], ...]
    price_ranks: Ranks
    prices: tuple[int, ...]

    def offer(self, bits: int) -> Offer:
        """What a set of promotions has to offer."""
        by_percent, by_price = self.percent_ranks.pick(bits), self.price_ranks.pick(bits)
        multiplier, divisor = self.percents[by_percent.rank] if by_percent.bits else (0, 1)
        price = self.prices[by_price.rank] if by_price.bits else None
        return Offer(by_percent, 2 * multiplier, divisor, by_price, price)

    def best(self, offer: Offer, left: int, most: int, quantity: int) -> Best | None:
        """What the promotions of an offer do for a line; `None` where they take nothing off it.

        `left` is what remains of the line, `most` where a cut on it stops, `quantity` in thousandths. By
        position, since each scan asks it for every line.
        """
        by_percent, doubled, divisor, by_price, price = offer
        amount = (left * doubled + divisor) // (2 * divisor)
        if price is not None:
            amount = max(amount, left - (price * quantity + 500) // 1000)
        if amount > most:
            amount = most
        if amount <= 0:
            return None
        if price is None and by_percent.rival_rank < 0:
            return Best(amount, by_percent.rule)
        return Best(amount, self._first_taking(amount, by_percent, by_price, left, quantity))

    def _first_taking(self, amount: int, by_percent: Pick, by_price: Pick, left: int, quantity: int) -> int:
        """The first promotion in the file, of two picks, that takes at least as much as the best."""

        def percent_takes(rank: int) -> bool:
            multiplier, divisor = self.percents[rank]
            return (2 * left * multiplier + divisor) // (2 * divisor) >= amount

        def price_takes(rank: int) -> bool:
            return left - (self.prices[rank] * quantity + 500) // 1000 >= amount

        first = [
            self.percent_ranks.first_of(by_percent, percent_takes),
            self.price_ranks.first_of(by_price, price_takes),
        ]
        return min(rule for rule in first if rule is not None)


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
    return Ladder(
        percent_ranks=_ranks([by_percent[percent] for percent in percents]),
        percents=tuple(percents),
        price_ranks=_ranks([by_price[price] for price in prices]),
        prices=tuple(prices),
    )


def _ranks(ranked: Sequence[int]) -> Ranks:
    return Ranks(tuple(accumulate(ranked, int.__or__)))
