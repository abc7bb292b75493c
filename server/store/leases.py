"""Leases as rows: loaded with their slices, listed by till, frozen all at once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
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
    or_,
    select,
    tuple_,
    update,
)

from loyalty.units import Points
from loyalty.wire.messages import OpenLease, Slice
from loyalty.wire.prepaid import HeldAccount
from server.books.model import HeldSlice, Lease
from server.books.pots import POINTS
from server.clock import moment_text
from server.store.compiled import Among, Later, Row, Statement
from server.store.tables.ledger import LEDGERS, OF_MONEY, OF_POINTS, Ledger
from server.store.upsert import upsert

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


def _loading(ledger: Ledger, wanted: Callable[[Table], ColumnElement[bool]]) -> Statement:
    leases, exposures = ledger.leases, ledger.exposures
    same = and_(*(exposures.c[name] == leases.c[name] for name in ("tenant", "member", "lease")))
    return Statement(
        select(leases, exposures.c.freed, exposures.c.lost)
        .outerjoin(exposures, same)
        .where(leases.c.tenant == bindparam("of_tenant"), wanted(leases))
        .order_by(leases.c.granted_at, leases.c.lease)
    )


def _open_or_named(leases: Table) -> ColumnElement[bool]:
    return Among(leases.c.member, "members") & or_(leases.c.state != "closed", Among(leases.c.lease, "more"))


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
_OF_HOLDERS = {ledger.leases.name: _loading(ledger, _open_or_named) for ledger in LEDGERS}
_OF_TILL = {ledger.leases.name: _loading(ledger, _of_till) for ledger in LEDGERS}


def load_leases(
    connection: Connection,
    tenant: str,
    members: Collection[str],
    *,
    more: Collection[str] = (),
    ledger: Ledger = OF_POINTS,
) -> list[MemberLease]:
    """The leases of these holders that are not closed, and of those that are, the ones named in `more`."""
    return ask_leases(connection, tenant, members, more=more, ledger=ledger)()


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
    return lambda: _with_slices(connection, ledger, tenant, asked.rows())


def ask_leases_of_till(
    connection: Connection, tenant: str, till: str, incarnation: int
) -> Later[list[MemberLease]]:
    """Every lease that the till holds open or frozen in this incarnation, points first, oldest first."""
    asked = [
        (ledger, _OF_TILL[ledger.leases.name].ask(connection, of_tenant=tenant, of_till=till))
        for ledger in LEDGERS
    ]

    def load() -> list[MemberLease]:
        found: list[MemberLease] = []
        for ledger, each in asked:
            mine = [row for row in each.rows() if row["incarnation"] == incarnation]
            found += _with_slices(connection, ledger, tenant, mine)
        return found

    return load


def leases_held_by(
    connection: Connection, tenant: str, till: str, *, ledger: Ledger = OF_POINTS
) -> list[MemberLease]:
    """Every lease that a till holds open or frozen, in any incarnation, oldest first."""
    rows = _OF_TILL[ledger.leases.name].rows(connection, of_tenant=tenant, of_till=till)
    return _with_slices(connection, ledger, tenant, rows)


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
    heads = [
        {"tenant": tenant, "member": member} | {name: getattr(lease, name) for name in _FIELDS}
        for member, lease in rows
    ]
    parts = [
        {"tenant": tenant, "member": member, "lease": lease.lease}
        | {"lot": part.lot, "points": part.points, "spent": part.spent}
        for member, lease in rows
        for part in lease.slices
    ]
    exposed = [
        {"tenant": tenant, "member": member, "lease": lease.lease, "freed": lease.freed, "lost": lease.lost}
        for member, lease in rows
        if lease.freed or lease.lost
    ]
    over = [(member, lease.lease) for member, lease in rows if lease.state == "closed"]
    _forget_calls(connection, ledger, tenant, over)
    upsert(connection, ledger.leases, heads)
    upsert(connection, ledger.lease_slices, parts)
    upsert(connection, ledger.exposures, exposed)


def lent_to_till(
    connection: Connection, tenant: str, till: str, names: Collection[str]
) -> tuple[Points, dict[str, str]]:
    """What a till holds of all points, in any incarnation, and who has lent it anything by these names."""
    lent = _LENT.ask(connection, of_tenant=tenant, of_till=till)
    named = [each.ask(connection, of_tenant=tenant, of_till=till, names=names) for each in _NAMED]
    holders = {row["lease"]: row["member"] for asked in named for row in asked.rows()}
    return Points(int(lent.rows()[0]["left"])), holders


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
    connection: Connection,
    tenant: str,
    named: Collection[tuple[str, str]],
    *,
    ledgers: Collection[Ledger] = (OF_POINTS,),
) -> set[tuple[str, str]]:
    """Those of these leases, by holder and lease, that others wait for."""
    if not named:
        return set()
    found: set[tuple[str, str]] = set()
    for lease_calls in (ledger.lease_calls for ledger in ledgers):
        query = _calls(lease_calls, tenant, named)
        found |= {(row.member, row.lease) for row in connection.execute(query)}
    return found


def _calls(lease_calls: Table, tenant: str, named: Collection[tuple[str, str]]) -> Select[Any, Any]:
    return select(lease_calls.c.member, lease_calls.c.lease).where(
        lease_calls.c.tenant == tenant, tuple_(lease_calls.c.member, lease_calls.c.lease).in_(named)
    )


def _forget_calls(
    connection: Connection, ledger: Ledger, tenant: str, over: Collection[tuple[str, str]]
) -> None:
    lease_calls = ledger.lease_calls
    if over:
        ended = tuple_(lease_calls.c.member, lease_calls.c.lease).in_(over)
        connection.execute(delete(lease_calls).where(lease_calls.c.tenant == tenant, ended))


def on_the_wire(connection: Connection, tenant: str, held: Collection[MemberLease]) -> tuple[OpenLease, ...]:
    """Leases as a till is told of them."""
    lots: dict[tuple[str, str], _LotFacts] = {}
    for ledger in LEDGERS:
        theirs = [each for each in held if (each[1].account == POINTS.name) == (ledger is OF_POINTS)]
        lots |= _lot_facts(connection, ledger, tenant, theirs)
    return tuple(
        OpenLease(
            lease=lease.lease,
            member=member,
            account=cast("HeldAccount", lease.account),
            amount=lease.amount,
            spent=lease.spent,
            slices=tuple(_slice_of(part, lots[member, part.lot]) for part in lease.slices),
            until=moment_text(lease.until),
            state="frozen" if lease.state == "frozen" else "open",
            cap=lease.cap or "",
        )
        for member, lease in held
    )


def _with_slices(
    connection: Connection, ledger: Ledger, tenant: str, rows: Sequence[Row]
) -> list[MemberLease]:
    slices = _slices(connection, ledger, tenant, [(row["member"], row["lease"]) for row in rows])
    return [
        (
            row["member"],
            Lease(
                **{name: row[name] for name in _FIELDS},
                slices=tuple(slices.get((row["member"], row["lease"]), ())),
                freed=Points(row["freed"] or 0),
                lost=Points(row["lost"] or 0),
            ),
        )
        for row in rows
    ]


def _slices(
    connection: Connection, ledger: Ledger, tenant: str, keys: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], list[HeldSlice]]:
    found: dict[tuple[str, str], list[HeldSlice]] = defaultdict(list)
    lease_slices = ledger.lease_slices
    if keys:
        query = select(lease_slices).where(
            lease_slices.c.tenant == tenant, tuple_(lease_slices.c.member, lease_slices.c.lease).in_(keys)
        )
        for row in connection.execute(query.order_by(lease_slices.c.lot)):
            found[row.member, row.lease].append(HeldSlice(row.lot, Points(row.points), Points(row.spent)))
    return found


_LotFacts = tuple[str | None, bool]
"""When a lot dies, as text, and whether it is a bonus."""


def _slice_of(part: HeldSlice, facts: _LotFacts) -> Slice:
    return Slice(part.lot, part.points, facts[0], is_bonus=facts[1])


def _lot_facts(
    connection: Connection, ledger: Ledger, tenant: str, held: Collection[MemberLease]
) -> dict[tuple[str, str], _LotFacts]:
    """What a till has to know of the lots of these leases, by holder and lot."""
    keys = [(member, part.lot) for member, lease in held for part in lease.slices]
    if not keys:
        return {}
    lots = ledger.lots
    query = select(lots).where(lots.c.tenant == tenant, tuple_(lots.c.member, lots.c.lot).in_(keys))
    return {
        (row["member"], row["lot"]): (
            row["dies_at"] and moment_text(row["dies_at"]),
            bool(row["is_bonus"]) if ledger is OF_MONEY else False,
        )
        for row in connection.execute(query).mappings()
    }
