"""Draws that were opened, and what each receipt drew, as rows that never change."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from loyalty.units import Points
from server.model import KnownSale
from server.store.journal import sales_where
from server.store.tables.journal import drawn, journal, sales
from server.store.tables.tenancy import drawings
from server.store.upsert import append

_SAME_EVENT = and_(*(journal.c[name] == sales.c[name] for name in ("tenant", "till", "incarnation", "seq")))
_SAME_SALE = and_(*(drawn.c[name] == sales.c[name] for name in ("tenant", "till", "incarnation", "sale")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A draw with its published seed: receipts that were here by then take part."""

    draw: str
    seed: str
    program_version: int
    opened_at: datetime


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


def undrawn(connection: Connection, tenant: str, drawing: Drawing, *, after: str, most: int) -> list[str]:
    """Sales that take part, were here in time and have not been drawn, a page at a time by their ids."""
    query = (
        select(sales.c.sale)
        .join(journal, _SAME_EVENT)
        .outerjoin(drawn, _SAME_SALE & (drawn.c.draw == drawing.draw))
        .where(_takes_part(tenant, drawing), journal.c.received_at <= drawing.opened_at)
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
        .where(_takes_part(tenant, drawing), journal.c.received_at > drawing.opened_at)
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


def _takes_part(tenant: str, drawing: Drawing) -> ColumnElement[bool]:
    """As the event says it; which draw is meant is read from the event itself later."""
    named = journal.c.body.contains(f'"draw":"{drawing.draw}"', autoescape=True)
    return (sales.c.tenant == tenant) & sales.c.receipt.is_not(None) & named
