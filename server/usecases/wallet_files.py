"""Loading the wallets of members whose locks are held, and storing what changed of them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from server.books.model import Books
from server.books.pots import WALLET
from server.model import MemberFile
from server.store.books import load_books, save_books
from server.store.compiled import Later
from server.store.database import Connection
from server.store.members import save_losses
from server.store.tables.ledger import OF_MONEY
from server.store.wallets import ask_wallets, bonuses_beside


def load_wallets(
    connection: Connection,
    tenant: str,
    members: Collection[str],
    *,
    lots: Collection[str] = (),
    leases: Collection[str] = (),
) -> dict[str, Books]:
    """The wallet of each of these members; most have none, and nothing more is read for them.

    `lots` and `leases` are loaded though nothing is left in them, and so is every bonus beside whose money
    something is left: what was spent of it says what bringing that money back pays out.
    """
    return ask_wallet_books(connection, tenant, members, lots=lots, leases=leases)()


def ask_wallet_books(
    connection: Connection,
    tenant: str,
    members: Collection[str],
    *,
    lots: Collection[str] = (),
    leases: Collection[str] = (),
) -> Later[dict[str, Books]]:
    """The same, once they are wanted."""
    having: Later[Collection[str]]
    having = (lambda: members) if lots or leases else ask_wallets(connection, tenant, members)

    def load() -> dict[str, Books]:
        found = {member: Books(pot=WALLET) for member in members}
        held = having()
        if held:
            more = {*lots, *bonuses_beside(connection, tenant, held)}
            found |= load_books(connection, tenant, held, more_lots=more, more_leases=leases, pot=WALLET)
        return found

    return load


def save_wallets(
    connection: Connection,
    tenant: str,
    before: Mapping[str, MemberFile],
    files: Iterable[MemberFile],
    now: datetime,
) -> None:
    """Store what differs of these files' wallets from what they were."""
    changed = [file for file in files if has_moved(before[file.member], file)]
    pairs = {file.member: (before[file.member].wallet, file.wallet) for file in changed}
    if pairs:
        save_books(connection, tenant, pairs, now, ledger=OF_MONEY)
    borne = [(file.member, sale, lost) for file in changed for sale, lost in file.wallet_losses.items()]
    save_losses(connection, tenant, borne, ledger=OF_MONEY)


def has_moved(before: MemberFile, file: MemberFile) -> bool:
    """Whether there is anything to store of a wallet."""
    return bool(file.wallet.postings) or file.wallet.leases != before.wallet.leases
