"""Power cuts at a real till: what one may leave is opened by the till, and compared with what it had said."""

import shutil
import tempfile
from collections import Counter as Counts
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.evidence.disk_log import Cut, DiskLog, cuts
from tests.evidence.judging import Verdict, judge
from tests.evidence.till_day import Synchronous, TillMaker
from tests.evidence.watched_disk import watched

STEPS: Final = 24
"""Things done at the till between two closings of its file; it is closed and opened once in each day."""
CUTS_PER_DAY: Final = 250


@dataclass
class PowerCuts:
    """What was tried and what was found; `lost` and `broken` tell the seed and the moment."""

    tried: int = 0
    operations: Counts[str] = field(default_factory=Counts[str])
    losses: Counts[str] = field(default_factory=Counts[str])
    lost: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])

    def count(self, cut: Cut, verdict: Verdict, which: str) -> None:
        """Take in one cut and what was found after it."""
        where = f"{which}, after operation {cut.after}, {cut.loss}"
        self.tried += 1
        self.losses[cut.loss] += 1
        self.lost += (f"{where}: {each}" for each in verdict.lost)
        self.broken += (f"{where}: {each}" for each in verdict.broken)

    def violations(self) -> list[str]:
        """Promises that did not hold, each with its seed and moment."""
        return self.lost + self.broken

    def tables(self) -> dict[str, dict[str, int]]:
        """What was told to the disks, and what the cuts did to it."""
        return {"operations recorded": dict(self.operations), "power cuts": dict(self.losses)}


def record_day(folder: Path, draw: Random, *, synchronous: Synchronous = "FULL") -> DiskLog:
    """Everything that a day of work told the disk, from the making of the file on."""
    log = DiskLog()
    with watched(log):
        maker = TillMaker(folder, log, draw, synchronous)
        for _ in range(2):
            day = maker.open()
            for _ in range(STEPS):
                day.step()
            day.counter.close()
    return log


def cut_a_day(seed: int, *, count: int = CUTS_PER_DAY, synchronous: Synchronous = "FULL") -> PowerCuts:
    """Play the day of that seed once, and cut its power so many times."""
    draw, found = Random(seed), PowerCuts()
    with tempfile.TemporaryDirectory(dir=quick_place()) as place:
        folder = Path(place)
        log = record_day(folder, draw, synchronous=synchronous)
        found.operations.update(each.kind for each in log.operations)
        for cut in cuts(log.operations, count=count, draw=draw):
            shutil.rmtree(folder)
            folder.mkdir()
            cut.lay_out(folder)
            found.count(cut, judge(folder, cut.marks), f"seed {seed}")
    return found


def quick_place() -> Path | None:
    """Memory where the system has a place for it: nothing here is to outlive anything."""
    memory = Path("/dev") / "shm"
    return memory if memory.is_dir() else None
