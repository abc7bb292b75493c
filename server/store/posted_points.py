"""What was posted of points: of each sale's, at which stores and under which programs, and out of lots."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, case, distinct, func, select

from server.books.pots import POINTS
from server.store.tables.ledger import postings

_TAKING = ("take-back", "pay-owed", "owe-again")
"""Kinds of movements that take of a lot without its being spent, and the one that puts that back."""


@dataclass(frozen=True, slots=True)
class PostedPoints:
    """So many points of one lot: `store` gave them, or took them where they were burned."""

    lot: str
    is_burn: bool
    store: str | None
    program_version: int
    points: int


def points_posted(connection: Connection, tenant: str) -> dict[str, list[PostedPoints]]:
    """By sale; what was taken back or came back is taken off."""
    is_burn = postings.c.account == POINTS.used
    store = case((is_burn, postings.c.redeeming_store), else_=postings.c.issuing_store)
    each = (
        select(
            postings.c.sale,
            postings.c.lot,
            postings.c.account,
            store.label("store"),
            postings.c.program_version,
            postings.c.amount,
        )
        .where(postings.c.tenant == tenant, postings.c.sale.is_not(None))
        .where(postings.c.account.in_((POINTS.issued, POINTS.used)))
        .subquery()
    )
    by = [column for column in each.c if column.name != "amount"]
    found: dict[str, list[PostedPoints]] = defaultdict(list)
    query = select(*by, func.sum(each.c.amount).label("amount")).group_by(*by)
    for row in connection.execute(query).mappings():
        used = row["account"] == POINTS.used
        points = int(row["amount"]) * (1 if used else -1)
        found[row["sale"]].append(
            PostedPoints(row["lot"], used, row["store"], row["program_version"], points)
        )
    return found


def points_taken(
    connection: Connection, tenant: str, member: str, lots: Collection[str]
) -> Mapping[str, int]:
    """By lot of a member's, what was taken of it for returns and for what was owed."""
    taken = -func.sum(postings.c.amount)
    query = (
        select(postings.c.lot, taken)
        .where(postings.c.tenant == tenant, postings.c.member == member, postings.c.lot.in_(lots))
        .where(postings.c.kind.in_(_TAKING), postings.c.account.in_((POINTS.held, POINTS.expired)))
        .group_by(postings.c.lot)
    )
    return {lot: int(points) for lot, points in connection.execute(query)}


def lots_of_two_stores(connection: Connection, tenant: str) -> Iterator[str]:
    """Lots of which postings name several stores that gave them, but for names that several members used."""
    givers = func.count(distinct(func.coalesce(postings.c.issuing_store, "")))
    earners = func.count(distinct(case((postings.c.kind.in_(("earn", "opening")), postings.c.member))))
    query = (
        select(postings.c.lot)
        .where(postings.c.tenant == tenant, postings.c.lot.is_not(None))
        .group_by(postings.c.lot)
        .having(givers > 1, earners <= 1)
    )
    yield from connection.execute(query.order_by(postings.c.lot)).scalars()
