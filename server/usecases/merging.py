"""Two members who are one person become one, by the older enrolment; and two again where that was wrong.

Both stay: the younger one is an alias that keeps its id, so that whatever a till still says of it finds its
way. Cards, points, leases, debts and history pass to the older. Each transaction is safe to run twice.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import cast

from loyalty.account.granted import granted_tiers
from loyalty.account.joining import joined, parted
from loyalty.account.keeping import emptied
from loyalty.account.kept_json import kept_from_json
from loyalty.errors import Refused
from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.claims import voucher_thing
from server.books.moving import move
from server.books.room import has_room
from server.context import Server
from server.ids import new_id
from server.model import MemberFile, Merge, Profile
from server.store.claims import load_claims, move_claims
from server.store.database import Connection
from server.store.members import cards_of, save_cards
from server.store.merges import (
    aliases_for,
    doubled,
    drop_moved,
    insert_merge,
    keep_moved,
    mark_undone,
    merges_of,
    move_claim_losses,
    move_losses,
    point_alias,
)
from server.store.tables.ledger import LEDGERS
from server.usecases.admin.opening import with_names_of_their_own
from server.usecases.desk import Desk, clear_desk, open_desk
from server.usecases.keeping import keep_whole
from server.usecases.moved import merged_into, merges_on, names_of, what_moves, with_what_came_since, without
from server.usecases.notes_of_two import carry_notes, part_notes
from server.usecases.passed_over import take_back_passed_over, tell_passed_over, with_referrers
from server.usecases.standing import stand
from server.values import altered

BY_RULE = "rule"


def merge_doubles(server: Server, tenant: str, handles: Collection[bytes] | None = None) -> int:
    """Merge members who share a phone number: of these hashes, or of all; gives how many became aliases.

    Who was parted by a person stays apart.
    """
    groups = server.database.read(lambda connection: doubled(connection, tenant, handles))
    merged = 0
    for survivor, *others in groups:
        for other in others:
            merged += merge(server, tenant, alias=other, survivor=survivor, by=BY_RULE)
    return merged


def merge(server: Server, tenant: str, *, alias: str, survivor: str, by: str) -> bool:
    """Make `alias` an alias of `survivor`; false where nothing had to be done, or a person has parted them.

    Raises:
        Refused: `member-unknown`, `member-erased`, `member-alias` (either of them: name whom they were merged
            into), where a person asks for it; `points-lent` as `pass_over`.
    """

    def unit(connection: Connection) -> bool:
        earlier = merges_of(connection, tenant, [alias])
        if by == BY_RULE and any(each.survivor == survivor and each.undone_at for each in earlier):
            return False
        return merge_in(connection, server, tenant, alias=alias, survivor=survivor, by=by)

    return server.database.write(unit)


def merge_in(
    connection: Connection, server: Server, tenant: str, *, alias: str, survivor: str, by: str
) -> bool:
    """The same within a transaction. Raises as `merge`."""
    named = with_referrers(connection, tenant, [alias, survivor])
    desk = open_desk(connection, server, tenant, named, whole=True)
    if not _may_merge(desk, alias=alias, survivor=survivor, by=by):
        return False
    merge_id = new_id(desk.now)
    before = [(each, desk.files[each].keeping.account) for each in (survivor, alias)]
    pass_over(connection, desk, alias=alias, survivor=survivor, by=by, merge_id=merge_id)
    tell_passed_over(desk, desk.files[survivor], before, operation=f"merge:{merge_id}:told")
    clear_desk(connection, desk, is_urgent=True)
    carry_notes(connection, server, tenant, alias=alias, survivor=survivor)
    return True


def unmerge(server: Server, tenant: str, *, alias: str, by: str) -> str:
    """Part an alias from whom it stands for; gives who that was. What was spent meanwhile stays spent.

    Raises:
        Refused: `not-merged`; `member-in-household`: they leave that; `points-lent`: points that would
            go back are lent to a till, or a voucher is kept for one; try again later.
    """
    del by  # who may is the caller's to check; that it was done is in the row
    return server.database.write(lambda connection: unmerge_in(connection, server, tenant, alias=alias))


def unmerge_in(connection: Connection, server: Server, tenant: str, *, alias: str) -> str:
    """The same within a transaction. Raises as `unmerge`."""
    done = [each for each in merges_of(connection, tenant, [alias]) if each.undone_at is None]
    if not done:
        raise Refused("not-merged", member=alias)
    between = merges_on(connection, tenant, done[-1].survivor)
    survivor = between[-1].survivor if between else done[-1].survivor
    named = with_referrers(connection, tenant, [alias, survivor])
    desk = open_desk(connection, server, tenant, named, whole=True)
    if _profile(desk.files[alias]).is_person:
        raise Refused("member-in-household", member=alias)
    _unmerge(connection, desk, replace(done[-1], survivor=survivor), between)
    part_notes(
        connection, server, tenant, alias=alias, survivor=survivor, between=[each.member for each in between]
    )
    return survivor


def _may_merge(desk: Desk, *, alias: str, survivor: str, by: str) -> bool:
    for member in (alias, survivor):
        file = desk.files.get(member)
        state = None if file is None or file.profile is None else file.profile.state
        if by != BY_RULE and file is not None and file.profile is not None and file.profile.is_person:
            raise Refused("member-in-household", member=member)
        if state in {"active", "blocked"}:
            continue
        if by == BY_RULE or _is_done(desk, alias=alias, survivor=survivor):
            return False
        raise Refused("member-unknown" if state is None else f"member-{state}", member=member)
    mine, theirs = desk.files[alias], desk.files[survivor]
    if by == BY_RULE and (_is_lent_by_both(mine, theirs) or not _have_room(mine, theirs)):
        return False
    if _shares(desk, alias):
        if by == BY_RULE:
            return False
        raise Refused("member-in-household", member=alias)
    return alias != survivor


def _is_lent_by_both(alias: MemberFile, survivor: MemberFile) -> bool:
    """Whether a till has yet to close a lease of the alias that bears the name of one of the survivor's.

    Only one that was tampered with asks so, of the one after the other.
    """
    return any(
        lease.state != "closed" and name in theirs.leases
        for mine, theirs in ((alias.books, survivor.books), (alias.wallet, survivor.wallet))
        for name, lease in mine.leases.items()
    )


def _have_room(alias: MemberFile, survivor: MemberFile) -> bool:
    """Whether one member can have all that the two have: more than that only a tampered till brings about."""
    return has_room(alias.books, survivor.books) and has_room(alias.wallet, survivor.wallet)


def _is_done(desk: Desk, *, alias: str, survivor: str) -> bool:
    """Whether the one stands for the other already."""
    held = desk.files.get(alias)
    return held is not None and held.profile is not None and held.profile.alias_of == survivor


def _shares(desk: Desk, member: str) -> bool:
    """Whether several persons are on the member: it stands for them, and nobody stands for it."""
    return _profile(desk.files[member]).household is not None


def pass_over(
    connection: Connection,
    desk: Desk,
    *,
    alias: str,
    survivor: str,
    by: str,
    merge_id: str,
    as_person: bool = False,
) -> None:
    """Pass all that is one member's to another, both open whole on a desk; clearing it is the caller's.

    `as_person`: they are two people who share what they have. The cards stay with who carries them.

    Raises:
        Refused: `points-lent`: a till has yet to close a lease that bears the name of one of the other's.
    """
    source, target = desk.files[alias], desk.files[survivor]
    if _is_lent_by_both(source, target):
        raise Refused("points-lent", lease="")
    called = sorted(source.purchases)
    source.purchases = with_names_of_their_own(source.purchases, alias)
    moved = what_moves(connection, desk.tenant, source, target)
    others = aliases_for(connection, desk.tenant, alias)
    if as_person:
        moved = {**moved, "cards": [], "aliases": others}
    drop_moved(connection, desk.tenant, alias, moved={**names_of(moved), "purchases": called})
    _move(connection, desk, source, target, moved, operation=f"merge:{merge_id}")
    move_claims(connection, desk.tenant, alias, survivor)
    theirs_kept = replace(source.keeping.account, id=alias)
    both = joined(target.keeping.account, theirs_kept)
    keep_whole(target.keeping, both, desk.cause(f"merge:{merge_id}:in"))
    keep_whole(source.keeping, emptied(theirs_kept), desk.cause(f"merge:{merge_id}:out"))
    theirs, mine = _profile(source), _profile(target)
    source.profile = altered(theirs, state="alias", alias_of=survivor, is_person=as_person, purchases=0)
    target.profile = _joined(desk, mine, theirs, target)
    for other in others:
        _point_elsewhere(connection, desk, other, survivor)
    insert_merge(
        connection,
        desk.tenant,
        Merge(member=alias, merge=merge_id, survivor=survivor, by=by, at=desk.now, moved=moved),
    )


def _unmerge(connection: Connection, desk: Desk, done: Merge, between: Collection[Merge]) -> None:
    """`between` are the merges by which what was theirs has come on to whom it is taken from."""
    source, target = desk.files[done.survivor], desk.files[done.member]
    owed = min(int(cast("int", done.moved["owed"])), source.books.owed)
    others = aliases_for(connection, desk.tenant, done.survivor)
    along = merged_into(connection, desk.tenant, done.member, others)
    moved = {**with_what_came_since(connection, desk.tenant, done, source, along), "owed": owed}
    for each in between:
        keep_moved(connection, desk.tenant, replace(each, moved=without(each, done, names_of(moved))))
    drop_moved(connection, desk.tenant, done.survivor, moved=names_of(moved))
    _move(connection, desk, source, target, moved, operation=f"unmerge:{done.merge}")
    _part(connection, desk, done, source, target, moved)
    take_back_passed_over(desk, (source, target), operation=f"unmerge:{done.merge}:told")
    count = int(cast("int", moved["count"]))
    mine, theirs = _profile(source), _profile(target)
    source.profile = _standing(desk, altered(mine, purchases=max(0, mine.purchases - count)), source)
    parted = altered(theirs, state="active", alias_of=None, purchases=count)
    target.profile = _standing(desk, parted, target)
    for other in along:
        _point_elsewhere(connection, desk, other, done.member)
    mark_undone(connection, desk.tenant, done, desk.now)
    clear_desk(connection, desk, is_urgent=True)


def _part(
    connection: Connection,
    desk: Desk,
    done: Merge,
    source: MemberFile,
    target: MemberFile,
    moved: JsonObject,
) -> None:
    """Vouchers, stamps and challenges go back as they are now."""
    before = replace(kept_from_json(done.moved.get("keeping", {})), id=done.member)
    apart = parted(source.keeping.account, before, cast("list[str]", moved["purchases"]))
    keep_whole(source.keeping, apart.mine, desk.cause(f"unmerge:{done.merge}:out"))
    things = [voucher_thing(each.code) for each in apart.theirs.vouchers]
    named = cast("list[str]", done.moved.get("claims", []))
    _check_kept(connection, desk, done.survivor, things, named)
    move_claims(connection, desk.tenant, done.survivor, done.member, things, named=named)
    now = replace(apart.theirs, tier=target.keeping.account.tier, seen_at=target.keeping.account.seen_at)
    keep_whole(target.keeping, now, desk.cause(f"unmerge:{done.merge}:in"))


def _check_kept(
    connection: Connection, desk: Desk, survivor: str, things: Collection[str], named: Collection[str]
) -> None:
    """A till that has one of these in the survivor's name will speak of it in that: let it be done."""
    for claim in load_claims(connection, desk.tenant, [survivor]).get(survivor, {}).values():
        if claim.thing in things and claim.claim not in named:
            raise Refused("points-lent", lease=claim.claim)


def _move(
    connection: Connection,
    desk: Desk,
    source: MemberFile,
    target: MemberFile,
    moved: JsonObject,
    *,
    operation: str,
) -> None:
    names = names_of(moved)
    move(
        source.wallet,
        target.wallet,
        lots=names["wallet_lots"],
        leases=names["wallet_leases"],
        owed=Points(0),
        out=desk.cause(f"{operation}:out"),
        into=desk.cause(f"{operation}:in"),
    )
    move(
        source.books,
        target.books,
        lots=names["lots"],
        leases=names["leases"],
        owed=Points(cast("int", moved["owed"])),
        out=desk.cause(f"{operation}:out"),
        into=desk.cause(f"{operation}:in"),
    )
    sales = [sale for sale in names["purchases"] if sale not in target.purchases]
    for sale in names["purchases"]:
        bought = source.purchases.pop(sale, None)
        if bought is not None:
            target.purchases.setdefault(sale, bought)
    for ledger in LEDGERS:
        move_losses(connection, desk.tenant, source.member, target.member, sales, ledger=ledger)
    move_claim_losses(connection, desk.tenant, source.member, target.member, sales)
    held = {card.number: card for card in cards_of(connection, desk.tenant, source.member)}
    theirs = [held[number] for number in names["cards"] if number in held]
    save_cards(connection, desk.tenant, [replace(card, member=target.member) for card in theirs])
    desk.things += [("card", card.number) for card in theirs]


def _joined(desk: Desk, mine: Profile, theirs: Profile, file: MemberFile) -> Profile:
    joined = altered(
        mine,
        purchases=mine.purchases + theirs.purchases,
        memberships=tuple(dict.fromkeys((*mine.memberships, *theirs.memberships))),
        segments=tuple(dict.fromkeys((*mine.segments, *theirs.segments))),
        vouchers=tuple(dict.fromkeys((*mine.vouchers, *theirs.vouchers))),
    )
    return _standing(desk, joined, file)


def _standing(desk: Desk, profile: Profile, file: MemberFile) -> Profile:
    if desk.program is None:
        return profile
    granted = granted_tiers(desk.program, file.keeping.account, desk.now)
    return stand(profile, file.purchases.values(), desk.program, desk.now, granted=granted)


def _point_elsewhere(connection: Connection, desk: Desk, alias: str, survivor: str) -> None:
    """No alias of an alias: who pointed to the younger points to whoever has all of it from here on."""
    point_alias(connection, desk.tenant, alias, survivor)
    desk.things.append(("member", alias))


def _profile(file: MemberFile) -> Profile:
    if file.profile is None:
        raise AssertionError(f"member {file.member} is not enrolled")
    return file.profile
