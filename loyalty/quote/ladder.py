"""The line promotions of one stage, ranked, so that the best for a line is found without trying them all.

Every promotion is a bit. Percentages are ranked from the highest, prices from the lowest; the bits of a
rank and of all better ones are kept, so one step tells whether a line has any promotion up to that rank.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from loyalty.program.model import FixedPrice, PercentOff
from loyalty.quote.bits import lowest

_TRIED_FIRST = 8
"""Ranks are tried one by one at first, which is fastest where there are few or the best ones are there."""

_OFFERS_KEPT = 4096


class Pick(NamedTuple):
    """The best of one kind of promotions, percentages or prices, in a set of them.

    `rank` is their best rank, `rule` the first of that rank in the file; `rival_rank` is the best rank of
    those that stand before it in the file, which win where they take as much, -1 where there are none.
    """

    bits: int
    rank: int
    rule: int
    rival_rank: int


@dataclass(frozen=True, slots=True)
class Ranks:
    """Promotions of one kind by rank: `upto[n]` has the bits of rank *n* and of all better ones."""

    upto: tuple[int, ...]

    def pick(self, bits: int) -> Pick | None:
        """The best of those of these promotions that are of this kind, if any are."""
        if not self.upto or not bits & self.upto[-1]:
            return None
        bits &= self.upto[-1]
        rank = self._best(bits)
        rule = lowest(bits & self.upto[rank])
        earlier = bits & ((1 << rule) - 1)
        return Pick(bits, rank, rule, self._best(earlier) if earlier else -1)

    def first_of(self, pick: Pick, takes_enough: Callable[[int], bool]) -> int:
        """The first in the file among those of a pick whose rank takes enough, as its rival's rank does.

        `takes_enough` is true for all ranks up to one, and false after it.
        """
        following = bisect_left(
            range(len(self.upto)),
            1,
            lo=pick.rival_rank + 1,
            key=lambda rank: 0 if takes_enough(rank) else 1,
        )
        return lowest(pick.bits & self.upto[following - 1])

    def _best(self, bits: int) -> int:
        for rank, better in enumerate(self.upto[:_TRIED_FIRST]):
            if better & bits:
                return rank
        return bisect_left(self.upto, 1, lo=_TRIED_FIRST, key=lambda better: 1 if better & bits else 0)


Best = tuple[int, int]
"""The most that a line promotion takes off a line, and the first in the file that does."""


class Offer(NamedTuple):
    """What a set of promotions has to offer to a line; `doubled`, `divisor` are of the best percentage."""

    by_percent: Pick | None
    doubled: int
    divisor: int
    by_price: Pick | None
    price: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The line promotions of a stage: percentages, doubled to multiply with and to divide by, and prices."""

    percent_ranks: Ranks
    percents: tuple[tuple[int, int], ...]
    price_ranks: Ranks
    prices: tuple[int, ...]
    known_offers: dict[int, Offer] = field(repr=False, compare=False)

    def offer(self, bits: int) -> Offer:
        """What a set of promotions has to offer; the sets that baskets meet are few, and are remembered."""
        if len(self.known_offers) >= _OFFERS_KEPT:
            self.known_offers.clear()
        offer = self.known_offers[bits] = self._offer(bits)
        return offer

    def _offer(self, bits: int) -> Offer:
        by_percent, by_price = self.percent_ranks.pick(bits), self.price_ranks.pick(bits)
        doubled, divisor = self.percents[by_percent.rank] if by_percent else (0, 1)
        return Offer(by_percent, doubled, divisor, by_price, self.prices[by_price.rank] if by_price else 0)

    def best(self, offer: Offer, left: int, most: int, quantity: int) -> Best | None:
        """What the promotions of an offer do for a line; `None` where they take nothing off it.

        `left` is what remains of the line, `most` where a cut on it stops, `quantity` in thousandths. By
        position, since each scan asks it for every line.
        """
        by_percent, doubled, divisor, by_price, price = offer
        by_rate = (left * doubled + divisor) // (2 * divisor)
        if by_price is None:
            amount = min(most, by_rate)
            if amount <= 0 or by_percent is None:
                return None
            if by_percent.rival_rank < 0:
                return amount, by_percent.rule
            return amount, self._first_percent(by_percent, amount, left)
        down_to_price = left - (price * quantity + 500) // 1000
        amount = min(most, max(by_rate, down_to_price))
        if amount <= 0:
            return None
        if by_percent is None or by_rate < amount:
            return amount, self._first_price(by_price, amount, left, quantity)
        rule = self._first_percent(by_percent, amount, left)
        if down_to_price >= amount:
            rule = min(rule, self._first_price(by_price, amount, left, quantity))
        return amount, rule

    def _first_percent(self, pick: Pick, amount: int, left: int) -> int:
        """The first in the file of the percentages that take at least this much, as the best does."""
        if pick.rival_rank < 0:
            return pick.rule
        doubled, divisor = self.percents[pick.rival_rank]
        if (left * doubled + divisor) // (2 * divisor) < amount:
            return pick.rule

        def takes_enough(rank: int) -> bool:
            doubled, divisor = self.percents[rank]
            return (left * doubled + divisor) // (2 * divisor) >= amount

        return self.percent_ranks.first_of(pick, takes_enough)

    def _first_price(self, pick: Pick, amount: int, left: int, quantity: int) -> int:
        """The first in the file of the prices that take at least this much off, as the lowest does."""
        if pick.rival_rank < 0 or left - (self.prices[pick.rival_rank] * quantity + 500) // 1000 < amount:
            return pick.rule

        def takes_enough(rank: int) -> bool:
            return left - (self.prices[rank] * quantity + 500) // 1000 >= amount

        return self.price_ranks.first_of(pick, takes_enough)


def build_ladder(promotions: Iterable[tuple[int, PercentOff | FixedPrice]]) -> Ladder:
    """The ladder of line promotions, each given with the number of its bit."""
    by_percent: dict[tuple[int, int], int] = {}
    by_price: dict[int, int] = {}
    for number, promotion in promotions:
        if isinstance(promotion, FixedPrice):
            by_price[promotion.price] = by_price.get(promotion.price, 0) | 1 << number
        else:
            percent = (2 * promotion.percent.numerator, 100 * promotion.percent.denominator)
            by_percent[percent] = by_percent.get(percent, 0) | 1 << number
    percents = sorted(by_percent, key=lambda pair: Fraction(*pair), reverse=True)
    prices = sorted(by_price)
    return Ladder(
        percent_ranks=_ranks([by_percent[percent] for percent in percents]),
        percents=tuple(percents),
        price_ranks=_ranks([by_price[price] for price in prices]),
        prices=tuple(prices),
        known_offers={},
    )


def _ranks(ranked: Sequence[int]) -> Ranks:
    return Ranks(tuple(accumulate(ranked, int.__or__)))
