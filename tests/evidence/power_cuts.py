"""Power cuts at a real till: what one may leave is opened by the till, and compared with what it had said."""

import shutil
import tempfile
from collections import Counter as Counts
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from loyalty.errors import LoyaltillError
from terminal.bootstrap.spend_check import guard_spends
from terminal.keystore.fake import FakeKeyStore
from terminal.store.checks import check_chains, check_pages, check_projections, check_tail
from tests.evidence.disk_log import Cut, DiskLog, cuts
from tests.evidence.till_day import Synchronous, TillMaker
from tests.evidence.watched_disk import watched
from tests.integration.store.test_kill import stored_sales
from tests.unit.terminal.till_kit import Counter, a_counter

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
    with tempfile.TemporaryDirectory(dir=_quick_place()) as place:
        folder = Path(place)
        log = record_day(folder, draw, synchronous=synchronous)
        found.operations.update(each.kind for each in log.operations)
        for cut in cuts(log.operations, count=count, draw=draw):
            shutil.rmtree(folder)
            folder.mkdir()
            cut.lay_out(folder)
            found.tried += 1
            found.losses[cut.loss] += 1
            where = f"seed {seed}, after operation {cut.after}, {cut.loss}"
            found.broken += (f"{where}: {fault}" for fault in _judge(folder, cut, found, where))
    return found


def _quick_place() -> Path | None:
    """Memory where the system has a place for it: nothing here is to outlive anything."""
    memory = Path("/dev") / "shm"
    return memory if memory.is_dir() else None


def _judge(folder: Path, cut: Cut, found: PowerCuts, where: str) -> Iterator[str]:
    """What is wrong with what a power cut left."""
    said = {word: set(what) for word, what in cut.marks.items()}
    try:
        counter = a_counter(folder, identity=None)
    except LoyaltillError as refused:
        yield f"the file does not open: {refused.code}"
        return
    try:
        if "made" not in said:
            yield from (f"{finding.code} {finding.detail}" for finding in check_pages(counter.store))
            return
        for check in (check_pages, check_tail, check_chains, check_projections):
            yield from (f"{finding.code} {finding.detail}" for finding in check(counter.store))
        yield from _compare(counter, said, found, where)
        notice = guard_spends(counter.store, _kept_keys(cut))
        if notice is not None:
            yield f"taken for another disk: {notice.code}"
    except LoyaltillError as refused:
        yield f"the file cannot be read: {refused.code}"
    finally:
        counter.close()


def _compare(counter: Counter, said: dict[str, set[str]], found: PowerCuts, where: str) -> Iterator[str]:
    stored = list(_stored(counter))
    found.lost += (f"{where}: {each}" for each in sorted(said.get("done", set()) - set(stored)))
    yield from (f"there and never begun: {each}" for each in sorted(set(stored) - said.get("begun", set())))
    if len(stored) != len(set(stored)):
        yield "something is there twice"
    acked = max(map(int, said.get("acked", ())), default=0)
    if _number(counter, "SELECT coalesce(max(acked_seq), 0) FROM till_state") < acked:
        found.lost.append(f"{where}: the acknowledgement of {acked}")


def _stored(counter: Counter) -> Iterator[str]:
    yield from (f"sale {sale}" for sale in stored_sales(counter))
    with counter.store.read() as reading:
        run = reading.connection.exec_driver_sql
        yield from (f"void of {sale}" for (sale,) in run("SELECT sale FROM voids"))
        yield from (
            f"member {phone}"
            for (phone,) in run("SELECT e164 FROM members WHERE member NOT IN ('member-anh', 'member-binh')")
        )


def _number(counter: Counter, query: str) -> int:
    with counter.store.read() as reading:
        return int(reading.connection.exec_driver_sql(query).scalar_one())


def _kept_keys(cut: Cut) -> FakeKeyStore:
    keys = FakeKeyStore()
    for value in cut.marks.get("spend-counter", ())[-1:]:
        keys.set("spend-counter", bytes.fromhex(value))
    return keys
