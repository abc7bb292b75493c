"""What was taken back from tills, as rows: from which, how much, at whose two words. They never change."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from loyalty.units import Money, Points
from server.store.tables.tenancy import reclaims


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclaim:
    """One of them; `reclaim` begins the names of the movements it made."""

    reclaim: str
    till: str
    leases: int
    points: Points
    money: Money
    by: str
    approved_by: str
    at: datetime


def insert_reclaim(connection: Connection, tenant: str, done: Reclaim) -> None:
    """Write it down; one id met twice is refused by the database."""
    connection.execute(insert(reclaims), {"tenant": tenant} | asdict(done))


def list_reclaims(connection: Connection, tenant: str, till: str) -> list[Reclaim]:
    """All of a till's, in order."""
    mine = (reclaims.c.tenant == tenant) & (reclaims.c.till == till)
    query = select(*(reclaims.c[name] for name in Reclaim.__dataclass_fields__)).where(mine)
    return [Reclaim(**row) for row in connection.execute(query.order_by(reclaims.c.at)).mappings()]
