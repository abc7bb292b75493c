"""What was earned and burned at stores, from the postings: for what partners of one pool owe each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, case, func, literal, select

from server.books.pots import POINTS
from server.store.tables.ledger import postings

_MOVES = postings.c.account.in_((POINTS.issued, POINTS.used))


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Points that one store gave and, where they were burned, another took, under one program.

    Below 0 they were taken back, or came back.
    """

    program_version: int
    issuing_store: str | None
    redeeming_store: str | None
    is_burn: bool
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOnce(Moved):
    """The same of one posting: its movement, its sale, and when the server posted it."""

    movement: str
    sale: str | None
    posted_at: datetime


def span_of_postings(connection: Connection, tenant: str) -> tuple[datetime, datetime] | None:
    """When the first and the last of these were posted."""
    query = select(func.min(postings.c.posted_at), func.max(postings.c.posted_at))
    first, last = connection.execute(query.where(postings.c.tenant == tenant, _MOVES)).one()
    return None if first is None else (first, last)


def moved_by_span(
    connection: Connection, tenant: str, ends: Sequence[datetime]
) -> Iterator[tuple[int, Moved]]:
    """What was moved in each of these spans, by its place: each begins where the one before has ended."""
    span = case(*((postings.c.posted_at < end, literal(place, Integer)) for place, end in enumerate(ends)))
    columns = (
        postings.c.program_version,
        postings.c.issuing_store,
        postings.c.redeeming_store,
        postings.c.account,
    )
    each = (
        select(span.label("span"), *columns, postings.c.amount)
        .where(postings.c.tenant == tenant, _MOVES)
        .subquery()
    )
    by = [each.c.span, *(each.c[column.name] for column in columns)]
    total = func.sum(each.c.amount)
    query = select(*by, total.label("amount")).group_by(*by).having(total != 0)
    for row in connection.execute(query).mappings():
        is_burn = row["account"] == POINTS.used
        moved = Moved(
            program_version=row["program_version"],
            issuing_store=row["issuing_store"],
            redeeming_store=row["redeeming_store"],
            is_burn=is_burn,
            points=int(row["amount"]) * (1 if is_burn else -1),
        )
        yield row["span"], moved


def moved_between(
    connection: Connection, tenant: str, *, since: datetime, until: datetime
) -> Iterator[MovedOnce]:
    """Each such posting of a span of time, in the order in which they were posted."""
    query = (
        select(postings)
        .where(postings.c.tenant == tenant, _MOVES)
        .where(postings.c.posted_at >= since, postings.c.posted_at < until)
        .order_by(postings.c.posted_at, postings.c.member, postings.c.movement, postings.c.leg)
        .execution_options(yield_per=1_000)
    )
    with connection.execute(query) as rows:
        for row in rows:
            is_burn = row.account == POINTS.used
            yield MovedOnce(
                program_version=row.program_version,
                issuing_store=row.issuing_store,
                redeeming_store=row.redeeming_store,
                is_burn=is_burn,
                points=row.amount if is_burn else -row.amount,
                movement=row.movement,
                sale=row.sale,
                posted_at=row.posted_at,
            )
