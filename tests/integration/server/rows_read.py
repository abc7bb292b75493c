"""How much PostgreSQL has looked at, by its own count."""

import time
from collections.abc import Collection

import psycopg

from tests.integration.server.conftest import House

_STILL_CONNECTED = (
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    " AND pid != pg_backend_pid()"
)
_READ = (
    "SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE %(all)s OR relname = ANY(%(of)s))"
    " + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE %(all)s OR relname = ANY(%(of)s))"
)


def rows_read(house: House, beside: psycopg.Connection, *, of: Collection[str] = ()) -> int:
    """How many rows and entries of indexes were ever looked at, of these tables or of all."""
    house.server.database.close()  # each connection tells what it has read when it ends
    while beside.execute(_STILL_CONNECTED).fetchone() is not None:
        time.sleep(0.01)
    row = beside.execute(_READ, {"all": not of, "of": list(of)}).fetchone()
    assert row is not None
    return int(row[0])
