"""Power cuts at a shop of one computer: till and server open what one may leave, and it is what was said."""

import shutil
import tempfile
from collections import Counter as Counts
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.evidence.day_steps import STEPS
from tests.evidence.disk_log import Cut, DiskLog, Operation, cuts
from tests.evidence.judging import Verdict, judge
from tests.evidence.one_shop import Synchronous, furnished
from tests.evidence.till_day import TillMaker
from tests.evidence.watched_disk import watched
from tools.quick_place import quick_place

STEPS_A_SHIFT: Final = 40
"""Things done at the till between two closings of its file; it is closed and opened once in each day."""
CUTS_PER_DAY: Final = 120
JOINED: Final = 5
"""After one cut in so many the till sends what it has, and the server's doctor works every figure out."""


TOLD: Final = frozenset({"done", "copied", "mirrored", "printed", "paper out"})


def _told(mark: tuple[str, str]) -> str:
    word, what = mark
    return what.split()[0] if word == "done" else word


@dataclass
class PowerCuts:
    """What was tried and what was found; `lost` and `broken` tell the seed and the moment."""

    tried: int = 0
    operations: Counts[str] = field(default_factory=Counts[str])
    losses: Counts[str] = field(default_factory=Counts[str])
    said: Counts[str] = field(default_factory=Counts[str])
    lost: list[str] = field(default_factory=list[str])
    broken: list[str] = field(default_factory=list[str])

    def cut(self, log: Sequence[Operation], folder: Path, *, count: int, draw: Random, which: str) -> None:
        """Cut so many times, and look at what each leaves; after some the till says the rest."""
        self.operations.update(each.kind for each in log)
        self.said.update(_told(each.mark) for each in log if each.mark[0] in TOLD)
        for number, cut in enumerate(cuts(log, count=count, draw=draw)):
            shutil.rmtree(folder)
            folder.mkdir()
            cut.lay_out(folder)
            self._count(cut, judge(folder, cut.marks, joins=number % JOINED == 0), which)

    def _count(self, cut: Cut, verdict: Verdict, which: str) -> None:
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
        return {
            "operations recorded": dict(self.operations),
            "of what was done meanwhile": dict(self.said),
            "power cuts": dict(self.losses),
        }


def record_day(
    folder: Path, draw: Random, *, synchronous: Synchronous = "FULL", synchronous_server: Synchronous = "FULL"
) -> DiskLog:
    """Everything that a day of work told the disk, from the making of the till's file on."""
    log = DiskLog()
    furnished()  # nothing of a day
    with watched(log):
        maker = TillMaker(folder, log, draw, synchronous, synchronous_server)
        for _ in range(2):
            day = maker.open()
            for _ in range(STEPS_A_SHIFT):
                draw.choice(STEPS)(day)
            day.close()
    return log


def cut_a_day(
    seed: int,
    *,
    count: int = CUTS_PER_DAY,
    synchronous: Synchronous = "FULL",
    synchronous_server: Synchronous = "FULL",
) -> PowerCuts:
    """Play the day of that seed once, and cut its power so many times."""
    draw, found = Random(seed), PowerCuts()
    with tempfile.TemporaryDirectory(dir=quick_place()) as place:
        folder = Path(place)
        log = record_day(folder, draw, synchronous=synchronous, synchronous_server=synchronous_server)
        found.cut(log.operations, folder, count=count, draw=draw, which=f"seed {seed}")
    return found
