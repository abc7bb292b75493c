"""A member's movements of points as somebody reads them: by page, with receipt, till and operator.

A movement is the sum of its legs on the member's own accounts; what moves nothing there is none of theirs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from loyalty.wire.canonical import JsonObject, parse_json
from loyalty.wire.limits import as_object
from server.books.pots import POINTS
from server.store.tables.journal import journal, sales
from server.store.tables.ledger import OF_POINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementRow:
    """One operation on a member's points: all that it gave and took."""

    operation: str
    kind: str
    at: datetime
    points: int
    sale: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleSlip:
    """Which receipt a sale has, at which till it was made, by whom, and who of a household bought."""

    receipt: str
    till: str
    operator: str
    person: str = ""


def page_of_movements(
    connection: Connection, tenant: str, members: Sequence[str], *, skip: int, most: int
) -> list[MovementRow]:
    """The movements of these members, the newest first, leaving out the first `skip`."""
    post = OF_POINTS.postings
    points = func.sum(post.c.amount).label("points")
    query = (
        select(post.c.movement, post.c.kind, post.c.at, func.max(post.c.sale).label("sale"), points)
        .where(
            post.c.tenant == tenant,
            post.c.member.in_(members),
            post.c.account.in_((POINTS.held, POINTS.owed)),
        )
        .group_by(post.c.movement, post.c.kind, post.c.at)
        .having(func.sum(post.c.amount) != 0)
        .order_by(post.c.at.desc(), post.c.movement.desc())
        .offset(skip)
        .limit(most)
    )
    return [
        MovementRow(
            operation=row.movement.split("/", 1)[0],
            kind=row.kind,
            at=row.at,
            points=int(row.points),
            sale=row.sale,
        )
        for row in connection.execute(query)
    ]


def slips_of(connection: Connection, tenant: str, ids: Collection[str]) -> dict[str, SaleSlip]:
    """The slips of these sales, as far as they were applied."""
    query = (
        select(sales.c.sale, sales.c.till, journal.c.operator, journal.c.body)
        .join(
            journal,
            (journal.c.tenant == sales.c.tenant)
            & (journal.c.till == sales.c.till)
            & (journal.c.incarnation == sales.c.incarnation)
            & (journal.c.seq == sales.c.seq),
        )
        .where(sales.c.tenant == tenant, sales.c.sale.in_(ids))
    )
    return {
        row.sale: SaleSlip(
            receipt=_label(said), till=row.till, operator=row.operator, person=str(said.get("person") or "")
        )
        for row in connection.execute(query)
        for said in (as_object(parse_json(row.body.encode())),)
    }


def _label(said: JsonObject) -> str:
    """What the receipt calls itself; empty where the event is one that was said again, wrapped."""
    receipt = said.get("receipt")
    return str(as_object(receipt).get("label", "")) if receipt else ""
