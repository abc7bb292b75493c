"""Some work at one real till beside its real server, told step by step: what is begun, and what said done.

Real use cases over real files: the till's encrypted one, the server's, the key store's, copies and the mirror
of the journal. Every step commits at least once, and tells before what it begins and after what was done.
What the steps are is in `day_steps`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random
from shutil import copyfile
from typing import Protocol

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Refused
from loyalty.units import Money
from server.context import Server
from terminal.gift_sale import gift_money
from terminal.keystore.file_store import FileKeyStore
from terminal.mirror import JournalMirror, mirror_journal
from terminal.open_sale import OpenSale
from terminal.sale import SettledSale, Tender, TenderKind
from terminal.session import Session
from terminal.store.connection import connect
from terminal.store.database import Store
from terminal.store.opening import open_store
from terminal.store.outbox import SqlOutbox
from terminal.sync.keys import ServerKey
from terminal.sync.session import SyncSession
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from tests.evidence.one_shop import FILE, TILL_KEY, Beside, Synchronous, furnished, open_server
from tests.evidence.paper import Paper
from tests.evidence.plain_files import Teller, Watcher
from tests.unit.terminal.till_kit import KEY, LAN, PEPPER, CountedIds, Counter, MovedClock, a_counter

TILL_FILE = "till.db"
KEYS = "keys.json"
BETWEEN_S = 20
"""Between two starts of the till: a lease of a quarter of an hour outlives some of them."""


class Recorder(Watcher, Teller, Protocol):
    """Hears what the till says, and what its disk is told."""


@dataclass
class TillDay:
    """One till, its server, its line to it, and what all steps are made of."""

    counter: Counter
    teller: Teller
    draw: Random
    server: Server
    session: SyncSession
    mirror: JournalMirror
    cashier: Session = LAN
    paper: Paper | None = None
    last: SettledSale | None = None

    def do(self, act: Callable[[], object], *what: str) -> None:
        """Do one thing, of which the till says when it is begun and that it is done."""
        for each in what:
            self.teller.mark("begun", each)
        act()
        for each in what:
            self.teller.mark("done", each)

    def sync(self) -> None:
        """One exchange; what is acknowledged is known to the till when it returns."""
        self.session.exchange()
        self.teller.mark("acked", str(self.acked()))

    def acked(self) -> int:
        """How many of its events the till knows to be at the server."""
        with self.counter.store.read() as reading:
            said: int = reading.connection.exec_driver_sql("SELECT acked_seq FROM till_state").scalar_one()
        return said

    def pay(self, sale: OpenSale, *tenders: Tender, also: tuple[str, ...] = ()) -> None:
        """Settle it; what the tenders leave is paid by card. `also` is done with it."""
        kinds: tuple[TenderKind, ...] = (*(each.kind for each in tenders), "card")
        goods = price(self.counter.till, sale, paid_with=kinds).total
        due = goods + gift_money(sale.gifts) - sum(each.amount for each in tenders)
        by_card = (Tender(kind="card", amount=Money(due)),) if due else ()
        self.do(lambda: self._settle(sale, (*tenders, *by_card)), f"sale {sale.sale}", *also)

    def _settle(self, sale: OpenSale, tenders: tuple[Tender, ...]) -> None:
        self.last = settle_sale(self.counter.till, self.cashier, sale, tenders)

    def take_last(self) -> SettledSale | None:
        """The sale just made, once."""
        sale, self.last = self.last, None
        return sale

    def tried(self, act: Callable[[], None]) -> bool:
        """Do what the till may refuse; whether it was done."""
        try:
            act()
        except Refused:
            return False
        return True

    def close(self) -> None:
        """Close both files, as in the evening."""
        self.counter.close()
        self.server.database.close()


@dataclass
class TillMaker:
    """Opens one till and its server again and again, over one disk and with one way of making ids."""

    folder: Path
    teller: Recorder
    draw: Random
    synchronous: Synchronous = "FULL"
    synchronous_server: Synchronous = "FULL"
    kind_of_day: type[TillDay] = TillDay

    def __post_init__(self) -> None:
        self._ids = CountedIds()
        self._paper = Paper(self.teller)
        self._opened = 0
        path = self.folder / FILE
        copyfile(furnished().file, path)
        self.teller.write(str(path), 0, path.read_bytes())
        self.teller.sync(str(path))

    def open(self) -> TillDay:
        """The shop at work; the till's file is made, and filled by the server, where it is not there yet."""
        server = open_server(self.folder, self.synchronous_server)
        try:
            return self._open_till(server)
        except BaseException:
            server.database.close()
            raise

    def _open_till(self, server: Server) -> TillDay:
        is_new = not (self.folder / TILL_FILE).exists()
        if is_new:  # under the eyes of the watcher: `a_counter` would copy one that is made already
            open_store(self.folder / TILL_FILE, KEY, clock=MovedClock(), new_id=self._ids).close()
        counter = a_counter(self.folder, identity=None, new_id=self._ids)
        try:
            return self._at_work(counter, server, is_new=is_new)
        except BaseException:
            counter.close()
            raise

    def _at_work(self, counter: Counter, server: Server, *, is_new: bool) -> TillDay:
        keys = FileKeyStore(self.folder / KEYS)
        till = replace(counter.till, keys=keys)
        if self.synchronous != "FULL":
            counter.close()
            till = replace(till, store=_careless_store(counter, self.synchronous))
        counter = replace(counter, till=self._paper.stand_before(till))
        if is_new:
            keys.set("pin-pepper", PEPPER)
            with counter.store.write() as unit:
                unit.state.pair(furnished().identity, feed_epoch=furnished().paired.feed_epoch)
        counter.clock.move(seconds=BETWEEN_S * self._opened)
        self._opened += 1
        day = self.kind_of_day(
            counter, self.teller, self.draw, server, _line(counter, server), _mirror(counter, self.folder)
        )
        day.paper = self._paper
        if is_new:
            self._fill(day)
        return day

    def _fill(self, day: TillDay) -> None:
        while day.session.exchange().again:
            pass
        open_shift(day.counter.till, day.cashier, opening_float=Money(500_000))
        self.teller.mark("made", "the shop")


def _line(counter: Counter, server: Server) -> SyncSession:
    confirms = ServerKey(furnished().paired.server_key).confirms
    beside = Beside(server, furnished().identity.till)
    return SyncSession(SqlOutbox(counter.store), beside, TILL_KEY.sign, confirms)


def _mirror(counter: Counter, folder: Path) -> JournalMirror:
    return JournalMirror(partial(mirror_journal, counter.store, furnished().identity, TILL_KEY, folder))


def _careless_store(counter: Counter, synchronous: Synchronous) -> Store:
    """The same file as a till would have it that waits less for its disk."""

    def open_file(*, read_only: bool) -> sqlcipher.Connection:
        connection = connect(counter.path, KEY, read_only=read_only)
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        return connection

    return Store(counter.path, open_file, clock=counter.clock, new_id=counter.ids)
