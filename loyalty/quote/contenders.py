"""Group promotions at work: what each takes off any set of the lines that it may have in one stage.

A contender is asked for its total on many sets while the best set of promotions is looked for, and for the
shares of the lines only once it is chosen. Both are after the cut, as the choice compares them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from loyalty.program.model import AmountOff, BuyGet, Gift
from loyalty.quote.compiled import GroupPromotion
from loyalty.rates import Rate
from loyalty.splits import split


@dataclass(frozen=True, slots=True)
class Field:
    """The lines that some contenders meet on, by their place there.

    `left` is what remains of each, `most` where a cut on it stops, `units` its whole units.
    """

    left: Sequence[int]
    most: Sequence[int]
    units: Sequence[int]


class Contender(Protocol):
    """One group promotion on a field. Sets of lines are rising places; they may be any it may have."""

    def total(self, places: Sequence[int]) -> int:
        """What it takes off these lines together."""
        ...

    def shares(self, places: Sequence[int]) -> list[int]:
        """What it takes off each of these lines; the shares add up to the total."""
        ...

    def reach(self, place: int) -> int:
        """A bound: on no set of lines does its total pass the sum of their reaches."""
        ...

    @property
    def ceiling(self) -> int | None:
        """A bound on the total on any set, where there is one beside the reaches."""
        ...


def contender(promotion: GroupPromotion, field: Field) -> Contender:
    """The promotion at work on a field."""
    if isinstance(promotion, BuyGet):
        return BuyGetContender(promotion, field)
    if isinstance(promotion, Gift):
        return GiftContender(promotion, field)
    if isinstance(promotion, AmountOff):
        return SplitContender(promotion.amount, field.left, field.most)
    weights = [promotion.percent.percent_of(left) for left in field.left]
    return SplitContender(promotion.max_amount or 0, weights, field.most)


class SplitContender:
    """An amount split over lines by weight, at most the weight off each.

    That is `amount_off`, and `percent_off` with a maximum.

    The weight is what remains, or the percentage of it; each share is cut to where cuts on its line stop.
    """

    def __init__(self, amount: int, weights: Sequence[int], most: Sequence[int]) -> None:
        self.ceiling = amount
        self._weights = weights
        self._most = most

    def reach(self, place: int) -> int:
        """The weight, cut: no share is more than its weight."""
        return min(self._weights[place], self._most[place])

    def total(self, places: Sequence[int]) -> int:
        """The sum of the shares, without working them out where all or none of them are cut."""
        return sum(self.shares(places))

    def shares(self, places: Sequence[int]) -> list[int]:
        """The parts of the amount, each cut; what is cut goes nowhere else."""
        weights = [self._weights[place] for place in places]
        parts = weights if sum(weights) <= self.ceiling else split(self.ceiling, weights)
        return [min(part, self._most[place]) for part, place in zip(parts, places, strict=True)]


class BuyGetContender:
    """All units, dearest first, in groups of `buy` + `get`, of which the last `get` are discounted."""

    ceiling = None

    def __init__(self, promotion: BuyGet, field: Field) -> None:
        self._buy = promotion.buy
        self._get = promotion.get
        self._size = promotion.buy + promotion.get
        self._percent = promotion.percent
        self._field = field

    def reach(self, place: int) -> int:
        """Of all its units' discounts `get` parts in `buy` + `get`: a group's cheapest come to no more."""
        runs = _unit_runs(self._field.left[place], self._field.units[place])
        whole = sum(self._percent.percent_of(price) * count for price, count in runs)
        return -(-whole * self._get // self._size)

    def total(self, places: Sequence[int]) -> int:
        """The discounts of all full groups."""
        return sum(self.shares(places))

    def shares(self, places: Sequence[int]) -> list[int]:
        """What the discounted units of each line come to."""
        field = self._field
        runs = [
            (-price, place, index, count)
            for index, place in enumerate(places)
            for price, count in _unit_runs(field.left[place], field.units[place])
        ]
        runs.sort()
        end_of_groups = sum(run[3] for run in runs) // self._size * self._size
        shares = [0] * len(places)
        passed = discounted = 0
        for negative_price, _, index, count in runs:
            passed = min(passed + count, end_of_groups)
            before, discounted = discounted, self._discounted(passed)
            shares[index] += (discounted - before) * self._percent.percent_of(-negative_price)
        return shares

    def _discounted(self, units: int) -> int:
        """How many of the first so many units are discounted."""
        groups, rest = divmod(units, self._size)
        return groups * self._get + max(0, rest - self._buy)


class GiftContender:
    """Up to so many units of one product are free: earlier lines first, a line's dearest units first."""

    ceiling = None

    def __init__(self, promotion: Gift, field: Field) -> None:
        self._quantity = promotion.quantity
        self._field = field

    def reach(self, place: int) -> int:
        """Its dearest units, as if no line before it had any."""
        return self._free(place, self._quantity)

    def total(self, places: Sequence[int]) -> int:
        """The value of the free units."""
        return sum(self.shares(places))

    def shares(self, places: Sequence[int]) -> list[int]:
        """The value of each line's free units."""
        shares: list[int] = []
        given = self._quantity
        for place in places:
            units = min(given, self._field.units[place])
            shares.append(self._free(place, units))
            given -= units
        return shares

    def _free(self, place: int, units: int) -> int:
        each, dearer = divmod(self._field.left[place], self._field.units[place])
        units = min(units, self._field.units[place])
        return each * units + min(dearer, units)


def _unit_runs(left: int, units: int) -> tuple[tuple[int, int], ...]:
    """What remains of a line, split over its units by largest remainder: runs of one price, dearest first."""
    each, dearer = divmod(left, units)
    return ((each + 1, dearer), (each, units - dearer)) if dearer else ((each, units),)


def percent_cut(percent: Rate, left: Sequence[int]) -> list[int]:
    """A percentage of each amount, rounded."""
    return [percent.percent_of(amount) for amount in left]
