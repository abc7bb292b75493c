"""Statements that are run past SQLAlchemy: the same rows, the same errors, on both databases."""

from secrets import token_hex

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from server.store.compiled import Among, Statement, settle
from server.store.database import Connection, Database
from server.store.tables.members import cards
from server.store.upsert import append

_NAMED = Statement(
    select(cards.c.number, cards.c.state)
    .where(cards.c.tenant == bindparam("of_tenant"), Among(cards.c.number, "numbers"))
    .order_by(cards.c.number)
)
_ODD = ('98"1', "98\\2", "{98,3}", "NULL")


@pytest.fixture
def tenant() -> str:
    """One that no other test has: the databases are opened once for all of them."""
    return token_hex(8)


def _insert(connection: Connection, tenant: str) -> None:
    rows = [{"tenant": tenant, "number": each, "member": "an", "state": "active"} for each in _ODD]
    append(connection, cards, rows)


def _found(database: Database, tenant: str, numbers: tuple[str, ...]) -> list[str]:
    rows = database.read(lambda connection: _NAMED.rows(connection, of_tenant=tenant, numbers=numbers))
    return [row["number"] for row in rows]


def test_any_number_of_names_is_one_value_whatever_is_in_them(database: Database, tenant: str) -> None:
    database.write(lambda connection: _insert(connection, tenant))
    assert _found(database, tenant, ()) == []
    for each in _ODD:
        assert _found(database, tenant, (each, "nobody")) == [each]
    assert set(_found(database, tenant, _ODD)) == set(_ODD)


def test_what_the_database_refuses_is_raised_as_sqlalchemy_raises_it(database: Database, tenant: str) -> None:
    database.write(lambda connection: _insert(connection, tenant))

    def insert_at_once(connection: Connection) -> None:
        _insert(connection, tenant)
        settle(connection)

    with database.engine.begin() as connection, pytest.raises(IntegrityError):
        insert_at_once(connection)


def test_a_read_leaves_no_transaction_open(database: Database, tenant: str) -> None:
    assert _found(database, tenant, _ODD) == []
    database.write(lambda connection: _insert(connection, tenant))
    assert len(_found(database, tenant, _ODD)) == len(_ODD)
