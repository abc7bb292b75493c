"""Some work at one real till, told step by step: what was begun, and what was said to be done.

Real use cases over a real encrypted file; the server is the model of `tests/sync_model`. Every step
commits at least once, and tells before what it begins and after what was done.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final, Protocol

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.units import Points, Quantity
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.ports import KeyName
from terminal.open_sale import OpenSale, set_burn
from terminal.returned import RefundWish
from terminal.sale import Tender
from terminal.session import Session
from terminal.store.connection import connect
from terminal.store.database import Store
from terminal.store.outbox import SqlOutbox
from terminal.sync.keys import ServerKey, TillKey, new_till_key
from terminal.sync.session import SyncSession
from terminal.usecases.basket import attach_member, refresh_member
from terminal.usecases.drafts import save_draft
from terminal.usecases.enrol import enrol_member
from terminal.usecases.leases import lease_trouble
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from tests.sync_model.model_server import Account, ModelServer
from tests.unit.terminal.settled_sales import with_goods
from tests.unit.terminal.till_kit import KEY, LAN, CountedIds, Counter, a_counter, a_shop

Synchronous = str
"""SQLite's own word for how a commit waits for the disk: FULL, as the till has it, NORMAL or OFF."""

PHONES: Final = 10_000_000
BURN: Final = Points(50)
FIRST_ID: Final = 1_000
"""More than making the shop has used."""


class Teller(Protocol):
    """Hears what the till says."""

    def mark(self, word: str, what: str) -> None:
        """`begun`, `done` or `kept`, and of what."""
        ...


@dataclass
class ToldKeys(FakeKeyStore):
    """A key store that tells what is written to it, once it is kept."""

    teller: Teller

    def __post_init__(self) -> None:
        super().__init__()

    def set(self, name: KeyName, value: bytes) -> None:
        """See `KeyStore.set`."""
        super().set(name, value)
        self.teller.mark(name, value.hex())


@dataclass
class TillDay:
    """One till, its server, and the steps that may be taken."""

    counter: Counter
    teller: Teller
    draw: Random
    server: ModelServer
    cashier: Session = LAN

    def __post_init__(self) -> None:
        key = ServerKey(self.server.key.public_key().public_bytes_raw())
        outbox = SqlOutbox(self.counter.store)
        self._session = SyncSession(outbox, self.server, TillKey(new_till_key()).sign, key.confirms)
        self._voidable: str | None = None
        self._enrolled = self.draw.randrange(PHONES)

    def step(self) -> None:
        """One thing, drawn."""
        self.draw.choice(STEPS)(self)

    def sell(self) -> None:
        """Rice for nobody in particular."""
        self.pay(with_goods(self.counter, "RICE-ST25"))

    def burn(self) -> None:
        """Noodles and rice for Ánh, partly for points that the server lends in between."""
        till = self.counter.till
        sale = with_goods(self.counter, "RICE-ST25", "8934563138165")
        sale = attach_member(till, self.cashier, sale, member_by_id(till, "member-anh"))
        self.sync()
        sale = refresh_member(till, sale)
        if lease_trouble(till, sale.lease) is None:
            sale = set_burn(sale, BURN)
        save_draft(till, sale)
        self.pay(sale)

    def void(self) -> None:
        """Take back the sale just made, where there is one."""
        sale, self._voidable = self._voidable, None
        if sale is not None:
            self.take_back(sale)

    def give_back(self) -> None:
        """One bag of the sale just made comes back, where there is one."""
        sale, self._voidable = self._voidable, None
        if sale is not None:
            wish = RefundWish(refund=self.counter.till.new_id(), sale=sale, returns={0: Quantity(1_000)})
            self.refund_one(wish)

    def refund_one(self, wish: RefundWish) -> None:
        """Give back what was wished for."""
        self.teller.mark("begun", f"refund {wish.refund}")
        refund_sale(self.counter.till, self.cashier, wish)
        self.teller.mark("done", f"refund {wish.refund}")

    def enrol(self) -> None:
        """Somebody new."""
        self._enrolled += 1
        self.enrol_one(f"+849{self._enrolled % PHONES:08}")

    def enrol_one(self, phone: str) -> None:
        """Somebody with that number."""
        self.teller.mark("begun", f"member {phone}")
        enrol_member(self.counter.till, self.cashier, phone_text=phone, name="Khách mới", accept_warning=True)
        self.teller.mark("done", f"member {phone}")

    def sync(self) -> None:
        """One exchange; what is acknowledged is known to the till when it returns."""
        self._session.exchange()
        self.teller.mark("acked", str(len(self.server.operations)))

    def take_back(self, sale: str) -> None:
        """Void one sale."""
        self.teller.mark("begun", f"void of {sale}")
        void_last_sale(self.counter.till, self.cashier, sale)
        self.teller.mark("done", f"void of {sale}")

    def pay(self, sale: OpenSale) -> None:
        """Pay by card."""
        self.teller.mark("begun", f"sale {sale.sale}")
        total = price(self.counter.till, sale, paid_with=("card",)).total
        self._voidable = settle_sale(
            self.counter.till, self.cashier, sale, (Tender(kind="card", amount=total),)
        ).sale
        self.teller.mark("done", f"sale {sale.sale}")


STEPS: Final[tuple[Callable[[TillDay], None], ...]] = (
    TillDay.sell,
    TillDay.sell,
    TillDay.burn,
    TillDay.burn,
    TillDay.void,
    TillDay.give_back,
    TillDay.enrol,
    TillDay.sync,
)


@dataclass
class TillMaker:
    """Opens one till again and again, as its disk, its key store and its way with ids outlive it."""

    folder: Path
    teller: Teller
    draw: Random
    synchronous: Synchronous = "FULL"
    kind_of_day: type[TillDay] = TillDay

    def __post_init__(self) -> None:
        self._keys = ToldKeys(self.teller)
        self._ids = CountedIds()
        self._server = ModelServer()
        self._server.accounts["member-anh"] = Account(posted=1_000_000)

    def open(self) -> TillDay:
        """The till at work; made with its shop where it is not there yet."""
        if not (self.folder / "till.db").exists():
            a_shop(self.folder).close()
            self._ids.count = FIRST_ID
            self.teller.mark("made", "the shop")
        counter = a_counter(self.folder, new_id=self._ids)
        till = replace(counter.till, keys=self._keys)
        if self.synchronous != "FULL":
            counter.close()
            till = replace(till, store=_careless_store(counter, self.synchronous))
        counter = replace(counter, till=till, keys=self._keys)
        return self.kind_of_day(counter, self.teller, self.draw, self._server)


def _careless_store(counter: Counter, synchronous: Synchronous) -> Store:
    """The same file as a till would have it that waits less for its disk."""

    def open_file(*, read_only: bool) -> sqlcipher.Connection:
        connection = connect(counter.path, KEY, read_only=read_only)
        connection.execute(f"PRAGMA synchronous = {synchronous}")
        return connection

    return Store(counter.path, open_file, clock=counter.clock, new_id=counter.ids)
