"""What each group promotion of a cluster gains by having any set of the lines they compete for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from loyalty.quote.bits import sum_over
from loyalty.quote.contenders import Contender
from loyalty.quote.patches import PatchMap

_FEW_LINES = 8
_SPARSE = 8
"""On few lines, or few of those it could have, a contender works out shares; on more it picks by patches.

Where there are but few lines at all, any set of them counts as so many: it costs less than to count it.
"""

_PREPARING = 8
"""What a contender costs, a line it could have, before it picks for the first time."""


class Had(NamedTuple):
    """A contender by its number, the places of the lines it has, rising, and what it takes off each."""

    contender: int
    places: list[int]
    shares: list[int]


class Ground:
    """The contenders of a cluster, in file order, on its patches.

    `floors` is what its best line promotion takes off each line, which is lost to a contender that has the
    line. `work` counts what was looked at so far, in lines and sets of them.
    """

    def __init__(self, contenders: Sequence[Contender], patches: PatchMap, floors: Sequence[int]) -> None:
        self._contenders = contenders
        self._patches = patches
        self._floors = floors
        self._patch_floors = [0] * patches.count
        for number, floor in zip(patches.numbers, floors, strict=True):
            self._patch_floors[number] += floor
        self._few = len(floors) if len(floors) <= _FEW_LINES else 0
        self._sizes = [self._few or patches.size(on) for on in patches.on]
        self._gains: list[dict[int, int]] = [{} for _ in contenders]
        self._shares: dict[tuple[int, int], list[int]] = {}
        self._prepared: set[int] = set()
        self.work = 0
        self.count = len(contenders)
        self.all = patches.all
        self.on = patches.on

    def gain(self, number: int, patches: int) -> int:
        """What a contender takes off these patches over what their line promotions would."""
        self.work += 1
        gain = self._gains[number].get(patches)
        if gain is None:
            gain = self._gains[number][patches] = self._gain(number, patches)
        return gain

    def _gain(self, number: int, patches: int) -> int:
        contender = self._contenders[number]
        size = self._few or self._patches.size(patches)
        self.work += size
        if size > _FEW_LINES and size * _SPARSE > self._sizes[number]:
            if number not in self._prepared:
                self._prepared.add(number)
                self.work += _PREPARING * self._sizes[number]
            return contender.total(self._patches.flags(patches)) - sum_over(patches, self._patch_floors)
        places = self._patches.places(patches)
        shares = self._shares[number, patches] = contender.shares(places)
        return sum(shares) - sum([self._floors[place] for place in places])

    def hopes(self, number: int) -> list[int]:
        """For each patch, a bound: no gain of the contender on a set of patches passes the sum of theirs."""
        hopes = [0] * len(self._patch_floors)
        numbers, floors = self._patches.numbers, self._floors
        for place, reach in self._contenders[number].reach().items():
            if reach > floors[place]:
                hopes[numbers[place]] += reach - floors[place]
        return hopes

    def ceiling(self, number: int) -> int | None:
        """A bound on every gain of the contender, where there is one beside the sum of its hopes."""
        return self._contenders[number].ceiling

    def had_by(self, chosen: Sequence[int]) -> tuple[Had, ...]:
        """What each of a set of contenders has, where it has any lines."""
        taken: list[Had] = []
        for number, patches in self.divided(chosen):
            places = self._patches.places(patches)
            shares = self._shares.get((number, patches)) or self._contenders[number].shares(places)
            taken.append(Had(number, places, shares))
        return tuple(taken)

    def divided(self, chosen: Iterable[int]) -> list[tuple[int, int]]:
        """The patches that each of a set of contenders, taken in order, finds free, where it finds any."""
        free = self.all
        divided: list[tuple[int, int]] = []
        for number in chosen:
            patches = self.on[number] & free
            if patches:
                divided.append((number, patches))
                free &= ~patches
        return divided
