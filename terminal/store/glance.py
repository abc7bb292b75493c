"""What the sign-in screen shows, read before anything heavy is imported: the operators, the store, the till.

Plain `sqlcipher3` on a connection of its own, closed at once. It trusts nothing it reads for more than
showing it. Named tuples and no type of the till's, because the first screen waits for every import made here.
"""

from pathlib import Path
from typing import Literal, NamedTuple

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Unavailable
from terminal.store.connection import connect
from terminal.store.migrations import check_version


class GlancedOperator(NamedTuple):
    """One name on the first screen."""

    operator: str
    name: str
    role: str


class Glance(NamedTuple):
    """Enough for a first screen. Texts are empty before the first sync."""

    operators: tuple[GlancedOperator, ...]
    store_name: str
    till_code: str
    till_name: str
    language: Literal["vi", "en"]


def glance(path: Path, key: bytes) -> Glance | None:
    """A glance into the till's file; None if there is none, or none that can be read as this program's.

    Raises:
        StoreTooNew: nobody may sign in to a till that cannot be opened.
        Unavailable: as `connection.connect`.
    """
    if not path.exists():
        return None
    connection = connect(path, key, read_only=True)
    try:
        check_version(connection)
        return _look(connection)
    except sqlcipher.OperationalError:
        return None
    except sqlcipher.DatabaseError as error:
        raise Unavailable("store-damaged", retry=False, path=str(path), why=str(error)) from error
    finally:
        connection.close()


def is_unclaimed(path: Path, key: bytes) -> bool:
    """Whether the file is sound and belongs to no till yet: its pairing was cut off before the end.

    Raises:
        StoreTooNew, Unavailable: as `glance`.
    """
    if not path.exists():
        return False
    connection = connect(path, key, read_only=True)
    try:
        check_version(connection)
        return connection.execute("SELECT 1 FROM till_state").fetchone() is None
    except sqlcipher.DatabaseError:
        return False
    finally:
        connection.close()


def _look(connection: sqlcipher.Connection) -> Glance | None:
    till = connection.execute("SELECT code, name FROM till_state").fetchone()
    if till is None:
        return None
    store = connection.execute(
        "SELECT body ->> '$.store_name', body ->> '$.language' FROM settings WHERE key = 'store'"
    ).fetchone()
    store_name, language = store or (None, None)
    rows = connection.execute(
        "SELECT operator, name, role FROM operators WHERE active = 1 ORDER BY name, operator"
    ).fetchall()
    return Glance(
        operators=tuple(GlancedOperator(who, name, role) for who, name, role in rows),
        store_name=str(store_name or ""),
        till_code=till[0],
        till_name=till[1],
        language="en" if language == "en" else "vi",
    )
