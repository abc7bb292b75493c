"""`buy_get` at work: units of all lines in groups, of which the cheapest are discounted."""

from collections.abc import Sequence
from itertools import accumulate, compress
from typing import NamedTuple

from loyalty.program.model import BuyGet
from loyalty.quote.contenders import Field
from loyalty.quote.patches import Picker

_UNITS_PER_RUN = 12
"""Up to so many on average, it is faster to look at every unit than at runs of them."""


class _Run(NamedTuple):
    """Some units of one line that have one price; runs sort with the dearest first, then by line."""

    negative_price: int
    place: int
    units: int
    off: int


class BuyGetContender:
    """All units, dearest first, in groups of `buy` + `get`, of which the last `get` are discounted.

    A line of many units is two runs at most, so it makes no difference how many.
    """

    ceiling = None

    def __init__(self, promotion: BuyGet, field: Field, patches: int) -> None:
        self._buy = promotion.buy
        self._get = promotion.get
        self._size = promotion.buy + promotion.get
        self._off = promotion.percent.percent_of
        self._field = field
        self._patches = patches
        self._known_runs: dict[int, list[_Run]] = {}
        self._picking: _UnitPicking | _RunPicking | None = None

    def reach(self) -> dict[int, int]:
        """Of all a line's discounts `get` parts in `buy` + `get`: a group's cheapest come to no more."""
        reach: dict[int, int] = {}
        for place in self._field.patches.places(self._patches):
            whole = sum([run.off * run.units for run in self._runs_of(place)])
            reach[place] = -(-whole * self._get // self._size)
        return reach

    def total(self, flags: bytes) -> int:
        """The discounts of all full groups."""
        picking = self._picking
        if picking is None:
            runs = self._runs(self._field.patches.places(self._patches))
            are_few = sum([run.units for run in runs]) <= _UNITS_PER_RUN * len(runs)
            picking = self._picking = (_UnitPicking if are_few else _RunPicking)(runs, self._field)
        if isinstance(picking, _UnitPicking):
            return self._total_of_units(picking.offs(flags))
        units, offs = picking.columns(flags)
        return sum(map(int.__mul__, self._discounted(units), offs))

    def shares(self, places: Sequence[int]) -> list[int]:
        """What the discounted units of each line come to."""
        shares = dict.fromkeys(places, 0)
        runs = self._runs(places)
        for run, units in zip(runs, self._discounted([run.units for run in runs]), strict=True):
            shares[run.place] += units * run.off
        return list(shares.values())

    def _runs(self, places: Sequence[int]) -> list[_Run]:
        """The units of some lines, dearest first."""
        return sorted([run for place in places for run in self._runs_of(place)])

    def _runs_of(self, place: int) -> list[_Run]:
        """What remains of a line, split over its units by largest remainder."""
        runs = self._known_runs.get(place)
        if runs is None:
            units = self._field.units[place]
            each, dearer = divmod(self._field.left[place], units)
            runs = [_Run(-each, place, units - dearer, self._off(each))]
            if dearer:
                runs.append(_Run(-each - 1, place, dearer, self._off(each + 1)))
            self._known_runs[place] = runs
        return runs

    def _total_of_units(self, offs: Sequence[int]) -> int:
        """The discounts of full groups, given what each unit would have off, dearest first."""
        size, groups = self._size, len(offs) // self._size
        if groups < self._get:
            starts = range(self._buy, groups * size, size)
            return sum([sum(offs[start : start + self._get]) for start in starts])
        return sum([sum(offs[start : groups * size : size]) for start in range(self._buy, size)])

    def _discounted(self, units: Sequence[int]) -> list[int]:
        """How many of the units of each run are discounted, given how many each has, dearest first."""
        size, get, buy = self._size, self._get, self._buy
        passed = list(accumulate(units))
        end_of_groups = passed[-1] - passed[-1] % size
        # After so many units from the dearest on: whole groups, and what is discounted of the one begun.
        discounted = [
            groups * get + (rest - buy if rest > buy else 0)
            for groups, rest in [divmod(min(each, end_of_groups), size) for each in passed]
        ]
        return list(map(int.__sub__, discounted, [0, *discounted]))


class _UnitPicking:
    """Every unit of some runs, to be picked by patches: the fastest where runs are short."""

    def __init__(self, runs: Sequence[_Run], field: Field) -> None:
        numbers = field.patches.numbers
        self._offs = [off for run in runs for off in [run.off] * run.units]
        self._picker = Picker([number for run in runs for number in [numbers[run.place]] * run.units])

    def offs(self, flags: bytes) -> list[int]:
        """What each unit in some patches would have off, dearest first."""
        return list(compress(self._offs, self._picker.pick(flags)))


class _RunPicking:
    """Runs to be picked by patches."""

    def __init__(self, runs: Sequence[_Run], field: Field) -> None:
        self._units = [run.units for run in runs]
        self._offs = [run.off for run in runs]
        self._picker = Picker([field.patches.numbers[run.place] for run in runs])

    def columns(self, flags: bytes) -> tuple[list[int], list[int]]:
        """How many units the runs in some patches have, dearest first, and what each unit would have off."""
        picked = self._picker.pick(flags)
        return list(compress(self._units, picked)), list(compress(self._offs, picked))
