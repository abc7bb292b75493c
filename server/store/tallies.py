"""How much of an allowance is used up, as rows: one for each till and tenant and thing that is limited."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from server.store.tables.tenancy import tallies
from server.store.upsert import upsert


def lock_tally(connection: Connection, *, tenant: str, what: str, who: str) -> datetime | None:
    """When the whole allowance will be there again, locked to the end of the transaction."""
    query = select(tallies.c.full_at).where(_is_of(tenant, what, who)).with_for_update()
    return connection.execute(query).scalar_one_or_none()


def read_tally(connection: Connection, *, tenant: str, what: str, who: str) -> datetime | None:
    """The same, not locked."""
    query = select(tallies.c.full_at).where(_is_of(tenant, what, who))
    return connection.execute(query).scalar_one_or_none()


def save_tally(connection: Connection, *, tenant: str, what: str, who: str, full_at: datetime) -> None:
    """Remember it."""
    upsert(connection, tallies, [{"tenant": tenant, "what": what, "who": who, "full_at": full_at}])


def _is_of(tenant: str, what: str, who: str) -> ColumnElement[bool]:
    return (tallies.c.tenant == tenant) & (tallies.c.what == what) & (tallies.c.who == who)
