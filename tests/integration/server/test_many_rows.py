"""Rows written many at a time: as one by one, on either database."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from server.store.compiled import settle
from server.store.database import Connection, Database
from server.store.tables.feed import feed
from server.store.tables.journal import journal
from server.store.tables.ledger import lots
from server.store.upsert import append, append_columns, upsert, upsert_columns

AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def rows_of(tenant: str, count: int, *, remaining: int = 1) -> list[dict[str, object]]:
    return [
        {
            "tenant": tenant,
            "member": f"m{number}",
            "lot": "l",
            "granted": 2**40,
            "remaining": remaining,
            "reserved": 0,
            "expired": 0,
            "earned_at": AT,
            "spendable_from": AT,
            "dies_at": AT if number % 2 else None,
            "issuing_store": None if number % 2 else "Cửa hàng",
            "program_version": 1,
            "sale": None,
        }
        for number in range(count)
    ]


def held(database: Database, tenant: str) -> list[dict[str, object]]:
    query = select(lots).where(lots.c.tenant == tenant).order_by(lots.c.member)
    return database.read(lambda connection: [dict(row) for row in connection.execute(query).mappings()])


@pytest.mark.parametrize("count", [1, 9])
def test_what_was_written_is_read_again(database: Database, tmp_path: object, count: int) -> None:
    tenant = f"{tmp_path}"[-60:]
    database.write(lambda connection: upsert(connection, lots, rows_of(tenant, count)))
    assert held(database, tenant) == rows_of(tenant, count)


@pytest.mark.parametrize("count", [2, 9])
def test_the_later_of_two_with_one_key_holds(database: Database, tmp_path: object, count: int) -> None:
    tenant = f"{tmp_path}"[-60:]
    rows = [*rows_of(tenant, count), *rows_of(tenant, count, remaining=7)]
    database.write(lambda connection: upsert(connection, lots, rows))
    assert held(database, tenant) == rows_of(tenant, count, remaining=7)


@pytest.mark.parametrize("count", [1, 9])
def test_what_is_appended_twice_is_refused(database: Database, tmp_path: object, count: int) -> None:
    tenant = f"{tmp_path}"[-60:]
    database.write(lambda connection: append(connection, lots, rows_of(tenant, count)))

    def append_at_once(connection: Connection) -> None:
        append(connection, lots, rows_of(tenant, count))
        settle(connection)

    with database.engine.connect() as connection, pytest.raises(IntegrityError):
        append_at_once(connection)
    assert len(held(database, tenant)) == count


@pytest.mark.parametrize("count", [1, 2, 9])
def test_columns_are_written_as_rows_are(database: Database, tmp_path: object, count: int) -> None:
    tenant = f"{tmp_path}"[-60:]
    rows = [*rows_of(tenant, count), *rows_of(tenant, 1, remaining=7)]
    shared = {name: rows[0][name] for name in ("tenant", "lot", "earned_at")}
    columns = {name: [row[name] for row in rows] for name in rows[0] if name not in shared}
    database.write(lambda connection: upsert_columns(connection, lots, shared, columns))
    assert held(database, tenant) == [*rows_of(tenant, 1, remaining=7), *rows_of(tenant, count)[1:]]


def test_of_rows_that_share_their_key_the_last_holds(database: Database, tmp_path: object) -> None:
    tenant = f"{tmp_path}"[-60:]
    row = rows_of(tenant, 1)[0]
    shared = {name: value for name, value in row.items() if name != "remaining"}
    database.write(lambda connection: upsert_columns(connection, lots, shared, {"remaining": [0, 1]}))
    assert held(database, tenant) == [row]


def test_columns_of_two_lengths_are_no_rows(database: Database, tmp_path: object) -> None:
    columns = {"kind": ["a", "b"], "key": ["a"]}
    shared = {"tenant": f"{tmp_path}"[-60:], "shard": "all", "seq": 1}
    with pytest.raises(ValueError, match="unpack"):
        database.write(lambda connection: append_columns(connection, feed, shared, columns))


@pytest.mark.parametrize("count", [1, 9])
def test_bodies_of_events_are_kept_as_they_are(database: Database, tmp_path: object, count: int) -> None:
    tenant = f"{tmp_path}"[-60:]
    bodies = [f'{{"name":"Trà \\"sữa\\" \\n {number}, {{a}}\\\\"}}' for number in range(count)]
    shared = {"tenant": tenant, "till": "t", "incarnation": 1, "kind": "k", "at": "", "operator": "o"}
    columns = {
        "seq": range(count),
        "operation_id": [str(number) for number in range(count)],
        "body": bodies,
        "hash": [bytes([number]) * 32 for number in range(count)],
    }
    shared |= {"received_at": AT}
    database.write(lambda connection: append_columns(connection, journal, shared, columns, seen=False))
    query = select(journal.c.body).where(journal.c.tenant == tenant).order_by(journal.c.seq)
    assert database.read(lambda connection: list(connection.execute(query).scalars())) == bodies


@pytest.mark.parametrize("count", [1, 9])
def test_a_text_that_is_too_long_is_not_cut_off(
    postgres_database: Database, tmp_path: object, count: int
) -> None:
    tenant = f"{tmp_path}"[-60:]
    rows = [
        {"tenant": tenant, "shard": "all", "kind": "x" * 300, "key": str(number), "seq": number}
        for number in range(count)
    ]
    with pytest.raises(DBAPIError, match="too long"):
        postgres_database.write(lambda connection: upsert(connection, feed, rows))
