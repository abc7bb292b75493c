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
        self._order: list[int] = []
        self.gain = 0
        self.best: list[int] = []

    def run(self) -> None:
        """Climbs from both starts; either has half of the work."""
        everything = self._without_idle(range(self._ground.count))
        self._keep(everything, self._gain_of(everything))
        self._order = self._promising(self._work_max // 4)
        self._climb([], self._work_max // 2)
        self._climb(everything, self._work_max)

    def _promising(self, work_max: int) -> list[int]:
        """The contenders, those first that gain most on all their lines, as far as that is known."""
        ground = self._ground
        alone = [0] * ground.count
        for number in range(ground.count):
            if ground.work > work_max:
                break
            alone[number] = ground.gain(number, ground.on[number])
        return sorted(range(ground.count), key=lambda number: -alone[number])

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
        return sum([ground.gain(number, patches) for number, patches in ground.divided(chosen)])

    def _without_idle(self, chosen: Iterable[int]) -> list[int]:
        """Without those that find all their lines taken."""
        return [number for number, _ in self._ground.divided(chosen)]


def _toggled(chosen: list[int], number: int) -> list[int]:
    """With the number where it was missing, without it where it was there; rising as before."""
    place = bisect_left(chosen, number)
    if place < len(chosen) and chosen[place] == number:
        return chosen[:place] + chosen[place + 1 :]
    return [*chosen[:place], number, *chosen[place:]]
