"""Sales and members' purchases as they are kept, beside the events that they come from; for the doctor."""

from collections import Counter
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Row, and_, case, func, select

from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject, parse_json
from loyalty.wire.limits import as_object
from loyalty.wire.rehoming import EventRehomed
from server.store.tables.journal import journal, quarantine, sales
from server.store.tables.members import members, purchases

_PLACE = ("tenant", "till", "incarnation", "seq")
_ORDER = (journal.c.received_at, journal.c.till, journal.c.incarnation, journal.c.seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRow:
    """A sale as it is kept, with its event's body; `returned` and `claim` are JSON."""

    sale: str
    till: str
    body: JsonObject
    member: str | None
    receipt: str | None
    voided_by: int | None
    returned: str | None
    paid_back: int
    claim: str | None


@dataclass(frozen=True, slots=True)
class SaidOfSale:
    """An event that counts, about a sale: its place, its kind and its body, though it be said again."""

    till: str
    seq: int
    kind: str
    body: JsonObject


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A sale as a member's history keeps it."""

    spend: Money
    points: Points
    voided: bool


def sales_as_kept(connection: Connection, tenant: str) -> Generator[SaleRow, None, None]:
    """Every sale whose event is where it says, but for those whose name is another sale's too."""
    there = and_(*(journal.c[name] == sales.c[name] for name in _PLACE))
    query = select(sales, journal.c.kind, journal.c.body).join(journal, there)
    twice = _more_than_once(connection, tenant)
    mine = query.where(sales.c.tenant == tenant).execution_options(yield_per=1_000)
    with connection.execute(mine) as rows:
        for row in rows:
            if row.sale not in twice:
                yield SaleRow(
                    sale=row.sale,
                    till=row.till,
                    body=_said(row),
                    member=row.member,
                    receipt=row.receipt,
                    voided_by=row.voided_by,
                    returned=row.returned,
                    paid_back=row.paid_back or 0,
                    claim=row.claim,
                )


def said_of_sales(connection: Connection, tenant: str, kinds: Collection[str]) -> dict[str, list[SaidOfSale]]:
    """By sale, the events of these kinds that were applied, those of each till in their order.

    Of what was said again only the first counts; if that was put aside, none does.
    """
    same = (quarantine.c[name] == journal.c[name] for name in _PLACE)
    aside = and_(*same, quarantine.c.resolved_at.is_(None))
    query = (
        select(journal, quarantine.c.why)
        .outerjoin(quarantine, aside)
        .where(journal.c.tenant == tenant, journal.c.kind.in_([*kinds, "event_rehomed"]))
        .order_by(*_ORDER)
    )
    heard = set[tuple[str, str]]()
    found: dict[str, list[SaidOfSale]] = {}
    for row in connection.execute(query):
        kind, operation, body = row.kind, row.operation_id, as_object(parse_json(row.body.encode()))
        if kind == "event_rehomed" and row.why is None:
            inner = EventRehomed.from_json(body)
            kind, operation, body = inner.kind, inner.operation_id, inner.body
        sale = body.get("sale")
        if (row.till, operation) in heard or kind not in kinds or not isinstance(sale, str):
            continue
        heard.add((row.till, operation))
        if row.why is None:
            found.setdefault(sale, []).append(SaidOfSale(row.till, row.seq, kind, body))
    return found


def purchases_as_kept(connection: Connection, tenant: str) -> dict[str, PurchaseRow]:
    """The purchases of all members by sale, but for those whose name is another's too."""
    query = select(purchases).where(purchases.c.tenant == tenant)
    rows = list(connection.execute(query))
    times = Counter(row.sale for row in rows)
    return {
        row.sale: PurchaseRow(Money(row.spend), Points(row.points), bool(row.voided))
        for row in rows
        if times[row.sale] == 1
    }


def purchases_counted_otherwise(connection: Connection, tenant: str) -> Iterator[tuple[str, int, int]]:
    """Member, how many purchases are kept, and how many of their history stand, wherever the two differ.

    Who was imported is passed over, and whoever stands for somebody else, who may have been: how many
    purchases were brought from an earlier system nothing else says.
    """
    stands = func.sum(case((purchases.c.voided == 0, 1), else_=0))
    history = (
        select(purchases.c.member, stands.label("stands"))
        .where(purchases.c.tenant == tenant)
        .group_by(purchases.c.member)
        .subquery()
    )
    made = func.coalesce(history.c.stands, 0)
    others = members.alias()
    stood_for = select(others.c.member).where(
        others.c.tenant == tenant, others.c.alias_of == members.c.member
    )
    query = (
        select(members.c.member, members.c.purchases, made)
        .outerjoin(history, history.c.member == members.c.member)
        .where(members.c.tenant == tenant, members.c.state.in_(("active", "blocked")))
        .where(members.c.store.is_not(None), ~stood_for.exists(), members.c.purchases != made)
    )
    for member, kept, counted in connection.execute(query):
        yield member, kept, int(counted)


def _more_than_once(connection: Connection, tenant: str) -> set[str]:
    names = connection.execute(select(sales.c.sale).where(sales.c.tenant == tenant)).scalars()
    return {name for name, times in Counter(names).items() if times > 1}


def _said(row: "Row[tuple[object, ...]]") -> JsonObject:
    body = as_object(parse_json(row.body.encode()))
    return EventRehomed.from_json(body).body if row.kind == "event_rehomed" else body
