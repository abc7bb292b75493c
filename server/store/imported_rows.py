"""What files have brought: which row became which member, as rows that never change; and who had what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, select

from loyalty.units import Points
from server.store.chunks import chunks
from server.store.tables.ledger import OF_POINTS, Ledger
from server.store.tables.members import handles
from server.store.tables.tenancy import imported_rows
from server.store.upsert import append


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """One row that was written."""

    run: str
    line: int
    member: str
    outcome: str
    till: str
    by: str
    at: datetime


def lines_before(connection: Connection, tenant: str, run: str, lines: Collection[int]) -> set[int]:
    """Those of these lines that this file has brought already."""
    held = imported_rows.c
    query = select(held.line).where(held.tenant == tenant, held.run == run, held.line.in_(lines))
    return set(connection.execute(query).scalars())


def insert_imported(connection: Connection, tenant: str, rows: Iterable[ImportedRow]) -> None:
    """Write down what was brought; a line met twice is refused by the database."""
    names = [each.name for each in fields(ImportedRow)]
    told = [{"tenant": tenant, **{name: getattr(row, name) for name in names}} for row in rows]
    append(connection, imported_rows, told)


def members_by_handles(
    connection: Connection, tenant: str, wanted: Collection[bytes]
) -> Mapping[bytes, list[str]]:
    """Who has these phone numbers, by their hashes: who had it first comes first."""
    found: dict[bytes, list[str]] = {}
    for some in chunks(wanted):
        query = select(handles.c.handle, handles.c.member).where(
            handles.c.tenant == tenant, handles.c.handle.in_(some)
        )
        for row in connection.execute(query.order_by(handles.c.since, handles.c.member)):
            found.setdefault(bytes(row.handle), []).append(row.member)
    return found


def lots_ever(
    connection: Connection, tenant: str, members: Collection[str], *, ledger: Ledger = OF_POINTS
) -> Mapping[str, dict[str, Points]]:
    """Every lot that these members ever had, by name, with what it was granted."""
    found: dict[str, dict[str, Points]] = {}
    lots = ledger.lots
    for some in chunks(members):
        query = select(lots.c.member, lots.c.lot, lots.c.granted)
        for row in connection.execute(query.where(lots.c.tenant == tenant, lots.c.member.in_(some))):
            found.setdefault(row.member, {})[row.lot] = Points(row.granted)
    return found
