"""Draws that were opened, and what each receipt drew, as rows that never change."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, select

from loyalty.units import Points
from server.model import KnownSale
from server.store.journal import sales_where
from server.store.tables.journal import chains, drawn, journal, sales
from server.store.tables.tenancy import drawings, tills
from server.store.upsert import append

_SAME_EVENT = and_(*(journal.c[name] == sales.c[name] for name in ("tenant", "till", "incarnation", "seq")))
_SAME_SALE = and_(*(drawn.c[name] == sales.c[name] for name in ("tenant", "till", "incarnation", "sale")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A draw with its published seed: receipts that were here by then take part.

    `till` and `by`, an operator, are None where it was opened by a command of the server.
    """

    draw: str
    seed: str
    program_version: int
    opened_at: datetime
    till: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class PrizeCount:
    """How many receipts drew a prize, how many of them gave it to a member, and the points of those."""

    drawn: int
    given: int
    points: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """What one receipt drew: the id of its prize, empty where it wins nothing, and what was given to whom."""

    till: str
    incarnation: int
    sale: str
    draw: str
    receipt: str
    number: int
    prize: str
    member: str | None
    points: Points
    at: datetime


def insert_drawing(connection: Connection, tenant: str, drawing: Drawing) -> None:
    """Write it down; a draw that was opened before is refused by the database."""
    connection.execute(insert(drawings), {"tenant": tenant} | asdict(drawing))


def list_drawings(connection: Connection, tenant: str) -> list[Drawing]:
    """All that were opened, the oldest first."""
    query = select(*(drawings.c[name] for name in Drawing.__dataclass_fields__))
    mine = query.where(drawings.c.tenant == tenant).order_by(drawings.c.opened_at, drawings.c.draw)
    return [Drawing(**row) for row in connection.execute(mine).mappings()]


def insert_drawn(connection: Connection, tenant: str, rows: Iterable[DrawnRow]) -> None:
    """Write down what receipts drew; one that was drawn before fails the transaction."""
    append(connection, drawn, [{"tenant": tenant} | asdict(row) for row in rows])


def list_drawn(connection: Connection, tenant: str, draw: str) -> list[DrawnRow]:
    """What every receipt of a draw drew, the lowest number first."""
    query = select(*(drawn.c[name] for name in DrawnRow.__dataclass_fields__))
    mine = query.where(drawn.c.tenant == tenant, drawn.c.draw == draw).order_by(drawn.c.number, drawn.c.sale)
    return [DrawnRow(**row) for row in connection.execute(mine).mappings()]


def count_drawn(connection: Connection, tenant: str, draw: str) -> dict[str, PrizeCount]:
    """What the receipts of a draw drew, by the id of the prize; empty: nothing."""
    counts = (func.count(), func.count(drawn.c.member), func.sum(drawn.c.points))
    query = select(drawn.c.prize, *counts).where(drawn.c.tenant == tenant, drawn.c.draw == draw)
    rows = connection.execute(query.group_by(drawn.c.prize))
    return {prize: PrizeCount(all_, given, Points(int(points))) for prize, all_, given, points in rows}


def page_of_winners(
    connection: Connection, tenant: str, draw: str, *, skip: int, most: int
) -> list[DrawnRow]:
    """What won a prize, the lowest number first: in the order of the prizes."""
    query = select(*(drawn.c[name] for name in DrawnRow.__dataclass_fields__))
    mine = query.where(drawn.c.tenant == tenant, drawn.c.draw == draw, drawn.c.prize != "")
    page = mine.order_by(drawn.c.number, drawn.c.sale).limit(most).offset(skip)
    return [DrawnRow(**row) for row in connection.execute(page).mappings()]


def count_waiting(connection: Connection, tenant: str, draw: str) -> int:
    """How many sales would take part in a draw that is not opened yet, if it were opened now."""
    query = (
        select(func.count())
        .select_from(sales)
        .join(journal, _SAME_EVENT)
        .where(_takes_part(tenant, draw), sales.c.voided_by.is_(None))
    )
    return int(connection.execute(query).scalar_one())


def quiet_tills(connection: Connection, tenant: str, since: datetime) -> list[str]:
    """The codes of active tills from which nothing has come after a moment, by number."""
    own = (chains.c.tenant == tenant) & (chains.c.till == tills.c.till)
    last = and_(*(journal.c[name] == chains.c[name] for name in ("tenant", "till", "incarnation")))
    heard = exists().where(own, last, journal.c.seq == chains.c.ack_seq, journal.c.received_at > since)
    active = (tills.c.tenant == tenant) & (tills.c.state == "active") & (tills.c.incarnation > 0)
    return list(
        connection.execute(select(tills.c.code).where(active, ~heard).order_by(tills.c.number)).scalars()
    )


def undrawn(connection: Connection, tenant: str, drawing: Drawing, *, after: str, most: int) -> list[str]:
    """Sales that take part, were here in time and have not been drawn, a page at a time by their ids."""
    query = (
        select(sales.c.sale)
        .join(journal, _SAME_EVENT)
        .outerjoin(drawn, _SAME_SALE & (drawn.c.draw == drawing.draw))
        .where(_takes_part(tenant, drawing.draw), journal.c.received_at <= drawing.opened_at)
        .where(sales.c.sale > after, drawn.c.sale.is_(None), sales.c.voided_by.is_(None))
        .order_by(sales.c.sale)
        .limit(most)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


def came_late(connection: Connection, tenant: str, drawing: Drawing) -> int:
    """How many sales that would take part came in when the seed was known."""
    query = (
        select(func.count())
        .select_from(sales)
        .join(journal, _SAME_EVENT)
        .where(_takes_part(tenant, drawing.draw), journal.c.received_at > drawing.opened_at)
    )
    return int(connection.execute(query).scalar_one())


def sales_to_draw(
    connection: Connection, tenant: str, drawing: Drawing, ids: Collection[str]
) -> list[KnownSale]:
    """Those of these sales that are still to be drawn, as they stand now."""
    query = select(drawn.c.till, drawn.c.incarnation, drawn.c.sale).where(
        drawn.c.tenant == tenant, drawn.c.draw == drawing.draw, drawn.c.sale.in_(ids)
    )
    drawn_already = {tuple(row) for row in connection.execute(query)}
    found = sales_where(connection, (sales.c.tenant == tenant) & sales.c.sale.in_(ids))
    return [each for each in found if (each.till, each.incarnation, each.body.sale) not in drawn_already]


def _takes_part(tenant: str, draw: str) -> ColumnElement[bool]:
    """As the event says it; which draw is meant is read from the event itself later."""
    named = journal.c.body.contains(f'"draw":"{draw}"', autoescape=True)
    return (sales.c.tenant == tenant) & sales.c.receipt.is_not(None) & named
