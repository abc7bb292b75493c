"""A till's file, read and never written to: a copy, or the one that it is to replace."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Refused, Unavailable
from terminal.store.connection import connect
from terminal.store.migrations import check_version

_TIP: Final = """
    SELECT s.incarnation, coalesce(max(j.seq), 0) FROM till_state AS s
    LEFT JOIN journal AS j ON j.till = s.till AND j.incarnation = s.incarnation
"""
_SINCE: Final = """
    SELECT count(*), count(sale), coalesce(sum(to_pay), 0), sum(unsent), sum(unsent AND sale IS NOT NULL),
        coalesce(sum(iif(unsent, to_pay, 0)), 0)
    FROM (
        SELECT j.incarnation = s.incarnation AND j.seq > s.acked_seq AS unsent, sales.sale, sales.to_pay
        FROM journal AS j JOIN till_state AS s ON j.till = s.till
        LEFT JOIN sales ON sales.incarnation = j.incarnation AND sales.seq = j.seq AND sales.voided_by IS NULL
        WHERE (j.incarnation, j.seq) > (?, ?)
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What the books have that a copy has not: events, sales, what these came to; and of it, what is unsent.

    Amounts are in the least unit of the store's money.
    """

    events: int
    sales: int
    amount: int
    unsent_events: int
    unsent_sales: int
    unsent_amount: int


def written_since(books: Path, copy: Path, key: bytes) -> Since | None:
    """What was written into the books after the copy was made; None where these cannot be read.

    Raises:
        Unavailable: of the copy, as `connect`; `copy-damaged` (file, why).
    """
    try:
        with closing(connect(copy, key, read_only=True)) as opened:
            tip = opened.execute(_TIP).fetchone()
    except sqlcipher.DatabaseError as error:
        raise _damaged(copy, str(error)) from error
    try:
        with closing(connect(books, key, read_only=True)) as opened:
            row = opened.execute(_SINCE, tip).fetchone()
    except (sqlcipher.DatabaseError, Unavailable):
        return None
    events, sales, amount, unsent_events, unsent_sales, unsent_amount = (int(each or 0) for each in row)
    return Since(
        events=events,
        sales=sales,
        amount=amount,
        unsent_events=unsent_events,
        unsent_sales=unsent_sales,
        unsent_amount=unsent_amount,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownManager:
    """A manager whom a file knows, by which their PIN can be checked."""

    operator: str
    name: str
    pin_hash: str


def managers_in(path: Path, key: bytes) -> tuple[KnownManager, ...]:
    """The managers who may sign in by this file.

    Raises:
        Unavailable: as `connect`; `copy-damaged` (file, why).
    """
    asked = (
        "SELECT operator, name, pin_hash FROM operators WHERE active = 1 AND role = 'manager' ORDER BY name"
    )
    try:
        with closing(connect(path, key, read_only=True)) as opened:
            rows = opened.execute(asked).fetchall()
    except sqlcipher.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    return tuple(KnownManager(operator=who, name=name, pin_hash=pin) for who, name, pin in rows)


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
