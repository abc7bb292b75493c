"""Eight hours at one till: no memory that is not given back, and no sale slower than the first ones.

The program's own window over its own file, with a scanner, a printer and a clock that runs ahead; takings
back, locks, sign-outs, every screen now and then, and the day's close are part of it (`tests.longday`). Here
it is a part of the 5,000 sales of a busy day; `make soak` does all of them.
"""

from collections.abc import Iterable
from typing import Final

from terminal.store.connection import CACHE_KIB
from tests.bench.harness import Figure, Scale
from tests.longday.day import Shop, lived

SALES: Final = 1_500
PARTS: Final = 3
FILLED_MB: Final = 2 * CACHE_KIB / 1024
"""Of the rise: the two connections keep pages of the file until each has this much, as they may."""
FLAT_MB: Final = 8.0
"""The rest of it."""
SLOWER: Final = 1.15


def measure(scale: Scale) -> Iterable[Figure]:
    """What the sales after the first part of the day added, and how much slower the last part was."""
    sales = min(SALES, scale.rounds * 3)
    part = max(1, sales // PARTS)
    shop = Shop(members=min(2_000, scale.members), products=5_000)
    noted, _ = lived(sales, shop=shop, note_every=part, scratch=scale.fresh, kept=scale.kept)
    first, last = noted.held[0], noted.held[-1]
    yield Figure(
        name=f"what the sales after the first {part:,} of {sales:,} added",
        statistic="rise",
        unit="MB",
        measured=last.resident_mb - first.resident_mb,
        at_most=FILLED_MB + FLAT_MB,
        note=(
            f"objects of Python {first.python_objects:,} and {last.python_objects:,},"
            f" of Qt {first.qt_objects:,} and {last.qt_objects:,};"
            f" load of the machine {first.load:.1f} and {last.load:.1f}"
        ),
    )
    yield Figure(
        name=f"a sale of the last {part:,} of {sales:,}, of the processor",
        statistic="p50",
        unit="ms",
        measured=noted.median_ms(last=part),
        at_most=SLOWER,
        floor=noted.median_ms(first=part),
        floor_name=f"one of the first {part:,}",
    )
