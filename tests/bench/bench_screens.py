"""From a choice in the menu to the painted screen, for every screen that the menu opens.

Everything is real but the glass: the program's own window over its encrypted file, the lanes, goods and
members of a large shop, and the sales of a long day. A screen counts as open once what it asked of the till's
file has come, and the whole window was painted with it. What only a server can tell comes later, and has no
part in this. Of a hundred openings of a screen the first builds it: that one has a figure of its own.

A person waits by the wall's clock, so that is the promise. Beside it stands the processor's time of all
threads, which another program's work does not add to.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from tests.bench.harness import Figure, Scale, samples
from tests.bench.paired_till import paired_till
from tests.bench.promises import bound
from tests.bench.window_at_work import PRODUCTS, Opened, at_work, stock

SALES: Final = 5_000
SALES_A_ROUND: Final = 10
PRODUCTS_A_ROUND: Final = 100
OPENINGS: Final = 100
FIRST_MS: Final = 100.0
"""Once a day and screen, when it is built."""
CLOCKS: Final[Mapping[str, Callable[[Opened], float]]] = {
    "": lambda opened: opened.wall_s,
    ", of the processor": lambda opened: opened.processor_s,
}


def measure(scale: Scale) -> Iterable[Figure]:
    """Each screen so many times, the screens in turns; p99 of each, and the longest of the first openings."""
    openings, sales = min(OPENINGS, scale.rounds), min(SALES, SALES_A_ROUND * scale.rounds)
    folder = paired_till(scale)
    products = min(PRODUCTS, PRODUCTS_A_ROUND * scale.rounds)
    stock(folder, sales=sales, products=products)
    taken: dict[str, list[Opened]] = {}
    with at_work(folder) as till:
        for _ in range(openings):
            for opened in till.opened_in_turn():
                taken.setdefault(opened.name, []).append(opened)
    note = f"{openings} times, {products:,} products, {scale.members:,} members, {sales:,} sales"
    for what, clock in CLOCKS.items():
        yield from _each(taken, what, clock, note)


def _each(
    taken: Mapping[str, Sequence[Opened]], what: str, clock: Callable[[Opened], float], note: str
) -> Iterator[Figure]:
    for name, opened in taken.items():
        yield Figure(
            name=f"opening {name}{what}",
            statistic="p99",
            unit="ms",
            measured=samples([clock(each) for each in opened]).percentile_ms(99),
            at_most=bound("screens"),
            promise="" if what else "screens",
            note=note,
        )
    slowest = max(taken, key=lambda name: clock(taken[name][0]))
    yield Figure(
        name=f"opening a screen for the first time{what}",
        statistic="most",
        unit="ms",
        measured=clock(taken[slowest][0]) * 1000,
        at_most=FIRST_MS,
        note=f"of {len(taken)} screens; this is {slowest.removeprefix('the ')}",
    )
