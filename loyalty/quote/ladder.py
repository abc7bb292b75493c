"""The line promotions of one stage, ranked, so that the best for a line is found without trying them all.

Every promotion is a bit. Percentages are ranked from the highest, prices from the lowest; the bits of a
rank and of all better ones are kept, so one step tells whether a line has any promotion up to that rank.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate
from math import lcm
from typing import NamedTuple

from loyalty.program.model import FixedPrice, PercentOff
from loyalty.quote.bits import lowest

_TRIED_FIRST = 8
"""Ranks are tried one by one at first, which is fastest where there are few or the best ones are there."""

_OFFERS_KEPT = 4096


class Pick(NamedTuple):
    """The best of one kind of promotions, percentages or prices, in a set of them.

    `rank` is their best rank, `rule` the first of that rank in the file; it has a rival where any of the
    others stands before it in the file, which wins where it takes as much.
    """

    bits: int
    rank: int
    rule: int
    has_rival: bool


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
        return Pick(bits, rank, rule, has_rival=bool(earlier))

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
    """The line promotions of a stage: percentages, doubled to multiply with and to divide by, and prices.

    `steps` are the percentages once more, doubled, below 0 and in parts so small that each is a whole number:
    rising, as what is looked up in has to be.
    """

    percent_ranks: Ranks
    percents: tuple[tuple[int, int], ...]
    steps: tuple[int, ...]
    parts: int
    price_ranks: Ranks
    prices: tuple[int, ...]
    known_offers: dict[int, Offer] = field(repr=False, compare=False)

    def offer_of(self, bits: int) -> Offer:
        """What a set of promotions has to offer, as it is remembered."""
        return self.known_offers.get(bits) or self.offer(bits)

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
                at_price = (
                    self._first_price(by_price, amount, left, quantity) if price_has_rival else price_rule
                )
                rule = min(rule, at_price)
            return amount, rule

        return offer

    def _first_percent(self, pick: Pick, amount: int, left: int) -> int:
        """The first in the file of the percentages that take at least this much, as the best does.

        Half up, a percentage takes so much where it comes to half a unit less.
        """
        enough = bisect_right(self.steps, (1 - 2 * amount) * self.parts // left)
        return lowest(pick.bits & self.percent_ranks.upto[enough - 1])

    def _first_price(self, pick: Pick, amount: int, left: int, quantity: int) -> int:
        """The first in the file of the prices that take at least this much off, as the lowest does."""
        enough = bisect_right(self.prices, ((left - amount) * 1000 + 499) // quantity)
        return lowest(pick.bits & self.price_ranks.upto[enough - 1])


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
    parts = lcm(*[divisor for _, divisor in percents])
    prices = sorted(by_price)
    return Ladder(
        percent_ranks=_ranks([by_percent[percent] for percent in percents]),
        percents=tuple(percents),
        steps=tuple([-doubled * parts // divisor for doubled, divisor in percents]),
        parts=parts,
        price_ranks=_ranks([by_price[price] for price in prices]),
        prices=tuple(prices),
        known_offers={},
    )


def _ranks(ranked: Sequence[int]) -> Ranks:
    return Ranks(tuple(accumulate(ranked, int.__or__)))
