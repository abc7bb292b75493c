"""What is left of whoever is erased in an embedded database: no byte that the master key opens."""

from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2
from sqlalchemy import create_engine
from sqlalchemy.pool import QueuePool

from loyalty.wire.member_desk import DeedKind, MemberDeed
from loyalty.wire.messages import Person
from server.context import Server
from server.keys import ServerKeys
from server.store.database import Database
from server.store.tables.members import handles, persons
from server.usecases.admin.people import Who, erase_member
from server.usecases.jobs import run_all_jobs
from server.usecases.member_deeds import do_deed
from tests.integration.server.conftest import FakeClock, House, make_house

AN = "member-an"


@pytest.fixture
def house(sqlite_database: Database, clock: FakeClock) -> House:
    server = Server(database=sqlite_database, keys=ServerKeys(b"k" * 32), clock=clock)
    house = make_house(server, clock)
    house.q1.enrol(AN)
    house.q1.sync(persons=[Person(AN, "Nguyễn Văn An", "+84912345678", consents=({"what": "sms"},))])
    return house


def secrets(house: House) -> tuple[bytes, ...]:
    """What opens a person with the master key, what is in the record, and what finds them."""
    (person,), (handle,) = house.rows(persons), house.rows(handles)
    return person["wrapped_key"], person["sealed"], handle["handle"]


def do(house: House, kind: DeedKind, **said: Any) -> None:
    asked = MemberDeed(
        version=1, deed=kind, kind=kind, member=AN, operator="supervisor", approver="manager", **said
    )
    do_deed(house.server, house.q1.account, asked, nonce="n")


def left(house: House, held: tuple[bytes, ...]) -> int:
    """How often any of it stands in the database's files."""
    main = Path(house.server.database.engine.url.database or "")
    files = [main, main.with_name(f"{main.name}-wal")]
    return sum(file.read_bytes().count(each) for file in files if file.exists() for each in held)


def test_by_command_nothing_of_an_erased_person_stays_in_the_files(house: House) -> None:
    held = secrets(house)
    assert left(house, held)
    erase_member(house.server, tenant=house.code, who=Who(member=AN))
    assert left(house, held) == 0


def test_by_a_till_nothing_of_an_erased_person_stays_in_the_files(house: House) -> None:
    before = secrets(house)
    do(house, "edit", name="Nguyễn Văn Ân")
    held = secrets(house)
    do(house, "erase")
    assert left(house, held + before) == 0


def test_while_somebody_reads_it_is_left_for_the_nightly_jobs(house: House) -> None:
    held = secrets(house)
    with house.server.database.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM persons").close()
        erase_member(house.server, tenant=house.code, who=Who(member=AN))
        assert left(house, held)
    run_all_jobs(house.server)
    assert left(house, held) == 0


def no_checkpoint(_action: int, name: str | None, *_: object) -> int:
    """For SQLite: nothing is allowed that is called so."""
    return int(name == "wal_checkpoint")


def test_what_keeps_the_log_from_being_emptied_is_no_fault_of_the_erasure(tmp_path: Path) -> None:
    """It has happened by then: nobody else waits for longer because of it, and nothing is raised."""
    asked = {"module": sqlcipher3.dbapi2, "pool_size": 1, "max_overflow": 0, "pool_timeout": 0.1}
    engine = create_engine(f"sqlite:///{tmp_path / 'server.db'}", poolclass=QueuePool, **asked)
    database = Database(engine)
    with engine.connect() as connection:
        waits = connection.exec_driver_sql("PRAGMA busy_timeout = 7000").scalar_one()
        assert not database.wipe_log(), "no connection is free"
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.set_authorizer(no_checkpoint)
    assert not database.wipe_log(), "the database refuses"
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one() > 1_000
        assert waits == 7_000
    database.close()
