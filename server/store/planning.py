"""How PostgreSQL is to plan the statements of a batch: by their keys, and once.

Left to itself it plans a prepared statement anew for each run whose values look cheaper than the average, and
what it takes for cheap is a guess of its statistics. Of a till that is newer than they are they know nothing:
PostgreSQL takes its journal for one row, reads all of it, and compares each row with each name of the batch,
which cost a till with 4,000 rows half a second a batch. A plan that holds for any value reckons with a till
of average size, and finds each row by its key. The statements that every batch runs look up some rows by key
in tables that may be of any size; reading a table whole is never the way to do it, however small it was when
the plan was made.
"""

from sqlalchemy import Connection

from server.store.compiled import put
from server.store.line import line_of

_BY_KEYS = """
SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('jit', 'off', true)
"""
"""Until the transaction ends. A table that has no key for a question is read all the same, at a price that
nothing is paid for, but that PostgreSQL would compile a program for (`jit`)."""


def plan_by_keys(connection: Connection) -> None:
    """Let what this transaction runs from here on be planned so; PostgreSQL only."""
    line = line_of(connection)
    if line is None:
        raise AssertionError("only PostgreSQL is told how to plan")
    put(connection, line, _BY_KEYS, ())
