"""Chooses the set of group promotions that is best for the customer, in one cluster of a stage.

Taken in file order, each promotion of a set has all its lines that no earlier one of the set has taken; the
lines left over go to their best line promotion. The best set is the one of the largest total; then the one
of fewer promotions; then the one that has the first promotion on which two sets differ.

Lines that the same promotions compete for are one patch, and a set of patches is a whole number of bits.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loyalty.quote.bits import members
from loyalty.quote.contenders import Contender

EXACT_MAX = 10
"""Clusters of up to so many promotions are chosen exactly, whatever it takes."""

_EXACT_TRIED_MAX = 24
"""Up to so many an exact search is tried, and may come through with the work it is given."""

_MORE_THAN_ANY = 10**9


@dataclass(frozen=True, slots=True)
class Rivals:
    """The contenders of one cluster, in file order, and what they compete for.

    `rows` says for each place of the field, as bits, which contenders may have the line; `floors` is what
    the line's best line promotion takes off it, which is lost to a contender that has the line.
    """

    contenders: Sequence[Contender]
    rows: Sequence[int]
    floors: Sequence[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen contenders by number, rising, each with the places of the lines it has.

    `is_proven` is false where a search stood in and better sets may have gone unseen.
    """

    taken: tuple[tuple[int, list[int]], ...]
    is_proven: bool


def choose(rivals: Rivals, *, work: int) -> Choice:
    """The best set; above `EXACT_MAX` contenders, the best of a search that does about so much work.

    Work is counted in lines and sets looked at, never in time, so that every machine finds the same.
    """
    if len(rivals.contenders) == 1:
        return _choose_alone(rivals)
    ground = _Ground(rivals)
    if len(rivals.contenders) <= EXACT_MAX:
        search = _ExactSearch(ground)
        search.run()
        return Choice(ground.taken_by(search.best), is_proven=True)
    return _search(ground, work)


def _choose_alone(rivals: Rivals) -> Choice:
    places = list(range(len(rivals.rows)))
    if rivals.contenders[0].total(places) > sum(rivals.floors):
        return Choice(((0, places),), is_proven=True)
    return Choice((), is_proven=True)


class _Ground:
    """The patches of a cluster, and what each contender gains on any set of them over the line promotions."""

    def __init__(self, rivals: Rivals) -> None:
        self._contenders = rivals.contenders
        patches: dict[int, list[int]] = {}
        for place, row in enumerate(rivals.rows):
            patches.setdefault(row, []).append(place)
        self._patches = list(patches.values())
        self._floors = [sum(rivals.floors[place] for place in patch) for patch in self._patches]
        self.work = 0
        self.count = len(rivals.contenders)
        self.all = (1 << len(self._patches)) - 1
        self.on = [
            sum(1 << number for number, row in enumerate(patches) if row >> contender & 1)
            for contender in range(self.count)
        ]
        self.hopes = [self._hope(contender, rivals.floors) for contender in range(self.count)]
        self._gains: list[dict[int, int]] = [{} for _ in range(self.count)]

    def gain(self, contender: int, patches: int) -> int:
        """What the contender takes off these patches over what their line promotions would."""
        known = self._gains[contender].get(patches)
        self.work += 1
        if known is None:
            places = self.places(patches)
            self.work += len(places)
            total = self._contenders[contender].total(places)
            known = total - sum(self._floors[number] for number in members(patches))
            self._gains[contender][patches] = known
        return known

    def places(self, patches: int) -> list[int]:
        """The places of all lines in these patches, rising."""
        return sorted(place for number in members(patches) for place in self._patches[number])

    def taken_by(self, chosen: Sequence[int]) -> tuple[tuple[int, list[int]], ...]:
        """The lines that each of a set of contenders has."""
        free = self.all
        taken: list[tuple[int, list[int]]] = []
        for contender in chosen:
            taken.append((contender, self.places(self.on[contender] & free)))
            free &= ~self.on[contender]
        return tuple(taken)

    def _hope(self, number: int, floors: Sequence[int]) -> int:
        """A bound on the gain of a contender on any set of lines."""
        contender = self._contenders[number]
        hope = sum(max(0, contender.reach(place) - floors[place]) for place in self.places(self.on[number]))
        return hope if contender.ceiling is None else min(hope, contender.ceiling)


class _ExactSearch:
    """Tries every set that could be the best, those with earlier promotions first.

    With `work_max` it stops once the ground has done so much work; `is_whole` tells whether it went through.
    """

    def __init__(self, ground: _Ground, *, least_gain: int = 0, work_max: int | None = None) -> None:
        self._ground = ground
        self._hopes = [0] * (ground.count + 1)
        for number in reversed(range(ground.count)):
            self._hopes[number] = self._hopes[number + 1] + ground.hopes[number]
        self._work_max = work_max
        self._size = _MORE_THAN_ANY if least_gain else 0
        self.gain = least_gain
        self.best: tuple[int, ...] = ()
        self.is_whole = True

    def run(self) -> None:
        """Searches from the start."""
        self._go(0, self._ground.all, 0, ())

    def _go(self, number: int, free: int, gain: int, chosen: tuple[int, ...]) -> None:
        ground = self._ground
        if number == ground.count:
            if gain > self.gain or (gain == self.gain and len(chosen) < self._size):
                self.gain, self._size, self.best = gain, len(chosen), chosen
            return
        hope = gain + self._hopes[number]
        if hope < self.gain or (hope == self.gain and len(chosen) >= self._size) or self._is_spent():
            return
        patches = ground.on[number] & free
        if patches:
            more = gain + ground.gain(number, patches)
            self._go(number + 1, free & ~patches, more, (*chosen, number))
        self._go(number + 1, free, gain, chosen)

    def _is_spent(self) -> bool:
        if self._work_max is not None and self._ground.work > self._work_max:
            self.is_whole = False
        return not self.is_whole


class _Climb:
    """Goes from a set to a better one by adding or dropping one contender, until none is better.

    It starts from every contender in file order, so it ends no worse than that, and from none.
    """

    def __init__(self, ground: _Ground, *, work_max: int) -> None:
        self._ground = ground
        self._work_max = work_max
        alone = [ground.gain(number, ground.on[number]) for number in range(ground.count)]
        self._order = sorted(range(ground.count), key=lambda number: -alone[number])
        self.gain = 0
        self.best: list[int] = []

    def run(self) -> None:
        """Climbs from both starts; either may use half of the work."""
        start = self._ground.work
        half = start + (self._work_max - start) // 2
        self._climb([], half)
        self._climb(self._drop_idle(range(self._ground.count)), self._work_max)

    def _climb(self, chosen: list[int], work_max: int) -> None:
        gain = self._gain_of(chosen)
        is_rising = True
        while is_rising:
            is_rising = False
            for number in self._order:
                if self._ground.work > work_max:
                    break
                other = _toggled(chosen, number)
                other_gain = self._gain_of(other)
                if other_gain > gain or (other_gain == gain and len(other) < len(chosen)):
                    chosen, gain, is_rising = other, other_gain, True
        if gain > self.gain:
            self.gain, self.best = gain, self._drop_idle(chosen)

    def _gain_of(self, chosen: Iterable[int]) -> int:
        ground = self._ground
        free = ground.all
        gain = 0
        for number in chosen:
            patches = ground.on[number] & free
            if patches:
                gain += ground.gain(number, patches)
                free &= ~patches
        return gain

    def _drop_idle(self, chosen: Iterable[int]) -> list[int]:
        """Without those that find all their lines taken."""
        free = self._ground.all
        kept: list[int] = []
        for number in chosen:
            if self._ground.on[number] & free:
                kept.append(number)
                free &= ~self._ground.on[number]
        return kept


def _toggled(chosen: list[int], number: int) -> list[int]:
    place = bisect_left(chosen, number)
    if place < len(chosen) and chosen[place] == number:
        return chosen[:place] + chosen[place + 1 :]
    return [*chosen[:place], number, *chosen[place:]]


def _search(ground: _Ground, work: int) -> Choice:
    """The best set that so much work finds; proven where the exact search comes through."""
    climb = _Climb(ground, work_max=ground.work + work // 2)
    climb.run()
    best: Sequence[int] = climb.best
    is_proven = False
    if ground.count <= _EXACT_TRIED_MAX:
        search = _ExactSearch(ground, least_gain=climb.gain, work_max=ground.work + work // 2)
        search.run()
        is_proven = search.is_whole
        if is_proven or search.gain > climb.gain:
            best = search.best
    return Choice(ground.taken_by(best), is_proven=is_proven)
