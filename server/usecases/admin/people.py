"""What a manager does with members and their cards: merge, part, block, replace, erase.

Each is told to every till by the feed. Whoever is meant is named by id, by a card or by a phone number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from loyalty.account.keeping import forgotten
from loyalty.errors import Refused
from loyalty.identity import phones
from loyalty.identity.codes import MemberCard, classify
from loyalty.units import Points
from loyalty.wire.feed import CardRow, StoreSettings
from server.books import leasing
from server.books.model import Books, Cause, HeldLot
from server.context import Server
from server.ids import new_id
from server.model import MemberFile, Profile
from server.store.adjustments import forget_reasons
from server.store.claims import close_claims
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.members import load_cards, load_profiles, save_cards
from server.store.merges import aliases_for, aliases_of, forget_person
from server.store.persons import members_by_handle
from server.store.tenancy import list_stores
from server.usecases import merging
from server.usecases.admin.setup import find_tenant
from server.usecases.desk import Desk, clear_desk, open_desk
from server.usecases.households import doubles_of, drop_person
from server.usecases.keeping import keep_whole
from server.usecases.old_cards import old_cards_of
from server.values import altered

BY_MANAGER = "manager"
_AT_SERVER: Final = "server"
"""Why a card is blocked that was blocked by a command: the feed says no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One way of naming a member; exactly one is given."""

    member: str | None = None
    card: str | None = None
    phone: str | None = None


def find_member(server: Server, *, tenant: str | None, who: Who) -> tuple[str, str]:
    """Tenant and id of the member that is meant, not of who stands for them.

    Raises:
        Refused: `no-such-member`, `phone-…`, `tenant-…`.
    """

    def unit(connection: Connection) -> tuple[str, str]:
        owner = find_tenant(connection, tenant)
        for member in _named(connection, server, owner, who):
            if member in load_profiles(connection, owner, [member]):
                return owner, member
        raise Refused("no-such-member")

    return server.database.read(unit)


def merge_members(server: Server, *, tenant: str | None, one: Who, other: Who) -> tuple[str, str]:
    """Make the younger of two members an alias of the older; gives the alias and who stays.

    Raises:
        Refused: `no-such-member`, `same-member`, `member-…`.
    """
    owner, first = find_member(server, tenant=tenant, who=one)
    _, second = find_member(server, tenant=tenant, who=other)
    profiles = server.database.read(lambda connection: load_profiles(connection, owner, [first, second]))
    if first == second:
        raise Refused("same-member")
    survivor, alias = sorted((first, second), key=lambda each: (profiles[each].enrolled_at, each))
    merging.merge(server, owner, alias=alias, survivor=survivor, by=BY_MANAGER)
    return alias, survivor


def unmerge_member(server: Server, *, tenant: str | None, who: Who) -> tuple[str, str]:
    """Part a member from whom it was merged into; gives both.

    Raises:
        Refused: `no-such-member`, `not-merged`, `points-lent`.
    """
    owner, alias = find_member(server, tenant=tenant, who=who)
    return alias, merging.unmerge(server, owner, alias=alias, by=BY_MANAGER)


def set_blocked(server: Server, *, tenant: str | None, who: Who, blocked: bool) -> str:
    """Let a member earn and burn no more, or again; gives the id.

    Raises:
        Refused: `no-such-member`, `member-alias`, `member-erased`.
    """
    state: Literal["active", "blocked"] = "blocked" if blocked else "active"

    def act(file: MemberFile) -> None:
        if file.profile is None or file.profile.state not in {"active", "blocked"}:
            raise Refused(f"member-{file.profile.state if file.profile else 'unknown'}", member=file.member)
        file.profile = altered(file.profile, state=state)

    return _work(server, tenant, who, act)


def set_card(server: Server, *, tenant: str | None, number: str, state: Literal["active", "blocked"]) -> str:
    """Block a card that was lost, or let it be used again; gives its member.

    Raises:
        Refused: `no-such-card`, `tenant-…`.
    """

    def unit(connection: Connection) -> str:
        owner = find_tenant(connection, tenant)
        card = _card(connection, owner, number)
        why = _AT_SERVER if state == "blocked" else ""
        save_cards(connection, owner, [CardRow(number, card.member, state, why)])
        ring(connection, owner)
        touch(connection, owner, [("card", number)])
        return card.member

    return server.database.write(unit)


def replace_card(server: Server, *, tenant: str | None, old: str, new: str) -> str:
    """Block a card and give its member another one; gives the member.

    Raises:
        Refused: `no-such-card`, `card-number`, `card-exists`, `tenant-…`.
    """

    def unit(connection: Connection) -> str:
        owner = find_tenant(connection, tenant)
        if classify(new, old_cards=old_cards_of(connection, owner)) != MemberCard(new, holds=True):
            raise Refused("card-number", number=new)
        card = _card(connection, owner, old)
        if load_cards(connection, owner, [new]):
            raise Refused("card-exists", number=new)
        rows = [CardRow(old, card.member, "blocked", _AT_SERVER), CardRow(new, card.member, "active")]
        save_cards(connection, owner, rows)
        ring(connection, owner)
        touch(connection, owner, [("card", old), ("card", new)])
        return card.member

    return server.database.write(unit)


def erase_member(
    server: Server,
    *,
    tenant: str | None,
    who: Who,
    by: str = BY_MANAGER,
    forfeit_wallet: bool = False,
) -> tuple[str, ...]:
    """Destroy who a member was, with everybody merged into them; gives the ids, which stay.

    Of a household only the person who is named goes, and the others keep the pool; with the last one it goes.

    Points that are left are forfeited, and what is lent of them is taken back. Sums, chains and history hold.
    Money that was paid into a wallet is the member's: it is forfeited only where that is asked for.

    Raises:
        Refused: `no-such-member`, `member-alias` (name whom it was merged into), `member-erased`,
            `wallet-not-empty` (money).
    """
    owner, member = find_member(server, tenant=tenant, who=who)

    def unit(connection: Connection) -> tuple[str, ...]:
        return erase_in(connection, server, owner, member, by=by, forfeit_wallet=forfeit_wallet)

    erased = server.database.write(unit)
    server.database.wipe_log()
    return erased


def erase_in(
    connection: Connection, server: Server, owner: str, member: str, *, by: str, forfeit_wallet: bool = False
) -> tuple[str, ...]:
    """The same within a transaction, for a member by id. Raises as `erase_member`."""
    known = load_profiles(connection, owner, [member]).get(member)
    if known is not None and known.is_person and known.alias_of:
        pool = load_profiles(connection, owner, [known.alias_of])[known.alias_of]
        if pool.household is not None and len(pool.household.persons) > 1:
            return _erase_person(connection, server, owner, known, by=by)
        member = known.alias_of
    erased = (member, *aliases_for(connection, owner, member))
    desk = open_desk(connection, server, owner, erased)
    profile = desk.files[member].profile if member in desk.files else None
    if profile is None or profile.state in {"alias", "erased"}:
        raise Refused(f"member-{profile.state if profile else 'unknown'}", member=member)
    if profile.household is not None and len(profile.household.persons) > 1:
        raise Refused("household-person", member=member)
    money = sum(lot.remaining for lot in desk.files[member].wallet.lots.values() if not lot.is_bonus)
    if money and not forfeit_wallet:
        raise Refused("wallet-not-empty", money=money)
    operation = f"erase:{new_id(desk.now)}"
    for each in erased:
        _forfeit(desk, desk.files[each], f"{operation}:{each}")
        forget_person(connection, owner, each, by=by, at=desk.now)
        close_claims(connection, owner, each)
        desk.things.append(("erasure", each))
    clear_desk(connection, desk, is_urgent=True)
    return erased


def _erase_person(
    connection: Connection, server: Server, owner: str, person: Profile, *, by: str
) -> tuple[str, ...]:
    """One of several who share a household: the others keep what is in the pool."""
    pool = person.alias_of or ""
    erased = (person.member, *doubles_of(connection, owner, person.member))
    desk = open_desk(connection, server, owner, (pool, *erased))
    for each in erased:
        _forfeit(desk, desk.files[each], f"erase:{new_id(desk.now)}:{each}")
        forget_person(connection, owner, each, by=by, at=desk.now)
        desk.things.append(("erasure", each))
    forget_reasons(connection, owner, pool)  # any of those who share it may stand there by name
    drop_person(desk, connection, server, pool, person.member)
    clear_desk(connection, desk, is_urgent=True)
    return erased


def _work(server: Server, tenant: str | None, who: Who, act: Callable[[MemberFile], None]) -> str:
    owner, member = find_member(server, tenant=tenant, who=who)

    def unit(connection: Connection) -> str:
        desk = open_desk(connection, server, owner, [member])
        act(desk.files[member])
        clear_desk(connection, desk, is_urgent=True)
        return member

    return server.database.write(unit)


def _forfeit(desk: Desk, file: MemberFile, operation: str) -> None:
    """What is lent comes back, what is left dies, nobody is anybody any more."""
    cause = desk.cause(operation)
    for books in (file.books, file.wallet):
        lent = [each.lease for each in books.leases.values() if each.state != "closed"]
        for number, lease in enumerate(lent):  # a movement's name has no room for all three names
            leasing.reclaim(books, lease, desk.cause(f"{operation}:{number}"))
        for lot in [each for each in books.lots.values() if each.remaining]:
            _forfeit_lot(books, lot, cause)
    keep_whole(file.keeping, forgotten(file.keeping.account), cause)
    if file.profile is not None:
        file.profile = altered(
            file.profile,
            state="erased",
            alias_of=None,
            is_person=False,
            household=None,
            vouchers=(),
            segments=(),
        )
    file.person = None


def _forfeit_lot(books: Books, lot: HeldLot, cause: Cause) -> None:
    points = Points(lot.remaining)
    books.change_lot(lot.lot, remaining=-points, expired=points)
    books.post(
        kind="forfeit",
        key=f"forfeit/{lot.lot}",
        cause=cause,
        lot=lot.lot,
        amounts={books.pot.held: -points, books.pot.expired: points},
    )


def _named(connection: Connection, server: Server, tenant: str, who: Who) -> list[str]:
    if who.member is not None:
        return [who.member]
    if who.card is not None:
        return [card.member for card in load_cards(connection, tenant, [who.card]).values()]
    stores = list_stores(connection, tenant)
    region = StoreSettings.from_json(stores[0].settings).phone_region if stores else "VN"
    handle = server.vault(tenant).handle("phone", phones.parse(who.phone or "", region=region).e164)
    found = members_by_handle(connection, tenant, handle)
    stand_ins = aliases_of(connection, tenant, found)
    return sorted(found, key=lambda member: member in stand_ins)


def _card(connection: Connection, tenant: str, number: str) -> CardRow:
    card = load_cards(connection, tenant, [number]).get(number)
    if card is None:
        raise Refused("no-such-card", number=number)
    return card
