"""What passes from one member to another when they become one, by name: as a merge's row keeps it.

A row says what is to go back once they are parted. Who was merged into somebody who was merged on is in two
rows: what goes back by the one is taken out of the other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from loyalty.account.joining import parted
from loyalty.account.keeping import thanks_lot
from loyalty.account.kept_json import kept_from_json, kept_to_json
from loyalty.wire.canonical import JsonObject
from server.model import KeptPurchase, MemberFile, Merge
from server.store.claims import claims_of
from server.store.database import Connection
from server.store.members import cards_of
from server.store.merges import merges_of
from server.store.sales import sales_of

_BY_NAME: Final = ("lots", "leases", "claims", "wallet_lots", "wallet_leases", "purchases", "cards")


def what_moves(connection: Connection, tenant: str, source: MemberFile, target: MemberFile) -> JsonObject:
    """The names of all that is the younger member's, and of what both have under one: that is not parted.

    A closed lease under a name that the survivor has too stays where it is: nothing is held by it. `count` is
    of all that the member bought, `listed` of what of it stands in their history.
    """
    shared = _of_one_name(source, target)
    return {
        "lots": sorted(source.books.lots),
        "leases": sorted(source.books.leases.keys() - target.books.leases.keys()),
        "claims": claims_of(connection, tenant, source.member),
        "wallet_lots": sorted(source.wallet.lots),
        "wallet_leases": sorted(source.wallet.leases.keys() - target.wallet.leases.keys()),
        "purchases": sorted(source.purchases),
        "cards": [card.number for card in cards_of(connection, tenant, source.member)],
        "owed": source.books.owed,
        "count": 0 if source.profile is None else source.profile.purchases,
        "listed": _standing(source.purchases, source.purchases.keys() - shared),
        "keeping": kept_to_json(source.keeping.account),
        "shared": sorted(shared),
    }


def _of_one_name(one: MemberFile, other: MemberFile) -> set[str]:
    """Lots and sales that two members have under the same names, as only a tampered till brings about."""
    return {
        *(one.books.lots.keys() & other.books.lots.keys()),
        *(one.wallet.lots.keys() & other.wallet.lots.keys()),
        *(one.purchases.keys() & other.purchases.keys()),
    }


def _standing(bought: Mapping[str, KeptPurchase], sales: Iterable[str]) -> int:
    """How many of these sales are there and have not come back."""
    return sum(sale in bought and not bought[sale].voided for sale in sales)


def names_of(moved: JsonObject) -> dict[str, list[str]]:
    """The names of what moved; a merge from before there were wallets has none of theirs."""
    return {"wallet_lots": [], "wallet_leases": [], "shared": [], **cast("dict[str, list[str]]", moved)}


def with_what_came_since(
    connection: Connection, tenant: str, done: Merge, source: MemberFile, along: Iterable[str] = ()
) -> JsonObject:
    """What the merge moved, and what tills have said of the alias since, and of whom they take along.

    `count` is of what has not come back. Of a merge from before `listed` what came back meanwhile counts too.
    """
    names = names_of(done.moved)
    shared = set(names["shared"])
    bought, whose = source.purchases, (done.member, *along)
    sales = {sale for each in whose for sale in sales_of(connection, tenant, each, bought)} - shared
    thanks = {thanks_lot(each.sale) for each in source.keeping.account.friends}
    lots = {lot.lot for lot in source.books.lots.values() if lot.sale in sales} - thanks
    paid_in = {lot.lot for lot in source.wallet.lots.values() if lot.sale in sales}
    going = {*names["purchases"], *sales} - shared
    count, listed = (cast("int | None", done.moved.get(name)) for name in ("count", "listed"))
    counted = going if listed is not None else sales - set(names["purchases"])
    return {
        **done.moved,
        "purchases": sorted(going),
        "lots": sorted({*names["lots"], *lots} - shared),
        "wallet_lots": sorted({*names["wallet_lots"], *paid_in} - shared),
        "count": max(0, (count or 0) - (listed or 0) + _standing(bought, counted)),
    }


def merges_on(connection: Connection, tenant: str, member: str) -> Sequence[Merge]:
    """The merges by which what was a member's is another's now, in their order; none where it still is."""
    found: list[Merge] = []
    while standing := [each for each in merges_of(connection, tenant, [member]) if each.undone_at is None]:
        found.append(standing[-1])
        member = standing[-1].survivor
    return found


def merged_into(connection: Connection, tenant: str, member: str, among: Collection[str]) -> list[str]:
    """Those of these aliases who were merged into a member, or into one of those."""
    into = {
        each.member: each.survivor for each in merges_of(connection, tenant, among) if each.undone_at is None
    }
    found, fresh = set[str](), {member}
    while fresh:
        fresh = {alias for alias, survivor in into.items() if survivor in fresh} - found
        found |= fresh
    return sorted(found)


def without(between: Merge, done: Merge, gone: Mapping[str, Collection[str]]) -> JsonObject:
    """What a merge moved, less what goes back to somebody who had been merged into its alias before."""
    names, kept = names_of(between.moved), kept_from_json(between.moved.get("keeping", {}))
    theirs = kept_from_json(done.moved.get("keeping", {}))
    apart = parted(replace(kept, id=between.member), replace(theirs, id=done.member), gone["purchases"])
    return {
        **between.moved,
        **{each: sorted(set(names[each]) - set(gone[each])) for each in _BY_NAME if each in names},
        **{each: _less(between.moved[each], done.moved[each]) for each in _figures(between, done)},
        "keeping": kept_to_json(apart.mine),
    }


def _figures(between: Merge, done: Merge) -> Iterable[str]:
    """Figures that both merges have; `listed` came later than the others."""
    return [each for each in ("owed", "count", "listed") if each in between.moved and each in done.moved]


def _less(figure: object, gone: object) -> int:
    return max(0, cast("int", figure) - cast("int", gone))
