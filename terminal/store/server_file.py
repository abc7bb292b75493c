"""The file of a shop's own server, which runs beside the till: copied while it works, and looked into.

Plain SQLite, of which nothing is believed here but that it is whole and knows a till. A server that works on
it is noticed by the lock that each of its connections holds.
"""

import sys
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Refused, Unavailable

_PATIENCE_S = 30.0
_SHARED_FIRST: Final = 0x4000_0002
_SHARED_SIZE: Final = 510
"""The bytes that a connection to a file with a log locks for as long as it is open (SQLite, *os.h*)."""


def copy_server_file(source: Path, path: Path) -> None:
    """Write a whole copy of the server's file as it is now, and check it; the server goes on meanwhile.

    Raises:
        Unavailable: `backup-unwritable` (path: of the copy's folder, why).
    """
    try:
        connection = _opened(source, mode="rw")
        try:
            before = connection.execute("SELECT count(*) FROM journal").fetchone()
            connection.execute("VACUUM INTO ?", (str(path),))
        finally:
            connection.close()
        connection = _opened(path, mode="ro")
        try:
            is_whole = _is_sound(connection)
            held = connection.execute("SELECT count(*) FROM journal").fetchone()
        finally:
            connection.close()
    except sqlcipher.Error as error:
        raise Unavailable("backup-unwritable", retry=True, path=str(path.parent), why=str(error)) from error
    if not is_whole or held < before:
        why = "the copy of the server is not whole"
        raise Unavailable("backup-unwritable", retry=True, path=str(path.parent), why=why)


def check_server_copy(path: Path, *, till: str) -> None:
    """Make sure that the file is whole, and of a server that knows the till of that id.

    Raises:
        Refused: `copy-of-another` (file).
        Unavailable: `copy-damaged` (file, why).
    """
    try:
        connection = _opened(path, mode="ro")
        try:
            is_whole = _is_sound(connection)
            known = connection.execute("SELECT 1 FROM tills WHERE till = ?", (till,)).fetchone()
        finally:
            connection.close()
    except sqlcipher.Error as error:
        raise Unavailable("copy-damaged", retry=False, file=str(path), why=str(error)) from error
    if not is_whole:
        raise Unavailable("copy-damaged", retry=False, file=str(path), why="quick_check")
    if known is None:
        raise Refused("copy-of-another", file=str(path))


def _opened(path: Path, *, mode: str) -> sqlcipher.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlcipher.connect(uri, uri=True, timeout=_PATIENCE_S, isolation_level=None)


def _is_sound(connection: sqlcipher.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check").fetchone() == ("ok",))


if sys.platform == "win32":

    def is_in_use(file: Path) -> bool:
        """Nobody can tell beforehand; Windows itself moves no file that is open."""
        del file
        return False

else:
    import fcntl

    def is_in_use(file: Path) -> bool:
        """Whether another process has the file open as a database, sound or not. Not there: no.

        Raises:
            OSError: nobody can tell: it may not be opened, or its disk keeps no locks.
        """
        if not file.exists():
            return False
        with file.open("r+b") as opened:
            try:
                fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
            except (BlockingIOError, PermissionError):
                return True
        return False
