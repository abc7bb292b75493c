"""PostgreSQL finds the rows that a batch names by their keys, whatever its statistics know of the till."""

from contextlib import closing
from pathlib import Path

import psycopg

from server.context import Server
from server.keys import ServerKeys
from server.store.database import open_database
from server.store.migrations import migrate
from tests.integration.server.conftest import FakeClock, House, make_house
from tests.postgres import Postgres

AN = "member-an"
SALES = 400
BATCH = 20


def rows_read(house: House, beside: psycopg.Connection) -> int:
    """How many rows and entries of the journal and of what was sold were ever looked at."""
    house.server.database.close()  # each connection tells what it has read when it ends
    row = beside.execute(
        "SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname IN ('journal', 'sales'))"
        " + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname IN ('journal', 'sales'))"
    ).fetchone()
    assert row is not None
    return int(row[0])


def sell(house: House, first: int, count: int) -> None:
    for number in range(first, first + count):
        house.q2.sell(f"sale-{number}", AN, earned=1)
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
            before = rows_read(house, beside)
            sell(house, SALES, BATCH)
            assert rows_read(house, beside) - before < 6 * BATCH
        house.check()
