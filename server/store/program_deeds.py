"""Which programs were published from tills, as rows that never change."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from server.store.tables.tenancy import program_deeds


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRecord:
    """One of them: the version that it made, by whom, at which till."""

    deed: str
    program_version: int
    till: str
    by: str
    at: datetime


def find_record(connection: Connection, tenant: str, deed: str) -> ProgramRecord | None:
    """What a deed came to, if it was done before."""
    mine = (program_deeds.c.tenant == tenant) & (program_deeds.c.deed == deed)
    row = connection.execute(select(program_deeds).where(mine)).mappings().first()
    return None if row is None else _record(row)


def records_by_version(connection: Connection, tenant: str) -> dict[int, ProgramRecord]:
    """All of a tenant's, by the version that each made."""
    query = select(program_deeds).where(program_deeds.c.tenant == tenant)
    found = (_record(row) for row in connection.execute(query).mappings())
    return {each.program_version: each for each in found}


def insert_record(connection: Connection, tenant: str, record: ProgramRecord) -> None:
    """Write it down; one id met twice is refused by the database."""
    connection.execute(insert(program_deeds), {"tenant": tenant} | asdict(record))


def _record(row: RowMapping) -> ProgramRecord:
    return ProgramRecord(
        deed=row["deed"],
        program_version=row["program_version"],
        till=row["till"],
        by=row["by"],
        at=row["at"],
    )
