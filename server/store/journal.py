"""Journals as they were sent: what is appended to them, and what they hold under a name."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    case,
    func,
    select,
    true,
    type_coerce,
)

from loyalty.wire.canonical import JsonObject, parse_json
from loyalty.wire.chain import Event
from loyalty.wire.limits import as_object
from loyalty.wire.rehoming import EventRehomed, rehomed_operation
from loyalty.wire.returning import SaleRefunded
from server.clock import parse_moment
from server.model import Chain, Said, TillAccount
from server.store.asides import SAME_PLACE
from server.store.chains import chain_key, in_chain, of_chain
from server.store.chunks import chunks
from server.store.compiled import Among, Later, Statement
from server.store.one_by_one import is_just, named, one_by_one
from server.store.tables.journal import heads, journal, quarantine
from server.store.upsert import ByColumn, append, append_columns

_KEY = ("tenant", "till", "incarnation")
_LOOKED_BACK: Final = 100_000


def _said_one_by_one() -> "Select[Any]":
    names = named("operations")
    said = one_by_one(
        select(journal.c.operation_id, journal.c.kind, journal.c.body).where(
            journal.c.tenant == bindparam("of_tenant"),
            journal.c.till == bindparam("of_till"),
            is_just(journal.c.operation_id, names.c.name),
        ),
        journal.c.operation_id,
    )
    return select(*said.c).select_from(names.join(said, true()))


_HASHES = Statement(
    select(journal.c.seq, journal.c.hash)
    .where(
        journal.c.tenant == bindparam("of_tenant"),
        journal.c.till == bindparam("of_till"),
        journal.c.incarnation == bindparam("of_incarnation"),
        journal.c.seq.between(bindparam("first"), bindparam("last")),
    )
    .order_by(journal.c.seq),
    shares=True,
)
_SAID = Statement(
    select(journal.c.operation_id, journal.c.kind, journal.c.body).where(
        journal.c.tenant == bindparam("of_tenant"),
        journal.c.till == bindparam("of_till"),
        Among(journal.c.operation_id, "operations"),
    ),
    postgresql=_said_one_by_one(),
    shares=True,
)


def ask_held_hashes(connection: Connection, chain: Chain, first: int, last: int) -> Later[dict[int, bytes]]:
    """The hashes of the events held from `first` to `last`, both included."""
    asked = _HASHES.ask(connection, **of_chain(chain), first=first, last=last)
    return lambda: {row["seq"]: row["hash"] for row in asked.rows()}


def latest_moment(connection: Connection, chain: Chain) -> datetime | None:
    """The latest moment of which the journal's last 100,000 events are, by the till's clock.

    What that clock said of a time after the event came counts as when it came. None where there is no event.
    """
    at, came = journal.c.at, type_coerce(journal.c.received_at, journal.c.at.type)
    query = select(func.max(case((at < came, at), else_=came))).where(
        *in_chain(journal, chain), journal.c.seq.between(chain.ack_seq - _LOOKED_BACK, chain.ack_seq)
    )
    said = connection.execute(query).scalar_one_or_none()
    try:
        return None if said is None else parse_moment(said)
    except (ValueError, OverflowError):  # what a tampered till wrote for a moment
        return None


def insert_events(
    connection: Connection, chain: Chain, events: Iterable[Event], bodies: Mapping[int, str], at: datetime
) -> None:
    """Append events as they were sent, each with its body as canonical text, by seq.

    A key met twice fails the transaction: never passed over.
    """
    held = list(events)
    columns: ByColumn = {
        "seq": [event.seq for event in held],
        "operation_id": [event.operation_id for event in held],
        "kind": [event.kind for event in held],
        "at": [event.at for event in held],
        "operator": [event.operator for event in held],
        "body": [bodies[event.seq] for event in held],
        "hash": [event.hash for event in held],
    }
    append_columns(connection, journal, chain_key(chain) | {"received_at": at}, columns, seen=False)


def insert_head(connection: Connection, chain: Chain, signature: bytes) -> None:
    """Keep the till's signature of its journal as it stands now."""
    row = {"seq": chain.ack_seq, "hash": chain.ack_hash, "signature": signature}
    append(connection, heads, [chain_key(chain) | row])


def list_heads(connection: Connection, chain: Chain) -> list[tuple[int, bytes, bytes]]:
    """Seq, hash and signature of every head of a journal, in order."""
    query = select(heads.c.seq, heads.c.hash, heads.c.signature).where(*in_chain(heads, chain))
    return [(row.seq, row.hash, row.signature) for row in connection.execute(query.order_by(heads.c.seq))]


def last_head(connection: Connection, till: TillAccount) -> tuple[int, bytes, bytes] | None:
    """Seq, hash and signature of the newest head of the till's journal of today."""
    query = (
        select(heads.c.seq, heads.c.hash, heads.c.signature)
        .where(heads.c.tenant == till.tenant, heads.c.till == till.till)
        .where(heads.c.incarnation == till.incarnation)
        .order_by(heads.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.seq, row.hash, row.signature)


def ask_operations(
    connection: Connection, whose: Chain | TillAccount, operations: Collection[str]
) -> Later[dict[str, Said]]:
    """What the till's journals hold under these operation ids, in any incarnation."""
    if not operations:
        return dict
    asked = _SAID.ask(connection, of_tenant=whose.tenant, of_till=whose.till, operations=operations)
    return lambda: {row["operation_id"]: (row["kind"], row["body"]) for row in asked.rows()}


def returns_held(
    connection: Connection, chain: Chain, operations: Collection[str]
) -> dict[str, SaleRefunded]:
    """Those of these returns that the journals of the till hold, said once or again, and not put aside."""
    names = {
        said: each
        for each in operations
        for said in (each, *(rehomed_operation(each, life) for life in range(2, chain.incarnation + 1)))
    }
    found: dict[str, SaleRefunded] = {}
    for some in chunks(names):
        query = (
            select(journal.c.operation_id, journal.c.kind, journal.c.body)
            .outerjoin(quarantine, SAME_PLACE)
            .where(
                journal.c.tenant == chain.tenant,
                journal.c.till == chain.till,
                journal.c.operation_id.in_(some),
                quarantine.c.seq.is_(None) | quarantine.c.resolved_at.is_not(None),
            )
        )
        for row in connection.execute(query):
            said = as_object(parse_json(row.body.encode()))
            body = EventRehomed.from_json(said).body if row.kind == "event_rehomed" else said
            found[names[row.operation_id]] = SaleRefunded.from_json(body)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidEvent:
    """An event as somebody recorded it, though said again since; `aside` is why it counts for nothing."""

    kind: str
    operator: str
    body: JsonObject
    aside: str = ""


def said_under(connection: Connection, till: TillAccount, operation: str) -> SaidEvent | None:
    """The event that the journals of a till hold under an operation: one that counts, if there is one."""
    names = [operation, *(rehomed_operation(operation, life) for life in range(2, till.incarnation + 1))]
    open_why = case((quarantine.c.resolved_at.is_(None), quarantine.c.why), else_=None)
    query = (
        select(journal.c.kind, journal.c.operator, journal.c.body, open_why.label("aside"))
        .outerjoin(quarantine, SAME_PLACE)
        .where(
            journal.c.tenant == till.tenant,
            journal.c.till == till.till,
            journal.c.operation_id.in_(names),
        )
        .order_by(open_why.is_not(None), journal.c.incarnation)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    body, aside = as_object(parse_json(row.body.encode())), row.aside or ""
    if row.kind != "event_rehomed":
        return SaidEvent(kind=row.kind, operator=row.operator, body=body, aside=aside)
    inner = EventRehomed.from_json(body)
    return SaidEvent(kind=inner.kind, operator=inner.operator, body=inner.body, aside=aside)


TAKING_A_NUMBER = ("sale_voided", "sale_refunded", "goods_returned")
"""Kinds of events, beside a sale's own, that use a receipt number up."""


def last_receipt_number(connection: Connection, till: TillAccount) -> int:
    """The last receipt number in the till's journals; voids and refunds after the last sale took one each."""
    ours = (journal.c.tenant == till.tenant) & (journal.c.till == till.till)
    highest = 0
    for incarnation in range(1, till.incarnation + 1):
        life = ours & (journal.c.incarnation == incarnation)
        sold = select(journal.c.seq, journal.c.body).where(life, journal.c.kind == "sale_settled")
        last = connection.execute(sold.order_by(journal.c.seq.desc()).limit(1)).one_or_none()
        if last is not None:
            voided = life & journal.c.kind.in_(TAKING_A_NUMBER) & (journal.c.seq > last.seq)
            voids = connection.execute(select(func.count()).where(voided)).scalar_one()
            highest = max(highest, _receipt_number(last.body) + voids)
    return highest


def operators_of(connection: Connection, tenant: str, operations: Collection[str]) -> dict[str, str]:
    """Who recorded these events, each named `till:incarnation:seq`; one that is in no journal is left out."""
    named = {each: each.rsplit(":", 2) for each in operations}
    tills = {till for till, _, _ in named.values()}
    seqs = {int(seq) for _, _, seq in named.values()}
    query = select(journal.c.till, journal.c.incarnation, journal.c.seq, journal.c.operator).where(
        journal.c.tenant == tenant, journal.c.till.in_(tills), journal.c.seq.in_(seqs)
    )
    rows = connection.execute(query)
    found = {f"{row.till}:{row.incarnation}:{row.seq}": row.operator for row in rows}
    return {name: found[name] for name in named if name in found}


def _receipt_number(body: str) -> int:
    receipt = as_object(parse_json(body.encode())).get("receipt")
    number = receipt.get("number") if isinstance(receipt, Mapping) else None
    return number if isinstance(number, int) else 0
