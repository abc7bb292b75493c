"""Finds the lines that hang together because group promotions share them, directly or through others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loyalty.quote.bits import lowest, members


@dataclass(frozen=True, slots=True)
class Cluster:
    """Group promotions, as bits, that share lines; the places of those lines, rising, and their rows."""

    bits: int
    places: Sequence[int]
    rows: Sequence[int]


def clusters(rows: Mapping[int, int]) -> list[Cluster]:
    """The clusters of places, each given with the bits of its promotions, at least one."""
    owners = owners_of(rows.values())
    found: dict[int, list[int]] = {}
    for place, row in rows.items():
        found.setdefault(owners[row], []).append(place)
    return [Cluster(bits, places, [rows[place] for place in places]) for bits, places in found.items()]


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
