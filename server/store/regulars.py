"""Who comes often to a store and has points to spend: for leases that are placed beforehand."""

from datetime import datetime

from sqlalchemy import Connection, and_, exists, func, select

from server.model import TillAccount
from server.store.tables.ledger import accounts, leases
from server.store.tables.members import members, purchases


def regulars(
    connection: Connection, till: TillAccount, *, since: datetime, visits: int, most: int
) -> tuple[str, ...]:
    """Up to `most` active members with free points, the most frequent first.

    They bought in the till's store at least `visits` times since then, and the till holds nothing of theirs.
    """
    times = func.count()
    same = (accounts.c.tenant == purchases.c.tenant) & (accounts.c.member == purchases.c.member)
    held = exists().where(
        leases.c.tenant == purchases.c.tenant,
        leases.c.member == purchases.c.member,
        leases.c.till == till.till,
        leases.c.state != "closed",
    )
    query = (
        select(purchases.c.member)
        .join(accounts, and_(same, accounts.c.account == "points"))
        .join(
            members,
            (members.c.tenant == purchases.c.tenant) & (members.c.member == purchases.c.member),
        )
        .where(purchases.c.tenant == till.tenant, purchases.c.store == till.store, purchases.c.at >= since)
        .where(purchases.c.voided == 0, members.c.state == "active")
        .where(accounts.c.posted - accounts.c.reserved > 0, ~held)
        .group_by(purchases.c.member)
        .having(times >= visits)
        .order_by(times.desc(), purchases.c.member)
        .limit(most)
    )
    return tuple(connection.execute(query).scalars())
