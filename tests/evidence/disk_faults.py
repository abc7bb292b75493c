"""A disk that is full or fails in the middle of work: what the till says then is true, and stays so.

Each step of a day meets one fault, at a write or sync that is another each time; the cashier does as the till
says and tries again, and the power is cut at any time. On every other day a sync that failed is taken at its
worst: what it was to make certain is gone for good.
"""

import shutil
import tempfile
from collections import Counter as Counts
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from loyalty.errors import Refused, Unavailable
from terminal.open_sale import OpenSale
from terminal.returned import RefundWish
from terminal.usecases.basket import close_stray_leases
from tests.evidence.disk_log import DiskLog, Kind, Operation, cuts
from tests.evidence.judging import judge
from tests.evidence.power_cuts import PowerCuts, quick_place
from tests.evidence.till_day import TillDay, TillMaker
from tests.evidence.watched_disk import OK, watched

FULL_DISK: Final = 13
IO_ERRORS: Final[dict[Kind, int]] = {"write": 778, "truncate": 1546, "sync": 1034, "delete": 2570}
"""SQLite's codes: SQLITE_FULL, and SQLITE_IOERR with the operation in its upper bits."""
STEPS: Final = 24
PLACES: Final = 48
"""A step has so many writes and syncs at most where a fault can be."""
SYNCS: Final = 5
"""And so many syncs."""
TRIES: Final = 40
CUTS_PER_DAY: Final = 40
LENGTHS: Final = (1, 2, 5, 20)
"""A fault lasts for so many changes."""
ALL_FAULTS: Final = PLACES * 2 * len(LENGTHS)
STRIDE: Final = 151
"""Prime to the number of all faults, so that neighbouring steps meet very different ones."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The disk fails at the `place`-th change (or sync) from now, and at `length` of them."""

    place: int
    length: int
    is_full: bool = False
    only_syncs: bool = False


@dataclass
class FailingDisk(DiskLog):
    """A `DiskLog` of what was really carried out, that fails when it is told to.

    `forgets`: what a failed sync was for is gone for good; otherwise it may still come to be on the disk.
    """

    forgets: bool = True
    armed: Fault | None = None
    injected: Counts[str] = field(default_factory=Counts[str])
    _count: int = 0

    def arm(self, fault: Fault | None) -> None:
        """Fail at this one from now on, or no more."""
        self.armed, self._count = fault, 0

    def write(self, path: str, offset: int, data: bytes) -> int:
        """See `Watcher`."""
        return self._fails("write") or super().write(path, offset, data)

    def truncate(self, path: str, size: int) -> int:
        """See `Watcher`."""
        return self._fails("truncate") or super().truncate(path, size)

    def sync(self, path: str) -> int:
        """See `Watcher`."""
        failure = self._fails("sync")
        if failure != OK and self.forgets:
            self.operations.append(Operation("failed sync", Path(path).name))
        return failure or super().sync(path)

    def delete(self, path: str, *, for_certain: bool) -> int:
        """See `Watcher`."""
        return self._fails("delete") or super().delete(path, for_certain=for_certain)

    def _fails(self, kind: Kind) -> int:
        fault = self.armed
        if fault is None or (fault.only_syncs and kind != "sync"):
            return OK
        self._count += 1
        if not fault.place <= self._count < fault.place + fault.length:
            return OK
        is_full = fault.is_full and kind == "write"
        self.injected["write: disk full" if is_full else f"{kind}: I/O error"] += 1
        return FULL_DISK if is_full else IO_ERRORS[kind]


class InsistentDay(TillDay):
    """A cashier who does what the till says, until it says that a thing is done."""

    heard: Counts[str]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.heard = Counts()

    def pay(self, sale: OpenSale) -> None:
        """See `TillDay`: again with the same sale, since paying twice is paying once."""
        self._insist(partial(super().pay, sale), "sale-not-saved", f"sale {sale.sale}")

    def take_back(self, sale: str) -> None:
        """See `TillDay`."""
        act = partial(super().take_back, sale)
        self._insist(act, "void-not-saved", f"void of {sale}", "sale-voided")

    def refund_one(self, wish: RefundWish) -> None:
        """See `TillDay`."""
        self._insist(partial(super().refund_one, wish), "refund-not-saved", f"refund {wish.refund}")

    def enrol_one(self, phone: str) -> None:
        """See `TillDay`."""
        self._insist(partial(super().enrol_one, phone), "", f"member {phone}", "phone-taken")

    def sync(self) -> None:
        """See `TillDay`."""
        self._insist(super().sync, "", "")

    def give_up(self) -> None:
        """Nobody stands at the counter any more."""
        self._insist(self._let_go, "", "")

    def _let_go(self) -> None:
        close_stray_leases(self.counter.till, open_sale=None)

    def _insist(self, act: Callable[[], None], denial: str, what: str, done_before: str = "") -> None:
        for _ in range(TRIES):
            try:
                act()
            except Unavailable as failure:
                self.heard[failure.code] += 1
                if failure.code == denial:
                    self.teller.mark("denied", what)
            except Refused as refusal:
                if refusal.code != done_before:
                    raise
                self.heard[refusal.code] += 1
                self.teller.mark("done", what)
                return
            else:
                return
        raise AssertionError(f"{what}: the disk has recovered, the till has not")


@dataclass
class DiskFaults(PowerCuts):
    """What was injected, what the till said, and what power cuts found afterwards."""

    injected: Counts[str] = field(default_factory=Counts[str])
    heard: Counts[str] = field(default_factory=Counts[str])

    @property
    def faults(self) -> int:
        """How many faults were really met."""
        return sum(self.injected.values())

    def tables(self) -> dict[str, dict[str, int]]:
        """See `Figures`."""
        return {**super().tables(), "faults injected": dict(self.injected), "said": dict(self.heard)}


@dataclass
class BadDay:
    """A day at one till whose disk fails once in each step."""

    folder: Path
    seed: int

    def __post_init__(self) -> None:
        self.disk = FailingDisk(forgets=self.seed % 2 == 0)
        self.heard: Counts[str] = Counts()
        self._maker = TillMaker(self.folder, self.disk, Random(self.seed), kind_of_day=InsistentDay)

    def live(self) -> None:
        """All of it; the disk is sound again at the end."""
        with watched(self.disk):
            day = self._maker.open()
            for number in range(STEPS):
                self.disk.arm(fault_of(self.seed * (STEPS + 1) + number))
                if number % len(WORK) == len(WORK) - 1:
                    day = self._open_again(day)
                else:
                    self._work(day, WORK[number % len(WORK)])
            self.disk.arm(None)
            day.counter.close()
            self._note(day)

    def _work(self, day: TillDay, act: Callable[[TillDay], None]) -> None:
        """One thing; a basket that cannot be kept is given up before it is paid."""
        assert isinstance(day, InsistentDay)
        try:
            act(day)
        except Unavailable as failure:
            self.heard[failure.code] += 1
            day.give_up()

    def _open_again(self, day: TillDay) -> TillDay:
        """The till is closed in the evening and started in the morning, as often as it takes."""
        self._note(day)
        day.counter.close()
        for _ in range(TRIES):
            try:
                return self._maker.open()
            except Unavailable as failure:
                self.heard[failure.code] += 1
        raise AssertionError("the disk has recovered, and the till does not start")

    def _note(self, day: TillDay) -> None:
        assert isinstance(day, InsistentDay)
        self.heard += day.heard


WORK: Final[tuple[Callable[[TillDay], None], ...]] = (
    TillDay.sell,
    TillDay.void,
    TillDay.burn,
    TillDay.give_back,
    TillDay.enrol,
    TillDay.sync,
    TillDay.sell,
)
"""In this order, the last of them in the place of closing and opening."""


def fault_of(number: int) -> Fault:
    """Every place, kind and length, each once in `ALL_FAULTS` numbers; every other one is a sync."""
    half, only_syncs = divmod(number, 2)
    if only_syncs:
        length, place = divmod(half, SYNCS)
        return Fault(place + 1, LENGTHS[length % len(LENGTHS)], only_syncs=True)
    which, place = divmod(half * STRIDE % ALL_FAULTS, PLACES)
    which, is_full = divmod(which, 2)
    return Fault(place + 1, LENGTHS[which], is_full=bool(is_full))


def fail_a_day(seed: int, *, count: int = CUTS_PER_DAY) -> DiskFaults:
    """Live one bad day, and cut its power so many times."""
    found = DiskFaults()
    with tempfile.TemporaryDirectory(dir=quick_place()) as place:
        folder = Path(place)
        day = BadDay(folder, seed)
        day.live()
        found.injected, found.heard = day.disk.injected, day.heard
        log = day.disk.operations
        found.operations.update(each.kind for each in log)
        for cut in cuts(log, count=count, draw=Random(seed)):
            shutil.rmtree(folder)
            folder.mkdir()
            cut.lay_out(folder)
            found.count(cut, judge(folder, cut.marks), f"seed {seed}")
    return found
