"""`make simulate SEEDS=N FROM=S REAL=…`: play that many days on every core, say what was done and broken.

With `--rules` every rule of the mutants is taken away by itself, and the table says which day missed it.
"""

import argparse
import sys
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager

from tests.simulation.hunt import CHUNK, Tally, shrink, story_of, tallies
from tests.simulation.memory_shop import MemoryShop
from tests.simulation.mutants import MUTANTS, REAL_MUTANTS
from tests.simulation.rules import HEAD, MOST_DAYS, Tried, closing_line, try_all
from tests.simulation.sides import OpenShop
from tests.simulation.steps import FULL_FAULTS, FULL_OPERATIONS, day_of, real_day_of

STORIES_MAX = 3
TOLD_EVERY_S = 10.0
REAL_CHUNK = 2
"""Real days that one process does at a time: each takes some seconds."""


def main(arguments: Sequence[str]) -> int:
    """Play, report, and tell the first broken days as stories; returns 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="make simulate", description="Simulated days of a shop.")
    parser.add_argument("--seeds", type=int, default=200, help="how many days")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the seed of the first")
    parser.add_argument("--story", action="store_true", help="tell the first day from beginning to end")
    parser.add_argument(
        "--real", choices=("sqlite", "postgresql", "together"), help="on real databases of that kind"
    )
    parser.add_argument("--rules", action="store_true", help="take each rule away, for as many days at most")
    asked = parser.parse_args(arguments)
    if asked.rules:
        return _take_rules_away(asked.real, first=asked.first, days=min(asked.seeds, MOST_DAYS))
    plan, chunk = (real_day_of, REAL_CHUNK) if asked.real else (day_of, CHUNK)
    with _shops(asked.real) as open_shop:
        if asked.story:
            print("\n".join(story_of(plan(asked.first), open_shop=open_shop)))
            return 0
        tally = _played(
            tallies(asked.first, asked.seeds, open_shop=open_shop, plan=plan, chunk=chunk), asked.seeds
        )
        _report(tally)
        for seed in sorted(tally.broken)[:STORIES_MAX]:
            print(f"\nSeed {seed}, as short as it gets:")
            print("\n".join(story_of(shrink(plan(seed), open_shop=open_shop), open_shop=open_shop)))
    return 1 if tally.broken else 0


def _take_rules_away(real: str | None, *, first: int, days: int) -> int:
    """The table, line by line; returns 1 where a rule was not missed."""
    tried: list[Tried] = []
    print("\n".join(HEAD))
    with _shops(real) as open_shop:
        mutants, plan = (REAL_MUTANTS, real_day_of) if real else (MUTANTS, day_of)
        for each in try_all(mutants, first=first, days=days, open_shop=open_shop, plan=plan):
            tried.append(each)
            print(each.row(), flush=True)
    print(f"\n{closing_line(tried)}")
    return 1 if any(each.seed is None for each in tried) else 0


@contextmanager
def _shops(real: str | None) -> Generator[OpenShop, None, None]:
    if real is None:
        yield MemoryShop
        return
    from tests.simulation.real.opening import Kind, opening  # what memory does not need

    kind: Kind = "sqlite" if real == "sqlite" else "together" if real == "together" else "postgresql"
    with opening(kind) as open_shop:
        yield open_shop


def _played(slices: Iterator[Tally], count: int) -> Tally:
    tally, told = Tally(), time.monotonic()
    for some in slices:
        tally.add(some)
        if time.monotonic() - told > TOLD_EVERY_S:
            told = time.monotonic()
            print(f"{tally.days} of {count} days, {len(tally.broken)} broken", flush=True)
    return tally


def _report(tally: Tally) -> None:
    print(f"\n{tally.days} days, {len(tally.broken)} of them break a promise")
    print(f"{tally.full} with at least {FULL_OPERATIONS} operations and {FULL_FAULTS} faults")
    for seed, what in sorted(tally.broken.items()):
        print(f"    {seed}: {what}")
    _table("operations", tally.operations)
    _table("things came about within them", tally.parts)
    _table("faults injected", tally.faults)


def _table(title: str, counts: Mapping[str, int]) -> None:
    print(f"\n{sum(counts.values()):>12,}  {title}")
    for name, count in sorted(counts.items(), key=lambda each: -each[1]):
        print(f"{count:>12,}    {name}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
