"""How a promise about speed or memory is measured: ours and a floor in turns, in one run, as a ratio.

A bench is a file `bench_<what>.py` in this folder with one function

    def measure(scale: Scale) -> Iterable[Figure]

which `python -m tests.bench` runs in a process of its own. It builds what it needs under `scale.fresh`
(empty at the start of each run) or `scale.kept` (stays between runs; for what takes minutes to build, under a
name that changes with its contents). Absolute times are judged only where a bound is absolute (memory, a
frame): machines differ, ratios much less.
"""

import gc
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import Postgres, running_postgres
from ui.demo.processes import Start, start_process


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How big a run is, and where it may put files."""

    members: int
    """Members in the database: 1,000,000 unless a quick look is asked for."""
    rounds: int
    """How often each thing is measured; a bench may do fewer of what takes seconds, and says so in `note`."""
    fresh: Path
    kept: Path
    minutes: int = 0
    """How long a bench of lasting load goes on; 0: as many rounds as asked for."""
    whole: bool = False
    """Whether what takes an hour or a million rows is done in full, and not its shorter form."""
    pace: int = 0
    """So many a second at most in such a bench, for a machine that has other work; 0: as fast as they go."""
    start: Start = start_process
    """How programs are started that are not themselves timed from their start."""
    postgres: Callable[[], AbstractContextManager[Postgres]] = running_postgres
    """A PostgreSQL to make a database of one's own in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table: what was measured, the floor beside it, and the bound it has to keep."""

    name: str
    """What was measured, in words: "a durable sale of 10 lines"."""
    statistic: str
    """p50, p99, peak, mean."""
    unit: str
    """ms or MB."""
    measured: float
    at_most: float
    """So many times the floor (0.1: ten times better than it); in `unit` where there is no floor."""
    floor: float | None = None
    floor_name: str = ""
    note: str = ""
    promise: str = ""
    """The line of `promises` that this measures; empty: none, it is measured for itself."""

    @property
    def ratio(self) -> float | None:
        """How many times the floor was measured; None where the bound is absolute."""
        return None if self.floor is None else self.measured / self.floor

    @property
    def value(self) -> float:
        """What the bound is on: the ratio, or where there is no floor what was measured."""
        return self.measured if self.ratio is None else self.ratio

    @property
    def holds(self) -> bool:
        """Whether the bound was kept."""
        return self.value <= self.at_most


@dataclass(frozen=True, slots=True)
class Samples:
    """Durations of one thing, in seconds, sorted."""

    seconds: tuple[float, ...]

    def percentile_ms(self, percent: float) -> float:
        """The duration that `percent` of the samples do not pass, in milliseconds (nearest rank)."""
        rank = max(1, -(-len(self.seconds) * percent // 100))
        return self.seconds[int(rank) - 1] * 1000


def samples(seconds: Sequence[float]) -> Samples:
    """Durations in any order, as samples."""
    return Samples(tuple(sorted(seconds)))


def in_turns(
    ours: Callable[[int], object],
    floor: Callable[[int], object],
    *,
    rounds: int,
    warm_up: int = 20,
    clock: Callable[[], float] = time.perf_counter,
    a_turn: int = 1,
) -> tuple[Samples, Samples]:
    """Measure both in turns, so that whatever else the machine does falls on both alike.

    Each is called with the number of the round, from 0 and over the warm-up too, so that it can pick another
    member or sale each time; what is measured a few times is warmed up no more often. Work that waits for
    nothing may be measured by `time.thread_time`: on a busy machine the longer of two would be interrupted
    more often than the shorter. `a_turn` calls of the one come before the other's turn: of what is done one
    after the other all day, and has something left to do after it has answered.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    warm_up = min(warm_up, rounds)
    gc.collect()
    for first in range(0, warm_up + rounds, a_turn):
        for call, seconds in zip((ours, floor), taken, strict=True):
            for number in range(first, min(first + a_turn, warm_up + rounds)):
                began = clock()
                call(number)
                seconds.append(clock() - began)
    return samples(taken[0][warm_up:]), samples(taken[1][warm_up:])


def compared(
    name: str,
    ours: Samples,
    floor: Samples,
    *,
    floor_name: str,
    bounds: dict[float, float],
    note: str = "",
    promise: str = "",
) -> list[Figure]:
    """A figure for each percentile in `bounds` ({50: 15.0} is "p50 at most 15 times the floor's p50")."""
    return [
        Figure(
            name=name,
            statistic=f"p{percent:g}",
            unit="ms",
            measured=ours.percentile_ms(percent),
            at_most=bound,
            floor=floor.percentile_ms(percent),
            floor_name=floor_name,
            note=note,
            promise=promise,
        )
        for percent, bound in bounds.items()
    ]


def resident_mb(pid: int, field: str) -> float:
    """Memory of a process as the kernel counts it: `VmRSS` now, `VmHWM` at its highest."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(kilobytes) / 1024
