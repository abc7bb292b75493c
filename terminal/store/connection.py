"""One connection to the encrypted file, with every pragma set, read back, and refused where it did not hold.

Plain `sqlcipher3`, no SQLAlchemy, so that `glance` can use it too. Transactions are begun by whoever uses the
connection: `isolation_level=None` keeps the driver from beginning any by itself.
"""

from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Unavailable

KEY_BYTES: Final = 32
LEAST_SQLITE: Final = (3, 51, 3)
"""Before it, resetting the write-ahead log could corrupt the file (fixed in 3.51.3)."""
BUSY_TIMEOUT_MS: Final = 5_000
CACHE_KIB: Final = 16_384
PASSING_KIB: Final = 2_048
"""Of a connection that goes through the file once: what it has read it does not read again."""

Pragma = tuple[str, str | int, str | int]
"""Name, the value to set, the value to read back."""

_ALWAYS: Final[tuple[Pragma, ...]] = (
    ("busy_timeout", BUSY_TIMEOUT_MS, BUSY_TIMEOUT_MS),
    ("foreign_keys", 1, 1),
    ("trusted_schema", 0, 0),
    ("mmap_size", 0, 0),
    ("cell_size_check", 1, 1),
    ("cache_size", -CACHE_KIB, -CACHE_KIB),
    ("synchronous", "FULL", 2),
)
_WRITER: Final[tuple[Pragma, ...]] = (("journal_mode", "WAL", "wal"), *_ALWAYS)
_READER: Final[tuple[Pragma, ...]] = (("query_only", 1, 1), *_ALWAYS)


def connect(path: Path, key: bytes, *, read_only: bool) -> sqlcipher.Connection:
    """An open connection that may be used from any one thread at a time.

    A reader needs a file that a writer has made.

    Raises:
        Unavailable: `store-library-old`, `store-unreadable` (no such file, no permission, disk trouble),
            `store-damaged` (the key does not open it, or bytes were changed), `store-pragma` (a setting the
            promises rest on did not hold). The connection is closed then.
    """
    if sqlcipher.sqlite_version_info < LEAST_SQLITE:
        raise Unavailable("store-library-old", retry=False, version=sqlcipher.sqlite_version)
    mode = "ro" if read_only else "rwc"
    try:
        connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
    except sqlcipher.Error as error:
        raise Unavailable("store-unreadable", retry=True, path=str(path), why=str(error)) from error
    try:
        _unlock(connection, path, key)
        for pragma in _READER if read_only else _WRITER:
            _set(connection, *pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def keep_little(connection: sqlcipher.Connection) -> None:
    """Go through the file with few of its pages in memory."""
    connection.execute(f"PRAGMA cache_size = -{PASSING_KIB}")


def _unlock(connection: sqlcipher.Connection, path: Path, key: bytes) -> None:
    """Give the raw key (no derivation) and read the first page with it."""
    if len(key) != KEY_BYTES:
        raise Unavailable("store-damaged", retry=False, path=str(path), why="the key has the wrong length")
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error by itself
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlcipher.OperationalError as error:
        raise Unavailable("store-unreadable", retry=True, path=str(path), why=str(error)) from error
    except sqlcipher.DatabaseError as error:
        raise Unavailable("store-damaged", retry=False, path=str(path), why=str(error)) from error


def _set(connection: sqlcipher.Connection, name: str, value: str | int, expected: str | int) -> None:
    connection.execute(f"PRAGMA {name} = {value}").fetchone()
    row = connection.execute(f"PRAGMA {name}").fetchone()
    held = row[0] if row else 0
    if held != expected:
        raise Unavailable("store-pragma", retry=False, pragma=name, held=str(held), expected=str(expected))
