"""Members for whom something is due as days go by, a page at a time in the order of their ids."""

from datetime import datetime

from sqlalchemy import Connection, select

from server.store.tables.ledger import OF_POINTS, Ledger
from server.store.tables.members import members
from server.store.tables.tenancy import tenants as tenants_table


def tenants(connection: Connection) -> list[str]:
    """Every tenant's id."""
    return list(connection.execute(select(tenants_table.c.tenant).order_by(tenants_table.c.tenant)).scalars())


def codes_of_tenants(connection: Connection) -> dict[str, str]:
    """What every tenant is called in commands, by its id."""
    rows = connection.execute(select(tenants_table.c.tenant, tenants_table.c.code))
    return {row.tenant: row.code for row in rows}


def with_dead_lots(
    connection: Connection, tenant: str, now: datetime, *, after: str, most: int, ledger: Ledger = OF_POINTS
) -> list[str]:
    """Holders of points, or of money, that is dead by now and that no lease holds."""
    lots = ledger.lots
    query = (
        select(lots.c.member)
        .where(lots.c.tenant == tenant, lots.c.member > after)
        .where(lots.c.dies_at <= now, lots.c.remaining - lots.c.reserved > 0)
        .distinct()
        .order_by(lots.c.member)
        .limit(most)
    )
    return list(connection.execute(query).scalars())


def with_standing(connection: Connection, tenant: str, *, after: str, most: int) -> list[str]:
    """Active members who have come to something by the program's measure, and may lose it again."""
    query = (
        select(members.c.member)
        .where(members.c.tenant == tenant, members.c.member > after)
        .where(members.c.state == "active", members.c.measure > 0)
        .order_by(members.c.member)
        .limit(most)
    )
    return list(connection.execute(query).scalars())


def active_members(connection: Connection, tenant: str, *, after: str, most: int) -> list[str]:
    """Every active member."""
    query = (
        select(members.c.member)
        .where(members.c.tenant == tenant, members.c.member > after, members.c.state == "active")
        .order_by(members.c.member)
        .limit(most)
    )
    return list(connection.execute(query).scalars())
