"""Leases as rows: loaded with their slices, listed by till, frozen all at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select, tuple_, update

from loyalty.units import Points
from loyalty.wire.messages import OpenLease, Slice
from server.books.model import HeldSlice, Lease
from server.clock import moment_text
from server.store.tables.ledger import exposures, lease_calls, lease_slices, leases, lots
from server.store.upsert import upsert

_FIELDS = ("lease", "till", "incarnation", "amount", "spent", "state", "granted_at", "until", "cap")

MemberLease = tuple[str, Lease]
"""A lease with the member whose points it holds."""


def load_leases(
    connection: Connection, tenant: str, members: Collection[str], *, more: Collection[str] = ()
) -> list[MemberLease]:
    """The leases of these members that are not closed, and of those that are, the ones named in `more`."""
    wanted = leases.c.state != "closed"
    if more:
        wanted |= leases.c.lease.in_(more)
    return _load(connection, tenant, leases.c.member.in_(members) & wanted)


def leases_of_till(connection: Connection, tenant: str, till: str, incarnation: int) -> list[MemberLease]:
    """Every lease that the till holds open or frozen in this incarnation, oldest first."""
    held = (leases.c.till == till) & (leases.c.incarnation == incarnation) & (leases.c.state != "closed")
    return _load(connection, tenant, held)


def leases_held_by(connection: Connection, tenant: str, till: str) -> list[MemberLease]:
    """Every lease that a till holds open or frozen, in any incarnation, oldest first."""
    return _load(connection, tenant, (leases.c.till == till) & (leases.c.state != "closed"))


def members_leased_to(connection: Connection, tenant: str, till: str) -> set[str]:
    """The members of whose points a till holds some, in any incarnation."""
    query = select(leases.c.member).where(
        leases.c.tenant == tenant, leases.c.till == till, leases.c.state == "open"
    )
    return set(connection.execute(query).scalars())


def freeze_leases(connection: Connection, tenant: str, till: str) -> None:
    """Hold back all that a till may still spend, in any incarnation; its members must be locked."""
    connection.execute(
        update(leases)
        .where(leases.c.tenant == tenant, leases.c.till == till, leases.c.state == "open")
        .values(state="frozen")
    )


def save_leases(connection: Connection, tenant: str, changed: Iterable[MemberLease]) -> None:
    """Store leases with their slices."""
    rows = list(changed)
    heads = [
        {"tenant": tenant, "member": member, "account": "points"}
        | {name: getattr(lease, name) for name in _FIELDS}
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
    _forget_calls(connection, tenant, over)
    upsert(connection, leases, heads)
    upsert(connection, lease_slices, parts)
    upsert(connection, exposures, exposed)


def lent_to_till(connection: Connection, tenant: str, till: str) -> Points:
    """What a till holds of everybody's points, in any incarnation."""
    held = (leases.c.tenant == tenant) & (leases.c.till == till) & (leases.c.state != "closed")
    left = func.coalesce(func.sum(leases.c.amount - leases.c.spent), 0)
    return Points(int(connection.execute(select(left).where(held)).scalar_one()))


def call_back(connection: Connection, tenant: str, wanted: Collection[tuple[str, str]], at: datetime) -> None:
    """Note that others wait for these leases, by member and lease."""
    rows = [{"tenant": tenant, "member": member, "lease": lease, "at": at} for member, lease in wanted]
    upsert(connection, lease_calls, rows)


def called_back(
    connection: Connection, tenant: str, named: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Those of these leases, by member and lease, that others wait for."""
    if not named:
        return set()
    query = select(lease_calls.c.member, lease_calls.c.lease).where(
        lease_calls.c.tenant == tenant, tuple_(lease_calls.c.member, lease_calls.c.lease).in_(named)
    )
    return {(row.member, row.lease) for row in connection.execute(query)}


def _forget_calls(connection: Connection, tenant: str, over: Collection[tuple[str, str]]) -> None:
    if over:
        ended = tuple_(lease_calls.c.member, lease_calls.c.lease).in_(over)
        connection.execute(delete(lease_calls).where(lease_calls.c.tenant == tenant, ended))


def on_the_wire(connection: Connection, tenant: str, held: Collection[MemberLease]) -> tuple[OpenLease, ...]:
    """Leases as a till is told of them."""
    deaths = _deaths(connection, tenant, held)
    return tuple(
        OpenLease(
            lease=lease.lease,
            member=member,
            account="points",
            amount=lease.amount,
            spent=lease.spent,
            slices=tuple(Slice(part.lot, part.points, deaths[member, part.lot]) for part in lease.slices),
            until=moment_text(lease.until),
            state="frozen" if lease.state == "frozen" else "open",
            cap=lease.cap or "",
        )
        for member, lease in held
    )


def _load(connection: Connection, tenant: str, wanted: ColumnElement[bool]) -> list[MemberLease]:
    query = (
        select(leases, exposures.c.freed, exposures.c.lost)
        .outerjoin(exposures, _exposure_of(leases))
        .where(leases.c.tenant == tenant, wanted)
        .order_by(leases.c.granted_at, leases.c.lease)
    )
    rows = connection.execute(query).mappings().all()
    slices = _slices(connection, tenant, [(row["member"], row["lease"]) for row in rows])
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


def _exposure_of(table: Table) -> ColumnElement[bool]:
    return and_(*(exposures.c[name] == table.c[name] for name in ("tenant", "member", "lease")))


def _slices(
    connection: Connection, tenant: str, keys: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], list[HeldSlice]]:
    found: dict[tuple[str, str], list[HeldSlice]] = defaultdict(list)
    if keys:
        query = select(lease_slices).where(
            lease_slices.c.tenant == tenant, tuple_(lease_slices.c.member, lease_slices.c.lease).in_(keys)
        )
        for row in connection.execute(query.order_by(lease_slices.c.lot)):
            found[row.member, row.lease].append(HeldSlice(row.lot, Points(row.points), Points(row.spent)))
    return found


def _deaths(
    connection: Connection, tenant: str, held: Collection[MemberLease]
) -> Mapping[tuple[str, str], str | None]:
    """When the lots of these leases die, as text, by member and lot."""
    keys = [(member, part.lot) for member, lease in held for part in lease.slices]
    if not keys:
        return {}
    query = select(lots.c.member, lots.c.lot, lots.c.dies_at).where(
        lots.c.tenant == tenant, tuple_(lots.c.member, lots.c.lot).in_(keys)
    )
    rows = connection.execute(query)
    return {(row.member, row.lot): row.dies_at and moment_text(row.dies_at) for row in rows}
