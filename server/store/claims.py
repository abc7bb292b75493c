"""Claims as rows: loaded, listed by till, frozen all at once; and what the house bore of late uses."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, func, or_, select, update

from loyalty.units import Money
from loyalty.wire.claims import OpenClaim, kind_of
from server.clock import moment_text
from server.keeping.claims import Claim, Claims
from server.store.compiled import Among, Later, Statement
from server.store.one_by_one import of_each
from server.store.tables.keeping import claim_losses, claims
from server.store.tables.members import purchases
from server.store.upsert import fields_of, upsert, upsert_columns

_FIELDS = (
    *("claim", "thing", "till", "incarnation", "granted_at"),
    *("until", "state", "used_by", "called_at"),
)

_HELD = Statement(
    select(claims)
    .where(
        claims.c.tenant == bindparam("of_tenant"),
        claims.c.till == bindparam("of_till"),
        claims.c.state != "closed",
    )
    .order_by(claims.c.granted_at, claims.c.claim),
    shares=True,
)
_OF_MEMBERS = of_each(
    select(claims)
    .where(
        claims.c.tenant == bindparam("of_tenant"),
        or_(claims.c.state != "closed", Among(claims.c.claim, "more")),
    )
    .order_by(claims.c.member, claims.c.granted_at, claims.c.claim),
    claims.c.member,
    shares=True,
)


def load_claims(
    connection: Connection, tenant: str, members: Collection[str], *, more: Collection[str] = ()
) -> dict[str, Claims]:
    """The claims of these members that are not closed, and of those that are, the ones named in `more`."""
    found: dict[str, Claims] = {}
    for row in _OF_MEMBERS.rows(connection, of_tenant=tenant, members=members, more=more):
        found.setdefault(row["member"], {})[row["claim"]] = _claim(row)
    return found


def load_stock_claims(
    connection: Connection, tenant: str, store: str, *, since: datetime, more: Collection[str]
) -> Claims:
    """A store's claims that were granted from then on, and those named in `more`, closed ones too."""
    mine = claims.c.member == store
    found = _load(connection, tenant, mine & (claims.c.granted_at >= since))
    if more:
        found += _load(connection, tenant, mine & claims.c.claim.in_(more))
    return {claim.claim: claim for _, claim in found}


def claims_held_by(
    connection: Connection, tenant: str, till: str, *, incarnation: int | None = None
) -> list[tuple[str, Claim]]:
    """Every claim that a till holds open or frozen, with its member: in one incarnation, or in any."""
    return ask_claims_held_by(connection, tenant, till, incarnation=incarnation)()


def ask_claims_held_by(
    connection: Connection, tenant: str, till: str, *, incarnation: int | None = None
) -> Later[list[tuple[str, Claim]]]:
    """The same, once they are wanted."""
    asked = _HELD.ask(connection, of_tenant=tenant, of_till=till)
    return lambda: [
        (row["member"], _claim(row))
        for row in asked.rows()
        if incarnation is None or row["incarnation"] == incarnation
    ]


def save_claims(connection: Connection, tenant: str, changed: Iterable[tuple[str, Claim]]) -> None:
    """Store claims, each with its member."""
    rows = list(changed)
    if not rows:
        return
    members, held = zip(*rows, strict=True)
    columns = {"member": members, "freed": [int(each.freed) for each in held], **fields_of(held, _FIELDS)}
    upsert_columns(connection, claims, {"tenant": tenant}, columns)


def freeze_claims(connection: Connection, tenant: str, till: str) -> None:
    """Hold back all that a till alone may use, in any incarnation; its members must be locked."""
    held = (claims.c.tenant == tenant) & (claims.c.till == till) & (claims.c.state == "open")
    connection.execute(update(claims).where(held).values(state="frozen"))


def claims_of(connection: Connection, tenant: str, member: str) -> list[str]:
    """The names of a member's claims that are not closed."""
    mine = (claims.c.tenant == tenant) & (claims.c.member == member) & (claims.c.state != "closed")
    return list(connection.execute(select(claims.c.claim).where(mine).order_by(claims.c.claim)).scalars())


def move_claims(
    connection: Connection,
    tenant: str,
    source: str,
    target: str,
    things: Collection[str] | None = None,
    *,
    named: Collection[str] = (),
) -> None:
    """Claims go with the things: all of a member's, or those of these things and those of these names.

    A claim of whose name the target has one stays, and is over: only a tampered till names two so.
    """
    mine = (claims.c.tenant == tenant) & (claims.c.member == source)
    if things is not None:
        mine &= claims.c.thing.in_(things) | claims.c.claim.in_(named)
    named_so = select(claims.c.claim).where(mine)
    theirs = (claims.c.tenant == tenant) & (claims.c.member == target) & claims.c.claim.in_(named_so)
    held = set(connection.execute(select(claims.c.claim).where(theirs)).scalars())
    if held:
        doubled = mine & claims.c.claim.in_(held) & (claims.c.state != "closed")
        connection.execute(update(claims).where(doubled).values(state="closed", freed=1, called_at=None))
        mine &= claims.c.claim.not_in(held)
    connection.execute(update(claims).where(mine).values(member=target))


def free_used(connection: Connection, tenant: str, holder: str, names: Collection[str], *, sale: str) -> None:
    """Of these claims, let those that a sale used be given again: it was taken back whole."""
    mine = (claims.c.tenant == tenant) & (claims.c.member == holder) & claims.c.claim.in_(names)
    connection.execute(update(claims).where(mine, claims.c.used_by == sale).values(freed=1))


def close_claims(connection: Connection, tenant: str, member: str) -> None:
    """End every claim of who is nobody any more."""
    mine = (claims.c.tenant == tenant) & (claims.c.member == member) & (claims.c.state != "closed")
    connection.execute(update(claims).where(mine).values(state="closed", freed=1, called_at=None))


def save_claim_losses(
    connection: Connection, tenant: str, borne: Iterable[tuple[str, str, str, int]]
) -> None:
    """Keep what the house bears: member, sale, thing and the money that it took off there."""
    rows = [
        {"tenant": tenant, "member": member, "sale": sale, "thing": thing, "amount": amount}
        for member, sale, thing, amount in borne
    ]
    upsert(connection, claim_losses, rows)


def list_claim_losses(connection: Connection, tenant: str) -> list[Mapping[str, Any]]:
    """What the house bore of things that were used twice."""
    query = select(claim_losses).where(claim_losses.c.tenant == tenant)
    return [dict(row) for row in connection.execute(query.order_by(claim_losses.c.sale)).mappings()]


@dataclass(frozen=True, slots=True)
class OverUse:
    """What was used too often, in sales of one store that stand; `None`: of no store that is known."""

    store: str | None
    kind: str
    times: int
    amount: Money


def over_uses(connection: Connection, tenant: str) -> list[OverUse]:
    """What the house bears of claims, by store and kind; a sale that was taken back costs nothing."""
    query = (
        select(claim_losses.c.thing, claim_losses.c.amount, purchases.c.store)
        .select_from(
            claim_losses.outerjoin(
                purchases,
                (purchases.c.tenant == claim_losses.c.tenant) & (purchases.c.sale == claim_losses.c.sale),
            )
        )
        .where(claim_losses.c.tenant == tenant, func.coalesce(purchases.c.voided, 0) == 0)
    )
    sums: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for thing, amount, store in connection.execute(query):
        sums[kind_of(thing), store].append(amount)
    return [OverUse(store, kind, len(each), Money(sum(each))) for (kind, store), each in sums.items()]


def on_the_wire(held: Iterable[tuple[str, Claim]]) -> tuple[OpenClaim, ...]:
    """Claims as a till is told of them."""
    return tuple(
        OpenClaim(
            claim=each.claim,
            member=member,
            thing=each.thing,
            until=moment_text(each.until),
            state="frozen" if each.state == "frozen" else "open",
        )
        for member, each in held
    )


def _load(connection: Connection, tenant: str, wanted: ColumnElement[bool]) -> list[tuple[str, Claim]]:
    query = select(claims).where(claims.c.tenant == tenant, wanted)
    rows = connection.execute(query.order_by(claims.c.granted_at, claims.c.claim)).mappings()
    return [(row["member"], _claim(row)) for row in rows]


def _claim(row: Mapping[str, Any] | RowMapping) -> Claim:
    return Claim(**{name: row[name] for name in _FIELDS}, freed=bool(row["freed"]))
