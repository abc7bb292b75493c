"""Points given or taken by hand, as rows: who did it, who approved it, and why.

They never change, but that the reason goes with who is erased: names may stand in it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from loyalty.units import Points
from server.store.tables.members import adjustments


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """One of them; `points` below 0 were taken."""

    adjustment: str
    member: str
    points: Points
    reason: str
    by: str
    approved_by: str | None
    at: datetime


def insert_adjustment(connection: Connection, tenant: str, done: Adjustment) -> None:
    """Write it down; one id met twice is refused by the database."""
    connection.execute(insert(adjustments), {"tenant": tenant} | asdict(done))


def list_adjustments(connection: Connection, tenant: str, member: str) -> list[Adjustment]:
    """All of a member's, in order."""
    mine = (adjustments.c.tenant == tenant) & (adjustments.c.member == member)
    query = select(*(adjustments.c[name] for name in Adjustment.__dataclass_fields__)).where(mine)
    return [Adjustment(**row) for row in connection.execute(query.order_by(adjustments.c.at)).mappings()]


def forget_reasons(connection: Connection, tenant: str, member: str) -> None:
    """Blank why a member's points were changed by hand, once the record of the person is gone."""
    mine = (adjustments.c.tenant == tenant) & (adjustments.c.member == member)
    connection.execute(update(adjustments).where(mine, adjustments.c.reason != "").values(reason=""))
