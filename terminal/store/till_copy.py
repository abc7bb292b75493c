"""A till's file that lies closed: a copy, or the one that it is to replace. Read, and never written to."""

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Refused, Unavailable
from terminal.store.connection import connect
from terminal.store.migrations import check_version


def till_of(path: Path, key: bytes) -> str | None:
    """The id of the till whose file this is; None where nobody can read it, or it is not there."""
    if not path.exists():
        return None
    try:
        connection = connect(path, key, read_only=True)
    except Unavailable:
        return None
    try:
        row = connection.execute("SELECT till FROM till_state").fetchone()
    except sqlcipher.DatabaseError:
        return None
    finally:
        connection.close()
    return None if row is None else str(row[0])


def check_till_copy(path: Path, key: bytes, *, till: str | None) -> None:
    """Make sure that the copy is whole, opens by this key and by this program, and is of the till of that id.

    Where the id is not known the key is enough: each till has its own.

    Raises:
        Refused: `copy-of-another` (file); `store-too-new`.
        Unavailable: `copy-damaged` (file, why): or of a till with another key.
    """
    try:
        connection = connect(path, key, read_only=True)
    except Unavailable as trouble:
        raise _damaged(path, str(trouble.params.get("why", trouble.code))) from trouble
    try:
        check_version(connection)
        sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        torn = connection.execute("PRAGMA cipher_integrity_check").fetchone()
        row = connection.execute("SELECT till FROM till_state").fetchone()
    except sqlcipher.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    finally:
        connection.close()
    if not sound or torn is not None:
        raise _damaged(path, "quick_check" if torn is None else str(torn[0]))
    if row is None or till not in {None, row[0]}:
        raise Refused("copy-of-another", file=str(path))


def _damaged(path: Path, why: str) -> Unavailable:
    return Unavailable("copy-damaged", retry=False, file=str(path), why=why)
