"""What lots and leases say of themselves beside what remains: given, died, lent; for the doctor."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from server.store.derived import accounts_of
from server.store.tables.ledger import Ledger

_GIVEN = ("earn", "sell", "opening")
"""Kinds of movements by which a lot comes to be with all that is in it."""


def lots_lent_otherwise(
    connection: Connection, tenant: str, *, ledger: Ledger
) -> Iterator[tuple[str, str, int, int]]:
    """Holder, lot, what is kept as lent of it, and what leases that are not closed hold of it."""
    lots, leases, slices = ledger.lots, ledger.leases, ledger.lease_slices
    kept = select(lots.c.member, lots.c.lot, lots.c.reserved).where(lots.c.tenant == tenant)
    same = and_(*(slices.c[name] == leases.c[name] for name in ("tenant", "member", "lease")))
    held = (
        select(slices.c.member, slices.c.lot, func.sum(slices.c.points - slices.c.spent))
        .join(leases, same)
        .where(slices.c.tenant == tenant, leases.c.state != "closed")
        .group_by(slices.c.member, slices.c.lot)
    )
    yield from _different(_by_two(connection, kept.where(lots.c.reserved != 0)), _by_two(connection, held))


def leases_not_their_slices(
    connection: Connection, tenant: str, *, ledger: Ledger
) -> Iterator[tuple[str, str, int, int]]:
    """Lease, `lent` or `spent`, what it says itself, and what its slices come to; of those not closed."""
    leases, slices = ledger.leases, ledger.lease_slices
    same = and_(*(slices.c[name] == leases.c[name] for name in ("tenant", "member", "lease")))
    query = (
        select(
            leases.c.lease,
            leases.c.amount,
            leases.c.spent,
            func.coalesce(func.sum(slices.c.points), 0),
            func.coalesce(func.sum(slices.c.spent), 0),
        )
        .outerjoin(slices, same)
        .where(leases.c.tenant == tenant, leases.c.state != "closed")
        .group_by(leases.c.member, leases.c.lease, leases.c.amount, leases.c.spent)
    )
    for lease, amount, spent, points, slices_spent in connection.execute(query):
        if amount != points:
            yield lease, "lent", amount, int(points)
        if spent != slices_spent:
            yield lease, "spent", spent, int(slices_spent)


def lots_given_otherwise(
    connection: Connection, tenant: str, *, ledger: Ledger
) -> Iterator[tuple[str, str, int, int]]:
    """Lot, `given` or `died`, what is kept, and what the postings come to, wherever the two differ.

    By name alone: a lot passes to others with all that was in it, its postings stay with whose it was. One
    that no movement here has given (it was parted, or is the server's own) is not asked what was.
    """
    lots, postings = ledger.lots, ledger.postings
    mine = postings.c.tenant == tenant
    total = func.sum(postings.c.amount)
    posted = select(postings.c.lot, total).group_by(postings.c.lot)
    held = postings.c.account.in_(accounts_of(ledger, "held"))
    given = _by_one(connection, posted.where(mine, held, postings.c.kind.in_(_GIVEN)))
    died = _by_one(connection, posted.where(mine, postings.c.account.in_(accounts_of(ledger, "expired"))))
    kept = (
        select(lots.c.lot, func.sum(lots.c.granted), func.sum(lots.c.expired))
        .where(lots.c.tenant == tenant)
        .group_by(lots.c.lot)
    )
    for lot, granted, expired in connection.execute(kept):
        if granted != given.get(lot, granted):
            yield lot, "given", int(granted), given[lot]
        if expired != died.get(lot, 0):
            yield lot, "died", int(expired), died.get(lot, 0)


def _by_one(connection: Connection, query: Select[Any, Any]) -> Mapping[str, int]:
    return {row[0]: int(row[1]) for row in connection.execute(query)}


def _by_two(connection: Connection, query: Select[Any, Any, Any]) -> dict[tuple[str, str], int]:
    found = {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}
    return {key: amount for key, amount in found.items() if amount}


def _different(
    kept: Mapping[tuple[str, str], int], made: Mapping[tuple[str, str], int]
) -> Iterator[tuple[str, str, int, int]]:
    for key in sorted(kept.keys() | made.keys()):
        if kept.get(key, 0) != made.get(key, 0):
            yield (*key, kept.get(key, 0), made.get(key, 0))
