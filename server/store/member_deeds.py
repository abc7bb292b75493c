"""What was done with members' files from tills, as rows that never change."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from server.store.tables.members import deeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One of them."""

    member: str
    deed: str
    kind: str
    other: str | None
    till: str
    by: str
    approved_by: str | None
    at: datetime


_COLUMNS = tuple(deeds.c[name] for name in Deed.__dataclass_fields__)


def is_done(connection: Connection, tenant: str, member: str, deed: str) -> bool:
    """Whether this deed was done before."""
    return find_deed(connection, tenant, member, deed) is not None


def find_deed(connection: Connection, tenant: str, member: str, deed: str) -> Deed | None:
    """How this deed was done; None where it was not."""
    mine = (deeds.c.tenant == tenant) & (deeds.c.member == member) & (deeds.c.deed == deed)
    row = connection.execute(select(*_COLUMNS).where(mine)).mappings().first()
    return None if row is None else Deed(**row)


def insert_deed(connection: Connection, tenant: str, done: Deed) -> None:
    """Write it down; one id met twice is refused by the database."""
    connection.execute(insert(deeds), {"tenant": tenant} | asdict(done))


def list_deeds(connection: Connection, tenant: str, member: str) -> list[Deed]:
    """All that was done with a member's file, the newest first."""
    mine = (deeds.c.tenant == tenant) & (deeds.c.member == member)
    query = select(*_COLUMNS).where(mine)
    return [Deed(**row) for row in connection.execute(query.order_by(deeds.c.at.desc())).mappings()]
