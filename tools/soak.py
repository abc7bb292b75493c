"""`make soak HOURS=…`: every long form in turn until the hours are over, and what came of each, as a table.

Each form has a share of the time and goes through seeds upwards from `--from`, a slice after the other, so
that a night that is cut short has done a part of everything. The table is in the form of `docs/evidence.md`,
with the commit and the seeds; a slice that fails is shown whole, and the run goes on. What the forms are is
in that page.
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
SECONDS_AN_HOUR: Final = 3_600.0
_DAYS: Final = re.compile(r"^([0-9]+) days, ([0-9]+) of them break a promise", re.MULTILINE)
_EVIDENCE: Final = re.compile(
    r"seeds ([0-9]+) to ([0-9]+): ([0-9,]+) tried, ([0-9]+) broken promises", re.MULTILINE
)
_RULES: Final = re.compile(r"^([0-9]+) rules taken away, ([0-9]+) not missed", re.MULTILINE)
_TESTS: Final = re.compile(r"([0-9]+) (passed|failed|error)")


@dataclass(frozen=True, slots=True)
class Slice:
    """What one run of a form came to; `seeds` is how many it used up."""

    tried: int
    broken: int
    seeds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One long form: its name in the table, its share of the time, how it is run and understood."""

    name: str
    share: int
    command: Callable[[int], Sequence[str]]
    """For the first seed of a slice."""
    read: Callable[[str], Slice | None]
    """None: it broke off without saying what came of it."""
    is_told: bool = False
    """Whether what it says is shown where nothing is broken too: it is a table itself."""


@dataclass(slots=True)
class Sum:
    """All slices of one form so far."""

    first: int
    tried: int = 0
    broken: int = 0
    seeds: int = 0
    seconds: float = 0.0
    broke_off: int = 0

    def row(self, name: str, commit: str) -> str:
        """A line of the table."""
        broken = f"{self.broken}" + (f", {self.broke_off} broke off" if self.broke_off else "")
        seeds = f"{self.first} to {self.first + self.seeds - 1}" if self.seeds else "none"
        return f"| {name} | {self.tried:,} | {broken} | {commit} | {seeds} | {self.seconds / 60:.0f} min |"


Run = Callable[[Sequence[str]], tuple[int, str]]
"""A command to its exit code and all that it said."""


@dataclass
class Soak:
    """The forms in turn: next is always the one that has had least of its share."""

    forms: Sequence[Form]
    first: int
    run: Run
    clock: Callable[[], float] = time.monotonic
    sums: dict[str, Sum] = field(default_factory=dict[str, Sum])

    def go_on_for(self, seconds: float) -> Iterator[str]:
        """Run slices until so much time is over; each yields what to print of it."""
        self.sums = {form.name: Sum(self.first) for form in self.forms}
        began = self.clock()
        while self.clock() - began < seconds:
            form = min(self.forms, key=lambda each: self.sums[each.name].seconds / each.share)
            yield self._slice(form)

    def _slice(self, form: Form) -> str:
        held, began = self.sums[form.name], self.clock()
        code, said = self.run(form.command(held.first + held.seeds))
        held.seconds += max(self.clock() - began, 0.001)
        done = form.read(said)
        if done is None:
            held.broke_off += 1
            held.seeds += 1
            return f"{form.name}: broke off\n{said}"
        held.tried += done.tried
        held.broken += done.broken
        held.seeds += done.seeds
        shown = f"{form.name}: {held.tried:,} so far, {held.broken} broken"
        return f"{shown}\n{said}" if code != 0 or form.is_told else shown

    def table(self, commit: str) -> str:
        """What came of everything."""
        head = "| what | done | broken promises | at commit | seeds | time |"
        rows = [held.row(name, commit) for name, held in self.sums.items()]
        return "\n".join([head, "| --- | --- | --- | --- | --- | --- |", *rows])

    @property
    def holds(self) -> bool:
        """Whether every promise was kept, and every slice told what came of it."""
        return not any(held.broken or held.broke_off for held in self.sums.values())


def read_days(said: str) -> Slice | None:
    """What `tests.simulation` says."""
    found = _DAYS.search(said)
    return None if found is None else Slice(int(found[1]), int(found[2]), int(found[1]))


def read_rules(said: str) -> Slice | None:
    """What `tests.simulation --rules` says; the next slice begins with the day after its first."""
    found = _RULES.search(said)
    return None if found is None else Slice(int(found[1]), int(found[2]), 1)


def read_evidence(said: str) -> Slice | None:
    """What `tests.evidence` says."""
    found = _EVIDENCE.search(said)
    if found is None:
        return None
    seeds = int(found[2]) - int(found[1]) + 1
    return Slice(int(found[3].replace(",", "")), int(found[4]), max(1, seeds))


def read_tests(said: str) -> Slice | None:
    """What pytest says in its last line; a test is one, however many examples it had."""
    lines = [line for line in said.splitlines() if _TESTS.search(line)]
    if not lines:
        return None
    counted: Mapping[str, int] = {word: int(number) for number, word in _TESTS.findall(lines[-1])}
    failed = counted.get("failed", 0) + counted.get("error", 0)
    return Slice(counted.get("passed", 0) + failed, failed, 1)


def forms() -> tuple[Form, ...]:
    """Every long form there is, with the tests' own among them."""
    evidence = [
        ("power cuts", 3, "power-cuts", 500),
        ("power cuts after disk faults", 2, "disk-faults", 80),
        ("kills of till, server, PostgreSQL", 2, "kills", 30),
        ("bad inputs", 2, "bad-inputs", 500),
    ]
    tests = [
        ("many at once (tests)", 1, "tests/integration/server/test_many_at_once.py", "20"),
        ("kills between any two statements (tests)", 1, "tests/integration/store", "50"),
        ("readings of the rules (tests)", 2, "tests/reference", "2000"),
        ("fuzzed endpoints (tests)", 1, "tests/integration/server/test_fuzz.py", "300"),
        ("properties of the rules (tests)", 2, "tests/unit/loyalty", "1000"),
        ("properties of the books (tests)", 1, "tests/unit/server", "500"),
        ("members lent, merged and parted (tests)", 1, "tests/integration/server/test_open_leases.py", "1"),
        ("defects of other people's tills put in (tests)", 1, "tests/complaints", "20"),
        ("every boundary of a print job (tests)", 1, "tests/conformance", "20"),
        ("scans into every screen (tests)", 1, "tests/qt/test_wedge_everywhere.py", "20"),
        ("every word in every window (tests)", 1, "tests/qt/test_fit.py", "20"),
        ("both databases alike (tests)", 1, "tests/simulation/test_real_days.py", "20"),
        ("memory, disks and kills (tests)", 1, "tests/evidence", "20"),
    ]
    return (
        Form(name="days of a shop", share=6, command=_days(100), read=read_days),
        Form(name="days on SQLite", share=2, command=_days(8, "--real", "sqlite"), read=read_days),
        Form(name="days on PostgreSQL", share=2, command=_days(8, "--real", "postgresql"), read=read_days),
        Form(name="rules taken away", share=1, command=_days(120, "--rules"), read=read_rules, is_told=True),
        Form(
            name="rules of the stores taken away",
            share=1,
            command=_days(40, "--rules", "--real", "sqlite"),
            read=read_rules,
            is_told=True,
        ),
        *(
            Form(name=name, share=share, command=_evidence(kind, count), read=read_evidence)
            for name, share, kind, count in evidence
        ),
        *(
            Form(name=name, share=share, command=_tests(place, rounds), read=read_tests)
            for name, share, place, rounds in tests
        ),
    )


def _days(count: int, *more: str) -> Callable[[int], Sequence[str]]:
    command = (sys.executable, "-m", "tests.simulation", "--seeds", str(count), *more, "--from")
    return lambda first: (*command, str(first))


def _evidence(kind: str, count: int) -> Callable[[int], Sequence[str]]:
    command = (sys.executable, "-m", "tests.evidence", kind, "--count", str(count), "--from")
    return lambda first: (*command, str(first))


def _tests(place: str, rounds: str) -> Callable[[int], Sequence[str]]:
    """The seeds of hypothesis follow from the slice's."""
    command = (sys.executable, "-m", "pytest", "-q", place, "--soak", rounds, "--hypothesis-seed")
    return lambda first: (*command, str(first))


def _run(command: Sequence[str]) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done.returncode, done.stdout


def _commit() -> str:
    said = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "an unknown commit"


def main(arguments: Sequence[str]) -> int:
    """Soak; returns 1 where a promise was broken. Told to end, it tells what was done so far."""
    parser = argparse.ArgumentParser(prog="make soak", description="Every long form, for some hours.")
    parser.add_argument("--hours", type=float, required=True, help="how long, all together")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed of each")
    asked = parser.parse_args(arguments)
    soak, commit = Soak(forms(), asked.first, _run), _commit()
    try:
        for line in soak.go_on_for(asked.hours * SECONDS_AN_HOUR):
            print(line, flush=True)
    except KeyboardInterrupt:
        print("broken off")
    print(f"\n{soak.table(commit)}")
    return 0 if soak.holds else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
