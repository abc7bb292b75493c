"""`make simulate SEEDS=N FROM=S`: play that many days on every core, and say what was done and broken."""

import argparse
import sys
import time
from collections.abc import Mapping, Sequence

from tests.simulation.hunt import Tally, shrink, story_of, tallies
from tests.simulation.steps import day_of

STORIES_MAX = 3
TOLD_EVERY_S = 10.0


def main(arguments: Sequence[str]) -> int:
    """Play, report, and tell the first broken days as stories; returns 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="make simulate", description="Simulated days of a shop.")
    parser.add_argument("--seeds", type=int, default=200, help="how many days")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the seed of the first")
    parser.add_argument("--story", action="store_true", help="tell the first day from beginning to end")
    asked = parser.parse_args(arguments)
    if asked.story:
        print("\n".join(story_of(day_of(asked.first))))
        return 0
    tally = _played(asked.first, asked.seeds)
    _report(tally)
    for seed in sorted(tally.broken)[:STORIES_MAX]:
        print(f"\nSeed {seed}, as short as it gets:")
        print("\n".join(story_of(shrink(day_of(seed)))))
    return 1 if tally.broken else 0


def _played(first: int, count: int) -> Tally:
    tally, told = Tally(), time.monotonic()
    for some in tallies(first, count):
        tally.add(some)
        if time.monotonic() - told > TOLD_EVERY_S:
            told = time.monotonic()
            print(f"{tally.days} of {count} days, {len(tally.broken)} broken", flush=True)
    return tally


def _report(tally: Tally) -> None:
    print(f"\n{tally.days} days, {len(tally.broken)} of them break a promise")
    _table("operations", tally.operations)
    _table("faults injected", tally.faults)


def _table(title: str, counts: Mapping[str, int]) -> None:
    print(f"\n{sum(counts.values()):>12,}  {title}")
    for name, count in sorted(counts.items(), key=lambda each: -each[1]):
        print(f"{count:>12,}    {name}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
