"""Group promotions at work: what each takes off any set of the lines that it may have in one stage.

A contender is asked for its total on many sets while the best set of promotions is looked for, and for the
shares of the lines only once it is chosen. Both are after the cut, as the choice compares them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from loyalty.program.model import AmountOff, BuyGet, Gift
from loyalty.quote.compiled import GroupPromotion
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

    That is `amount_off`, and `percent_off` with a maximum. The weight is what remains, or the percentage of
    it; each share is cut to where cuts on its line stop.
    """

    def __init__(self, amount: int, weights: Sequence[int], most: Sequence[int]) -> None:
        self.ceiling = amount
        self._weights = weights
        self._most = most

    def reach(self, place: int) -> int:
        """The weight, cut: no share is more than its weight."""
        return min(self._weights[place], self._most[place])

    def total(self, places: Sequence[int]) -> int:
        """The sum of the shares; they need not be worked out where none of them is cut."""
        amount, weights, most = self.ceiling, self._weights, self._most
        whole = sum([weights[place] for place in places])
        if whole > amount:
            for place in places:
                # A share is its part rounded up or down, and where cuts stop is a whole number.
                if amount * weights[place] > most[place] * whole:
                    return sum(self.shares(places))
            return amount
        return sum([min(weights[place], most[place]) for place in places])

    def shares(self, places: Sequence[int]) -> list[int]:
        """The parts of the amount, each cut; what is cut goes nowhere else."""
        weights = [self._weights[place] for place in places]
        parts = weights if sum(weights) <= self.ceiling else split(self.ceiling, weights)
        return list(map(min, parts, [self._most[place] for place in places]))


class _Run(NamedTuple):
    """Some units of one line that have one price; runs sort with the dearest first, then by line."""

    negative_price: int
    place: int
    units: int
    off: int


class BuyGetContender:
    """All units, dearest first, in groups of `buy` + `get`, of which the last `get` are discounted."""

    ceiling = None

    def __init__(self, promotion: BuyGet, field: Field) -> None:
        self._buy = promotion.buy
        self._get = promotion.get
        self._size = promotion.buy + promotion.get
        self._percent = promotion.percent
        self._field = field
        self._known_runs: dict[int, list[_Run]] = {}

    def reach(self, place: int) -> int:
        """Of all its units' discounts `get` parts in `buy` + `get`: a group's cheapest come to no more."""
        whole = sum([run.off * run.units for run in self._runs(place)])
        return -(-whole * self._get // self._size)

    def total(self, places: Sequence[int]) -> int:
        """The discounts of all full groups."""
        return sum([units * run.off for run, units in self._discounted_runs(places)])

    def shares(self, places: Sequence[int]) -> list[int]:
        """What the discounted units of each line come to."""
        shares = dict.fromkeys(places, 0)
        for run, units in self._discounted_runs(places):
            shares[run.place] += units * run.off
        return list(shares.values())

    def _discounted_runs(self, places: Sequence[int]) -> list[tuple[_Run, int]]:
        """How many units of which runs are discounted."""
        runs = [run for place in places for run in self._runs(place)]
        runs.sort()
        size, get, buy = self._size, self._get, self._buy
        units = sum([run.units for run in runs])
        end_of_groups = units - units % size
        found: list[tuple[_Run, int]] = []
        passed = discounted = 0
        for run in runs:
            passed += run.units
            if passed > end_of_groups:
                passed = end_of_groups
            groups, rest = divmod(passed, size)
            before, discounted = discounted, groups * get + (rest - buy if rest > buy else 0)
            if discounted > before:
                found.append((run, discounted - before))
        return found

    def _runs(self, place: int) -> list[_Run]:
        """What remains of a line, split over its units by largest remainder."""
        runs = self._known_runs.get(place)
        if runs is None:
            units = self._field.units[place]
            each, dearer = divmod(self._field.left[place], units)
            runs = [_Run(-each, place, units - dearer, self._percent.percent_of(each))]
            if dearer:
                runs.append(_Run(-each - 1, place, dearer, self._percent.percent_of(each + 1)))
            self._known_runs[place] = runs
        return runs


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
