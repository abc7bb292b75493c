"""Statements that are run past SQLAlchemy: the same rows, the same errors, on both databases."""

from collections.abc import Sequence
from itertools import count
from secrets import token_hex
from typing import Any, cast

import psycopg
import pytest
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from loyalty.errors import Refused
from server.store.compiled import Among, AmongPairs, Later, Statement, settle
from server.store.database import Connection, Database
from server.store.tables.members import cards
from server.store.upsert import append

_NAMED = Statement(
    select(cards.c.number, cards.c.state)
    .where(cards.c.tenant == bindparam("of_tenant"), Among(cards.c.number, "numbers"))
    .order_by(cards.c.number)
)
_PAIRED = Statement(
    select(cards.c.number, cards.c.member)
    .where(cards.c.tenant == bindparam("of_tenant"))
    .where(AmongPairs((cards.c.member, cards.c.number), ("members", "numbers")))
    .order_by(cards.c.number)
)
_MANY = tuple(f"97{number:014}" for number in range(400))
"""More than waits for others: what inserts them is sent ahead."""
_ODD = ('98"1', "98\\2", "{98,3}", "NULL")


@pytest.fixture
def tenant() -> str:
    """One that no other test has: the databases are opened once for all of them."""
    return token_hex(8)


def _insert(connection: Connection, tenant: str, numbers: Sequence[str] = _ODD) -> None:
    rows = [{"tenant": tenant, "number": each, "member": "an", "state": "active"} for each in numbers]
    append(connection, cards, rows)


def _insert_missing(connection: Connection, tenant: str) -> None:
    if not _NAMED.rows(connection, of_tenant=tenant, numbers=_ODD):
        _insert(connection, tenant)


def _found(database: Database, tenant: str, numbers: tuple[str, ...]) -> list[str]:
    rows = database.read(lambda connection: _NAMED.rows(connection, of_tenant=tenant, numbers=numbers))
    return [row["number"] for row in rows]


def test_any_number_of_names_is_one_value_whatever_is_in_them(database: Database, tenant: str) -> None:
    database.write(lambda connection: _insert(connection, tenant))
    assert _found(database, tenant, ()) == []
    for each in _ODD:
        assert _found(database, tenant, (each, "nobody")) == [each]
    assert set(_found(database, tenant, _ODD)) == set(_ODD)


def test_two_lists_of_names_belong_together_by_place(database: Database, tenant: str) -> None:
    database.write(lambda connection: _insert(connection, tenant))

    def found(*pairs: tuple[str, str]) -> set[str]:
        members, numbers = [member for member, _ in pairs], [number for _, number in pairs]
        rows = database.read(
            lambda connection: _PAIRED.rows(connection, of_tenant=tenant, members=members, numbers=numbers)
        )
        return {row["number"] for row in rows}

    assert found() == set()
    assert found(("binh", _ODD[0]), ("an", _ODD[1]), ("an", _ODD[2])) == set(_ODD[1:3])
    assert found(("an", "nobody"), ("nobody", _ODD[0])) == set()


def test_what_the_database_refuses_is_raised_as_sqlalchemy_raises_it(database: Database, tenant: str) -> None:
    database.write(lambda connection: _insert(connection, tenant))

    def insert_at_once(connection: Connection) -> None:
        _insert(connection, tenant)
        settle(connection)

    with database.engine.begin() as connection, pytest.raises(IntegrityError):
        insert_at_once(connection)


def test_what_is_asked_with_the_commit_sees_what_was_committed(database: Database, tenant: str) -> None:
    def ask(connection: Connection) -> Later[list[str]]:
        asked = _NAMED.ask(connection, of_tenant=tenant, numbers=_ODD)
        return lambda: [row["number"] for row in asked.rows()]

    for _ in range(2):  # the second writes nothing
        done, seen = database.write_and_glance(lambda connection: _insert_missing(connection, tenant), ask)
        assert set(seen) == set(_ODD)
        assert done is None


def test_what_is_asked_together_is_answered_in_the_order_of_the_asking(
    database: Database, tenant: str
) -> None:
    def unit(connection: Connection) -> list[int]:
        before = _NAMED.ask(connection, of_tenant=tenant, numbers=_ODD)
        _insert(connection, tenant)
        after = _NAMED.ask(connection, of_tenant=tenant, numbers=_ODD)
        return [len(after.rows()), len(before.rows())]

    assert database.write(unit) == [len(_ODD), 0]


def test_what_waits_comes_before_what_sqlalchemy_runs(database: Database, tenant: str) -> None:
    def unit(connection: Connection) -> int:
        _insert(connection, tenant)
        held = select(func.count()).select_from(cards).where(cards.c.tenant == tenant)
        return int(connection.execute(held).scalar_one())

    assert database.write(unit) == len(_ODD)


def test_what_waits_goes_with_the_transaction(database: Database, tenant: str) -> None:
    def unit(connection: Connection) -> None:
        _insert(connection, tenant)
        raise Refused("nothing-available")

    with pytest.raises(Refused):
        database.write(unit)
    assert _found(database, tenant, _ODD) == []


def test_after_a_refusal_the_connection_is_as_good_as_before(database: Database, tenant: str) -> None:
    database.write(lambda connection: _insert(connection, tenant))

    def unit(connection: Connection) -> None:
        _insert(connection, tenant)
        _NAMED.rows(connection, of_tenant=tenant, numbers=_ODD)

    with database.engine.connect() as connection:
        for _ in range(2):
            with pytest.raises(IntegrityError), connection.begin():
                unit(connection)
        assert len(_NAMED.rows(connection, of_tenant=tenant, numbers=_ODD)) == len(_ODD)


def test_much_is_begun_with_before_anybody_wants_a_row(postgres_database: Database, tenant: str) -> None:
    is_begun = text("SELECT backend_xid IS NOT NULL FROM pg_stat_activity WHERE pid = :pid")

    def unit(connection: Connection) -> None:
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        _insert(connection, tenant, _MANY)
        with postgres_database.engine.connect() as other:
            held = {"pid": driver.info.backend_pid}
            assert any(bool(other.execute(is_begun, held).scalar_one()) for _ in count())

    postgres_database.write(unit)
    assert len(_found(postgres_database, tenant, _MANY)) == len(_MANY)


def test_where_much_is_under_way_each_question_is_answered_as_of_its_turn(
    database: Database, tenant: str
) -> None:
    def unit(connection: Connection) -> list[int]:
        before = _NAMED.ask(connection, of_tenant=tenant, numbers=_MANY)
        _insert(connection, tenant, _MANY)
        between = _NAMED.ask(connection, of_tenant=tenant, numbers=_ODD)
        seen = [len(before.rows())]
        _insert(connection, tenant)
        after = _NAMED.ask(connection, of_tenant=tenant, numbers=(*_MANY, *_ODD))
        seen += [len(after.rows()), len(between.rows())]
        held = select(func.count()).select_from(cards).where(cards.c.tenant == tenant)
        return [*seen, int(connection.execute(held).scalar_one())]

    everything = len(_MANY) + len(_ODD)
    assert database.write(unit) == [0, everything, 0, everything]


@pytest.mark.parametrize("is_asked", [True, False])
def test_what_is_refused_of_what_is_under_way_takes_all_of_it_along(
    database: Database, tenant: str, *, is_asked: bool
) -> None:
    database.write(lambda connection: _insert(connection, tenant))

    def unit(connection: Connection) -> None:
        for numbers in (_MANY, _ODD, _MANY):
            _insert(connection, tenant, numbers)
        if is_asked:
            _NAMED.rows(connection, of_tenant=tenant, numbers=_ODD)

    for _ in range(2):
        with pytest.raises(IntegrityError), database.engine.begin() as connection:
            unit(connection)
    assert _found(database, tenant, (*_MANY, *_ODD)) == sorted(_ODD)


def test_what_is_under_way_goes_with_the_transaction(database: Database, tenant: str) -> None:
    def unit(connection: Connection) -> None:
        _insert(connection, tenant, _MANY)
        _NAMED.ask(connection, of_tenant=tenant, numbers=_MANY)
        raise Refused("nothing-available")

    with database.engine.connect() as connection:
        for _ in range(2):
            with pytest.raises(Refused), connection.begin():
                unit(connection)
        with connection.begin():
            assert _NAMED.rows(connection, of_tenant=tenant, numbers=_MANY) == []
            _insert(connection, tenant, _MANY)
    assert len(_found(database, tenant, _MANY)) == len(_MANY)


def test_a_text_that_postgresql_cannot_hold_is_refused(postgres_database: Database, tenant: str) -> None:
    with pytest.raises(DBAPIError, match="NUL"):
        _found(postgres_database, tenant, ("a\0b",))


def test_a_read_leaves_no_transaction_open(database: Database, tenant: str) -> None:
    assert _found(database, tenant, _ODD) == []
    database.write(lambda connection: _insert(connection, tenant))
    assert len(_found(database, tenant, _ODD)) == len(_ODD)
