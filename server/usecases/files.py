"""Loading all that a batch touches, under lock, and storing what of it changed."""

from dataclasses import replace

from loyalty.account.keeping import keeps_anything
from loyalty.program import Program
from loyalty.wire.cash import CashMoved
from loyalty.wire.feed import StoreSettings
from loyalty.wire.journal import CardBlocked, CardLinked, MemberEnrolled, SaleSettled
from loyalty.wire.messages import SyncRequest
from server.books.pots import GIFT, POINTS, WALLET
from server.context import Server, read_program
from server.keeping.model import Keeping
from server.model import Chain, KnownSale, MemberFile, TillAccount
from server.store.books import load_books, save_books
from server.store.catalogue import find_program, program_fingerprints
from server.store.claims import load_claims, save_claim_losses, save_claims
from server.store.database import Connection
from server.store.feed import ring
from server.store.journal import known_sales, save_sales
from server.store.keepings import load_keepings, save_keepings
from server.store.members import (
    load_cards,
    load_losses,
    load_purchases,
    lock_profiles,
    save_cards,
    save_losses,
    save_profiles,
    save_purchases,
)
from server.store.merges import stayed_with
from server.store.operators import roles_held
from server.store.rehomings import open_alarms
from server.store.sale_locks import SaleLock, locks_of, sales_given_to, save_locks
from server.store.tables.ledger import OF_MONEY
from server.store.tenancy import list_stores
from server.usecases.exchanging import load_exchanges
from server.usecases.gift_files import load_gifts_of, save_gift_files
from server.usecases.incoming import Incoming, named_by
from server.usecases.member_files import has_changed, settle_file, sweep
from server.usecases.old_cards import old_cards_of
from server.usecases.shelf import load_shelf, save_shelf
from server.usecases.sitting import TAKING_BACK, Sitting
from server.usecases.standing import history_since
from server.usecases.states import open_people
from server.usecases.wallet_files import load_wallets, save_wallets


def load_sitting(
    connection: Connection,
    server: Server,
    till: TillAccount,
    chain: Chain,
    request: SyncRequest,
    incoming: tuple[Incoming, ...],
) -> Sitting:
    """Load what the fresh events of the batch touch. Members are locked in the order of their ids.

    What was taken before touches nothing: `told_again` says how it stands now.
    """
    newest = find_program(connection, till.tenant)
    sitting = Sitting(
        till=till,
        chain=chain,
        now=server.clock.now(),
        program=read_program(newest.text) if newest else None,
        program_version=newest.version if newest else 0,
        fingerprints=program_fingerprints(connection, till.tenant) if incoming else {},
    )
    if any(isinstance(each.body, CashMoved) for each in incoming):
        sitting.paid_out_alone = _settings_of(connection, till).paid_out_alone
    if request.asks or request.claims:
        sitting.is_cloned = open_alarms(connection, till.tenant).get(till.till) == "cloned"
    named = [named_by(each.event, sitting.now) for each in incoming]
    sitting.sales = known_sales(connection, chain, {each.sale for each in named if each.sale})
    elsewhere = {each.sale for each in named if each.sale and each.kind in TAKING_BACK} - sitting.sales.keys()
    sitting.sales |= sales_given_to(connection, till, elsewhere)
    sitting.sales = _by_holder(connection, till.tenant, sitting.sales)
    people = {who for each in named for who in (each.operator, each.approver) if who}
    sitting.operators = roles_held(connection, till.tenant, people)
    locks = locks_of(connection, till)
    sitting.given_away = {lock.sale: lock.holder for lock in locks if lock.state == "given"}
    sitting.asked_for = {lock.sale: lock.holder for lock in locks if lock.state == "asked"}
    bodies = [each.body for each in incoming]
    made = [body for body in bodies if isinstance(body, SaleSettled)]
    load_exchanges(connection, sitting, chain, incoming)
    sitting.sale_members = {sale.sale: sale.member for sale in reversed(made)} | {
        sale: known.body.member for sale, known in sitting.sales.items()
    }
    cards = {
        body.card
        for body in bodies
        if isinstance(body, MemberEnrolled | CardLinked | CardBlocked) and body.card
    }
    sitting.cards = load_cards(connection, till.tenant, cards)
    if cards:
        sitting.old_cards = old_cards_of(connection, till.tenant)
    members = {member for each in named if (member := sitting.member_of(each)) is not None}
    members |= {person.member for person in request.persons if person.member}
    members |= {ask.member for ask in request.asks if ask.account != GIFT.name}
    sales = [*made, *(known.body for known in sitting.sales.values())]
    sitting.programs = _programs(connection, sitting, {sale.program.version for sale in sales})
    members |= {ask.member for ask in request.claims}
    leases = {each.lease for each in incoming if each.lease}
    leases |= {ask.lease for ask in request.asks if ask.account == POINTS.name}
    wallets = {lease for each in incoming for lease in each.wallet_leases}
    wallets |= {ask.lease for ask in request.asks if ask.account == WALLET.name}
    claims = {claim for each in incoming for claim in each.claims} | {ask.claim for ask in request.claims}
    _load_files(connection, server, sitting, members, sales, leases, claims, wallets)
    load_gifts_of(connection, sitting, request, named, incoming)
    sitting.shelf = load_shelf(connection, till.tenant, bodies)
    return sitting


def _settings_of(connection: Connection, till: TillAccount) -> StoreSettings:
    """What the store that the till stands in is set to now."""
    held = next(each for each in list_stores(connection, till.tenant) if each.store == till.store)
    return StoreSettings.from_json(held.settings)


def _by_holder(connection: Connection, tenant: str, known: dict[str, KnownSale]) -> dict[str, KnownSale]:
    """The sales, each as that of the member who has it now."""
    sold = {sale: each.body.member for sale, each in known.items() if each.body.member}
    stayed = stayed_with(connection, tenant, sold) if sold else {}
    return known | {
        sale: replace(known[sale], body=replace(known[sale].body, member=holder))
        for sale, holder in stayed.items()
    }


def _programs(connection: Connection, sitting: Sitting, versions: set[int]) -> dict[int, Program]:
    """The programs of these versions, as far as there are any; and the one in force."""
    found = {} if sitting.program is None else {sitting.program_version: sitting.program}
    for version in versions - found.keys():
        published = find_program(connection, sitting.till.tenant, version)
        if published is not None:
            found[version] = read_program(published.text)
    return found


def save_sitting(connection: Connection, sitting: Sitting) -> None:
    """Store every file that changed, with a new revision, and note for the feed what others have to know."""
    tenant = sitting.till.tenant
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
            if sitting.loaded[file.member].purchases.get(bought.sale) != bought
        ],
    )
    if _is_anything_kept(sitting):
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
    lost = [(file.member, *key, amount) for file in changed for key, amount in file.claim_losses.items()]
    save_claim_losses(connection, tenant, lost)
    for till in sorted(sitting.rung):
        ring(connection, tenant, till=till)
    if any(card.state == "blocked" for card in sitting.new_cards.values()):
        ring(connection, tenant)
    save_cards(connection, tenant, sitting.new_cards.values())
    sitting.things += save_shelf(connection, tenant, sitting.shelf)
    save_sales(connection, sitting.chain, sitting.new_sales.values())
    locks = [
        SaleLock(known.till, known.incarnation, sale, holder, "given")
        for sale, holder in sitting.given_away.items()
        if (known := sitting.sales.get(sale)) is not None and known.till == sitting.till.till
    ]
    save_locks(connection, tenant, locks, sitting.now)


def _is_anything_kept(sitting: Sitting) -> bool:
    return any(keeps_anything(program) for program in sitting.programs.values())


def _load_files(
    connection: Connection,
    server: Server,
    sitting: Sitting,
    members: set[str],
    sales: list[SaleSettled],
    leases: set[str],
    claims: set[str],
    wallet_leases: set[str],
) -> None:
    tenant = sitting.till.tenant
    if not members:
        return
    profiles = lock_profiles(connection, tenant, members)
    # Who stands for an alias is locked out of order, which is rare; a deadlock is run again.
    sitting.aliases = {
        member: each.alias_of for member, each in profiles.items() if each.state == "alias" and each.alias_of
    }
    missing = set(sitting.aliases.values()) - members
    profiles |= lock_profiles(connection, tenant, missing)
    members |= missing
    lots = {sale.lot.lot for sale in sales if sale.lot}
    lots |= {part.lot for sale in sales if sale.burn for part in sale.burn.slices}
    books = load_books(connection, tenant, members, more_lots=lots, more_leases=leases)
    since = history_since(sitting.program, sitting.now)
    named = {sale.sale for sale in sales}
    bought = load_purchases(connection, tenant, members, since=since, more=named)
    known = sitting.sales.keys()  # the house bears nothing of a sale that is only now made
    losses = load_losses(connection, tenant, members, known)
    in_wallets = {lot for sale in sales for lot in sale.wallet_lots}
    wallets = load_wallets(connection, tenant, members, lots=in_wallets, leases=wallet_leases)
    borne = load_losses(connection, tenant, members if in_wallets else (), known, ledger=OF_MONEY)
    people = open_people(connection, server, tenant, profiles, unenrolled=members - profiles.keys())
    kept = load_keepings(connection, tenant, members) if _is_anything_kept(sitting) else {}
    claimed = load_claims(connection, tenant, members, more=claims) if kept or claims else {}
    for member in sorted(members):
        held = MemberFile(
            member,
            profiles.get(member),
            books[member],
            bought.get(member, {}),
            people.persons.get(member),
            people.birthdays.get(member, ()),
            losses.get(member, {}),
            kept.get(member) or Keeping(),
            claimed.get(member, {}),
            wallet=wallets[member],
            wallet_losses=dict(borne.get(member, {})),
        )
        sitting.loaded[member] = replace(
            held,
            books=held.books.copy(),
            purchases=dict(held.purchases),
            keeping=held.keeping.copy(),
            claims=dict(held.claims),
            wallet=held.wallet.copy(),
        )
        sitting.files[member] = held
        sweep(sitting, held)
