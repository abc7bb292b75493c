"""Eight hours at one till: no memory that is not given back, and no sale slower than the first ones.

The program's own window over its own file, with a scanner, a printer and a clock that runs ahead, so that the
5,000 sales of a busy day take some minutes; takings back, locks, sign-outs, every screen now and then, and
the day's close are part of it (`tests.longday`). The first sales fill caches; what those after them add is
measured, and the last ones are compared with the first.
"""

from collections.abc import Iterable
from statistics import median
from typing import Final

from terminal.store.connection import CACHE_KIB
from tests.bench.harness import Figure, Scale
from tests.bench.promises import bound
from tests.longday.day import Shop, lived

SALES: Final = 5_000
SALES_A_ROUND: Final = 10
PRODUCTS: Final = 5_000
PRODUCTS_A_ROUND: Final = 100
PARTS: Final = 5
FILLED_MB: Final = 2 * CACHE_KIB / 1024
"""Of the rise: the two connections keep pages of the file until each has this much, as they may."""


def measure(scale: Scale) -> Iterable[Figure]:
    """What the sales after the first part of the day added, and how much slower the last part was."""
    sales = min(SALES, scale.rounds * SALES_A_ROUND)
    part = max(1, sales // PARTS)
    shop = Shop(members=min(2_000, scale.members), products=min(PRODUCTS, scale.rounds * PRODUCTS_A_ROUND))
    noted, _ = lived(sales, shop=shop, note_every=part, scratch=scale.fresh, kept=scale.kept)
    first, last = noted.held[0], noted.held[-1]
    yield Figure(
        name=f"what the sales after the first {part:,} of {sales:,} added",
        statistic="rise",
        unit="MB",
        measured=last.resident_mb - first.resident_mb,
        at_most=FILLED_MB + bound("day-memory"),
        promise="day-memory",
        note=(
            f"{FILLED_MB:.0f} MB of it may be pages of the file; MB after each part "
            + " ".join(f"{held.resident_mb:.1f}" for held in noted.held)
            + f"; objects of Python {first.python_objects:,} and {last.python_objects:,},"
            f" of Qt {first.qt_objects:,} and {last.qt_objects:,};"
            f" load of the machine {first.load:.1f} and {last.load:.1f}"
        ),
    )
    wall = [median(part_s) * 1_000 for part_s in (noted.wall_s[:part], noted.wall_s[-part:])]
    yield Figure(
        name=f"a sale of the last {part:,} of {sales:,}, of the processor",
        statistic="p50",
        unit="ms",
        measured=noted.median_ms(last=part),
        at_most=bound("day-speed"),
        promise="day-speed",
        floor=noted.median_ms(first=part),
        floor_name=f"one of the first {part:,}",
        note=f"by the wall's clock {wall[0]:.1f} and {wall[1]:.1f} ms",
    )
