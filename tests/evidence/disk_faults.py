"""A disk that is full or fails in the middle of work: what the till says then is true, and stays so.

Till and server share it. Each step of a day meets one fault, at a write or sync that is another each time, of
a database, the key store, a copy or the mirror; the cashier does as the till says and tries again, and the
power is cut at any time. On every other day a sync that failed is taken at its worst: what it was to make
certain is gone for good.
"""

import tempfile
from collections import Counter as Counts
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from loyalty.errors import Refused, Unavailable
from terminal.usecases.basket import close_stray_leases
from tests.evidence.day_steps import (
    Step,
    burn,
    by_hand,
    cash,
    change_shift,
    copy,
    enrol,
    exchange,
    give_back,
    mirror,
    pay_by_gift_card,
    pay_by_wallet,
    pay_into_wallet,
    print_slips,
    sell,
    sell_gift_card,
    sync,
    use_lounge,
    use_voucher,
    void,
)
from tests.evidence.disk_log import DiskLog, Kind, Operation
from tests.evidence.one_shop import furnished
from tests.evidence.paper import queue_may_fail
from tests.evidence.plain_files import OK
from tests.evidence.power_cuts import PowerCuts
from tests.evidence.till_day import TillDay, TillMaker
from tests.evidence.watched_disk import watched
from tools.quick_place import quick_place

FULL_DISK: Final = 13
IO_ERRORS: Final[dict[Kind, int]] = {
    "write": 778,
    "truncate": 1546,
    "sync": 1034,
    "delete": 2570,
    "rename": 10,
    "sync folder": 1290,
}
"""SQLite's codes: SQLITE_FULL, and SQLITE_IOERR with the operation in its upper bits."""
DENIALS: Final = frozenset(
    {
        "sale-not-saved",
        "void-not-saved",
        "refund-not-saved",
        "benefit-not-saved",
        "cash-not-saved",
        "shift-not-saved",
        "member-not-saved",
    }
)
DONE_BEFORE: Final = {
    "sale-voided": "void of",
    "phone-taken": "member",
    "no-shift": "close of",
    "shift-already-open": "shift",
}
"""What the till refuses where the try before had been done after all, and of what."""
PLACES: Final = 96
"""A step has so many writes and syncs at most where a fault can be."""
SYNCS: Final = 12
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

    def rename(self, path: str, target: str) -> int:
        """See `Watcher`."""
        return self._fails("rename") or super().rename(path, target)

    def sync_folder(self, path: str) -> int:
        """See `Watcher`."""
        return self._fails("sync folder") or super().sync_folder(path)

    def _fails(self, kind: Kind) -> int:
        fault = self.armed
        if fault is None or (fault.only_syncs and kind not in {"sync", "sync folder"}):
            return OK
        self._count += 1
        if not fault.place <= self._count < fault.place + fault.length:
            return OK
        is_full = fault.is_full and kind == "write"
        self.injected["write: disk full" if is_full else f"{kind}: I/O error"] += 1
        return FULL_DISK if is_full else IO_ERRORS[kind]


@dataclass
class InsistentDay(TillDay):
    """A cashier who does what the till says, until it says that a thing is done."""

    heard: Counts[str] = field(default_factory=Counts[str])

    def do(self, act: Callable[[], object], *what: str) -> None:
        """See `TillDay`: again with the same wish, since paying twice is paying once."""
        self._insist(partial(super().do, act, *what), *what)

    def sync(self) -> None:
        """See `TillDay`."""
        self._insist(super().sync)

    def give_up(self) -> None:
        """Nobody stands at the counter any more."""
        self._insist(self._let_go)

    def _let_go(self) -> None:
        close_stray_leases(self.counter.till, open_sale=None)

    def _insist(self, act: Callable[[], None], *what: str) -> None:
        for _ in range(TRIES):
            try:
                act()
            except Unavailable as failure:
                self.heard[failure.code] += 1
                if failure.code in DENIALS:
                    self._mark("denied", what)
            except Refused as refusal:
                if not any(each.startswith(DONE_BEFORE.get(refusal.code, "-")) for each in what):
                    raise
                self.heard[refusal.code] += 1
                self._mark("done", what)
                return
            else:
                return
        raise AssertionError(f"{what}: the disk has recovered, the till has not")

    def _mark(self, word: str, what: tuple[str, ...]) -> None:
        for each in what:
            self.teller.mark(word, each)


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
        furnished()  # nothing of this day
        with watched(self.disk), queue_may_fail():
            day = self._maker.open()
            for number, step in enumerate(WORK):
                self.disk.arm(fault_of(self.seed * (len(WORK) + 1) + number))
                if step is None:
                    day = self._open_again(day)
                else:
                    self._work(day, step)
            self.disk.arm(None)
            day.close()
            self._note(day)

    def _work(self, day: TillDay, act: Step) -> None:
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
        day.close()
        for _ in range(TRIES):
            try:
                return self._maker.open()
            except Unavailable as failure:
                self.heard[failure.code] += 1
        raise AssertionError("the disk has recovered, and the till does not start")

    def _note(self, day: TillDay) -> None:
        assert isinstance(day, InsistentDay)
        self.heard += day.heard


WORK: Final[tuple[Step | None, ...]] = (
    *(
        sell,
        void,
        burn,
        exchange,
        sell_gift_card,
        pay_by_gift_card,
        give_back,
        print_slips,
        enrol,
        sync,
        None,
    ),
    *(pay_into_wallet, pay_by_wallet, give_back, sell_gift_card, void, by_hand, cash, use_lounge),
    *(
        change_shift,
        burn,
        burn,
        use_voucher,
        copy,
        mirror,
        print_slips,
        None,
        mirror,
        print_slips,
        pay_into_wallet,
        void,
        mirror,
        sell,
    ),
)
"""In this order; None is to close and to open again."""


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
        found.cut(day.disk.operations, folder, count=count, draw=Random(seed), which=f"seed {seed}")
    return found
