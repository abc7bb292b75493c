"""Group promotions at work: what each takes off any set of the lines that it may have in one stage.

A contender is asked for its total on many sets while the best set of promotions is looked for, so that is
made fast; it is asked for the shares of the lines only once it is chosen. Both are after the cut, as the
choice compares them. Nothing is worked out before it is asked for: of two thousand contenders most never
are.
"""

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple, Protocol

from loyalty.quote.patches import PatchMap, Picker
from loyalty.rates import Rate
from loyalty.splits import split


class Field(NamedTuple):
    """The lines that some contenders meet on, by their place there.

    `left` is what remains of each, `most` where a cut on it stops, `units` its whole units.
    """

    left: Sequence[int]
    most: Sequence[int]
    units: Sequence[int]
    patches: PatchMap


class Contender(Protocol):
    """One group promotion on the lines of a field that it may have."""

    def total(self, flags: bytes) -> int:
        """What it takes off the lines of some patches, at least one and all of them its own, together."""
        ...

    def shares(self, places: Sequence[int]) -> list[int]:
        """What it takes off each of these lines, given by rising places; they add up to the total."""
        ...

    def reach(self) -> dict[int, int]:
        """By place, a bound: on no set of lines does its total pass the sum of their reaches."""
        ...

    @property
    def ceiling(self) -> int | None:
        """A bound on the total on any set, where there is one beside the reaches."""
        ...


class SplitContender:
    """An amount split over lines by weight, at most the weight off each.

    That is `amount_off`, whose weights are what remains, and `percent_off` with a maximum, whose weights
    are the percentage of it. Each share is cut to where cuts on its line stop.
    """

    def __init__(self, amount: int, percent: Rate | None, field: Field, patches: int) -> None:
        self.ceiling = amount
        self._percent = percent
        self._field = field
        self._patches = patches
        self._lines: _SplitLines | None = None

    def reach(self) -> dict[int, int]:
        """The weight, cut: no share is more than its weight."""
        places = self._field.patches.places(self._patches)
        most = [self._field.most[place] for place in places]
        return dict(zip(places, map(min, self._weights(places), most), strict=True))

    def total(self, flags: bytes) -> int:
        """The sum of the shares; they need not be worked out where none of them is cut."""
        lines = self._lines
        if lines is None:
            places = self._field.patches.places(self._patches)
            lines = self._lines = _SplitLines(self._weights(places), self._field, places)
        picked = lines.picker.pick(flags)
        amount = self.ceiling
        whole = sum(compress(lines.weights, picked))
        if whole <= amount:
            return sum(compress(lines.cut_weights, picked))
        weight, most = lines.tightest(flags)
        # A share is its part rounded up or down, and where cuts stop is a whole number.
        if amount * weight <= most * whole:
            return amount
        parts = split(amount, list(compress(lines.weights, picked)))
        return sum(map(min, parts, compress(lines.most, picked)))

    def shares(self, places: Sequence[int]) -> list[int]:
        """The parts of the amount, each cut; what is cut goes nowhere else."""
        parts = self._weights(places)
        if sum(parts) > self.ceiling:
            parts = split(self.ceiling, parts)
        most = self._field.most
        return list(map(min, parts, [most[place] for place in places]))

    def _weights(self, places: Sequence[int]) -> list[int]:
        left = self._field.left
        weights = [left[place] for place in places]
        return weights if self._percent is None else self._percent.percent_of_each(weights)


class _SplitLines:
    """The lines of a split in columns, to be picked from by patches."""

    def __init__(self, weights: Sequence[int], field: Field, places: Sequence[int]) -> None:
        self.picker = Picker([field.patches.numbers[place] for place in places])
        self.weights = weights
        self.most = [field.most[place] for place in places]
        self.cut_weights = list(map(min, weights, self.most))
        self._by_tightness: list[tuple[int, int]] = []
        self._tight_picker = Picker(())

    def tightest(self, flags: bytes) -> tuple[int, int]:
        """Of the lines in some patches, the first to be cut as the amount grows: its weight and most."""
        if not self._by_tightness:
            pairs = list(zip(self.weights, self.most, strict=True))
            order = sorted(range(len(pairs)), key=lambda index: _tightness(*pairs[index]))
            self._by_tightness = [pairs[index] for index in order]
            self._tight_picker = Picker([self.picker.numbers[index] for index in order])
        return next(compress(self._by_tightness, self._tight_picker.pick(flags)))


def _tightness(weight: int, most: int) -> int:
    """A number that grows with `most` / `weight`, differently for any two parts that differ."""
    return (most << _PART_BITS) // weight if weight else 1 << 2 * _PART_BITS


_PART_BITS = 96
"""More than twice the bits of an amount, so that parts that differ at all differ here too."""


class GiftContender:
    """Up to so many units of one product are free: earlier lines first, a line's dearest units first."""

    ceiling = None

    def __init__(self, quantity: int, field: Field, patches: int) -> None:
        self._quantity = quantity
        self._field = field
        self._patches = patches

    def reach(self) -> dict[int, int]:
        """Its dearest units, as if no line before it had any."""
        places = self._field.patches.places(self._patches)
        return {place: self._free(place, self._quantity) for place in places}

    def total(self, flags: bytes) -> int:
        """The value of the free units."""
        numbers = self._field.patches.numbers
        return sum(self.shares([place for place, number in enumerate(numbers) if flags[number]]))

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
