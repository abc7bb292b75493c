"""Chooses the set of group promotions that is best for the customer, in one cluster of a stage.

Taken in file order, each promotion of a set has all its lines that no earlier one of the set has taken; the
lines left over go to their best line promotion. The best set is the one of the largest total; then the one
of fewer promotions; then the one that has the first promotion on which two sets differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from loyalty.quote.bits import sum_over
from loyalty.quote.climb import Climb
from loyalty.quote.contenders import Contender
from loyalty.quote.ground import Ground, Had
from loyalty.quote.patches import PatchMap

EXACT_MAX = 10
"""Clusters of up to so many promotions are chosen exactly, whatever it takes."""

_EXACT_TRIED_MAX = 24
"""Up to so many an exact search is tried, and may come through with the work it is given."""

_TRIED_BLINDLY_MAX = 3
"""Up to so many, trying every set costs less than finding out which need not be tried."""

_MORE_THAN_ANY = 10**9


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen contenders by number, rising, each with the places of the lines it has.

    `is_proven` is false where a search stood in and better sets may have gone unseen.
    """

    taken: tuple[Had, ...]
    is_proven: bool


def choose(
    contenders: Sequence[Contender],
    patches: PatchMap,
    floors: Sequence[int],
    *,
    work: int,
) -> Choice:
    """The best set; above `EXACT_MAX` contenders, the best of a search that does about so much work.

    `floors` is what its best line promotion takes off each line. Work is counted in what is looked at,
    never in time, so that every machine finds the same.
    """
    if len(contenders) == 1:
        return _choose_alone(contenders[0], floors)
    if len(contenders) == 2:
        return _choose_of_two(contenders, patches, floors)
    ground = Ground(contenders, patches, floors)
    if len(contenders) > EXACT_MAX:
        return _search(ground, work)
    search = _ExactSearch(ground)
    search.run()
    return Choice(ground.had_by(search.best), is_proven=True)


def _choose_alone(contender: Contender, floors: Sequence[int]) -> Choice:
    """The best set where there is but one promotion: it, or none."""
    places = list(range(len(floors)))
    shares = contender.shares(places)
    if sum(shares) > sum(floors):
        return Choice((Had(0, places, shares),), is_proven=True)
    return Choice((), is_proven=True)


def _choose_of_two(contenders: Sequence[Contender], patches: PatchMap, floors: Sequence[int]) -> Choice:
    """The best set of two promotions: both, the first, the second, or none.

    That is what an exact search finds, without the making of one: most that compete are no more than two.
    """
    first, second = patches.on
    one = _had(0, contenders[0], patches.places(first), floors)
    other = _had(1, contenders[1], patches.places(second), floors)
    taken, gain = ((), 0) if one[1] <= 0 and other[1] <= 0 else max(one, other, key=lambda had: had[1])
    rest = second & ~first
    if rest:
        left = _had(1, contenders[1], patches.places(rest), floors)
        if one[1] + left[1] > gain:
            taken = (*one[0], *left[0])
    return Choice(taken, is_proven=True)


def _had(
    number: int, contender: Contender, places: list[int], floors: Sequence[int]
) -> tuple[tuple[Had, ...], int]:
    """What a contender has of these lines, and what it gains there over their line promotions."""
    shares = contender.shares(places)
    return (Had(number, places, shares),), sum(shares) - sum([floors[place] for place in places])


def _search(ground: Ground, work: int) -> Choice:
    """The best set that so much work finds; proven where the exact search comes through."""
    climb = Climb(ground, work_max=work // 2)
    climb.run()
    if ground.count <= _EXACT_TRIED_MAX:
        search = _ExactSearch(ground, least_gain=climb.gain, work_max=work)
        search.run()
        if search.is_whole or search.gain > climb.gain:
            return Choice(ground.had_by(search.best), is_proven=search.is_whole)
    return Choice(ground.had_by(climb.best), is_proven=False)


class _Hopes:
    """Bounds on what the contenders from a number on can still gain together on what is free.

    Each contender gains no more than its ceiling and its hopes; and each patch goes to one contender at
    most, so together they gain no more than the best hope for each patch.
    """

    def __init__(self, ground: Ground) -> None:
        self._alone = [0] * (ground.count + 1)
        self._best = [[0] * ground.all.bit_length()] * (ground.count + 1)
        for number in reversed(range(ground.count)):
            hopes, ceiling = ground.hopes(number), ground.ceiling(number)
            most = sum(hopes) if ceiling is None else min(ceiling, sum(hopes))
            self._alone[number] = self._alone[number + 1] + most
            self._best[number] = list(map(max, self._best[number + 1], hopes))

    def is_beaten(self, number: int, free: int, missing: int) -> bool:
        """Whether they can surely not gain so much."""
        return self._alone[number] < missing or sum_over(free, self._best[number]) < missing


class _ExactSearch:
    """Tries every set that could be the best, those with earlier promotions first.

    With `work_max` it stops once the ground has done so much work; `is_whole` tells whether it went through.
    """

    def __init__(self, ground: Ground, *, least_gain: int = 0, work_max: int | None = None) -> None:
        self._ground = ground
        self._hopes = _Hopes(ground) if ground.count > _TRIED_BLINDLY_MAX else None
        self._work_max = work_max
        self._size = _MORE_THAN_ANY if least_gain else 0
        self.gain = least_gain
        self.best: tuple[int, ...] = ()
        self.is_whole = True

    def run(self) -> None:
        """Searches from the start."""
        self._go(0, self._ground.all, 0, ())

    def _go(self, number: int, free: int, gain: int, chosen: tuple[int, ...]) -> None:
        """Goes on from a set of contenders below a number, which left these patches free."""
        ground = self._ground
        if number == ground.count:
            if gain > self.gain or (gain == self.gain and len(chosen) < self._size):
                self.gain, self._size, self.best = gain, len(chosen), chosen
            return
        if self._hopes is not None:
            # A set of as many promotions or more has to gain more than the best, and not only as much.
            missing = self.gain - gain + (len(chosen) >= self._size)
            if self._hopes.is_beaten(number, free, missing) or self._is_spent():
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
