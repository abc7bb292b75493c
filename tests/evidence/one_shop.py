"""A shop of one computer, as the first start makes one: a server on its own SQLite file, a till beside it.

The server is the real one, asked without HTTP. It is set up once in a process; each day has a copy of its
file.
"""

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from loyalty.errors import Refused
from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.wire.feed import GiftRules, LookUpAnswer, StoreSettings
from loyalty.wire.messages import PairAnswer, PairRequest, SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from server.clock import Clock
from server.context import Server
from server.keys import ServerKeys
from server.model import Operator, TillAccount
from server.store.catalogue import save_operators
from server.store.database import Database, open_database
from server.store.feed import touch
from server.store.migrations import migrate
from server.store.tills import find_till
from server.usecases.admin.import_members import import_members
from server.usecases.admin.import_products import import_products
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import add_store, add_tenant, add_till, make_pairing_code
from server.usecases.pair import pair
from server.usecases.rehome import rehome
from server.usecases.sync import sync
from server.usecases.taking_in import Forked
from terminal.settings import TillIdentity
from terminal.sync.keys import TillKey
from tests.unit.terminal.till_kit import LAN, MORNING, PROGRAM

Synchronous = str
"""SQLite's own word for how a commit waits for the disk: FULL, as till and server have it, NORMAL or OFF."""

FILE: Final = "server.db"
MASTER: Final = bytes(range(32))
TILL_KEY: Final = TillKey(hashlib.sha256(b"the till of the shop").digest())
TENANT: Final = "shop"
PHONES: Final = ("0912345678", "0987654321")
ANH, BINH = PHONES
CARDS: Final = tuple(card_number(serial, scheme=GIFT_SCHEME) for serial in range(1, 3))
MANY: Final = 1_000_000
RULES: Final = """
[wallet]
sku = "8930000000910"
max_balance = 100000000

[[wallet.top_up]]
amount = 500000
bonus = 25000

[[benefit]]
id = "lounge"
name = "Phòng chờ"
limit = { times = 50, per = "month" }

[[promotion]]
id = "fifty-off"
name = "Phiếu giảm 50.000"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[voucher]]
id = "full-card"
promotion = "fifty-off"
issue = "stamp-card"

[[stamp_card]]
id = "rice"
name = "Thẻ gạo"
per = "unit"
on = { skus = ["RICE-ST25"] }
goal = 2
voucher = "full-card"
"""
GOODS: Final = """sku,name,category,unit_price,vat_percent,barcodes
8934563138165,Mì Hảo Hảo tôm chua cay,noodles,4500,8,
RICE-ST25,Gạo ST25 túi 5 kg,food,189000,8,8936079120016
CAKE,Bánh kem,cake,200000,8,
"""


def _settings() -> StoreSettings:
    return StoreSettings(
        store_name="Bách hóa Q1",
        address="12 Lê Lợi",
        language="vi",
        bank=None,
        cash_rounding=500,
        receipt_footer="",
        currency="VND",
        timezone="Asia/Ho_Chi_Minh",
        phone_region="VN",
        gift_cards=GiftRules(),
    )


class StandingClock:
    """The server's time, which stands still."""

    def now(self) -> datetime:
        """See `server.clock.Clock`."""
        return MORNING


@dataclass(frozen=True, slots=True)
class Furnished:
    """A server's file with a shop in it, and what its till learned when it was paired."""

    file: Path
    paired: PairAnswer

    @property
    def identity(self) -> TillIdentity:
        """Who the till is."""
        told = self.paired
        return TillIdentity(
            tenant=told.tenant,
            store=told.store,
            till=told.till,
            code=told.till_code,
            name=told.till_name,
            number=told.till_number,
            incarnation=told.incarnation,
        )


@lru_cache(maxsize=1)
def furnished() -> Furnished:
    """The shop on its first morning, made once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="loyaltill-shop-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    database = open_database(None, folder)
    migrate(database)
    server = _over(database)
    tenant = add_tenant(server, code=TENANT, name="Bách hóa")
    add_store(server, tenant=TENANT, code="q1", settings=_settings())
    lan = Operator(operator=LAN.operator, code="lan", name=LAN.name, role="cashier", pin_hash="none")
    database.write(lambda connection: save_operators(connection, tenant, [lan], MORNING))
    database.write(lambda connection: touch(connection, tenant, [("operator", lan.operator)]))
    program = PROGRAM.partition('[[promotion]]\nid = "once"')[0] + RULES
    publish_program(server, tenant=TENANT, text=program, name="program.toml")
    import_products(server, tenant=TENANT, data=GOODS.encode(), file="goods.csv")
    members = "\n".join(["name,phone,points", *(f"Khách,{phone},{MANY}" for phone in PHONES)])
    import_members(server, tenant=TENANT, data=members.encode(), file="members.csv")
    add_till(server, tenant=TENANT, store="q1", code="Q1", name="Quầy 1")
    code = make_pairing_code(server, tenant=TENANT, till="Q1")
    paired = pair(server, PairRequest(code, TILL_KEY.public))
    database.close()
    return Furnished(folder / FILE, paired)


def open_server(folder: Path, synchronous: Synchronous = "FULL") -> Server:
    """The server over the file in that folder, as its own start opens it; the caller closes its database.

    Raises:
        Refused, Unavailable: as `open_database`, `migrate`.
    """
    database = open_database(None, folder)
    if synchronous != "FULL":
        event.listen(database.engine, "connect", _careless(synchronous))
        database.close()
    migrate(database)
    return _over(Database(database.engine.execution_options(compiled_cache=_COMPILED)))


_COMPILED: Final[dict[object, object]] = {}
"""Statements are compiled once, and not for each of some thousand starts."""


def _careless(synchronous: Synchronous) -> Callable[[DBAPIConnection, object], None]:
    def wait_less(connection: DBAPIConnection, _entry: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA synchronous = {synchronous}")
        cursor.close()

    return wait_less


def _over(database: Database) -> Server:
    return Server(database, ServerKeys(MASTER), cast("Clock", StandingClock()))


@dataclass(frozen=True, slots=True)
class Beside:
    """The server as the till beside it reaches it; see `terminal.sync.ports.Server`."""

    inside: Server
    till: str

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """See `Server`."""
        answer = sync(self.inside, self._account(), request, nonce="nonce")
        if isinstance(answer, Forked):
            raise Refused("journal-forked")
        return answer

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """See `Server`."""
        return rehome(self.inside, self._account(), request, nonce="nonce")

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        """Nobody is looked up: the till has everybody."""
        raise AssertionError((card, phone))

    def _account(self) -> TillAccount:
        found = self.inside.database.read(lambda connection: find_till(connection, self.till))
        if found is None:
            raise AssertionError("the server does not know its till")
        return found
