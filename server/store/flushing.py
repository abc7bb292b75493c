"""Committing without holding locks while the disk is written to, and telling nobody what a crash takes back.

A transaction that PostgreSQL commits as usual keeps its locks until its disk has what was written. The one on
a tenant's counter of the feed is wanted by every batch, so a tenant's batches were one after the other, each
as long as a disk takes. So a batch is committed unflushed, which lets go of its locks at once, and flushed
right behind: the log is written in its order, so one flush, which PostgreSQL shares between all who wait for
one, has every commit before it on disk, those of others too that were seen here.

Nobody may be told what is not flushed: not that a batch was taken, and no place in the feed either, since
after a crash another row could stand there. Who flushes after the last look and before the answer is safe
(`Database.write_and_glance`, `Database.read_to_tell`).
"""

from typing import Final

from sqlalchemy import Connection, text

from server.store.compiled import put
from server.store.line import line_of

UNFLUSHED: Final = {"synchronous_commit": "off"}
"""Lets a transaction be committed without waiting for the disk; `flush` has to follow."""
_FLUSH = """
SELECT CASE WHEN pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()
    OR current_setting('synchronous_standby_names') <> ''
THEN pg_logical_emit_message(true, 'loyaltill', '') END
"""
"""Writes a record that means nothing, whose commit is as durable as the server was set up for: here on disk,
and with the standbys that have to have it. Where all is on disk already, nothing is written."""
_POSSIBLE = text("""
SELECT version() LIKE 'PostgreSQL %' AND version() NOT LIKE '%-YB-%'
    AND NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus')
    AND EXISTS (
        SELECT FROM pg_proc
        WHERE proname = 'pg_logical_emit_message' AND has_function_privilege(oid, 'EXECUTE')
    )
""")
"""One log has to hold it all: what spreads over machines has several, and commits as usual."""


def is_possible(connection: Connection) -> bool:
    """Whether this database is one to which the rest of this module applies."""
    return bool(connection.execute(_POSSIBLE).scalar_one())


def flush(connection: Connection) -> None:
    """Let the next commit wait until all that was committed so far is durable."""
    line = line_of(connection)
    if line is None:
        raise AssertionError("only PostgreSQL commits unflushed")
    put(connection, line, _FLUSH, ())
