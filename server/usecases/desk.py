"""Members worked on outside of any till's batch: by a manager, or by a job that runs of itself.

The same books as a batch works on, loaded under the members' locks and stored as far as they changed, each
with a new revision and a word to the feed. Which members there are to work on is the caller's to find.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from loyalty.program import Program
from server.books.model import Cause
from server.context import Server, read_program
from server.keeping.model import Keeping
from server.model import MemberFile
from server.store.books import load_books, save_books
from server.store.catalogue import program_in_force
from server.store.database import Connection
from server.store.feed import Thing, ring, touch
from server.store.keepings import load_keepings, save_keepings
from server.store.members import load_purchases, lock_profiles, save_profiles, save_purchases
from server.store.merges import whole_books
from server.store.persons import load_persons
from server.store.tables.ledger import OF_MONEY
from server.usecases.standing import history_since
from server.usecases.states import open_people
from server.usecases.wallet_files import has_moved, load_wallets, save_wallets
from server.values import altered


@dataclass(slots=True)
class Desk:
    """Files of members that are locked to the end of the transaction; change them, then `clear` the desk."""

    tenant: str
    now: datetime
    program: Program | None
    program_version: int
    files: dict[str, MemberFile] = field(default_factory=dict[str, MemberFile])
    loaded: dict[str, MemberFile] = field(default_factory=dict[str, MemberFile])
    things: list[Thing] = field(default_factory=list[Thing])

    def cause(self, operation: str, *, store: str | None = None) -> Cause:
        """The cause of what is done here, under a name that is used once."""
        return Cause(operation=operation, at=self.now, store=store, program_version=self.program_version)


def open_desk(
    connection: Connection,
    server: Server,
    tenant: str,
    members: Collection[str],
    *,
    leases: Collection[str] = (),
    whole: bool = False,
) -> Desk:
    """Load these members, as far as they are enrolled, in the order of their ids.

    Closed leases are there where they are named, purchases as far back as they matter; `whole` is all.
    """
    force = program_in_force(connection, tenant, server.clock.now())
    desk = Desk(
        tenant=tenant,
        now=server.clock.now(),
        program=read_program(force.text) if force else None,
        program_version=force.version if force else 0,
    )
    profiles = lock_profiles(connection, tenant, members)
    lots, more = whole_books(connection, tenant, profiles) if whole else (set[str](), set(leases))
    books = load_books(connection, tenant, profiles, more_leases=more, more_lots=lots)
    since = None if whole else history_since(desk.program, desk.now)
    bought = load_purchases(connection, tenant, profiles, since=since)
    sealed = load_persons(connection, tenant, profiles)
    people = open_people(connection, server, tenant, profiles, sealed=sealed)
    kept = load_keepings(connection, tenant, profiles)
    more_lots, more_leases = (
        whole_books(connection, tenant, profiles, ledger=OF_MONEY) if whole else (set[str](), set(leases))
    )
    wallets = load_wallets(connection, tenant, profiles, lots=more_lots, leases=more_leases)
    for member in sorted(profiles):
        held = MemberFile(
            member,
            profiles[member],
            books[member],
            dict(bought.get(member, {})),
            people.persons.get(member),
            people.birthdays.get(member, ()),
            keeping=kept.get(member) or Keeping(),
            wallet=wallets[member],
        )
        desk.files[member] = held
        desk.loaded[member] = replace(
            held,
            books=held.books.copy(),
            purchases=dict(held.purchases),
            keeping=held.keeping.copy(),
            wallet=held.wallet.copy(),
        )
    return desk


def clear_desk(connection: Connection, desk: Desk, *, is_urgent: bool = False) -> list[str]:
    """Store what changed and tell the feed; gives the members that changed.

    `is_urgent`: tills that wait for news are to hear of it at once.
    """
    changed = [file for file in desk.files.values() if _has_changed(desk, file)]
    for file in changed:
        if file.profile is not None:
            file.profile = altered(file.profile, revision=file.profile.revision + 1)
    save_profiles(connection, desk.tenant, [file.profile for file in changed if file.profile])
    bought = [
        (file.member, purchase)
        for file in changed
        for purchase in file.purchases.values()
        if desk.loaded[file.member].purchases.get(purchase.sale) != purchase
    ]
    save_purchases(connection, desk.tenant, bought)
    pairs = {file.member: (desk.loaded[file.member].books, file.books) for file in changed}
    save_books(connection, desk.tenant, pairs, desk.now)
    save_wallets(connection, desk.tenant, desk.loaded, changed, desk.now)
    noted = {file.member: file.keeping for file in changed if file.keeping.notes}
    save_keepings(connection, desk.tenant, noted)
    if is_urgent:
        ring(connection, desk.tenant)
    touch(connection, desk.tenant, [*(("member", file.member) for file in changed), *desk.things])
    return [file.member for file in changed]


def _has_changed(desk: Desk, file: MemberFile) -> bool:
    before = desk.loaded[file.member]
    if has_moved(before, file):
        return True
    kept = (before.profile, before.purchases, before.person, before.books.leases)
    return bool(file.books.postings or file.keeping.notes) or kept != (
        file.profile,
        file.purchases,
        file.person,
        file.books.leases,
    )
