"""Leases as rows: loaded with their slices, listed by till, frozen all at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from loyalty.units import Points
from loyalty.wire.messages import OpenLease, Slice
from loyalty.wire.prepaid import HeldAccount
from server.books.model import HeldSlice, Lease
from server.clock import moment_text
from server.store.compiled import Among, AmongPairs, Later, Row, Statement, put_rows
from server.store.line import line_of
from server.store.one_by_one import of_each
from server.store.tables.ledger import LEDGERS, OF_POINTS, Ledger
from server.store.upsert import ByColumn, fields_of, upsert, upsert_columns

_FIELDS = (
    "lease",
    "till",
    "incarnation",
    "amount",
    "spent",
    "state",
    "granted_at",
    "until",
    "cap",
    "account",
)

MemberLease = tuple[str, Lease]
"""A lease with who holds what it reserves: a member, or a gift card by its number."""


def _loaded(ledger: Ledger, wanted: ColumnElement[bool]) -> "Select[Any]":
    """A row for each slice of the leases, or one for a lease with none."""
    leases, exposures, slices, lots = ledger.leases, ledger.exposures, ledger.lease_slices, ledger.lots
    calls = ledger.lease_calls
    same_lot = and_(*(lots.c[name] == slices.c[name] for name in ("tenant", "member", "lot")))
    return (
        select(
            leases,
            exposures.c.freed,
            exposures.c.lost,
            slices.c.lot,
            slices.c.points.label("lot_points"),
            slices.c.spent.label("lot_spent"),
            lots.c.dies_at.label("lot_dies_at"),
            (lots.c.is_bonus if "is_bonus" in lots.c else literal(0)).label("lot_is_bonus"),
            calls.c.lease.label("call"),
        )
        .outerjoin(exposures, _same_lease(exposures, leases))
        .outerjoin(slices, _same_lease(slices, leases))
        .outerjoin(lots, same_lot)
        .outerjoin(calls, _same_lease(calls, leases))
        .where(leases.c.tenant == bindparam("of_tenant"), wanted)
        .order_by(leases.c.granted_at, leases.c.lease, leases.c.member, slices.c.lot)
    )


def _same_lease(other: Table, leases: Table) -> ColumnElement[bool]:
    return and_(*(other.c[name] == leases.c[name] for name in ("tenant", "member", "lease")))


def _of_holders(ledger: Ledger) -> Statement:
    leases = ledger.leases
    wanted = or_(leases.c.state != "closed", Among(leases.c.lease, "more"))
    in_order = (leases.c.granted_at, leases.c.lease, ledger.lease_slices.c.lot)
    loaded = _loaded(ledger, wanted).order_by(None).order_by(leases.c.member, *in_order)
    return of_each(loaded, leases.c.member, shares=True)


def _of_till(leases: Table) -> ColumnElement[bool]:
    return (leases.c.till == bindparam("of_till")) & (leases.c.state != "closed")


def _lent_of(leases: Table) -> Statement:
    left = func.coalesce(func.sum(leases.c.amount - leases.c.spent), 0)
    return Statement(
        select(left.label("left")).where(leases.c.tenant == bindparam("of_tenant"), _of_till(leases))
    )


def _named_of_till(leases: Table) -> Statement:
    mine = (leases.c.tenant == bindparam("of_tenant")) & _of_till(leases)
    return Statement(select(leases.c.member, leases.c.lease).where(mine, Among(leases.c.lease, "names")))


_LENT = _lent_of(OF_POINTS.leases)
_NAMED = tuple(_named_of_till(ledger.leases) for ledger in LEDGERS)
_OF_HOLDERS = {ledger.leases.name: _of_holders(ledger) for ledger in LEDGERS}
_OF_TILL = {
    ledger.leases.name: Statement(_loaded(ledger, _of_till(ledger.leases)), shares=True) for ledger in LEDGERS
}


def _ended_calls(ledger: Ledger) -> Statement:
    calls = ledger.lease_calls
    ended = AmongPairs((calls.c.member, calls.c.lease), ("members", "leases"))
    return Statement(delete(calls).where(calls.c.tenant == bindparam("of_tenant"), ended))


def _ended_calls_text(ledger: Ledger) -> str:
    words = ["DELETE FROM", ledger.lease_calls.name, "AS calls USING unnest("]
    words += ["$1::TEXT[], $2::TEXT[], $3::TEXT[]) AS ended (tenant, member, lease)"]
    words += ["WHERE calls.tenant = ended.tenant AND calls.member = ended.member"]
    return " ".join([*words, "AND calls.lease = ended.lease"])


_CALLS_ENDED = {ledger.lease_calls.name: _ended_calls(ledger) for ledger in LEDGERS}
_CALLS_ENDED_ON_A_LINE = {ledger.lease_calls.name: _ended_calls_text(ledger) for ledger in LEDGERS}
"""The same for several units of work at once."""


@dataclass(frozen=True, slots=True)
class Lent:
    """What a till holds of everybody's points, and who lent it anything under the names that it asks for."""

    points: Points
    holders: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TillLease:
    """A lease that a till holds, with what the till has to know of it beside."""

    member: str
    """Who holds what it reserves: a member, or a gift card by its number."""
    lease: Lease
    lots: Mapping[str, "_LotFacts"]
    is_called_back: bool
    """Whether another till waits for it."""


def ask_leases(
    connection: Connection,
    tenant: str,
    members: Collection[str],
    *,
    more: Collection[str] = (),
    ledger: Ledger = OF_POINTS,
) -> Later[list[MemberLease]]:
    """The same, once they are wanted."""
    if not members:
        return list
    asked = _OF_HOLDERS[ledger.leases.name].ask(connection, of_tenant=tenant, members=members, more=more)
    return lambda: _leases(asked.rows())


def ask_leases_of_till(
    connection: Connection, tenant: str, till: str, incarnation: int
) -> Later[list[TillLease]]:
    """Every lease that the till holds open or frozen in this incarnation, points first, oldest first."""
    asked = [
        _OF_TILL[ledger.leases.name].ask(connection, of_tenant=tenant, of_till=till) for ledger in LEDGERS
    ]

    def load() -> list[TillLease]:
        found: list[TillLease] = []
        for each in asked:
            mine = [row for row in each.rows() if row["incarnation"] == incarnation]
            facts = {(row["member"], row["lease"], row["lot"]): _facts(row) for row in mine}
            called = {(row["member"], row["lease"]) for row in mine if row["call"] is not None}
            found += [
                TillLease(
                    member=member,
                    lease=lease,
                    lots={part.lot: facts[member, lease.lease, part.lot] for part in lease.slices},
                    is_called_back=(member, lease.lease) in called,
                )
                for member, lease in _leases(mine)
            ]
        return found

    return load


def leases_held_by(
    connection: Connection, tenant: str, till: str, *, ledger: Ledger = OF_POINTS
) -> list[MemberLease]:
    """Every lease that a till holds open or frozen, in any incarnation, oldest first."""
    rows = _OF_TILL[ledger.leases.name].rows(connection, of_tenant=tenant, of_till=till)
    return _leases(rows)


def holders_leased_to(
    connection: Connection, tenant: str, till: str, *, ledger: Ledger = OF_POINTS
) -> set[str]:
    """The holders of whose points or money a till holds some, in any incarnation."""
    leases = ledger.leases
    query = select(leases.c.member).where(
        leases.c.tenant == tenant, leases.c.till == till, leases.c.state == "open"
    )
    return set(connection.execute(query).scalars())


def freeze_leases(connection: Connection, tenant: str, till: str) -> None:
    """Hold back all that a till may still spend, in any incarnation; its holders must be locked."""
    for leases in (ledger.leases for ledger in LEDGERS):
        connection.execute(
            update(leases)
            .where(leases.c.tenant == tenant, leases.c.till == till, leases.c.state == "open")
            .values(state="frozen")
        )


def save_leases(
    connection: Connection, tenant: str, changed: Iterable[MemberLease], *, ledger: Ledger = OF_POINTS
) -> None:
    """Store leases with their slices."""
    rows = list(changed)
    if not rows:
        return
    members, leases = zip(*rows, strict=True)
    parts = [(member, lease.lease, part) for member, lease in rows for part in lease.slices]
    slices: ByColumn = {
        "member": [member for member, _, _ in parts],
        "lease": [lease for _, lease, _ in parts],
        "lot": [part.lot for _, _, part in parts],
        "points": [part.points for _, _, part in parts],
        "spent": [part.spent for _, _, part in parts],
    }
    exposed = [(member, lease) for member, lease in rows if lease.freed or lease.lost]
    exposures: ByColumn = {
        "member": [member for member, _ in exposed],
        "lease": [lease.lease for _, lease in exposed],
        "freed": [lease.freed for _, lease in exposed],
        "lost": [lease.lost for _, lease in exposed],
    }
    over = [(member, lease.lease) for member, lease in rows if lease.state == "closed"]
    _forget_calls(connection, ledger, tenant, over)
    shared = {"tenant": tenant}
    upsert_columns(connection, ledger.leases, shared, {"member": members, **fields_of(leases, _FIELDS)})
    upsert_columns(connection, ledger.lease_slices, shared, slices)
    upsert_columns(connection, ledger.exposures, shared, exposures)


def ask_lent_to_till(connection: Connection, tenant: str, till: str, names: Collection[str]) -> Later[Lent]:
    """What a till holds of all points, in any incarnation, and who has lent it anything by these names.

    Once it is wanted. Asked after the locks on whoever may lend: until then it may change who does.
    """
    lent = _LENT.ask(connection, of_tenant=tenant, of_till=till)
    named = [each.ask(connection, of_tenant=tenant, of_till=till, names=names) for each in _NAMED]
    return lambda: Lent(
        points=Points(int(lent.rows()[0]["left"])),
        holders={row["lease"]: row["member"] for asked in named for row in asked.rows()},
    )


def call_back(
    connection: Connection,
    tenant: str,
    wanted: Collection[tuple[str, str]],
    at: datetime,
    *,
    ledger: Ledger = OF_POINTS,
) -> None:
    """Note that others wait for these leases, by holder and lease."""
    rows = [{"tenant": tenant, "member": member, "lease": lease, "at": at} for member, lease in wanted]
    upsert(connection, ledger.lease_calls, rows)


def called_back(
    connection: Connection, tenant: str, named: Collection[tuple[str, str]], *, ledger: Ledger = OF_POINTS
) -> set[tuple[str, str]]:
    """Those of these leases, by holder and lease, that others wait for."""
    if not named:
        return set()
    calls = ledger.lease_calls
    query = select(calls.c.member, calls.c.lease).where(
        calls.c.tenant == tenant, tuple_(calls.c.member, calls.c.lease).in_(named)
    )
    return {(row.member, row.lease) for row in connection.execute(query)}


def _forget_calls(
    connection: Connection, ledger: Ledger, tenant: str, over: Collection[tuple[str, str]]
) -> None:
    if not over:
        return
    members, leases = zip(*over, strict=True)
    line = line_of(connection)
    if line is not None:
        text = _CALLS_ENDED_ON_A_LINE[ledger.lease_calls.name]
        put_rows(connection, line, None, text, ([tenant] * len(over), members, leases))
    else:
        _CALLS_ENDED[ledger.lease_calls.name].run(
            connection, of_tenant=tenant, members=members, leases=leases
        )


def on_the_wire(held: Iterable[TillLease]) -> tuple[OpenLease, ...]:
    """Leases as a till is told of them."""
    return tuple(
        OpenLease(
            lease=each.lease.lease,
            member=each.member,
            account=cast("HeldAccount", each.lease.account),
            amount=each.lease.amount,
            spent=each.lease.spent,
            slices=tuple(_slice_of(part, each.lots[part.lot]) for part in each.lease.slices),
            until=moment_text(each.lease.until),
            state="frozen" if each.lease.state == "frozen" else "open",
            cap=each.lease.cap or "",
        )
        for each in held
    )


_LotFacts = tuple[str | None, bool]
"""When a lot dies, as text, and whether it is a bonus."""


def _facts(row: Row) -> _LotFacts:
    dies_at = row["lot_dies_at"]
    return None if dies_at is None else moment_text(dies_at), bool(row["lot_is_bonus"])


def _slice_of(part: HeldSlice, facts: _LotFacts) -> Slice:
    return Slice(part.lot, part.points, facts[0], is_bonus=facts[1])


def _leases(rows: Iterable[Row]) -> list[MemberLease]:
    """Rows of one lease follow each other, in the order of its slices' lots."""
    found: list[MemberLease] = []
    for (member, _), each in groupby(rows, key=lambda row: (row["member"], row["lease"])):
        parts = list(each)
        head = parts[0]
        slices = tuple(
            HeldSlice(row["lot"], Points(row["lot_points"]), Points(row["lot_spent"]))
            for row in parts
            if row["lot"] is not None
        )
        fields = {name: head[name] for name in _FIELDS}
        held = Lease(
            **fields, slices=slices, freed=Points(head["freed"] or 0), lost=Points(head["lost"] or 0)
        )
        found.append((member, held))
    return found
