"""Members who were one person, as rows: what passed to whom, so that it can be undone; and who was erased."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, delete, func, insert, select, update

from server.books.pots import Pot
from server.model import Merge, Profile
from server.store.adjustments import forget_reasons
from server.store.asides import forget_notes
from server.store.books import ledger_of
from server.store.members import load_profiles
from server.store.tables.keeping import claim_losses, claims
from server.store.tables.ledger import LEDGERS, OF_MONEY, OF_POINTS, Ledger
from server.store.tables.members import (
    cards,
    consents,
    erasures,
    handles,
    members,
    merges,
    persons,
    purchases,
)

_FIELDS = ("member", "merge", "survivor", "by", "at", "undone_at")


def insert_merge(connection: Connection, tenant: str, merge: Merge) -> None:
    """Keep what a merge moved."""
    row = {name: getattr(merge, name) for name in _FIELDS}
    connection.execute(insert(merges), {"tenant": tenant, "moved": json.dumps(merge.moved)} | row)


def merges_of(connection: Connection, tenant: str, ids: Collection[str]) -> list[Merge]:
    """The merges that made one of these members an alias, oldest first, undone ones included."""
    query = select(merges).where(merges.c.tenant == tenant, merges.c.member.in_(ids))
    rows = connection.execute(query.order_by(merges.c.at, merges.c.merge)).mappings()
    return [Merge(**{name: row[name] for name in _FIELDS}, moved=json.loads(row["moved"])) for row in rows]


def stayed_with(connection: Connection, tenant: str, sold: Mapping[str, str]) -> dict[str, str]:
    """Of these sales, by the member that a till named, those that another has kept since the two parted.

    So it is with what somebody bought before they left a household, or were forgotten: it stays there.
    """
    kept_by = _once_for(connection, tenant, set(sold.values()))
    return _found_with(connection, tenant, kept_by, sold, purchases.c.sale)


def kept_by_others(connection: Connection, tenant: str, named: Mapping[str, str]) -> dict[str, str]:
    """The same of leases and claims, by the member that a till named.

    A lease that was asked for in the name of somebody in a household is the household's, whoever leaves it.
    """
    others = _once_for(connection, tenant, set(named.values()))
    found: dict[str, str] = {}
    for column in (*(ledger.leases.c.lease for ledger in LEDGERS), claims.c.claim):
        found |= _found_with(connection, tenant, others, named, column)
    return found


def _once_for(connection: Connection, tenant: str, ids: Collection[str]) -> set[str]:
    """Everybody who stands for one of these members, or for one of those, or ever did."""
    found, fresh = set[str](), ids
    while fresh:
        query = select(merges.c.survivor).where(merges.c.tenant == tenant, merges.c.member.in_(fresh))
        fresh = set(connection.execute(query).scalars()) - found
        found |= fresh
    return found


def once_one_with(connection: Connection, tenant: str, member: str) -> set[str]:
    """Everybody who is or ever was one with a member, or with one of those."""
    found, fresh = {member}, {member}
    while fresh:
        query = select(merges.c.member, merges.c.survivor).where(
            merges.c.tenant == tenant, merges.c.member.in_(fresh) | merges.c.survivor.in_(fresh)
        )
        fresh = {each for row in connection.execute(query) for each in row} - found
        found |= fresh
    return found - {member}


def holders_of_lots(
    connection: Connection, tenant: str, members: Collection[str], lots: Collection[str], pot: Pot
) -> dict[str, str]:
    """Who of these members has each of these lots."""
    column = ledger_of(pot).lots.c.lot
    return _found_with(connection, tenant, members, lots, column)


def _found_with(
    connection: Connection,
    tenant: str,
    holders: Collection[str],
    names: Collection[str],
    column: "Column[str]",
) -> dict[str, str]:
    """Of things by these names, in a table that has the holder as `member`, who of these has each."""
    if not holders:
        return {}
    table = column.table.c
    query = select(column, table.member).where(
        table.tenant == tenant, table.member.in_(holders), column.in_(names)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def mark_undone(connection: Connection, tenant: str, merge: Merge, at: datetime) -> None:
    """The merge was taken back."""
    mine = (merges.c.tenant == tenant) & (merges.c.member == merge.member) & (merges.c.merge == merge.merge)
    connection.execute(update(merges).where(mine).values(undone_at=at))


def keep_moved(connection: Connection, tenant: str, merge: Merge) -> None:
    """Keep of a merge that what it moved is less by now."""
    mine = (merges.c.tenant == tenant) & (merges.c.member == merge.member) & (merges.c.merge == merge.merge)
    connection.execute(update(merges).where(mine).values(moved=json.dumps(merge.moved)))


def aliases_of(connection: Connection, tenant: str, ids: Collection[str]) -> Mapping[str, str]:
    """Who stands for those of these members that are aliases."""
    query = select(members.c.member, members.c.alias_of).where(
        members.c.tenant == tenant, members.c.member.in_(ids), members.c.state == "alias"
    )
    return {row.member: row.alias_of for row in connection.execute(query) if row.alias_of}


def aliases_for(connection: Connection, tenant: str, survivor: str) -> list[str]:
    """Everybody a member stands for."""
    query = select(members.c.member).where(members.c.tenant == tenant, members.c.alias_of == survivor)
    return sorted(connection.execute(query).scalars())


def point_alias(connection: Connection, tenant: str, alias: str, survivor: str) -> None:
    """Let an alias stand for another member; its tills take that as news."""
    mine = (members.c.tenant == tenant) & (members.c.member == alias)
    connection.execute(update(members).where(mine).values(alias_of=survivor, revision=members.c.revision + 1))


def doubled(
    connection: Connection, tenant: str, wanted: Collection[bytes] | None = None
) -> list[Sequence[str]]:
    """Members who share a phone number and are not one yet, the older first; of these hashes, or of all.

    For a person of a household stands the household, before all others.
    """
    holders = _sharing(connection, tenant, wanted)
    profiles = load_profiles(connection, tenant, {each for some in holders.values() for each in some})
    found: list[Sequence[str]] = []
    for _, some in sorted(holders.items()):
        ours = [profiles[each] for each in some if each in profiles and _counts(profiles[each])]
        ours.sort(key=lambda each: (not each.is_person, each.enrolled_at, each.member))
        if len(ours) > 1:
            found.append(list(dict.fromkeys(each.alias_of or each.member for each in ours)))
    return found


def _counts(profile: Profile) -> bool:
    return profile.state in {"active", "blocked"} or profile.is_person


def _sharing(
    connection: Connection, tenant: str, wanted: Collection[bytes] | None
) -> Mapping[bytes, Collection[str]]:
    """Who has each phone number that several have; of these hashes, or of all."""
    ours = handles.c.tenant == tenant
    asked: list[ColumnElement[bool]]
    if wanted is None:
        shared = select(handles.c.handle).where(ours).group_by(handles.c.handle).having(func.count() > 1)
        asked = [handles.c.handle.in_(shared)]
    else:
        asked = [handles.c.handle == each for each in sorted(wanted)]
    found: dict[bytes, set[str]] = defaultdict(set)
    for those in asked:
        for row in connection.execute(select(handles.c.handle, handles.c.member).where(ours, those)):
            found[row.handle].add(row.member)
    return {handle: members for handle, members in found.items() if len(members) > 1}


def whole_books(
    connection: Connection, tenant: str, ids: Collection[str], *, ledger: Ledger = OF_POINTS
) -> tuple[set[str], set[str]]:
    """The names of every lot and every lease of these holders, empty and closed ones included."""
    lots, leases = ledger.lots, ledger.leases
    lot_names = select(lots.c.lot).where(lots.c.tenant == tenant, lots.c.member.in_(ids))
    lease_names = select(leases.c.lease).where(leases.c.tenant == tenant, leases.c.member.in_(ids))
    return set(connection.execute(lot_names).scalars()), set(connection.execute(lease_names).scalars())


def drop_moved(
    connection: Connection, tenant: str, member: str, *, moved: Mapping[str, Sequence[str]]
) -> None:
    """Take out of a member's rows what another member's have from here on: lots, leases, purchases."""
    drop_holding(connection, tenant, member, lots=moved["lots"], leases=moved["leases"])
    drop_holding(
        connection,
        tenant,
        member,
        lots=moved["wallet_lots"],
        leases=moved["wallet_leases"],
        ledger=OF_MONEY,
    )
    mine = (purchases.c.tenant == tenant) & (purchases.c.member == member)
    connection.execute(delete(purchases).where(mine, purchases.c.sale.in_(moved["purchases"])))


def drop_holding(
    connection: Connection,
    tenant: str,
    holder: str,
    *,
    lots: Collection[str],
    leases: Collection[str],
    ledger: Ledger = OF_POINTS,
) -> None:
    """Take these lots and leases out of a holder's rows: they are another's from here on."""
    for table in ledger.of_leases:
        mine = (table.c.tenant == tenant) & (table.c.member == holder)
        connection.execute(delete(table).where(mine, table.c.lease.in_(leases)))
    table = ledger.lots
    mine = (table.c.tenant == tenant) & (table.c.member == holder)
    connection.execute(delete(table).where(mine, table.c.lot.in_(lots)))


def move_losses(
    connection: Connection,
    tenant: str,
    source: str,
    target: str,
    sales: Collection[str] | None = None,
    *,
    ledger: Ledger = OF_POINTS,
) -> None:
    """What the house bore of these sales, or of all, goes with what was paid for them."""
    sale_losses = ledger.sale_losses
    mine = (sale_losses.c.tenant == tenant) & (sale_losses.c.member == source)
    if sales is not None:
        mine &= sale_losses.c.sale.in_(sales)
    connection.execute(update(sale_losses).where(mine).values(member=target))


def move_claim_losses(
    connection: Connection, tenant: str, source: str, target: str, sales: Collection[str]
) -> None:
    """What the house bore of things that these sales used once more goes with the sales."""
    mine = (claim_losses.c.tenant == tenant) & (claim_losses.c.member == source)
    found = mine & claim_losses.c.sale.in_(sales)
    connection.execute(update(claim_losses).where(found).values(member=target))


def list_erasures(connection: Connection, tenant: str) -> list[tuple[str, str, datetime]]:
    """Member, who said so and when, of every erasure, oldest first."""
    query = select(erasures).where(erasures.c.tenant == tenant).order_by(erasures.c.at, erasures.c.member)
    return [(row["member"], row["by"], row["at"]) for row in connection.execute(query).mappings()]


def forget_person(connection: Connection, tenant: str, member: str, *, by: str, at: datetime) -> list[str]:
    """Destroy who a member was: the record with its key, what found it, consents, cards; gives the cards.

    What people noted on events of the member's that were put aside, and on points by hand, goes too.
    That it was done is kept, for the tills to acknowledge.
    """
    numbers = list(
        connection.execute(
            select(cards.c.number).where(cards.c.tenant == tenant, cards.c.member == member)
        ).scalars()
    )
    for table in (persons, handles, consents, cards):
        connection.execute(delete(table).where(table.c.tenant == tenant, table.c.member == member))
    forget_notes(connection, tenant, member)
    forget_reasons(connection, tenant, member)
    connection.execute(insert(erasures), {"tenant": tenant, "member": member, "by": by, "at": at})
    return numbers
