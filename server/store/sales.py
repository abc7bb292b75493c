"""Sales that the journals of tills hold: found by their names, and kept with what came back of them."""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    literal_column,
    select,
    true,
)

from loyalty.units import Money, Quantity
from loyalty.wire.canonical import canonical_bytes, parse_json
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept_claim import claimed_sale
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.limits import as_object
from loyalty.wire.rehoming import EventRehomed
from server.clock import parse_moment
from server.model import Chain, KnownSale, TillAccount
from server.store.compiled import Among, Later, Statement
from server.store.one_by_one import is_just, named, of_each, one_by_one
from server.store.tables.journal import chains, journal, sales
from server.store.upsert import ByColumn, upsert_columns

_KEY = ("tenant", "till", "incarnation")
_OURS = (sales.c.tenant == bindparam("of_tenant"), sales.c.till == bindparam("of_till"))
_OF_SALE = tuple(
    sales.c[name]
    for name in ("sale", "till", "incarnation", "seq", "voided_by", "returned", "paid_back", "claim")
)
_OF_EVENT = (journal.c.kind, journal.c.at, journal.c.body)
_WITH_EVENTS = select(*_OF_SALE, *_OF_EVENT).join(
    journal, and_(*(journal.c[name] == sales.c[name] for name in (*_KEY, "seq")))
)


def _sold_one_by_one() -> "Select[Any]":
    """In each life of the till each of these sales, and its event."""
    names = named("sales")
    lives = select(chains.c.incarnation).where(
        chains.c.tenant == bindparam("of_tenant"), chains.c.till == bindparam("of_till")
    )
    life = lives.offset(literal_column("0")).subquery()
    sold = one_by_one(
        select(*_OF_SALE).where(
            *_OURS, sales.c.incarnation == life.c.incarnation, is_just(sales.c.sale, names.c.name)
        ),
        sales.c.sale,
    )
    ours = (journal.c.tenant == bindparam("of_tenant"), journal.c.till == bindparam("of_till"))
    event = one_by_one(
        select(*_OF_EVENT).where(
            *ours, journal.c.incarnation == sold.c.incarnation, is_just(journal.c.seq, sold.c.seq)
        ),
        journal.c.seq,
    )
    return select(*sold.c, *event.c).select_from(
        life.join(names, true()).join(sold, true()).join(event, true())
    )


_SOLD = Statement(
    _WITH_EVENTS.where(*_OURS, Among(sales.c.sale, "sales")), postgresql=_sold_one_by_one(), shares=True
)
_SAID_TO_BE = of_each(
    select(sales.c.sale).where(
        sales.c.tenant == bindparam("of_tenant"), sales.c.member == bindparam("of_member")
    ),
    sales.c.sale,
    "among",
)


def ask_sales(
    connection: Connection, whose: Chain | TillAccount, ids: Collection[str]
) -> Later[dict[str, KnownSale]]:
    """Those of these sales that the till's journals hold, of any incarnation, and that were applied."""
    if not ids:
        return dict
    asked = _SOLD.ask(connection, of_tenant=whose.tenant, of_till=whose.till, sales=ids)
    return lambda: {row["sale"]: _known_sale(row) for row in asked.rows()}


def known_sales_where(connection: Connection, wanted: ColumnElement[bool]) -> dict[str, KnownSale]:
    """The sales of a condition, by id."""
    return {each.body.sale: each for each in sales_where(connection, wanted)}


def sales_where(connection: Connection, wanted: ColumnElement[bool]) -> list[KnownSale]:
    """The same one by one: of one id there is more than one where a till was tampered with."""
    return [_known_sale(row) for row in connection.execute(_WITH_EVENTS.where(wanted)).mappings()]


def sale_of_event(connection: Connection, tenant: str, operation: str) -> KnownSale | None:
    """The sale that the event `till:incarnation:seq` made or took back; None where there is no such event."""
    till, incarnation, seq = operation.rsplit(":", 2)
    query = select(journal.c.kind, journal.c.body).where(
        journal.c.tenant == tenant,
        journal.c.till == till,
        journal.c.incarnation == int(incarnation),
        journal.c.seq == int(seq),
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    said = as_object(parse_json(row.body.encode()))
    sale = (EventRehomed.from_json(said).body if row.kind == "event_rehomed" else said).get("sale")
    found = known_sales_where(connection, (sales.c.tenant == tenant) & (sales.c.sale == str(sale)))
    return next(iter(found.values()), None)


def sales_of(connection: Connection, tenant: str, member: str, among: Collection[str]) -> set[str]:
    """Those of these sales that tills have said to be a member's."""
    rows = _SAID_TO_BE.rows(connection, of_tenant=tenant, of_member=member, among=among)
    return {row["sale"] for row in rows}


def members_of_sales(connection: Connection, tenant: str, ids: Collection[str]) -> set[str]:
    """The members who bought these, whichever till sold them."""
    if not ids:
        return set()
    query = select(sales.c.member).where(sales.c.tenant == tenant, sales.c.sale.in_(ids))
    return {member for member in connection.execute(query).scalars() if member is not None}


def save_sales(connection: Connection, chain: Chain, known: Iterable[KnownSale]) -> None:
    """Keep sales that were applied in this sitting, or voided."""
    kept = list(known)
    columns: ByColumn = {
        "till": [each.till for each in kept],
        "incarnation": [each.incarnation for each in kept],
        "sale": [each.body.sale for each in kept],
        "seq": [each.seq for each in kept],
        "member": [each.body.member for each in kept],
        "voided_by": [each.voided_by for each in kept],
        "returned": [_returned_text(each.returned) for each in kept],
        "paid_back": [each.paid_back for each in kept],
        "receipt": [each.body.receipt.digits if each.body.receipt else None for each in kept],
        "claim": [canonical_bytes(each.claim.to_json()).decode() if each.claim else None for each in kept],
    }
    upsert_columns(connection, sales, {"tenant": chain.tenant}, columns)


def _known_sale(row: Mapping[str, Any] | RowMapping) -> KnownSale:
    at, body = row["at"], as_object(parse_json(row["body"].encode()))
    if row["kind"] == "event_rehomed":
        wrapped = EventRehomed.from_json(body)
        at, body = wrapped.at, wrapped.body
    claim = ReceiptClaimed.from_json(parse_json(row["claim"].encode())) if row["claim"] else None
    sold = SaleSettled.from_json(body)
    return KnownSale(
        till=row["till"],
        incarnation=row["incarnation"],
        seq=row["seq"],
        at=parse_moment(at),
        body=sold if claim is None else claimed_sale(sold, claim),
        voided_by=row["voided_by"],
        returned=_returned(row["returned"]),
        paid_back=Money(row["paid_back"] or 0),
        claim=claim,
    )


def _returned_text(returned: Mapping[int, Quantity]) -> str | None:
    return json.dumps(sorted(returned.items())) if returned else None


def _returned(text: str | None) -> dict[int, Quantity]:
    return {line: Quantity(quantity) for line, quantity in json.loads(text or "[]")}
