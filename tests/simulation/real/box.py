"""The box of a real till: its folder, its power, its disk, and its line to the server."""

import shutil
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from terminal.bootstrap.spend_check import guard_spends
from terminal.keystore.file_store import FileKeyStore
from terminal.pricing_memory import PricingMemory
from terminal.printing.queue import StorePrintQueue
from terminal.receipts.paper import SlipPaper
from terminal.settings import TillIdentity
from terminal.store.outbox import SqlOutbox
from terminal.store.print_jobs import RECEIPT_PRINTER
from terminal.sync.core import Outgoing, compose, compose_rehoming, take
from terminal.sync.keys import ServerKey, TillKey
from terminal.sync.session import FORKED
from terminal.till import Till
from terminal.usecases.basket import close_stray_leases
from tests.simulation.disk import Disk
from tests.simulation.disk_sync import BATCH
from tests.simulation.memory_box import FEED_ROWS
from tests.simulation.real.cut_store import CutStore
from tests.simulation.real.till_file import read_disk
from tests.simulation.sides import NewId, Now, commit_as_it_is

FILE: Final = "till.db"
KEYS: Final = "keys.json"

Damage = set[tuple[int, int]]
"""Rows of the journal that were changed behind the till's back, by life and seq."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """What a till knows since it was paired."""

    identity: TillIdentity
    key: bytes
    server_key: bytes
    feed_epoch: str


class BoxClock:
    """The clock of the box; see `terminal.clock.Clock`."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def now(self) -> datetime:
        """See `Clock`."""
        return self._now()

    def monotonic(self) -> float:
        """See `Clock`."""
        return self._now().timestamp()


class NamedIds:
    """Ids as the day makes them, but for those that were said before what wants them is done."""

    def __init__(self, new_id: NewId) -> None:
        self._new_id = new_id
        self._named: deque[str] = deque()

    def __call__(self) -> str:
        """The next one."""
        return self._named.popleft() if self._named else self._new_id()

    @contextmanager
    def named(self, *ids: str) -> Generator[None, None, None]:
        """Give out these first; what of them is left over at the end is forgotten."""
        self._named.extend(ids)
        try:
            yield
        finally:
            self._named.clear()


class RealBox:
    """A till's box without a counter; see `tests.simulation.sides.TillSide`."""

    def __init__(self, folder: Path, paired: Paired, *, now: Now, new_id: NewId) -> None:
        """Switch it on over the file in the folder; a new one is that of the paired till."""
        self.before_commit: Callable[[], None] = commit_as_it_is
        self.after_commit: Callable[[Disk, Disk], None] = _seen
        self._folder, self._paired = folder, paired
        self._clock, self._ids = BoxClock(now), NamedIds(new_id)
        self._damaged: Damage = set()
        self._copies: list[Damage] = []
        self._twins = 0
        self._known: Disk | None = None
        self._is_stale = True
        self._sent: Outgoing | None = None
        self._till = self._switched_on()

    @property
    def disk(self) -> Disk:
        """See `TillSide`."""
        if self._known is None or self._is_stale:
            with self._till.store.read() as reading:
                self._known = read_disk(reading, self._known, self._damaged)
            self._is_stale = False
        return self._known

    @property
    def copies(self) -> int:
        """See `TillSide`."""
        return len(self._copies)

    def keep_copy(self) -> None:
        """See `TillSide`: of the file itself, closed."""
        self._till.store.close()
        shutil.copyfile(self._folder / FILE, self._copy(len(self._copies)))
        self._copies.append(set(self._damaged))

    def put_back(self, which: int) -> None:
        """See `TillSide`."""
        self._till.store.close()
        shutil.copyfile(self._copy(which), self._folder / FILE)
        self._damaged, self._known = set(self._copies[which]), None

    def twin(self, *, now: Now, new_id: NewId) -> Self:
        """See `TillSide`."""
        self._twins += 1
        folder = self._folder / f"twin-{self._twins}"
        folder.mkdir()
        self._till.store.close()
        for name in (FILE, KEYS):
            if (self._folder / name).exists():
                shutil.copyfile(self._folder / name, folder / name)
        twin = type(self)(folder, self._paired, now=now, new_id=new_id)
        twin._damaged = set(self._damaged)
        return twin

    def close(self) -> None:
        """See `TillSide`."""
        self._till.store.close()

    def power_off(self) -> None:
        """See `TillSide`."""
        self._till.store.close()
        self._sent = None

    def power_on(self) -> str:
        """See `TillSide`: what a till does before its first picture."""
        self._till = self._switched_on()
        notice = guard_spends(self._till.store, self._till.keys)
        close_stray_leases(self._till, open_sale=None)
        return "agrees" if notice is None else notice.code

    def print_queue(self) -> StorePrintQueue:
        """See `TillSide`."""
        return StorePrintQueue(self._till.store, RECEIPT_PRINTER)

    def request(self) -> SyncRequest | RehomeRequest:
        """See `TillSide`; few events at a time, so that a day has many batches."""
        outgoing = SqlOutbox(self._till.store).read_outgoing()
        events, rest = outgoing.events[:BATCH], len(outgoing.events[BATCH:])
        self._sent = replace(outgoing, events=events, events_left=outgoing.events_left + rest)
        sign = TillKey(self._paired.key).sign
        return compose_rehoming(self._sent, sign=sign) or compose(self._sent, feed_limit=FEED_ROWS, sign=sign)

    def answer(self, answer: SyncAnswer) -> bool:
        """See `TillSide`."""
        sent, self._sent = self._sent, None
        if sent is None:
            return False
        intake = take(sent, answer, confirms=ServerKey(self._paired.server_key).confirms)
        SqlOutbox(self._till.store).apply(intake)
        return intake.again

    def refused(self, code: str) -> None:
        """See `TillSide`."""
        self._sent = None
        if code in FORKED:
            SqlOutbox(self._till.store).begin_rehoming(FORKED[code])

    def rehomed(self, answer: RehomeAnswer) -> None:
        """See `TillSide`."""
        self._sent = None
        SqlOutbox(self._till.store).rehome(answer)

    def _switched_on(self) -> Till:
        self._is_stale = True
        path = self._folder / FILE
        is_new = not path.exists()
        store = CutStore(
            path, clock=self._clock, new_id=self._ids, before=self._before_commit, after=self._committed
        )
        if is_new:
            with store.write() as unit:
                unit.state.pair(self._paired.identity, feed_epoch=self._paired.feed_epoch)
        return Till(
            store=store,
            clock=self._clock,
            new_id=self._ids,
            keys=FileKeyStore(self._folder / KEYS),
            paper=SlipPaper(),
            memory=PricingMemory(),
        )

    def _copy(self, which: int) -> Path:
        return self._folder / f"copy-{which}.db"

    def _before_commit(self) -> None:
        self.before_commit()

    def _committed(self) -> None:
        before, self._is_stale = self._known, True
        if before is not None:
            self.after_commit(before, self.disk)


def _seen(_before: Disk, _after: Disk) -> None:
    """Nobody wants to know."""
