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

    @property
    def has_rival(self) -> bool:
        """Whether any of the others stands before the rule in the file."""
        return self.rival_rank >= 0


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


Offer = Callable[[int, int, int], Best | None]
"""What a set of promotions does for a line: `None` where they take nothing off it.

It is asked with what remains of the line, how much cuts may still take, and its quantity in thousandths; it
never takes more than remains.
"""


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
        if by_percent is None:
            return _no_offer if by_price is None else self._price_offer(by_price)
        if by_price is None:
            return self._percent_offer(by_percent)
        return self._mixed_offer(by_percent, by_price)

    def _percent_offer(self, pick: Pick) -> Offer:
        """The best percentage; the first in the file of those that take as much."""
        doubled, divisor = self.percents[pick.rank]
        twice, rule, has_rival = 2 * divisor, pick.rule, pick.has_rival

        def offer(left: int, most: int, _quantity: int) -> Best | None:
            amount = (left * doubled + divisor) // twice
            if amount > most:
                amount = most
            if amount <= 0:
                return None
            return amount, (self._first_percent(pick, amount, left) if has_rival else rule)

        return offer

    def _price_offer(self, pick: Pick) -> Offer:
        """The lowest price; the first in the file of those that take as much."""
        price, rule, has_rival = self.prices[pick.rank], pick.rule, pick.has_rival

        def offer(left: int, most: int, quantity: int) -> Best | None:
            amount = left - (price * quantity + 500) // 1000
            if amount > most:
                amount = most
            if amount <= 0:
                return None
            return amount, (self._first_price(pick, amount, left, quantity) if has_rival else rule)

        return offer

    def _mixed_offer(self, by_percent: Pick, by_price: Pick) -> Offer:
        """Whichever takes more; the first in the file of all that take as much."""
        (doubled, divisor), price = self.percents[by_percent.rank], self.prices[by_price.rank]
        twice, percent_has_rival, price_has_rival = 2 * divisor, by_percent.has_rival, by_price.has_rival
        percent_rule, price_rule = by_percent.rule, by_price.rule

        def offer(left: int, most: int, quantity: int) -> Best | None:
            by_rate = (left * doubled + divisor) // twice
            down_to_price = left - (price * quantity + 500) // 1000
            amount = by_rate
            if amount < down_to_price:
                amount = down_to_price
            if amount > most:
                amount = most
            if amount <= 0:
                return None
            if by_rate < amount:
                rule = self._first_price(by_price, amount, left, quantity) if price_has_rival else price_rule
                return amount, rule
            rule = self._first_percent(by_percent, amount, left) if percent_has_rival else percent_rule
            if down_to_price >= amount:
                rule = min(rule, self._first_price(by_price, amount, left, quantity))
            return amount, rule

        return offer

    def _first_percent(self, pick: Pick, amount: int, left: int) -> int:
        """The first in the file of the percentages that take at least this much, as the best does."""
        doubled, divisor = self.percents[pick.rival_rank]
        if (left * doubled + divisor) // (2 * divisor) < amount:
            return pick.rule

        def takes_enough(rank: int) -> bool:
            doubled, divisor = self.percents[rank]
            return (left * doubled + divisor) // (2 * divisor) >= amount

        return self.percent_ranks.first_of(pick, takes_enough)

    def _first_price(self, pick: Pick, amount: int, left: int, quantity: int) -> int:
        """The first in the file of the prices that take at least this much off, as the lowest does."""
        if not pick.has_rival or left - (self.prices[pick.rival_rank] * quantity + 500) // 1000 < amount:
            return pick.rule

        def takes_enough(rank: int) -> bool:
            return left - (self.prices[rank] * quantity + 500) // 1000 >= amount

        return self.price_ranks.first_of(pick, takes_enough)


def _no_offer(_left: int, _most: int, _quantity: int) -> None:
    return None


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
