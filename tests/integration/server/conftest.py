"""A server on each kind of database, with a tenant, a store, a program and two paired tills."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partialmethod
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import cast, get_args

import pytest
from argon2 import PasswordHasher
from sqlalchemy import RowMapping, Table, select, update

from loyalty.wire.feed import StoreSettings
from loyalty.wire.roles import Role
from server.context import Server
from server.ids import new_id
from server.keys import ServerKeys
from server.model import Operator
from server.store.catalogue import save_operators
from server.store.database import Database, open_database
from server.store.migrations import migrate
from server.store.tables.tenancy import tallies
from server.usecases.admin.publish import publish_program
from server.usecases.admin.setup import add_store, add_tenant, add_till, make_pairing_code
from server.usecases.admin.show import Holdings, show
from tests.integration.server.tills import FakeTill, pair_till
from tests.postgres import Postgres, running_postgres
from tools.quick_place import quick_place

PROGRAM = """
format = 1
name = "Thân Thiết"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 10000
worth = 500
expire_months = 12

[[tier]]
id = "member"
at = 0

[[tier]]
id = "silver"
at = 5000000

[[promotion]]
id = "welcome"
name = "Chào mừng"
kind = "percent_off"
percent = 5
when = { limit = { times = 1, per = "month" } }
"""

KEEPING = """
[[promotion]]
id = "fifty-off"
name = "Phiếu giảm 50.000"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[voucher]]
id = "welcome-fifty"
promotion = "fifty-off"
issue = "welcome"
days = 30

[[voucher]]
id = "birthday-fifty"
promotion = "fifty-off"
issue = "birthday"
days = 7

[[voucher]]
id = "silver-fifty"
promotion = "fifty-off"
issue = "tier"
tiers = ["silver"]
days = 30

[[voucher]]
id = "bought-fifty"
promotion = "fifty-off"
issue = "reward"
days = 30

[[voucher]]
id = "free-coffee"
promotion = "fifty-off"
issue = "stamp-card"

[[reward]]
id = "next-time"
name = "Đổi 80 điểm lấy phiếu 50.000"
kind = "voucher"
points = 80
voucher = "bought-fifty"

[[stamp_card]]
id = "coffee"
name = "Thẻ cà phê"
per = "visit"
goal = 2
voucher = "free-coffee"

[[challenge]]
id = "twice"
name = "Hai lần trong tháng"
measure = "visits"
goal = 2
per = "month"
points = 100
"""

SETTINGS = StoreSettings(
    store_name="Cửa hàng Quận 1",
    address="12 Lê Lợi",
    language="vi",
    bank=None,
    cash_rounding=500,
    receipt_footer="",
    currency="VND",
    timezone="Asia/Ho_Chi_Minh",
    phone_region="VN",
)
START = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)

postgres_only = pytest.mark.parametrize("database", ["postgres"], indirect=True)
"""Of what SQLite, which has one writer, has nothing to say."""
in_databases_of_their_own = pytest.mark.parametrize("database", ["own_postgres", "sqlite"], indirect=True)
"""Of what goes through every tenant that there is: no other test has left one there."""


class FakeClock:
    """The server's time, moved by hand."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def move(self, **span: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**span)


@dataclass
class House:
    """A server that is set up, and two of its tills."""

    server: Server
    clock: FakeClock
    tenant: str
    code: str
    q1: FakeTill
    q2: FakeTill

    def holdings(self) -> Holdings:
        """What the server holds of this tenant."""
        return show(self.server, tenant=self.code)

    def check(self) -> None:
        """Fail on any invariant that does not hold."""
        assert self.holdings().faults == ()

    def rows(self, table: Table) -> list[RowMapping]:
        """The rows of this tenant in a table."""
        query = select(table).where(table.c.tenant == self.tenant)
        return self.server.database.read(lambda connection: list(connection.execute(query).mappings()))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests here."""
    with running_postgres(quick_place()) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The name of a PostgreSQL database with nothing in it, to be copied."""
    name = postgres.new_database()
    database = open_database(postgres.url(name), Path())
    migrate(database)
    database.close()
    return name


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres, migrated_postgres: str) -> str:
    """One database that all tests share, each as a tenant of its own."""
    return postgres.url(postgres.new_database(template=migrated_postgres))


@pytest.fixture(scope="session")
def shared_postgres(postgres_url: str) -> Database:
    """The shared PostgreSQL database, opened once: its statements are compiled once, not in every test."""
    return open_database(postgres_url, Path())


@pytest.fixture
def postgres_database(shared_postgres: Database) -> Iterator[Database]:
    """The shared PostgreSQL database, by connections of this test."""
    shared_postgres.close()
    yield shared_postgres
    shared_postgres.close()


@pytest.fixture
def own_postgres_database(postgres: Postgres, migrated_postgres: str) -> Iterator[Database]:
    """A PostgreSQL database with nothing in it: for what goes through every tenant that there is."""
    database = open_database(postgres.url(postgres.new_database(template=migrated_postgres)), Path())
    yield database
    database.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an embedded database with nothing in it, made once: each test has a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    database = open_database(None, folder)
    migrate(database)
    database.close()
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="session")
def shared_sqlite(migrated_file: Path) -> Iterator[tuple[Database, Path]]:
    """An embedded database, opened once as the other is, and its folder; what is in it is each test's own."""
    with TemporaryDirectory(prefix="loyaltill-embedded-", dir=quick_place()) as place:
        folder = Path(place)
        copy(migrated_file, folder)
        yield open_database(None, folder), folder


@pytest.fixture
def sqlite_database(migrated_file: Path, shared_sqlite: tuple[Database, Path]) -> Iterator[Database]:
    """An embedded database with nothing in it."""
    database, folder = shared_sqlite
    database.close()
    for old in folder.iterdir():
        old.unlink()
    copy(migrated_file, folder)
    yield database
    database.close()


@pytest.fixture(params=["postgres", "sqlite"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database of each kind."""
    return cast("Database", request.getfixturevalue(f"{request.param}_database"))


@pytest.fixture
def clock() -> FakeClock:
    """The server's time."""
    return FakeClock()


@pytest.fixture
def server(database: Database, clock: FakeClock) -> Server:
    """A server over it."""
    return Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock)


@pytest.fixture
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs are hashed as lightly as can be, where the question is who may and not what guessing costs."""
    light = partialmethod(PasswordHasher.__init__, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(PasswordHasher, "__init__", light)


@pytest.fixture
def house(server: Server, clock: FakeClock) -> House:
    """A server that is set up, and two of its tills."""
    return make_house(server, clock)


def operator(name: str, role: Role) -> Operator:
    """Somebody with a role; the PIN is nobody's business here."""
    return Operator(operator=name, code=name, name=name, role=role, pin_hash="none")


@pytest.fixture
def keeping(server: Server, clock: FakeClock) -> House:
    """A house whose program has vouchers, a stamp card and a challenge."""
    return make_house(server, clock, PROGRAM + KEEPING)


def make_house(server: Server, clock: FakeClock, program: str = PROGRAM) -> House:
    """Set up a tenant of its own, whatever else is in the database, and whatever was guessed there before."""
    fresh = update(tallies).where(tallies.c.tenant == "").values(full_at=START - timedelta(days=1))
    server.database.write(lambda connection: connection.execute(fresh).close())
    owner = new_id(clock.now())
    tenant = add_tenant(server, code=owner, name="Thân Thiết")
    add_store(server, tenant=owner, code="q1", settings=SETTINGS)
    published = publish_program(server, tenant=owner, text=program, name="program.toml")
    staff = [operator(role if role != "cashier" else "lan", role) for role in get_args(Role)]
    server.database.write(lambda connection: save_operators(connection, tenant, staff, clock.now()))
    tills = [_till(server, owner, code, clock, published.fingerprint) for code in ("Q1", "Q2")]
    return House(server, clock, tenant, owner, *tills)


def one_more_till(house: House, code: str, *, store: str = "q1") -> FakeTill:
    """Another till of the house's store, or of another one, paired."""
    if store != "q1":
        add_store(house.server, tenant=house.code, code=store, settings=SETTINGS)
    return _till(house.server, house.code, code, house.clock, house.q1.fingerprint, store)


def _till(
    server: Server, owner: str, code: str, clock: FakeClock, fingerprint: str, store: str = "q1"
) -> FakeTill:
    add_till(server, tenant=owner, store=store, code=code, name=f"Quầy {code}")
    till = pair_till(server, make_pairing_code(server, tenant=owner, till=code), now=clock.now())
    till.fingerprint = fingerprint
    return till
