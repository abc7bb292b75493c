"""What the group promotions of one cluster compete for, and what each gains by having it.

Lines that the same promotions compete for are one patch, and a set of patches is a whole number of bits:
what one promotion leaves to the next is always a set of whole patches.
"""

from collections.abc import Sequence
from typing import NamedTuple

from loyalty.quote.bits import members
from loyalty.quote.contenders import Contender


class Had(NamedTuple):
    """A contender by its number, and the places of the lines it has, rising."""

    contender: int
    places: list[int]


class Ground:
    """The patches of a cluster. `work` counts what was looked at so far, in lines and sets."""

    def __init__(self, contenders: Sequence[Contender], rows: Sequence[int], floors: Sequence[int]) -> None:
        patches: dict[int, list[int]] = {}
        for place, row in enumerate(rows):
            if row in patches:
                patches[row].append(place)
            else:
                patches[row] = [place]
        self._contenders = contenders
        self._totals = [contender.total for contender in contenders]
        self._floors = floors
        self._patches = list(patches.values())
        self._gains: list[dict[int, int]] = [{} for _ in contenders]
        self.work = 0
        self.count = len(contenders)
        self.all = (1 << len(patches)) - 1
        self.on = [0] * self.count
        for number, row in enumerate(patches):
            for contender in members(row):
                self.on[contender] |= 1 << number

    def gain(self, number: int, patches: int) -> int:
        """What a contender takes off these patches over what their line promotions would."""
        self.work += 1
        gain = self._gains[number].get(patches)
        if gain is None:
            places = self.places(patches)
            self.work += len(places)
            lost = sum([self._floors[place] for place in places])
            gain = self._gains[number][patches] = self._totals[number](places) - lost
        return gain

    def hope(self, number: int) -> int:
        """A bound on the gain of a contender on any set of its lines."""
        contender, floors = self._contenders[number], self._floors
        hope = sum(max(0, contender.reach(place) - floors[place]) for place in self.places(self.on[number]))
        return hope if contender.ceiling is None else min(hope, contender.ceiling)

    def places(self, patches: int) -> list[int]:
        """The places of all lines in these patches, rising."""
        numbers = members(patches)
        if len(numbers) == 1:
            return self._patches[numbers[0]]
        return sorted([place for number in numbers for place in self._patches[number]])

    def had_by(self, chosen: Sequence[int]) -> tuple[Had, ...]:
        """The lines that each of a set of contenders has, where it has any."""
        free = self.all
        taken: list[Had] = []
        for number in chosen:
            patches = self.on[number] & free
            if patches:
                taken.append(Had(number, self.places(patches)))
                free &= ~patches
        return tuple(taken)
