"""A real shop for a day: a server on a fresh database with members and cards, and its stores' tills."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

from loyalty.account.keeping import Change, keep_change
from loyalty.units import Money, Points
from loyalty.wire.feed import GiftRules, ProductRow, StoreSettings
from server import ids
from server.books.model import Books, Cause, HeldLot
from server.books.points import earn
from server.books.pots import GIFT, WALLET
from server.context import Server
from server.keeping.model import Keeping
from server.keys import ServerKeys
from server.model import GiftAccount, Operator, Profile, Store, TillAccount
from server.store.books import save_books
from server.store.catalogue import save_operators, save_products
from server.store.database import Connection, open_database
from server.store.feed import open_feed, touch
from server.store.gift_cards import save_gifts
from server.store.keepings import save_keepings
from server.store.members import save_profiles
from server.store.tables.ledger import OF_MONEY
from server.store.tenancy import insert_store, insert_tenant
from server.store.tills import insert_till
from server.usecases.admin.publish import publish_program
from server.usecases.keeping import keep_whole
from server.usecases.pair import begin_life
from terminal.settings import TillIdentity
from terminal.sync.keys import TillKey
from tests.simulation.opening import OPENING_MONEY, opening_lots
from tests.simulation.program import GIFT_CARDS, GOODS, PROGRAM, STAFF, TEXT, store_of, vouchers_of
from tests.simulation.real.box import Paired
from tests.simulation.real.dying import DyingDatabase
from tests.simulation.real.putting_back import EmbeddedCopies
from tests.simulation.real.server import TENANT, RealServer
from tests.simulation.real.till import RealTill
from tests.simulation.sides import NewId, Now

EPOCH: Final = "epoch-1"
STORES: Final = ("store-0", "store-1")
MASTER: Final = bytes(range(32))

NewDatabase = Callable[[Path], str | None]
"""The URL of a fresh, migrated database; nothing where it is the embedded one in that folder."""


class RealShop:
    """See `tests.simulation.sides.Shop`."""

    def __init__(
        self,
        now: Now,
        *,
        members: int,
        new_database: NewDatabase,
        at_end: Callable[[], None] | None = None,
        kind: type[RealServer] = RealServer,
    ) -> None:
        """Open it with so many members, in a folder of its own; `at_end` is done once it is closed."""
        self._at_end = at_end
        ids.randomness = Random(members).randbytes
        self._folder = Path(tempfile.mkdtemp(prefix="loyaltill-day-", dir=quickest_place()))
        url = new_database(self._folder)
        opened = open_database(url, self._folder)
        self._database = DyingDatabase(opened.engine)
        inside = Server(self._database, ServerKeys(MASTER), _ServerClock(now))
        copies = None if url else EmbeddedCopies(self._folder, self._database.engine.dispose)
        self.server = kind(inside, self._database, copies)
        self._now = now
        self._furnish()
        self._database.write(lambda connection: self._bring_members(connection, members))

    def new_till(self, number: int, *, now: Now, new_id: NewId) -> RealTill:
        """See `Shop`."""
        name = f"till-{number}"
        key = hashlib.sha256(name.encode()).digest()
        account = TillAccount(
            tenant=TENANT,
            store=store_of(name),
            till=name,
            code=f"T{number}",
            number=number,
            name=name,
            state="active",
            incarnation=0,
            public_key=TillKey(key).public,
        )

        def unit(connection: Connection) -> TillAccount:
            insert_till(connection, account)
            begun = begin_life(connection, account)
            touch(connection, TENANT, [("till", name)])
            return begun

        begun = self._database.write(unit)
        names = ("tenant", "store", "till", "code", "name", "number", "incarnation")
        identity = TillIdentity(**{each: getattr(begun, each) for each in names})
        server_key = self.server.inside.keys.public_key()
        paired = Paired(identity=identity, key=key, server_key=server_key, feed_epoch=EPOCH)
        folder = self._folder / name
        folder.mkdir()
        return RealTill(folder, paired, now=now, new_id=new_id)

    def close(self) -> None:
        """See `Shop`."""
        ids.randomness = os.urandom
        self._database.close()
        shutil.rmtree(self._folder)
        if self._at_end is not None:
            self._at_end()

    def _furnish(self) -> None:
        now = self._now()

        def unit(connection: Connection) -> None:
            insert_tenant(connection, tenant=TENANT, code=TENANT, name="Simulated", at=now)
            open_feed(connection, TENANT, EPOCH)
            for store in STORES:
                insert_store(connection, TENANT, Store(store, store, _settings(store).to_json()))
            save_operators(connection, TENANT, _staff(), now)
            save_products(connection, TENANT, [_goods()])
            things = [*(("settings", store) for store in STORES), ("product", GOODS)]
            touch(connection, TENANT, [*things, *(("operator", name) for name in STAFF)])

        self._database.write(unit)
        publish_program(self.server.inside, tenant=TENANT, text=TEXT, name="simulated.toml")

    def _bring_members(self, connection: Connection, count: int) -> None:
        """Members with points, vouchers and wallets from before, and gift cards with money on them."""
        now, opening = self._now(), self.server.state
        names = {f"member-{number}": number for number in range(1, count + 1)}
        profiles = [
            Profile(member=name, enrolled_at=now, tier=PROGRAM.tiers[0].id, revision=1) for name in names
        ]
        save_profiles(connection, TENANT, profiles)
        points, wallets = dict[str, Books](), dict[str, Books]()
        for name, number in names.items():
            points[name] = Books()
            for lot, (amount, dies_at) in opening_lots(number, now).items():
                earn(
                    points[name],
                    _lot(lot, amount, now, dies_at),
                    _cause(f"import:{name}", now),
                    imported=True,
                )
            if number % 2:
                wallets[name] = _money(name, Books(pot=WALLET), now)
        gifts = {card: _money(card, Books(pot=GIFT), now) for card in GIFT_CARDS[1:]}
        save_books(connection, TENANT, {name: (Books(), books) for name, books in points.items()}, now)
        for pot, holdings in ((WALLET, wallets), (GIFT, gifts)):
            pairs = {name: (Books(pot=pot), books) for name, books in holdings.items()}
            save_books(connection, TENANT, pairs, now, ledger=OF_MONEY)
        save_keepings(connection, TENANT, {name: _vouchers(name, now) for name in names})
        accounts = [GiftAccount(card=card, state="active", sold_at=now, revision=1) for card in gifts]
        save_gifts(connection, TENANT, accounts)
        opening.opening.update({name: books.posted for name, books in points.items()})
        opening.opening_money.update({("wallet", name): OPENING_MONEY for name in wallets})
        opening.opening_money.update({("gift", card): OPENING_MONEY for card in gifts})
        touch(
            connection, TENANT, [*(("member", name) for name in names), *(("gift", card) for card in gifts)]
        )


def quickest_place() -> Path | None:
    """Memory, where there is a folder in it: what survives a power cut is not asked here."""
    memory = Path("/dev") / "shm"
    return memory if memory.is_dir() else None


class _ServerClock:
    def __init__(self, now: Now) -> None:
        self._now = now

    def now(self) -> datetime:
        """See `server.clock.Clock`."""
        return self._now()


def _settings(store: str) -> StoreSettings:
    return StoreSettings(
        store_name=store,
        address="12 Lê Lợi",
        language="vi",
        bank=None,
        cash_rounding=1,
        receipt_footer="",
        currency="VND",
        timezone="Asia/Ho_Chi_Minh",
        phone_region="VN",
        gift_cards=GiftRules(),
    )


def _staff() -> list[Operator]:
    return [
        Operator(operator=name, code=name, name=name, role=role, pin_hash="none")
        for name, roles in STAFF.items()
        for role in roles
    ]


def _goods() -> ProductRow:
    return ProductRow(
        sku=GOODS,
        name="Hàng cân",
        category="",
        brand="",
        tags=("open-price",),
        unit_price=Money(0),
        unit="kg",
        vat_percent=None,
        barcodes=(GOODS,),
        state="active",
    )


def _cause(operation: str, at: datetime) -> Cause:
    return Cause(operation=operation, at=at, store=None, program_version=1)


def _lot(name: str, amount: int, at: datetime, dies_at: datetime | None) -> HeldLot:
    return HeldLot(
        lot=name,
        granted=Points(amount),
        remaining=Points(amount),
        earned_at=at,
        spendable_from=at,
        dies_at=dies_at,
        program_version=1,
    )


def _money(holder: str, books: Books, at: datetime) -> Books:
    """The books with what was paid in before the day."""
    name = f"opening-{books.pot.name}-{holder}"
    earn(books, _lot(name, OPENING_MONEY, at, None), _cause(f"opening:{holder}", at))
    return books


def _vouchers(member: str, at: datetime) -> Keeping:
    keeping = Keeping()
    given = keep_change(keeping.account, Change(issued=vouchers_of(member, at)))
    keep_whole(keeping, given, _cause(f"import:{member}", at))
    return keeping
