"""All of the members that a batch touches, under lock: asked for at once, and put together as files."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from loyalty.account.keeping import keeps_anything, prize_lots, referral_lots
from loyalty.program import Program
from loyalty.wire.journal import SaleSettled
from server.books.model import Books
from server.books.pots import POINTS, WALLET, Pot
from server.context import Server
from server.keeping.claims import Claims
from server.keeping.model import Keeping
from server.model import KeptPurchase, KnownSale, MemberFile, Profile
from server.store.books import ask_books, load_books
from server.store.claims import load_claims, load_stock_claims
from server.store.compiled import Later
from server.store.database import Connection
from server.store.keepings import ask_keepings
from server.store.leases import ask_lent_to_till
from server.store.members import ask_profiles, ask_purchases, load_losses
from server.store.merges import aliases_of, holders_of_lots, once_one_with, stayed_with
from server.store.persons import ask_persons
from server.store.tables.ledger import OF_MONEY
from server.store.tenancy import lock_store
from server.usecases.incoming import Incoming
from server.usecases.member_files import sweep
from server.usecases.recommending import referrers_concerned
from server.usecases.sitting import TAKING_BACK, Sitting
from server.usecases.standing import history_since
from server.usecases.states import open_people
from server.usecases.wallet_files import ask_wallet_books
from server.vault import SealedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is loaded though it is used up or closed; `sales` are those that the batch makes or names."""

    sales: Collection[SaleSettled]
    leases: Collection[str]
    claims: Collection[str]
    wallet_leases: Collection[str]
    asked: Collection[str] = ()
    """Names of the leases that the till asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    """What is held of some members, by member."""

    profiles: dict[str, Profile]
    books: dict[str, Books]
    wallets: dict[str, Books]
    bought: dict[str, dict[str, KeptPurchase]]
    kept: dict[str, Keeping]
    sealed: dict[str, SealedPerson]

    def add(self, other: "_Loaded") -> None:
        """Take over what is held of others."""
        self.profiles.update(other.profiles)
        self.books.update(other.books)
        self.wallets.update(other.wallets)
        self.bought.update(other.bought)
        self.kept.update(other.kept)
        self.sealed.update(other.sealed)


def load_files(
    connection: Connection, server: Server, sitting: Sitting, members: Collection[str], wanted: Wanted
) -> None:
    """Lock these members and whoever stands for them, and put their files into the sitting."""
    if not members:
        return
    tenant = sitting.till.tenant
    loaded = _ask(connection, sitting, members, wanted)()
    # Who stands for an alias is locked out of order, which is rare; a deadlock is run again.
    aliases = {
        member: each.alias_of
        for member, each in loaded.profiles.items()
        if each.state == "alias" and each.alias_of
    }
    sitting.aliases = {**sitting.aliases, **aliases}
    missing = set(aliases.values()) - {*members, *sitting.files}
    if missing:
        loaded.add(_ask(connection, sitting, missing, wanted)())
    missing |= _load_referrers(connection, sitting, loaded, wanted)
    _load_prizes(connection, sitting, loaded)
    names = sorted({*members, *missing})
    known = sitting.sales.keys()  # the house bears nothing of a sale that is only now made
    losses = load_losses(connection, tenant, names, known)
    in_wallets = any(sale.wallet_lots for sale in wanted.sales)
    borne = load_losses(connection, tenant, names if in_wallets else (), known, ledger=OF_MONEY)
    people = open_people(
        connection,
        server,
        tenant,
        loaded.profiles,
        sealed=loaded.sealed,
        unenrolled=set(names) - loaded.profiles.keys(),
    )
    claimed: Mapping[str, Claims] = {}
    if loaded.kept or wanted.claims:
        claimed = load_claims(connection, tenant, names, more=wanted.claims)
    for member in names:
        held = MemberFile(
            member,
            loaded.profiles.get(member),
            loaded.books[member],
            loaded.bought.get(member, {}),
            people.persons.get(member),
            people.birthdays.get(member, ()),
            losses.get(member, {}),
            loaded.kept.get(member) or Keeping(),
            claimed.get(member, {}),
            wallet=loaded.wallets[member],
            wallet_losses=dict(borne.get(member, {})),
        )
        sitting.loaded[member] = held.copy()
        sitting.files[member] = held
        sweep(sitting, held)


def _load_referrers(connection: Connection, sitting: Sitting, loaded: _Loaded, wanted: Wanted) -> set[str]:
    """Whoever recommended a member of whom a sale may count: out of order too, once for each friend."""
    accounts = [each.account for each in loaded.kept.values()]
    found: set[str] = set()
    more = referrers_concerned(accounts, (sale.sale for sale in wanted.sales)) - loaded.books.keys()
    while more:
        loaded.add(_ask(connection, sitting, more, wanted)())
        stands_for = {
            member: profile.alias_of
            for member in more
            if (profile := loaded.profiles.get(member)) is not None and profile.alias_of
        }
        sitting.aliases = {**sitting.aliases, **stands_for}
        found |= more
        more = set(stands_for.values()) - loaded.books.keys()
    _find_friends(connection, sitting, loaded, {sale.sale for sale in wanted.sales})
    return found


def _find_friends(connection: Connection, sitting: Sitting, loaded: _Loaded, sales: Collection[str]) -> None:
    """Who has by now what friends bought who were recommended, where one of these sales counted."""
    tenant, friends = (
        sitting.till.tenant,
        {
            (each.sale, each.id)
            for kept in loaded.kept.values()
            for each in kept.account.friends
            if each.sale in sales
        },
    )
    if not friends:
        return
    stays = stayed_with(connection, tenant, dict(friends))
    stands_for = aliases_of(connection, tenant, {friend for _, friend in friends})
    sitting.brought = {
        (sale, friend): stays.get(sale) or stands_for.get(friend, friend) for sale, friend in friends
    }


def _load_prizes(connection: Connection, sitting: Sitting, loaded: _Loaded) -> None:
    """Points of challenges that a sale which may come back was a part of, though nothing is left of them."""
    for member, kept in loaded.kept.items():
        held = loaded.books[member]
        prizes = prize_lots(kept.account, sitting.sales.keys()) - held.lots.keys()
        if prizes:
            lots = {*held.lots, *prizes}
            loaded.books.update(
                load_books(
                    connection, sitting.till.tenant, [member], more_lots=lots, more_leases=set(held.leases)
                )
            )


def load_stock(
    connection: Connection, sitting: Sitting, named: Collection[str], moments: Collection[datetime]
) -> None:
    """The store's claims of the days that the batch is about, and those it names; the store is held by it."""
    tenant, store = sitting.till.tenant, sitting.till.store
    lock_store(connection, tenant, store)
    first = min([sitting.now, *moments]).astimezone(sitting.zone).date()
    since = datetime.combine(first, time(), sitting.zone)
    held = load_stock_claims(connection, tenant, store, since=since, more=named)
    sitting.loaded[store] = MemberFile(store, None, Books(), claims=dict(held))
    sitting.files[store] = MemberFile(store, None, Books(), claims=held)


def load_parted(
    connection: Connection, server: Server, sitting: Sitting, incoming: Iterable[Incoming], wanted: Wanted
) -> None:
    """Find and lock whoever has the lots that what comes back was paid from, out of order.

    Asked only where a member has them no longer, which parting alone brings about.
    """
    tenant, parted = sitting.till.tenant, dict(sitting.parted)
    for file, known in _coming_back(sitting, incoming):
        for pot, books in ((POINTS, file.books), (WALLET, file.wallet)):
            missing = _paid_from(known, pot) - books.lots.keys()
            others = once_one_with(connection, tenant, file.member) if missing else set[str]()
            for lot, holder in holders_of_lots(connection, tenant, others, missing, pot).items():
                parted[file.member, pot.name, lot] = holder
    load_files(connection, server, sitting, set(parted.values()) - sitting.files.keys(), wanted)
    sitting.parted = parted


def _coming_back(sitting: Sitting, incoming: Iterable[Incoming]) -> Iterator[tuple[MemberFile, KnownSale]]:
    """The sales of earlier batches that this one takes back, with whom it takes them back for."""
    for each in incoming:
        known = sitting.sales.get(each.sale or "") if each.kind in TAKING_BACK else None
        member = sitting.member_of(each)
        if known is not None and member is not None and member in sitting.files:
            yield sitting.files[member], known


def _paid_from(known: KnownSale, pot: Pot) -> set[str]:
    body = known.body
    if pot is POINTS:
        return {part.lot for part in (body.burn.slices if body.burn else ())}
    used = body.from_wallet
    return set() if used is None else {part.lot for part in (*used.paid, *used.bonus)}


def is_anything_kept(programs: Collection[Program]) -> bool:
    """Whether any of these programs keeps something of members beside points."""
    return any(keeps_anything(program) for program in programs)


def _ask(
    connection: Connection, sitting: Sitting, members: Collection[str], wanted: Wanted
) -> Later[_Loaded]:
    """The lock comes first: what is asked after it is as it stands under the lock."""
    tenant, sales = sitting.till.tenant, wanted.sales
    profiles = ask_profiles(connection, tenant, members, locked=True)
    lots = {sale.lot.lot for sale in sales if sale.lot}
    lots |= {part.lot for sale in sales if sale.burn for part in sale.burn.slices}
    lots |= {lot for sale in sitting.sales for lot in referral_lots(sale)}
    books = ask_books(connection, tenant, members, more_lots=lots, more_leases=wanted.leases)
    since = history_since(sitting.program, sitting.now)
    named = {sale.sale for sale in sales}
    bought = ask_purchases(connection, tenant, members, since=since, more=named)
    keeps = is_anything_kept(sitting.programs.values())
    kept = ask_keepings(connection, tenant, members if keeps else ())
    sealed = ask_persons(connection, tenant, members)
    in_wallets = {lot for sale in sales for lot in sale.wallet_lots}
    wallets = ask_wallet_books(connection, tenant, members, lots=in_wallets, leases=wanted.wallet_leases)
    if wanted.asked:
        sitting.lent = ask_lent_to_till(connection, tenant, sitting.till.till, wanted.asked)
    return lambda: _Loaded(
        profiles=profiles(),
        books=books(),
        wallets=wallets(),
        bought=dict(bought()),
        kept=kept(),
        sealed=sealed(),
    )
