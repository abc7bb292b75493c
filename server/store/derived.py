"""Figures worked out from postings alone, beside the same as they are kept; and what the books come to.

Sums over a whole tenant, for managers and for the doctor: nothing here is kept anywhere else.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from server.books.pots import POINTS, POTS_OF_MONEY, Pot
from server.store.books import ledger_of
from server.store.tables.feed import feed, feed_shards
from server.store.tables.journal import journal, sales
from server.store.tables.ledger import OF_POINTS, Ledger


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Points or money that is still there, of one store's issuing, and dies at one moment (None: never)."""

    issuing_store: str | None
    dies_at: datetime | None
    points: int


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Points that one store issued and another took under one program, what was given back taken off."""

    issuing_store: str | None
    redeeming_store: str | None
    program_version: int
    points: int


@dataclass(frozen=True, slots=True)
class Lost:
    """What the house bears of what was spent in one store under one program."""

    store: str | None
    program_version: int
    points: int


def outstanding(connection: Connection, tenant: str, *, pot: Pot = POINTS) -> list[Outstanding]:
    """What holders have, from the postings, by the store that issued it and the moment it dies."""
    ledger = ledger_of(pot)
    lots, postings = ledger.lots, ledger.postings
    same = and_(*(lots.c[name] == postings.c[name] for name in ("tenant", "member", "lot")))
    total = func.sum(postings.c.amount)
    query = (
        select(postings.c.issuing_store, lots.c.dies_at, total)
        .join(lots, same)
        .where(postings.c.tenant == tenant, postings.c.account == pot.held)
        .group_by(postings.c.issuing_store, lots.c.dies_at)
        .having(total != 0)
    )
    return [Outstanding(row[0], row[1], int(row[2])) for row in connection.execute(query)]


def redeemed(connection: Connection, tenant: str, *, pot: Pot = POINTS) -> list[Redeemed]:
    """What each store took of what each store issued, from the postings, by the program of each."""
    postings = ledger_of(pot).postings
    total = func.sum(postings.c.amount)
    between = (postings.c.issuing_store, postings.c.redeeming_store, postings.c.program_version)
    query = (
        select(*between, total)
        .where(postings.c.tenant == tenant, postings.c.account == pot.used)
        .group_by(*between)
        .having(total != 0)
    )
    return [Redeemed(row[0], row[1], row[2], int(row[3])) for row in connection.execute(query)]


def losses(connection: Connection, tenant: str, *, pot: Pot = POINTS) -> list[Lost]:
    """What the house bears, by the store where it was spent and the program of that sale."""
    postings = ledger_of(pot).postings
    total = func.sum(postings.c.amount)
    where = (postings.c.redeeming_store, postings.c.program_version)
    query = (
        select(*where, total)
        .where(postings.c.tenant == tenant, postings.c.account == pot.house_loss)
        .group_by(*where)
        .having(total != 0)
    )
    return [Lost(row[0], row[1], -int(row[2])) for row in connection.execute(query)]


def lots_that_differ(
    connection: Connection, tenant: str, *, ledger: Ledger = OF_POINTS
) -> Iterator[tuple[str, str, int, int]]:
    """Holder, lot, what is kept and what the postings come to, wherever the two differ."""
    lots, postings = ledger.lots, ledger.postings
    kept = {
        (row.member, row.lot): row.remaining
        for row in connection.execute(
            select(lots.c.member, lots.c.lot, lots.c.remaining).where(
                lots.c.tenant == tenant, lots.c.remaining > 0
            )
        )
    }
    total = func.sum(postings.c.amount)
    posted = (
        select(postings.c.member, postings.c.lot, total)
        .where(postings.c.tenant == tenant, postings.c.account.in_(accounts_of(ledger, "held")))
        .group_by(postings.c.member, postings.c.lot)
        .having(total != 0)
    )
    derived = {(row[0], row[1]): int(row[2]) for row in connection.execute(posted)}
    for key in sorted(kept.keys() | derived.keys()):
        if kept.get(key, 0) != derived.get(key, 0):
            yield (*key, kept.get(key, 0), derived.get(key, 0))


def leases_that_differ(
    connection: Connection, tenant: str, *, ledger: Ledger = OF_POINTS
) -> Iterator[tuple[str, int, int]]:
    """Lease, what is kept as spent and lost, and what the postings come to, wherever the two differ.

    By name alone: what an alias's till had spent of a lease stays in the alias's postings.
    """
    leases, exposures, postings = ledger.leases, ledger.exposures, ledger.postings
    into = accounts_of(ledger, "used", "issued", "added")
    same = and_(*(exposures.c[name] == leases.c[name] for name in ("tenant", "member", "lease")))
    query = (
        select(leases.c.lease, leases.c.spent, exposures.c.lost)
        .outerjoin(exposures, same)
        .where(leases.c.tenant == tenant)
    )
    kept: Counter[str] = Counter()
    for row in connection.execute(query):
        kept[row.lease] += row.spent + (row.lost or 0)
    burned = (
        select(postings.c.lease, func.sum(postings.c.amount))
        .where(postings.c.tenant == tenant, postings.c.account.in_(into), postings.c.lease.is_not(None))
        .group_by(postings.c.lease)
    )
    derived = {row[0]: int(row[1]) for row in connection.execute(burned)}
    for lease in sorted(kept.keys() | derived.keys()):
        if kept[lease] != derived.get(lease, 0):
            yield lease, kept[lease], derived.get(lease, 0)


def accounts_of(ledger: Ledger, *roles: str) -> set[str]:
    """The names of the accounts that have one of these roles in any pot of a ledger."""
    pots = (POINTS,) if ledger is OF_POINTS else POTS_OF_MONEY
    return {getattr(pot, role) for pot in pots for role in roles}


def sales_without_event(connection: Connection, tenant: str) -> list[str]:
    """Sales that no journal holds at the place they name."""
    there = and_(*(journal.c[name] == sales.c[name] for name in ("tenant", "till", "incarnation", "seq")))
    query = select(sales.c.sale).outerjoin(journal, there)
    query = query.where(sales.c.tenant == tenant, journal.c.seq.is_(None))
    return list(connection.execute(query.order_by(sales.c.sale)).scalars())


def feed_ends(connection: Connection, tenant: str, shard: str) -> tuple[int, int]:
    """The feed's counter, and the last place that is taken."""
    counter = select(feed_shards.c.last_seq).where(feed_shards.c.tenant == tenant)
    last = select(func.coalesce(func.max(feed.c.seq), 0)).where(feed.c.tenant == tenant)
    return (
        int(connection.execute(counter.where(feed_shards.c.shard == shard)).scalar_one()),
        int(connection.execute(last.where(feed.c.shard == shard)).scalar_one()),
    )
