"""What somebody agreed to cannot be rewritten or lost by any statement; only an erasure takes it along."""

from functools import partial

import pytest
from sqlalchemy import Connection, Delete, Update, delete, update
from sqlalchemy.exc import DBAPIError

from loyalty.wire.canonical import JsonObject
from loyalty.wire.messages import Person
from server.store.database import Database
from server.store.tables.members import consents, persons
from server.usecases.admin.people import Who, erase_member
from tests.integration.server.conftest import House

AN, BINH = "member-an", "member-binh"


@pytest.fixture
def agreed(house: House) -> House:
    """Two members who have agreed to something."""
    for number, member in enumerate((AN, BINH)):
        house.q1.enrol(member)
        said: JsonObject = {"purpose": "messages", "given": True}
        house.q1.sync(persons=[Person(member, "Khách", f"+8491234567{number}", consents=(said,))])
    return house


def test_what_was_agreed_to_is_never_written_over_nor_lost(agreed: House) -> None:
    mine = consents.c.tenant == agreed.tenant
    before = agreed.rows(consents)
    for change in (update(consents).where(mine).values(body="{}"), delete(consents).where(mine)):
        with pytest.raises(DBAPIError, match="append-only"):
            agreed.server.database.write(partial(_execute, change))
    assert agreed.rows(consents) == before
    assert len(before) == len(agreed.rows(persons)) == 2


def _execute(change: Update | Delete, connection: Connection) -> None:
    connection.execute(change).close()


def test_an_erasure_takes_along_what_that_person_said_and_nothing_else(agreed: House) -> None:
    erase_member(agreed.server, tenant=agreed.code, who=Who(member=AN))
    assert [row["member"] for row in agreed.rows(consents)] == [BINH]


def test_the_table_cannot_be_cut_off(postgres_database: Database) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        postgres_database.write(lambda connection: connection.exec_driver_sql("TRUNCATE consents").close())
