"""What was done from tills with those who may sign in, as rows that never change."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from server.store.tables.tenancy import staff_deeds


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRecord:
    """One of them: to whom, by whom, at which till, and what they are since."""

    operator: str
    deed: str
    kind: str
    name: str
    role: str
    state: str
    till: str
    by: str
    at: datetime


def was_done(connection: Connection, tenant: str, operator: str, deed: str) -> bool:
    """Whether this deed was done before."""
    held = staff_deeds.c
    mine = (held.tenant == tenant) & (held.operator == operator) & (held.deed == deed)
    return connection.execute(select(held.deed).where(mine)).first() is not None


def insert_record(connection: Connection, tenant: str, record: StaffRecord) -> None:
    """Write it down; one id met twice is refused by the database."""
    connection.execute(insert(staff_deeds), {"tenant": tenant} | asdict(record))
