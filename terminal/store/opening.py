"""Opening the till's file: made or migrated by a plain connection first, then handed to the store.

A file of a newer program, a wrong key and a damaged file are told apart and refused. Whether the content is
sound is checked behind the first screen, see `checks`.
"""

from functools import partial
from pathlib import Path

from terminal.clock import Clock
from terminal.ids import NewId
from terminal.store.connection import connect
from terminal.store.database import Store
from terminal.store.log_again import log_of, write_log_again
from terminal.store.migrations import migrate


def open_store(path: Path, key: bytes, *, clock: Clock, new_id: NewId) -> Store:
    """The store in the file, which is made if it is not there. `key` is 32 raw bytes.

    Whoever opens it holds the data folder: its log is written again, which nobody else may be writing to.

    Raises:
        StoreTooNew: the file was written by a newer program.
        Unavailable: `store-unreadable`, `store-damaged` (also a wrong key), `store-library-old`,
            `store-pragma`, `store-write-failed` (a migration could not be written).
    """
    write_log_again(path)
    _need_own_log(path, key)
    connection = connect(path, key, read_only=False)
    try:
        migrate(connection, path)
    finally:
        connection.close()

    return Store(path, partial(connect, path, key), clock=clock, new_id=new_id)


def _need_own_log(path: Path, key: bytes) -> None:
    """Read the file with the log beside it before any connection may fold the one into the other.

    A copy that was put back beside the log of the file it replaces cannot be read with it, and a writer that
    gives up would leave the log's pages in the copy.

    Raises:
        Unavailable: as `open_store`; file and log are as they were.
    """
    if path.exists() and log_of(path).exists():
        connect(path, key, read_only=True).close()
