"""How PostgreSQL is to plan the statements of a batch: by their keys, and once.

Left to itself it plans a prepared statement anew for each run whose values look cheaper than the average, and
what it takes for cheap is a guess of its statistics. Of a till that is newer than they are they know nothing:
PostgreSQL takes its journal for one row, reads all of it, and compares each row with each name of the batch,
which cost a till with 4,000 rows half a second a batch. A plan that holds for any value reckons with a till
of average size, and finds each row by its key. The statements that every batch runs look up some rows by key
in tables that may be of any size; reading a table whole is never the way to do it, however small it was when
the plan was made.
"""

from typing import Final

BY_KEYS: Final = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
    "cpu_operator_cost": "0",
}
"""Until the transaction ends. A table that has no key for a question is read all the same, at a price that
nothing is paid for, but that PostgreSQL would compile a program for (`jit`). Comparing costs nothing, so that
of two indexes which look equally cheap neither is taken because it is lower (`one_by_one`)."""
