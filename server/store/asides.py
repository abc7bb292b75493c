"""Events that were put aside, as rows: what each says, why it counts for nothing, and how it was settled."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    false,
    func,
    or_,
    select,
    tuple_,
    update,
)

from loyalty.wire.canonical import JsonObject, parse_json
from loyalty.wire.chain import Event
from loyalty.wire.limits import as_object
from server.model import Chain
from server.store.chains import in_chain
from server.store.tables.journal import journal, quarantine

_KEY = ("tenant", "till", "incarnation", "seq")
SAME_PLACE = and_(*(quarantine.c[name] == journal.c[name] for name in _KEY))
"""Joins an event and that it was put aside."""
_QUERY = select(
    *(
        quarantine.c[name]
        for name in (*_KEY, "why", "at", "resolved_at", "left_at", "by", "approved_by", "note")
    ),
    *(journal.c[name] for name in ("operation_id", "kind", "operator", "body", "hash", "received_at")),
    journal.c.at.label("said_at"),
).join(journal, SAME_PLACE)
OPEN: ColumnElement[bool] = and_(quarantine.c.resolved_at.is_(None), quarantine.c.left_at.is_(None))
"""Nobody has settled it: a person has to look."""

Place = tuple[str, str, int, int]
"""What names an event: tenant, till, incarnation, seq."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """One event: `why` it was put aside, and `at` when; it stands in its journal as it came."""

    tenant: str
    till: str
    incarnation: int
    seq: int
    why: str
    at: datetime
    event: Event
    received_at: datetime
    is_open: bool
    by: str | None
    approved_by: str | None
    note: str | None

    @property
    def place(self) -> Place:
        """What names it."""
        return self.tenant, self.till, self.incarnation, self.seq


def open_asides(connection: Connection, tenant: str, *, most: int | None = None) -> list[Aside]:
    """All that nobody has settled, or the first of them, each till's in the order of its journal."""
    return _in_order(connection, _QUERY.where(quarantine.c.tenant == tenant, OPEN).limit(most))


def count_open(connection: Connection, tenant: str) -> int:
    """How many these are."""
    query = select(func.count()).select_from(quarantine).where(quarantine.c.tenant == tenant, OPEN)
    return int(connection.execute(query).scalar_one())


def all_asides(connection: Connection, tenant: str) -> list[Aside]:
    """The same, and those that were settled."""
    return _in_order(connection, _QUERY.where(quarantine.c.tenant == tenant))


def asides_between(
    connection: Connection, span: tuple[datetime, datetime], *, after: Place, most: int
) -> list[Aside]:
    """Of a tenant's put aside from one moment to another and not settled, the next that follow a place."""
    columns = [quarantine.c[name] for name in _KEY]
    is_later = tuple_(*columns) > tuple_(*after, types=[each.type for each in columns])
    mine = (quarantine.c.tenant == after[0], OPEN, quarantine.c.at.between(*span), is_later)
    return _in_order(connection, _QUERY.where(*mine).limit(most))


def is_any_aside(connection: Connection, tenant: str, span: tuple[datetime, datetime]) -> bool:
    """Whether there is one such."""
    return bool(asides_between(connection, span, after=(tenant, "", 0, 0), most=1))


def posted_uncounted(connection: Connection, chain: Chain, seq: int) -> list[int]:
    """The places, up to `seq`, of those that were posted after all and stand in no close."""
    query = select(quarantine.c.seq).where(*_uncounted(chain, seq))
    return list(connection.execute(query.order_by(quarantine.c.seq)).scalars())


def count_posted(connection: Connection, chain: Chain, seq: int, *, close_number: int) -> None:
    """From here on these stand in that close of their store, and in no other."""
    connection.execute(update(quarantine).where(*_uncounted(chain, seq)).values(close_number=close_number))


def _uncounted(chain: Chain, seq: int) -> tuple[ColumnElement[bool], ...]:
    return (
        *in_chain(quarantine, chain),
        quarantine.c.resolved_at.is_not(None),
        quarantine.c.close_number.is_(None),
        quarantine.c.seq <= seq,
    )


def _in_order(connection: Connection, query: "Select[Any]") -> list[Aside]:
    ordered = query.order_by(quarantine.c.till, quarantine.c.incarnation, quarantine.c.seq)
    return [_aside(row) for row in connection.execute(ordered).mappings()]


def find_aside(connection: Connection, place: Place) -> Aside | None:
    """The one of this tenant, till, incarnation and seq, locked to the end of the transaction."""
    mine = (quarantine.c[name] == value for name, value in zip(_KEY, place, strict=True))
    row = connection.execute(_QUERY.where(*mine).with_for_update(of=quarantine)).mappings().first()
    return None if row is None else _aside(row)


def open_beside(connection: Connection, aside: Aside, names: Collection[str]) -> list[Event]:
    """The other events of its journal that nobody has settled and that say one of these words, in order."""
    same = (quarantine.c[name] == getattr(aside, name) for name in ("tenant", "till", "incarnation"))
    said = (journal.c.body.contains(name, autoescape=True) for name in names)
    query = _QUERY.where(*same, quarantine.c.seq != aside.seq, OPEN, or_(false(), *said))
    return [each.event for each in _in_order(connection, query)]


def resolve_aside(
    connection: Connection, aside: Aside, *, at: datetime, by: str | None, approved_by: str | None
) -> None:
    """It was posted after all, and counts from here on."""
    values = {"resolved_at": at, "by": by, "approved_by": approved_by}
    connection.execute(update(quarantine).where(*_of(aside)).values(values))


def leave_aside(
    connection: Connection, aside: Aside, *, at: datetime, by: str, approved_by: str, note: str
) -> None:
    """It counts for nothing, for good, and nobody has to look any more."""
    values = {"left_at": at, "by": by, "approved_by": approved_by, "note": note}
    connection.execute(update(quarantine).where(*_of(aside), OPEN).values(values))


def forget_notes(connection: Connection, tenant: str, member: str) -> None:
    """Blank what people wrote about events that name a member: who is erased may stand there by name."""
    named = select(journal.c.seq).where(SAME_PLACE, journal.c.body.contains(member, autoescape=True)).exists()
    noted = (quarantine.c.tenant == tenant) & (quarantine.c.note != "")
    connection.execute(update(quarantine).where(noted, named).values(note=""))


def settled_of(connection: Connection, tenant: str, till: str) -> tuple[tuple[int, int], ...]:
    """Incarnation and seq of all of a till's that were settled, the newest 1,000, in order."""
    settled = func.coalesce(quarantine.c.resolved_at, quarantine.c.left_at)
    query = (
        select(quarantine.c.incarnation, quarantine.c.seq)
        .where(quarantine.c.tenant == tenant, quarantine.c.till == till, settled.is_not(None))
        .order_by(settled.desc())
        .limit(1_000)
    )
    return tuple(sorted((row.incarnation, row.seq) for row in connection.execute(query)))


def _of(aside: Aside) -> tuple[ColumnElement[bool], ...]:
    return tuple(quarantine.c[name] == getattr(aside, name) for name in _KEY)


def _aside(row: RowMapping) -> Aside:
    event = Event(
        till=row["till"],
        incarnation=row["incarnation"],
        seq=row["seq"],
        operation_id=row["operation_id"],
        kind=row["kind"],
        at=row["said_at"],
        operator=row["operator"],
        body=_body(row["body"]),
        hash=row["hash"],
    )
    return Aside(
        **{name: row[name] for name in (*_KEY, "why", "at", "received_at", "by", "approved_by", "note")},
        event=event,
        is_open=row["resolved_at"] is None and row["left_at"] is None,
    )


def _body(text: str) -> JsonObject:
    return as_object(parse_json(text.encode()))
