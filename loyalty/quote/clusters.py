"""Finds the lines that hang together because group promotions share them, directly or through others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loyalty.quote.bits import lowest, members
from loyalty.quote.patches import PatchMap

LINES_MOST = 32
CLUSTERS_KEPT = 1024
"""What is remembered: how so few lines hang together, of so many companies of lines."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Group promotions that share lines, by the numbers of their bits; those lines' places, and patches.

    Both the numbers and the places rise.
    """

    numbers: Sequence[int]
    places: Sequence[int]
    patches: PatchMap


class ClusterMemory:
    """Finds clusters, and remembers those of few lines, which are much the same in many baskets."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Sequence[Cluster]] = {}

    def of(self, rows: tuple[int, ...]) -> Sequence[Cluster]:
        """The clusters of lines, given for each line the bits of the promotions that may have it."""
        found = self._known.get(rows)
        if found is None:
            found = clusters(rows)
            if len(rows) <= LINES_MOST:
                if len(self._known) >= CLUSTERS_KEPT:
                    self._known.clear()
                self._known[rows] = found
        return found


def clusters(rows: Sequence[int]) -> list[Cluster]:
    """The clusters of lines; a line that no promotion may have is in none."""
    owners = owners_of(row for row in rows if row)
    found: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        if row:
            found.setdefault(owners[row], []).append(place)
    return [
        Cluster(members(bits), places, PatchMap([rows[place] for place in places]))
        for bits, places in found.items()
    ]


def owners_of(rows: Iterable[int]) -> dict[int, int]:
    """For each different row of bits, all the bits that hang together with it."""
    separate: list[int] = []
    seen = 0
    different = set(rows)
    for row in different:
        joined = row
        if row & seen:
            joined |= sum([other for other in separate if other & row])
            separate = [other for other in separate if not other & row]
        separate.append(joined)
        seen |= row
    owner_of_bit = {number: bits for bits in separate for number in members(bits)}
    return {row: owner_of_bit[lowest(row)] for row in different}
