"""`python -m tests.simulation --rules`, for `make soak`: rules taken away one by one, and what misses them.

The table is the evidence that simulated days would see what they say is not there: a line for a rule, with
the first seed whose day breaks a promise without it. A rule that no day misses is a hole in the simulation.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

from tests.simulation.hunt import first_to_miss, seldom_tidy
from tests.simulation.memory_shop import MemoryShop
from tests.simulation.mutants import Mutant
from tests.simulation.sides import OpenShop
from tests.simulation.steps import Day, day_of

MOST_DAYS = 120
"""So many days at most until a lost rule is noticed."""
HEAD = (
    "| without the rule that | missed on day | seed | the promise that breaks |",
    "| --- | ---: | ---: | --- |",
)


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule that was taken away: `seed` is of the day that missed it, None where all of `days` went well."""

    rule: str
    first: int
    days: int
    seed: int | None
    promise: str

    def row(self) -> str:
        """A line of the table."""
        if self.seed is None:
            return f"| {self.rule} | **not on {self.days} days** | {self.first} on | |"
        return f"| {self.rule} | {self.seed - self.first + 1} | {self.seed} | {self.promise} |"


def try_all(
    mutants: Sequence[Mutant],
    *,
    first: int,
    days: int,
    open_shop: OpenShop = MemoryShop,
    plan: Callable[[int], Day] = day_of,
) -> Iterator[Tried]:
    """Take every rule away in turn, on every core; in the order of the rules."""
    with ProcessPoolExecutor(os.cpu_count(), initializer=seldom_tidy) as pool:
        yield from pool.map(partial(_try, first=first, days=days, open_shop=open_shop, plan=plan), mutants)


def closing_line(tried: Sequence[Tried]) -> str:
    """What came of all of them; `tools.soak` reads it."""
    return f"{len(tried)} rules taken away, {sum(each.seed is None for each in tried)} not missed"


def _try(mutant: Mutant, *, first: int, days: int, open_shop: OpenShop, plan: Callable[[int], Day]) -> Tried:
    found = first_to_miss(mutant, seeds=range(first, first + days), open_shop=open_shop, plan=plan)
    seed, promise = found or (None, "")
    return Tried(mutant.rule, first, days, seed, promise)
