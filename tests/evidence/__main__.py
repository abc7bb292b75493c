"""`python -m tests.evidence NAME --count N --from S`: one kind of trouble in numbers, on one core.

It prints what was tried, what was done to the program and what was found, with the commit it is true of. The
exit code is 1 where a promise was broken. Told to end, it tells what was done so far.
"""

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, Protocol

from tests.evidence.bad_inputs import send_bad_inputs
from tests.evidence.disk_faults import fail_a_day
from tests.evidence.kills import kill_in_a_shop
from tests.evidence.power_cuts import cut_a_day

TOLD_EVERY_S: Final = 60.0


class Figures(Protocol):
    """What one part of a run found."""

    @property
    def tried(self) -> int:
        """How often something was broken on purpose."""
        ...

    def tables(self) -> Mapping[str, Mapping[str, int]]:
        """What was done, counted by kind."""
        ...

    def violations(self) -> Sequence[str]:
        """Promises that did not hold."""
        ...


KINDS: Final[Mapping[str, Callable[[int], Figures]]] = {
    "power-cuts": cut_a_day,
    "disk-faults": fail_a_day,
    "kills": kill_in_a_shop,
    "bad-inputs": send_bad_inputs,
}
"""Each takes a seed and breaks things for some seconds."""


class Sum:
    """Figures added up."""

    def __init__(self) -> None:
        self.tried = 0
        self.tables: dict[str, dict[str, int]] = {}
        self.violations: list[str] = []

    def add(self, figures: Figures) -> None:
        """Take in one part's."""
        self.tried += figures.tried
        self.violations += figures.violations()
        for title, counts in figures.tables().items():
            table = self.tables.setdefault(title, {})
            for name, number in counts.items():
                table[name] = table.get(name, 0) + number

    def show(self) -> None:
        """Print everything."""
        for title, counts in self.tables.items():
            print(f"\n{sum(counts.values()):>12,}  {title}")
            for name, number in sorted(counts.items(), key=lambda each: -each[1]):
                print(f"{number:>12,}    {name}")
        for violation in self.violations[:100]:
            print(f"VIOLATION {violation}")


def main(arguments: Sequence[str]) -> int:
    """Run until so much was tried, report now and then; returns 1 where a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.evidence", description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--count", type=int, default=1_000, help="how often to break something, at least")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    done, last, told = Sum(), asked.first, time.monotonic()
    with suppress(KeyboardInterrupt):  # what was done until then is shown
        while done.tried < asked.count:
            done.add(KINDS[asked.kind](last))
            last += 1
            if time.monotonic() - told > TOLD_EVERY_S:
                told = time.monotonic()
                print(f"{done.tried:,} tried, {len(done.violations)} broken promises", flush=True)
    print(f"\n{asked.kind} at {_commit()}, seeds {asked.first} to {last - 1}: {done.tried:,} tried", end=", ")
    print(f"{len(done.violations)} broken promises")
    done.show()
    return 1 if done.violations else 0


def _commit() -> str:
    said = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "an unknown commit"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
