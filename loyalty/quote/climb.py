"""A search for a good set of group promotions, where there are too many to try every set.

It knows nothing of what a promotion does: only of gains on patches of lines.
"""

from bisect import bisect_left
from collections.abc import Iterable

from loyalty.quote.ground import Ground


class Climb:
    """Goes from a set to a better one by adding or dropping one contender, while that helps.

    It starts from every contender in file order, so it ends no worse than that, and from none.
    """

    def __init__(self, ground: Ground, *, work_max: int) -> None:
        self._ground = ground
        self._work_max = work_max
        alone = [ground.gain(number, ground.on[number]) for number in range(ground.count)]
        self._order = sorted(range(ground.count), key=lambda number: -alone[number])
        self.gain = 0
        self.best: list[int] = []

    def run(self) -> None:
        """Climbs from both starts; the first may use half of the work."""
        everything = list(range(self._ground.count))
        self._keep(everything, self._gain_of(everything))
        self._climb([], self._work_max // 2)
        self._climb(self._without_idle(everything), self._work_max)

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
        self._keep(chosen, gain)

    def _keep(self, chosen: list[int], gain: int) -> None:
        if gain > self.gain:
            self.gain, self.best = gain, self._without_idle(chosen)

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

    def _without_idle(self, chosen: Iterable[int]) -> list[int]:
        """Without those that find all their lines taken."""
        return [had.contender for had in self._ground.had_by(list(chosen))]


def _toggled(chosen: list[int], number: int) -> list[int]:
    """With the number where it was missing, without it where it was there; rising as before."""
    place = bisect_left(chosen, number)
    if place < len(chosen) and chosen[place] == number:
        return chosen[:place] + chosen[place + 1 :]
    return [*chosen[:place], number, *chosen[place:]]
