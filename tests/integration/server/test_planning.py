"""PostgreSQL finds the rows that a batch names by their keys, whatever its statistics know of the till."""

from contextlib import closing
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from server.context import Server
from server.keys import ServerKeys
from server.store.database import open_database
from server.store.migrations import migrate
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.integration.server.rows_read import rows_read
from tests.integration.server.tills import sale_body
from tests.postgres import Postgres

AN = "member-an"
SALES = 400
BATCH = 20
AT_MOST = 4 * BATCH
"""Rows and entries of indexes, for a batch of sales and one of voids."""
TINY = 3_000
"""So many tills, each with one sale."""
JOURNALS = ("journal", "sales")
_MAKE_TINY = (
    sql.SQL(
        "INSERT INTO journal"
        " (tenant, till, incarnation, seq, operation_id, kind, at, operator, body, hash, received_at)"
        " SELECT {tenant}, 'tiny-' || n, 1, 1, 'said-' || n, kind, at, operator, body, hash, received_at"
        " FROM journal, generate_series(1, {tiny}) AS n WHERE kind = 'sale_settled'"
    ),
    sql.SQL(
        "INSERT INTO sales (tenant, till, incarnation, sale, seq, member)"
        " SELECT {tenant}, 'tiny-' || n, 1, 'tiny-sale-' || n, 1, member"
        " FROM sales, generate_series(1, {tiny}) AS n"
    ),
)
"""What each of them has is what the only sale there is has, under other names."""


def sell(house: House, first: int, count: int) -> None:
    for number in range(first, first + count):
        house.q2.sell(f"sale-{number}", AN, earned=1)
    house.q2.sync()


def void(house: House, count: int) -> None:
    for number in range(count):
        house.q2.void(sale_body(f"sale-{number}", AN, fingerprint=house.q2.fingerprint, earned=1))
    house.q2.sync()


def test_a_till_that_the_statistics_do_not_know_is_not_read_from_its_beginning(
    postgres: Postgres, clock: FakeClock, tmp_path: Path
) -> None:
    url = postgres.url(postgres.new_database())
    with closing(open_database(url, tmp_path)) as database:
        migrate(database)
        house = make_house(Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock), clock)
        house.q1.enrol(AN)
        for number in range(SALES):
            house.q1.sell(f"old-{number}", AN, earned=1)
        house.q1.sync()
        with psycopg.connect(url, autocommit=True) as beside:
            beside.execute("ANALYZE")
            for first in range(0, SALES, BATCH):  # the plans are made on the way
                sell(house, first, BATCH)
            before = rows_read(house, beside, of=JOURNALS)
            sell(house, SALES, BATCH)
            void(house, BATCH)
            read = rows_read(house, beside, of=JOURNALS) - before
            print("READ", read)
            assert read < AT_MOST
        house.check()


@pytest.mark.parametrize("tenant", ["tenant", "'tenant-' || n"], ids=["of one tenant", "of as many"])
@pytest.mark.parametrize("analysed", [True, False], ids=["analysed", "not analysed"])
def test_among_tills_that_are_nearly_all_tiny_a_large_one_is_not_read_from_its_beginning(
    postgres: Postgres, clock: FakeClock, tmp_path: Path, *, analysed: bool, tenant: LiteralString
) -> None:
    url = postgres.url(postgres.new_database())
    with closing(open_database(url, tmp_path)) as database:
        migrate(database)
        house = make_house(Server(database=database, keys=ServerKeys(b"k" * 32), clock=clock), clock)
        house.q1.enrol(AN)
        house.q1.sell("first", AN, earned=1)
        house.q1.sync()
        with psycopg.connect(url, autocommit=True) as beside:
            for statement in _MAKE_TINY:
                beside.execute(statement.format(tenant=sql.SQL(tenant), tiny=TINY))
            for first in range(0, SALES, BATCH):
                sell(house, first, BATCH)
            if analysed:
                beside.execute("ANALYZE")
            before = rows_read(house, beside, of=JOURNALS)
            sell(house, SALES, BATCH)
            void(house, BATCH)
            read = rows_read(house, beside, of=JOURNALS) - before
            print("READ", read)
            assert read < AT_MOST
