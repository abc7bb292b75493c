"""Loading all that a batch touches, under lock, and storing what of it changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.program import Program
from loyalty.wire.benefit_use import BenefitUsed
from loyalty.wire.cash import CashMoved
from loyalty.wire.chain import Event
from loyalty.wire.feed import StoreSettings
from loyalty.wire.journal import CardBlocked, CardLinked, MemberEnrolled, SaleSettled
from loyalty.wire.messages import SyncRequest
from loyalty.wire.roles import Role
from server.books.pots import GIFT, POINTS, WALLET
from server.context import Server, keep_program, known_program
from server.model import Chain, KnownSale, Said, TillAccount
from server.store.books import save_books
from server.store.catalogue import ProgramVersion, ask_versions, find_program, version_in_force
from server.store.claims import save_claim_losses, save_claims
from server.store.compiled import Later
from server.store.database import Connection
from server.store.feed import ring
from server.store.journal import ask_operations
from server.store.keepings import save_keepings
from server.store.members import (
    load_cards,
    save_cards,
    save_losses,
    save_profiles,
    save_purchases,
)
from server.store.merges import kept_by_others, stayed_with
from server.store.operators import ask_roles
from server.store.rehomings import ask_is_cloned
from server.store.sale_locks import SaleLock, ask_locks, sales_given_to, save_locks
from server.store.sales import ask_sales, save_sales
from server.store.tenancy import list_stores
from server.usecases.exchanging import load_exchanges
from server.usecases.gift_files import load_gifts_of, save_gift_files
from server.usecases.incoming import Incoming, named_by, operations_of
from server.usecases.loading import Wanted, is_anything_kept, load_files, load_parted, load_stock
from server.usecases.member_files import has_changed, settle_file
from server.usecases.old_cards import old_cards_of
from server.usecases.recommending import referrers_named
from server.usecases.shelf import load_shelf, save_shelf
from server.usecases.sitting import OF_A_SALE, Sitting
from server.usecases.stock_elsewhere import free_elsewhere
from server.usecases.stocking import stock_names, touches_stock
from server.usecases.wallet_files import save_wallets
from server.values import altered


@dataclass(frozen=True, slots=True)
class Opening:
    """What every batch asks with the lock on its till's journal."""

    versions: Later[dict[int, ProgramVersion]]
    locks: Later[list[SaleLock]]
    is_cloned: Later[bool]
    """Asked of who asks for anything; False for the others."""


@dataclass(frozen=True, slots=True)
class Named:
    """What events name, before one of them is read for its meaning."""

    events: tuple[Incoming, ...]
    operations: Later[dict[str, Said]]
    sales: Later[dict[str, KnownSale]]
    roles: Later[dict[str, frozenset[Role]]]


def ask_opening(connection: Connection, till: TillAccount, request: SyncRequest) -> Opening:
    """Ask it; the till's journal is locked before."""
    tenant, wants = till.tenant, bool(request.asks or request.claims)
    return Opening(
        versions=ask_versions(connection, tenant),
        locks=ask_locks(connection, till),
        is_cloned=ask_is_cloned(connection, till) if wants else lambda: False,
    )


def ask_named(connection: Connection, till: TillAccount, events: Iterable[Event], now: datetime) -> Named:
    """Ask what the till's journals hold under the names of these events, and for the people they name."""
    named = tuple(named_by(event, now) for event in events)
    people = {who for each in named for who in (each.operator, each.approver) if who}
    operations = {operation for each in named for operation in operations_of(each.event)}
    return Named(
        named,
        ask_operations(connection, till, operations),
        ask_sales(connection, till, {each.sale for each in named if each.sale}),
        ask_roles(connection, till.tenant, people),
    )


def load_sitting(
    connection: Connection,
    server: Server,
    till: TillAccount,
    chain: Chain,
    request: SyncRequest,
    incoming: tuple[Incoming, ...],
    *,
    opening: Opening,
    fresh: Named,
) -> Sitting:
    """Load what the fresh events of the batch touch. Members are locked in the order of their ids.

    What was taken before touches nothing: `told_again` says how it stands now.
    """
    sitting = _begun(connection, server, till, chain, opening)
    bodies = [each.body for each in incoming]
    if any(isinstance(body, CashMoved) for body in bodies):
        sitting.paid_out_alone = _settings_of(connection, till).paid_out_alone
    sitting.is_cloned = opening.is_cloned()
    _know_sales(connection, sitting, fresh)
    sitting.operators = fresh.roles()
    _know_locks(connection, sitting, opening.locks())
    load_exchanges(connection, sitting, chain, incoming)
    made = [body for body in bodies if isinstance(body, SaleSettled)]
    sitting.sale_members = {sale.sale: sale.member for sale in reversed(made)} | {
        sale: known.body.member for sale, known in sitting.sales.items()
    }
    _know_cards(connection, sitting, bodies)
    sales = [*made, *(known.body for known in sitting.sales.values())]
    priced_by = {sale.program.version for sale in sales}
    priced_by |= {body.program_version for body in bodies if isinstance(body, BenefitUsed)}
    sitting.programs = _programs(connection, sitting, priced_by)
    members = _members_named(sitting, request, incoming, fresh.events)
    programs = sitting.programs.values()
    is_stock = till.store in members or touches_stock(till.store, programs, fresh.events, sales)
    members.discard(till.store)
    wanted = _wanted(request, incoming, sales)
    load_files(connection, server, sitting, members, wanted)
    _find_what_others_keep(connection, server, sitting, incoming, wanted)
    load_parted(connection, server, sitting, incoming, wanted)
    load_gifts_of(connection, sitting, request, fresh.events, incoming)
    if is_stock:
        moments = [each.at for each in incoming]
        load_stock(connection, sitting, {*wanted.claims} | stock_names(sales), moments)
    sitting.shelf = load_shelf(connection, till.tenant, bodies)
    return sitting


def _begun(
    connection: Connection, server: Server, till: TillAccount, chain: Chain, opening: Opening
) -> Sitting:
    """A sitting that knows the programs there are, and nothing of the batch."""
    now, versions = server.clock.now(), opening.versions()
    fingerprints = {version: each.fingerprint for version, each in versions.items()}
    in_force = version_in_force(versions, now)
    return Sitting(
        till=till,
        chain=chain,
        now=now,
        program=_program(connection, till.tenant, in_force, fingerprints),
        program_version=in_force,
        fingerprints=fingerprints,
        believes=chain.state == "returning",
    )


def _know_sales(connection: Connection, sitting: Sitting, fresh: Named) -> None:
    """The sales that events name: this till's, and those that others let go to it."""
    till, known = sitting.till, fresh.sales()
    elsewhere = {each.sale for each in fresh.events if each.sale and each.kind in OF_A_SALE} - known.keys()
    sitting.sales = _by_holder(connection, till.tenant, known | sales_given_to(connection, till, elsewhere))


def _know_locks(connection: Connection, sitting: Sitting, locks: Sequence[SaleLock]) -> None:
    """Who was given sales of this till's, and who asked for some: of one of two disks nobody does."""
    sitting.given_away = {lock.sale: lock.holder for lock in locks if lock.state == "given"}
    sitting.handed_over = {lock.sale: lock.holder for lock in locks if lock.state == "taken"}
    asked_for = {lock.sale: lock.holder for lock in locks if lock.state == "asked"}
    if asked_for and not ask_is_cloned(connection, sitting.till)():
        sitting.asked_for = asked_for


def _know_cards(connection: Connection, sitting: Sitting, bodies: Iterable[object]) -> None:
    """The cards that are linked or blocked; and where there are any, which numbers are old cards."""
    cards = {
        body.card
        for body in bodies
        if isinstance(body, MemberEnrolled | CardLinked | CardBlocked) and body.card
    }
    tenant = sitting.till.tenant
    sitting.cards = load_cards(connection, tenant, cards)
    if cards:
        sitting.old_cards = old_cards_of(connection, tenant)


def _members_named(
    sitting: Sitting, request: SyncRequest, incoming: Iterable[Incoming], named: Iterable[Incoming]
) -> set[str]:
    """Whom a batch concerns: by events, persons, asks, claims, recommendations. A store may be among them."""
    members = {member for each in named if (member := sitting.member_of(each)) is not None}
    members |= {person.member for person in request.persons if person.member}
    members |= {ask.member for ask in request.asks if ask.account != GIFT.name}
    members |= {ask.member for ask in request.claims}
    return members | referrers_named(incoming)


def _wanted(request: SyncRequest, incoming: Sequence[Incoming], sales: Sequence[SaleSettled]) -> Wanted:
    """What of members' files a batch names: leases, claims, sales."""
    leases = {each.lease for each in incoming if each.lease}
    leases |= {ask.lease for ask in request.asks if ask.account == POINTS.name}
    wallets = {lease for each in incoming for lease in each.wallet_leases}
    wallets |= {ask.lease for ask in request.asks if ask.account == WALLET.name}
    claims = {claim for each in incoming for claim in each.claims} | {ask.claim for ask in request.claims}
    asked = {ask.lease for ask in request.asks}
    return Wanted(sales=sales, leases=leases, claims=claims, wallet_leases=wallets, asked=asked)


def _find_what_others_keep(
    connection: Connection,
    server: Server,
    sitting: Sitting,
    incoming: Iterable[Incoming],
    wanted: Wanted,
) -> None:
    """Find leases and claims that are not with whom the till names; who has them is locked out of order."""
    strays: dict[str, str] = {}
    for each in incoming:
        member = sitting.member_of(each)
        file = None if member is None else sitting.files.get(member)
        if file is not None and each.member is not None:
            strays |= {name: each.member for name in each.held if not file.has_held(name)}
    if strays:
        sitting.kept_by = kept_by_others(connection, sitting.till.tenant, strays)
        more = set(sitting.kept_by.values()) - sitting.files.keys()
        load_files(connection, server, sitting, more, wanted)


def _settings_of(connection: Connection, till: TillAccount) -> StoreSettings:
    """What the store that the till stands in is set to now."""
    held = next(each for each in list_stores(connection, till.tenant) if each.store == till.store)
    return StoreSettings.from_json(held.settings)


def _by_holder(connection: Connection, tenant: str, known: dict[str, KnownSale]) -> dict[str, KnownSale]:
    """The sales, each as that of the member who has it now."""
    sold = {sale: each.body.member for sale, each in known.items() if each.body.member}
    stayed = stayed_with(connection, tenant, sold) if sold else {}
    return known | {
        sale: altered(known[sale], body=replace(known[sale].body, member=holder))
        for sale, holder in stayed.items()
    }


def _program(
    connection: Connection, tenant: str, version: int, fingerprints: Mapping[int, str]
) -> Program | None:
    """A version of the program, if there is one; its text is read from the database once by each process."""
    if version not in fingerprints:
        return None
    known = known_program(fingerprints[version])
    if known is not None:
        return known
    published = find_program(connection, tenant, version)
    return keep_program(published.text) if published else None


def _programs(connection: Connection, sitting: Sitting, versions: set[int]) -> dict[int, Program]:
    """The programs of these versions, as far as there are any; and the one in force."""
    found = {} if sitting.program is None else {sitting.program_version: sitting.program}
    for version in versions - found.keys():
        program = _program(connection, sitting.till.tenant, version, sitting.fingerprints)
        if program is not None:
            found[version] = program
    return found


def save_sitting(connection: Connection, sitting: Sitting) -> None:
    """Store every file that changed, with a new revision, and note for the feed what others have to know."""
    tenant = sitting.till.tenant
    save_sales(connection, sitting.chain, sitting.new_sales.values())  # the database is at it meanwhile
    changed = [file for file in sitting.files.values() if has_changed(sitting, file)]
    for file in changed:
        settle_file(sitting, file)
    save_profiles(connection, tenant, [file.profile for file in changed if file.profile])
    save_purchases(
        connection,
        tenant,
        [
            (file.member, bought)
            for file in changed
            for bought in file.purchases.values()
            if (held := sitting.loaded[file.member].purchases.get(bought.sale)) is not bought
            and held != bought
        ],
    )
    if is_anything_kept(sitting.programs.values()):
        save_keepings(connection, tenant, {file.member: file.keeping for file in changed})
    pairs = {file.member: (sitting.loaded[file.member].books, file.books) for file in changed}
    save_books(connection, tenant, pairs, sitting.now)
    save_losses(
        connection,
        tenant,
        [(file.member, sale, lost) for file in changed for sale, lost in file.losses.items()],
    )
    save_wallets(connection, tenant, sitting.loaded, changed, sitting.now)
    gifts = save_gift_files(connection, tenant, sitting.loaded_gifts, sitting.gifts, sitting.now)
    sitting.things += [("gift", card) for card in gifts]
    save_claims(
        connection,
        tenant,
        [
            (file.member, claim)
            for file in sitting.files.values()
            for claim in file.claims.values()
            if sitting.loaded[file.member].claims.get(claim.claim) != claim
        ],
    )
    free_elsewhere(connection, sitting)
    lost = [(file.member, *key, amount) for file in changed for key, amount in file.claim_losses.items()]
    save_claim_losses(connection, tenant, lost)
    for till in sorted(sitting.rung):
        ring(connection, tenant, till=till)
    if any(card.state == "blocked" for card in sitting.new_cards.values()):
        ring(connection, tenant)
    save_cards(connection, tenant, sitting.new_cards.values())
    sitting.things += save_shelf(connection, tenant, sitting.shelf)
    locks = [
        SaleLock(known.till, known.incarnation, sale, holder, "given")
        for sale, holder in sitting.given_away.items()
        if (known := sitting.sales.get(sale)) is not None and known.till == sitting.till.till
    ]
    save_locks(connection, tenant, locks, sitting.now)
