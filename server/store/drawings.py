"""Draws that were opened, and what each receipt drew, as rows that never change."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, exists, func, insert, select, tuple_

from loyalty.units import Points
from loyalty.wire.canonical import parse_json
from loyalty.wire.limits import as_object
from loyalty.wire.rehoming import EventRehomed
from server.model import KnownSale
from server.store.sales import sales_where
from server.store.tables.journal import NAMES_A_DRAW, chains, drawn, journal, sales
from server.store.tables.tenancy import drawings, programs, tills
from server.store.upsert import append

CLOCKS_DIFFER: Final = timedelta(days=1)
"""The clocks of two server processes do by less, whatever happens to them."""
_COUNTED: Final = 500
"""So many events at a time, where they are only counted."""
_PLACE: Final = (journal.c.received_at, journal.c.till, journal.c.incarnation, journal.c.seq)


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
    since = since_promised(connection, tenant, draw)
    return 0 if since is None else _count(connection, tenant, draw, journal.c.received_at >= since)


def quiet_tills(connection: Connection, tenant: str, since: datetime) -> list[str]:
    """The codes of active tills from which nothing has come after a moment, by number."""
    own = (chains.c.tenant == tenant) & (chains.c.till == tills.c.till)
    last = and_(*(journal.c[name] == chains.c[name] for name in ("tenant", "till", "incarnation")))
    heard = exists().where(own, last, journal.c.seq == chains.c.ack_seq, journal.c.received_at > since)
    active = (tills.c.tenant == tenant) & (tills.c.state == "active") & (tills.c.incarnation > 0)
    return list(
        connection.execute(select(tills.c.code).where(active, ~heard).order_by(tills.c.number)).scalars()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An event that names a draw, and the sale that it says was made; whether it was, `sales` knows."""

    received_at: datetime
    till: str
    incarnation: int
    seq: int
    sale: str


def since_promised(connection: Connection, tenant: str, draw: str) -> datetime | None:
    """Before then no till could know of a draw; None where no program has it."""
    query = select(func.min(programs.c.valid_from)).where(
        programs.c.tenant == tenant, programs.c.text.contains(draw, autoescape=True)
    )
    first = connection.execute(query).scalar_one()
    return None if first is None else first - CLOCKS_DIFFER


def named_in_time(
    connection: Connection, tenant: str, drawing: Drawing, *, since: datetime, after: Named | None, most: int
) -> list[Named]:
    """Events that name the draw and were here when its seed was opened, a page at a time as they came."""
    in_time = journal.c.received_at.between(since, drawing.opened_at)
    return _page(connection, tenant, drawing.draw, in_time, after=after, most=most)


def came_late(connection: Connection, tenant: str, drawing: Drawing) -> int:
    """How many sales that would take part came in when the seed was known."""
    late = journal.c.received_at > drawing.opened_at
    return _count(connection, tenant, drawing.draw, late, with_voided=True)


def still_to_draw(
    connection: Connection, tenant: str, drawing: Drawing, page: Collection[Named]
) -> list[KnownSale]:
    """The sales that these very events made, and that are not drawn yet, as they stand now.

    Of one name there is more than one sale where a till was tampered with.
    """
    query = select(drawn.c.till, drawn.c.incarnation, drawn.c.sale).where(
        drawn.c.tenant == tenant, drawn.c.draw == drawing.draw, drawn.c.sale.in_({each.sale for each in page})
    )
    drawn_already = {tuple(row) for row in connection.execute(query)}
    left = [each for each in page if (each.till, each.incarnation, each.sale) not in drawn_already]
    if not left:
        return []
    places = {(each.till, each.incarnation, each.seq) for each in left}
    named = sales.c.sale.in_({each.sale for each in left})
    found = sales_where(connection, (sales.c.tenant == tenant) & named)
    return [each for each in found if (each.till, each.incarnation, each.seq) in places]


def _count(
    connection: Connection, tenant: str, draw: str, when: ColumnElement[bool], *, with_voided: bool = False
) -> int:
    """How many sales with a receipt these events made."""
    count, last = 0, None
    while page := _page(connection, tenant, draw, when, after=last, most=_COUNTED):
        query = select(sales.c.till, sales.c.incarnation, sales.c.seq).where(
            sales.c.tenant == tenant,
            sales.c.sale.in_({each.sale for each in page}),
            sales.c.receipt.is_not(None),
        )
        query = query if with_voided else query.where(sales.c.voided_by.is_(None))
        made = {tuple(row) for row in connection.execute(query)}
        count += sum((each.till, each.incarnation, each.seq) in made for each in page)
        last = page[-1]
    return count


def _page(
    connection: Connection,
    tenant: str,
    draw: str,
    when: ColumnElement[bool],
    *,
    after: Named | None,
    most: int,
) -> list[Named]:
    """By the index of events that name any draw; which one is meant is read from the sale itself later."""
    named = journal.c.body.contains(f'"draw":"{draw}"', autoescape=True)
    query = select(*_PLACE, journal.c.kind, journal.c.body).where(
        journal.c.tenant == tenant, NAMES_A_DRAW, when, named
    )
    if after is not None:
        place = (after.received_at, after.till, after.incarnation, after.seq)
        query = query.where(tuple_(*_PLACE) > tuple_(*place, types=[each.type for each in _PLACE]))
    rows = connection.execute(query.order_by(*_PLACE).limit(most)).mappings()
    return [_named(row) for row in rows]


def _named(row: RowMapping) -> Named:
    said = as_object(parse_json(row["body"].encode()))
    body = EventRehomed.from_json(said).body if row["kind"] == "event_rehomed" else said
    places = {name: row[name] for name in ("received_at", "till", "incarnation", "seq")}
    return Named(**places, sale=str(body.get("sale")))
