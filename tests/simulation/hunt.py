"""Looks for days that break a promise, over many seeds and on every core, and makes them short."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from loyalty.errors import LoyaltillError
from tests.simulation.broken import Broken
from tests.simulation.memory_shop import MemoryShop
from tests.simulation.mutants import Mutant
from tests.simulation.play import DOES, play
from tests.simulation.sides import OpenShop
from tests.simulation.steps import Day, Step, day_of
from tests.simulation.world import World

CRASHES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
    LoyaltillError,
    SQLAlchemyError,
)
"""How a product with a rule less may fall over before any promise is seen to be broken."""
CHUNK = 25
"""Seeds that one process does at a time."""


@dataclass(slots=True)
class Tally:
    """What some days came to: how much was done, what was broken on purpose, which seeds broke a promise.

    `parts` is what came about within operations; `full` are the days that count as evidence.
    """

    days: int = 0
    full: int = 0
    operations: Counter[str] = field(default_factory=Counter[str])
    parts: Counter[str] = field(default_factory=Counter[str])
    faults: Counter[str] = field(default_factory=Counter[str])
    broken: dict[int, str] = field(default_factory=dict[int, str])

    def add(self, other: "Tally") -> None:
        """Take another tally in."""
        self.days += other.days
        self.full += other.full
        self.operations += other.operations
        self.parts += other.parts
        self.faults += other.faults
        self.broken |= other.broken


def tally_of(
    seeds: Iterable[int], *, open_shop: OpenShop = MemoryShop, plan: Callable[[int], Day] = day_of
) -> Tally:
    """Play the days of these seeds."""
    tally = Tally()
    for seed in seeds:
        tally.days += 1
        try:
            world = play(plan(seed), open_shop=open_shop)
        except Broken as broken:
            tally.broken[seed] = str(broken)
        except CRASHES as crash:
            tally.broken[seed] = f"{type(crash).__name__}: {crash}"
        else:
            tally.full += world.is_full
            tally.operations += world.operations
            tally.parts += world.parts
            tally.faults += world.faults
    return tally


def tallies(
    first: int,
    count: int,
    *,
    open_shop: OpenShop = MemoryShop,
    plan: Callable[[int], Day] = day_of,
    chunk: int = CHUNK,
) -> Iterator[Tally]:
    """The same for many seeds, on every core; a tally for each chunk, as they are done."""
    chunks = [range(at, min(at + chunk, first + count)) for at in range(first, first + count, chunk)]
    with ProcessPoolExecutor(os.cpu_count(), initializer=seldom_tidy) as pool:
        yield from pool.map(partial(tally_of, open_shop=open_shop, plan=plan), chunks)


def first_to_miss(
    mutant: Mutant,
    *,
    seeds: Iterable[int],
    open_shop: OpenShop = MemoryShop,
    plan: Callable[[int], Day] = day_of,
) -> tuple[int, str] | None:
    """The first of these seeds whose day misses a rule that is gone, and the promise that breaks, if any."""
    with mutant.worn():
        found = ((seed, what_breaks(plan(seed), open_shop=open_shop)) for seed in seeds)
        return next(((seed, promise) for seed, promise in found if promise), None)


def what_breaks(day: Day, *, open_shop: OpenShop = MemoryShop) -> str | None:
    """The name of the promise that a day breaks; anything else that goes wrong counts by its kind."""
    try:
        play(day, open_shop=open_shop)
    except Broken as broken:
        return broken.name
    except CRASHES as error:
        return type(error).__name__
    return None


def shrink(day: Day, *, open_shop: OpenShop = MemoryShop) -> Day:
    """A shorter day that breaks the same promise: half of its steps are left out, one by one at last."""
    name = what_breaks(day, open_shop=open_shop)
    whole = replace(day, steps=(*day.steps, *day.spare), spare=())
    as_planned = (replace(day, spare=()), whole, day)
    day = next(each for each in as_planned if what_breaks(each, open_shop=open_shop) == name)

    def is_bad(steps: tuple[Step, ...]) -> bool:
        return what_breaks(replace(day, steps=steps), open_shop=open_shop) == name

    return replace(day, steps=_least(day.steps, is_bad))


def story_of(day: Day, *, open_shop: OpenShop = MemoryShop) -> list[str]:
    """What happens on a day, line by line, with the broken promise as the last one."""
    with closing(World(day, DOES, telling=True, open_shop=open_shop)) as world:
        try:
            world.run()
        except Broken as broken:
            return [*world.story, f"BROKEN: {broken}"]
        except CRASHES as crash:
            return [*world.story, f"BROKEN: {type(crash).__name__}: {crash}"]
        return world.story


def seldom_tidy() -> None:
    """Look for garbage in rings seldom: a day leaves next to none, and what was imported is none at all."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


def _least(steps: tuple[Step, ...], is_bad: Callable[[tuple[Step, ...]], bool]) -> tuple[Step, ...]:
    size = max(1, len(steps) // 2)
    while True:
        shorter = _without_some(steps, size, is_bad)
        if shorter == steps and size == 1:
            return steps
        size = size if shorter != steps else max(1, size // 2)
        steps = shorter


def _without_some(
    steps: tuple[Step, ...], size: int, is_bad: Callable[[tuple[Step, ...]], bool]
) -> tuple[Step, ...]:
    """Leave out every run of so many steps that is not needed."""
    at = 0
    while at < len(steps):
        fewer: Sequence[Step] = (*steps[:at], *steps[at + size :])
        if is_bad(tuple(fewer)):
            steps = tuple(fewer)
        else:
            at += size
    return steps
