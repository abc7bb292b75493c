"""From a choice in the menu to the painted screen, for every screen that the menu opens.

Everything is real but the glass: the program's own window over its encrypted file, the lanes, goods and
members of a shop as they are. A screen counts as open once what it asked of the till's file has come, and the
whole window was painted with it. What only a server can tell comes later, and has no part in this. Of a
hundred openings of a screen the first builds it: that one has a figure and a bound of its own. It is the
processor's time of all threads, since the pages of the file lie in memory and another program's work is not
the screen's.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tests.bench.harness import Figure, Scale, samples
from tests.bench.paired_till import paired_till
from tests.bench.window_at_work import PRODUCTS, at_work, stock

MEMBERS: Final = 100_000
SALES: Final = 300
OPENINGS: Final = 100
AT_MOST_MS: Final = 100.0
FIRST_MS: Final = 100.0
"""Once a day and screen, when it is built."""


def measure(scale: Scale) -> Iterable[Figure]:
    """Each screen so many times, the screens in turns; p99 of each, and the longest of the first openings."""
    members, openings = min(MEMBERS, scale.members), min(OPENINGS, scale.rounds)
    folder = paired_till(replace(scale, members=members))
    stock(folder, sales=min(SALES, scale.rounds))
    taken: dict[str, list[float]] = {}
    with at_work(folder) as till:
        for _ in range(openings):
            for name, seconds in till.opened_in_turn():
                taken.setdefault(name, []).append(seconds)
    note = f"{openings} times, {PRODUCTS:,} products, {members:,} members"
    for name, durations in taken.items():
        yield Figure(
            name=f"opening {name}",
            statistic="p99",
            unit="ms",
            measured=samples(durations).percentile_ms(99),
            at_most=AT_MOST_MS,
            note=note,
        )
    slowest = max(taken, key=lambda name: taken[name][0])
    yield Figure(
        name="opening a screen for the first time",
        statistic="most",
        unit="ms",
        measured=taken[slowest][0] * 1000,
        at_most=FIRST_MS,
        note=f"of {len(taken)} screens; this is {slowest.removeprefix('the ')}",
    )
