"""The server's own role in PostgreSQL: it does a day's work, and cannot change what was written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.member_desk import MemberDeed
from loyalty.wire.messages import Person
from server.context import Server
from server.keys import ServerKeys
from server.store.database import Database, open_database
from server.store.migrations import migrate
from server.store.roles import grant_server_role, rights_on
from server.store.tables import metadata
from server.usecases.admin.doctor import examine_server
from server.usecases.admin.people import Who, erase_member, merge_members
from server.usecases.jobs import run_jobs
from server.usecases.member_deeds import do_deed
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.tills import burn_of
from tests.postgres import Postgres

ROLE = "loyaltill_server"
APPEND_ONLY = sorted(table.name for table in metadata.tables.values() if table.info.get("append_only"))


@pytest.fixture(scope="module")
def role_url(postgres: Postgres) -> str:
    """A database of its own, migrated by its owner, reached as the server's role."""
    url = postgres.url(postgres.new_database())
    owner = open_database(url, Path())
    migrate(owner)
    with pytest.raises(Refused, match="no-such-role"):
        owner.write(lambda connection: grant_server_role(connection, ROLE))
    owner.write(lambda connection: connection.execute(text(f"CREATE ROLE {ROLE} LOGIN")).close())
    for _ in range(2):
        owner.write(lambda connection: grant_server_role(connection, ROLE))
    owner.close()
    return url.replace("loyaltill@", f"{ROLE}@")


@pytest.fixture(scope="module")
def database(role_url: str) -> Iterator[Database]:
    opened = open_database(role_url, Path())
    yield opened
    opened.close()


@pytest.fixture
def house(database: Database) -> House:
    clock = FakeClock()
    return make_house(Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock), clock)


@pytest.fixture(scope="module")
def sold(database: Database) -> Database:
    """Somebody was enrolled and a sale was made: once, as nothing here can change it."""
    clock = FakeClock()
    house = make_house(Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock), clock)
    house.q1.enrol("m1")
    house.q1.sell("s1", "m1")
    house.q1.sync()
    return database


def test_a_days_work_is_done_by_the_servers_role(house: House) -> None:
    migrate(house.server.database)  # nothing to do, and it must be able to see that
    house.q1.enrol("m1")
    house.q1.sell("s1", "m1", earned=100)
    house.q1.sync(persons=[Person("m1", "An", "+84912345678")])
    lease = house.q1.lease("l1", "m1", 60)
    house.q1.sell("s2", "m1", earned=0, burn=burn_of(lease, 60))
    house.q1.close("l1", "m1", spent=60)
    house.q2.enrol("m2")
    house.q1.sync()
    house.q2.sync()
    merge_members(house.server, tenant=house.code, one=Who(member="m1"), other=Who(member="m2"))
    run_jobs(house.server, house.tenant)
    wish = MemberDeed(
        version=1,
        deed="d1",
        kind="adjust",
        operator="supervisor",
        approver="manager",
        member="m1",
        points=Points(5),
        text="Thiếu điểm",
    )
    do_deed(house.server, house.q1.account, wish, nonce="n")
    erase_member(house.server, tenant=house.code, who=Who(member="m1"))
    assert examine_server(house.server, tenant=house.code) == ()


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {} SET tenant = 'x'",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "ALTER TABLE {} DISABLE TRIGGER ALL",
        "DROP TABLE {}",
    ],
)
def test_what_was_written_cannot_be_changed_nor_its_guard_taken_away(
    sold: Database, table: str, change: str
) -> None:
    with pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        sold.write(lambda connection: connection.exec_driver_sql(change.format(table)).close())


def test_no_table_may_be_rewritten_that_is_append_only() -> None:
    rights = {table.name: rights_on(table) for table in metadata.sorted_tables}
    as_written = dict.fromkeys(APPEND_ONLY, ("SELECT", "INSERT"))
    blanked = {"adjustments": ("SELECT", "INSERT", "UPDATE (reason)")}
    assert {name: rights[name] for name in APPEND_ONLY} == as_written | blanked
    assert all(("DELETE" in rights[name]) is False for name in ("chains", "programs", "tills", "feed"))
    assert "UPDATE" not in rights["consents"]


def test_the_embedded_database_has_no_roles(sqlite_database: Database) -> None:
    with pytest.raises(Refused, match="roles-need-postgresql"):
        sqlite_database.write(lambda connection: grant_server_role(connection, ROLE))
