"""The member family but its money: profiles and what they bought; and the cards, which find a member."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Select, bindparam, or_, select, true

from loyalty.units import Points
from loyalty.wire.feed import CardRow, Household
from server.books.model import HeldSlice
from server.columns import values_of
from server.model import KeptPurchase, Profile
from server.store.chunks import chunks
from server.store.compiled import Among, Columns, Later, Statement
from server.store.one_by_one import is_just, named, of_each, one_by_one
from server.store.tables.ledger import OF_POINTS, Ledger
from server.store.tables.members import cards, members, purchases
from server.store.upsert import ByColumn, upsert, upsert_columns

_NAMED = select(members).where(members.c.tenant == bindparam("of_tenant"))
_LOOKED_AT = of_each(_NAMED, members.c.member)
_LOCKED = of_each(_NAMED.order_by(members.c.member).with_for_update(), members.c.member, shares=True)
_OF_MEMBERS = select(*(column for column in purchases.c if column.name != "tenant")).where(
    purchases.c.tenant == bindparam("of_tenant")
)
_EVER_BOUGHT = of_each(_OF_MEMBERS, purchases.c.member, shares=True)
_BOUGHT = of_each(
    _OF_MEMBERS.where(or_(purchases.c.at >= bindparam("since"), Among(purchases.c.sale, "more"))),
    purchases.c.member,
    shares=True,
)


def _numbered_one_by_one() -> "Select[Any]":
    names = named("numbers")
    query = select(cards).where(
        cards.c.tenant == bindparam("of_tenant"), is_just(cards.c.number, names.c.name)
    )
    card = one_by_one(query, cards.c.number)
    return select(*card.c).select_from(names.join(card, true()))


_NUMBERED = Statement(
    select(cards).where(cards.c.tenant == bindparam("of_tenant"), Among(cards.c.number, "numbers")),
    postgresql=_numbered_one_by_one(),
)


def lock_profiles(connection: Connection, tenant: str, ids: Collection[str]) -> dict[str, Profile]:
    """The profiles of these members, locked in the order of their ids to the end of the transaction."""
    return ask_profiles(connection, tenant, ids, locked=True)()


def ask_profiles(
    connection: Connection, tenant: str, ids: Collection[str], *, locked: bool
) -> Later[dict[str, Profile]]:
    """Their profiles, once they are wanted; what is asked after a lock is of the time after it."""
    if not ids:
        return dict
    asked = (_LOCKED if locked else _LOOKED_AT).ask(connection, of_tenant=tenant, members=ids)
    return lambda: {row["member"]: _profile(row) for row in asked.rows()}


def load_profiles(connection: Connection, tenant: str, ids: Collection[str]) -> dict[str, Profile]:
    """The profiles of these members, to look at."""
    return ask_profiles(connection, tenant, ids, locked=False)()


def save_profiles(connection: Connection, tenant: str, profiles: Iterable[Profile]) -> None:
    """Store profiles, new ones and changed ones."""
    held = list(profiles)
    columns: ByColumn = {
        "member": [each.member for each in held],
        "state": [each.state for each in held],
        "alias_of": [each.alias_of for each in held],
        "is_person": [int(each.is_person) for each in held],
        "store": [each.store for each in held],
        "enrolled_at": [each.enrolled_at for each in held],
        "tier": [each.tier for each in held],
        "measure": [each.measure for each in held],
        "purchases": [each.purchases for each in held],
        "facts": [
            _facts_text(each.household, each.memberships, each.segments, each.vouchers) for each in held
        ],
        "revision": [each.revision for each in held],
    }
    upsert_columns(connection, members, {"tenant": tenant}, columns)


def load_purchases(
    connection: Connection,
    tenant: str,
    ids: Collection[str],
    *,
    since: datetime | None,
    more: Collection[str] = (),
) -> Mapping[str, dict[str, KeptPurchase]]:
    """What each member bought from `since` on (None: ever), and the sales named in `more`, by sale."""
    return ask_purchases(connection, tenant, ids, since=since, more=more)()


def ask_purchases(
    connection: Connection,
    tenant: str,
    ids: Collection[str],
    *,
    since: datetime | None,
    more: Collection[str] = (),
) -> Later[Mapping[str, dict[str, KeptPurchase]]]:
    """The same, once they are wanted."""
    if not ids:
        return dict
    if since is None:
        asked = _EVER_BOUGHT.ask(connection, of_tenant=tenant, members=ids)
    else:
        asked = _BOUGHT.ask(connection, of_tenant=tenant, members=ids, since=since, more=more)
    return lambda: _purchases(asked.columns())


def _purchases(columns: Columns) -> Mapping[str, dict[str, KeptPurchase]]:
    found: dict[str, dict[str, KeptPurchase]] = defaultdict(dict)
    held = {name: columns[name] for name in ("sale", "store", "at", "spend", "points")}
    held["rules"] = [() if rules == "[]" else tuple(json.loads(rules)) for rules in columns["rules"]]
    held["voided"] = list(map(bool, columns["voided"]))
    for member, each in zip(columns["member"], values_of(KeptPurchase, held), strict=True):
        found[member][each.sale] = each
    return found


def save_purchases(connection: Connection, tenant: str, bought: Iterable[tuple[str, KeptPurchase]]) -> None:
    """Store purchases, each with its member."""
    rows = list(bought)
    columns: ByColumn = {
        "member": [member for member, _ in rows],
        "sale": [each.sale for _, each in rows],
        "store": [each.store for _, each in rows],
        "at": [each.at for _, each in rows],
        "spend": [each.spend for _, each in rows],
        "points": [each.points for _, each in rows],
        "voided": [int(each.voided) for _, each in rows],
        "rules": [json.dumps(each.rules, ensure_ascii=False) if each.rules else "[]" for _, each in rows],
    }
    upsert_columns(connection, purchases, {"tenant": tenant}, columns)


def load_losses(
    connection: Connection,
    tenant: str,
    ids: Collection[str],
    sales: Collection[str],
    *,
    ledger: Ledger = OF_POINTS,
) -> Mapping[str, dict[str, tuple[HeldSlice, ...]]]:
    """What the house bears of what was spent in these sales, by holder and sale."""
    found: dict[str, dict[str, tuple[HeldSlice, ...]]] = defaultdict(dict)
    sale_losses = ledger.sale_losses
    if not sales or not ids:
        return found
    query = select(sale_losses).where(
        sale_losses.c.tenant == tenant, sale_losses.c.member.in_(ids), sale_losses.c.sale.in_(sales)
    )
    for row in connection.execute(query.order_by(sale_losses.c.lot)):
        earlier = found[row.member].get(row.sale, ())
        found[row.member][row.sale] = (*earlier, HeldSlice(row.lot, Points(row.points)))
    return found


def save_losses(
    connection: Connection,
    tenant: str,
    borne: Iterable[tuple[str, str, tuple[HeldSlice, ...]]],
    *,
    ledger: Ledger = OF_POINTS,
) -> None:
    """Keep what the house bears, by holder and sale; it never changes once it is there."""
    rows = [
        {"tenant": tenant, "member": member, "sale": sale, "lot": part.lot, "points": part.points}
        for member, sale, parts in borne
        for part in parts
    ]
    upsert(connection, ledger.sale_losses, rows)


def load_cards(connection: Connection, tenant: str, numbers: Collection[str]) -> dict[str, CardRow]:
    """Those of these cards that exist, by number."""
    found: dict[str, CardRow] = {}
    for some in chunks(numbers):
        for row in _NUMBERED.rows(connection, of_tenant=tenant, numbers=some):
            found[row["number"]] = _card(row)
    return found


def cards_of(connection: Connection, tenant: str, member: str) -> tuple[CardRow, ...]:
    """All cards of one member, by number."""
    query = select(cards).where(cards.c.tenant == tenant, cards.c.member == member).order_by(cards.c.number)
    return tuple(_card(row) for row in connection.execute(query).mappings())


def save_cards(connection: Connection, tenant: str, rows: Iterable[CardRow]) -> None:
    """Store cards, new ones and changed ones."""
    upsert(
        connection,
        cards,
        [{"tenant": tenant, **row.to_json()} for row in rows],
    )


def _profile(row: Mapping[str, Any]) -> Profile:
    facts = _facts(row["facts"])
    return Profile(
        member=row["member"],
        state=row["state"],
        alias_of=row["alias_of"],
        is_person=bool(row["is_person"]),
        household=facts.household,
        store=row["store"],
        enrolled_at=row["enrolled_at"],
        tier=row["tier"],
        measure=row["measure"],
        purchases=row["purchases"],
        memberships=facts.memberships,
        segments=facts.segments,
        vouchers=facts.vouchers,
        revision=row["revision"],
    )


class _Facts(NamedTuple):
    """What is kept of a member in one text, since few have any of it."""

    household: Household | None
    memberships: tuple[str, ...]
    segments: tuple[str, ...]
    vouchers: tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def _facts(text: str) -> _Facts:
    facts = json.loads(text)
    return _Facts(
        household=Household.from_json(facts["household"]) if facts.get("household") else None,
        memberships=tuple(facts["memberships"]),
        segments=tuple(facts["segments"]),
        vouchers=tuple((code, promotion) for code, promotion in facts["vouchers"]),
    )


@lru_cache(maxsize=256)
def _facts_text(
    household: Household | None,
    memberships: tuple[str, ...],
    segments: tuple[str, ...],
    vouchers: tuple[tuple[str, str], ...],
) -> str:
    facts: dict[str, object] = {"memberships": memberships, "segments": segments, "vouchers": vouchers}
    if household is not None:
        facts["household"] = household.to_json()
    return json.dumps(facts, ensure_ascii=False)


def _card(row: RowMapping | Mapping[str, Any]) -> CardRow:
    # A program of an earlier version beside this one writes the state alone: a good card has no reason.
    why = (row["why"] or "") if row["state"] == "blocked" else ""
    return CardRow(number=row["number"], member=row["member"], state=row["state"], why=why)
