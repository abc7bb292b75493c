"""PostgreSQL finds the rows that a batch names by their keys, whatever its statistics know of the till."""

import psycopg
import pytest

from tests.integration.server.conftest import House

AN = "member-an"
SALES = 400
BATCH = 20
postgres_only = pytest.mark.parametrize("database", ["postgres"], indirect=True)


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


@postgres_only
def test_a_till_that_the_statistics_do_not_know_is_not_read_from_its_beginning(
    house: House, postgres_url: str
) -> None:
    house.q1.enrol(AN)
    for number in range(SALES):
        house.q1.sell(f"old-{number}", AN, earned=1)
    house.q1.sync()
    with psycopg.connect(postgres_url, autocommit=True) as beside:
        beside.execute("ANALYZE")
        for first in range(0, SALES, BATCH):  # the plans are made on the way
            sell(house, first, BATCH)
        before = rows_read(house, beside)
        sell(house, SALES, BATCH)
        assert rows_read(house, beside) - before < 6 * BATCH
    house.check()
