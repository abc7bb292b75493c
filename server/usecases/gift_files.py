"""Loading the gift cards that a batch, a manager or a job touches, under lock, and storing what changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import SyncRequest
from loyalty.wire.prepaid import GiftState
from server.books.model import Cause
from server.books.points import expire
from server.books.pots import GIFT
from server.context import Server
from server.model import GiftAccount, GiftFile
from server.store.books import load_books, save_books
from server.store.database import Connection
from server.store.gift_cards import load_gifts, lock_gifts, save_gifts
from server.store.members import load_losses, save_losses
from server.store.tables.ledger import OF_MONEY
from server.usecases.gifts import gift_state
from server.usecases.incoming import Incoming
from server.usecases.sitting import Sitting


def load_gifts_of(
    connection: Connection,
    sitting: Sitting,
    request: SyncRequest,
    named: Iterable[Incoming],
    incoming: Iterable[Incoming],
) -> None:
    """Load every card that the batch names, what was taken of it before included; members come first."""
    sold = [each.body for each in incoming if isinstance(each.body, SaleSettled)]
    sales = [*sold, *(known.body for known in sitting.sales.values())]
    events = tuple(named)
    cards = {each.card for event in events for each in event.gifts}
    cards |= {card for sale in sales for card in sale.gift_cards}
    asks = [ask for ask in request.asks if ask.account == GIFT.name]
    cards |= {ask.member for ask in asks}
    if not cards:
        return
    leases = {each.lease for event in events for each in event.gifts if each.lease}
    files = open_gifts(
        connection,
        sitting.till.tenant,
        cards,
        make={each.card for sale in sold for each in sale.gifts},
        leases=leases | {ask.lease for ask in asks},
        lots={each.lot for sale in sales for each in sale.gifts}
        | {part.lot for sale in sales for each in sale.gift_tenders for part in each.slices},
        sales={sale.sale for sale in sales},
    )
    sitting.loaded_gifts = {card: file.copy() for card, file in files.items()}
    sitting.gifts = files
    for file in files.values():
        sweep_gift(file, sitting.now, sitting.program_version)


def open_gifts(
    connection: Connection,
    tenant: str,
    cards: Collection[str],
    *,
    make: Collection[str] = (),
    leases: Collection[str] = (),
    lots: Collection[str] = (),
    sales: Collection[str] = (),
) -> dict[str, GiftFile]:
    """These cards and those that have replaced them, locked, each with its books."""
    accounts = lock_gifts(connection, tenant, cards, make=make)
    wanted = set(cards)
    # What a card was replaced by is locked out of order, which is rare; a deadlock is run again.
    while missing := {each.replaced_by for each in accounts.values() if each.replaced_by} - wanted:
        accounts |= lock_gifts(connection, tenant, missing)
        wanted |= missing
    books = load_books(connection, tenant, wanted, more_lots=lots, more_leases=leases, pot=GIFT)
    losses = load_losses(connection, tenant, wanted, sales, ledger=OF_MONEY)
    return {
        card: GiftFile(card, accounts.get(card), books[card], dict(losses.get(card, {})))
        for card in sorted(wanted)
    }


def sweep_gift(file: GiftFile, now: datetime, version: int) -> None:
    """Let what is dead go before anything else is posted."""
    revision = file.account.revision if file.account else 0
    expire(file.books, Cause(operation=f"sweep:{revision}", at=now, store=None, program_version=version))


def save_gift_files(
    connection: Connection,
    tenant: str,
    before: Mapping[str, GiftFile],
    files: Mapping[str, GiftFile],
    now: datetime,
) -> list[str]:
    """Store what differs, each card with a new revision; gives those that every till has to hear of."""
    changed = [file for card, file in files.items() if _has_changed(before[card], file)]
    for file in changed:
        account = file.account or GiftAccount(card=file.card)
        file.account = replace(account, revision=account.revision + 1)
    save_gifts(connection, tenant, [file.account for file in changed if file.account])
    pairs = {file.card: (before[file.card].books, file.books) for file in changed}
    save_books(connection, tenant, pairs, now, ledger=OF_MONEY)
    borne = [(file.card, sale, lost) for file in changed for sale, lost in file.losses.items()]
    save_losses(connection, tenant, borne, ledger=OF_MONEY)
    return [file.card for file in changed if _is_told_to_all(before[file.card], file)]


def load_gift_states(
    connection: Connection, server: Server, tenant: str, cards: Collection[str]
) -> dict[str, GiftState]:
    """The states of these cards, as far as there are such."""
    now = server.clock.now()
    accounts = load_gifts(connection, tenant, cards)
    books = load_books(connection, tenant, accounts, pot=GIFT)
    return {
        card: gift_state(GiftFile(card, account, books[card]), moment=now)
        for card, account in accounts.items()
    }


def _has_changed(before: GiftFile, file: GiftFile) -> bool:
    return _is_told_to_all(before, file) or file.books.leases != before.books.leases


def _is_told_to_all(before: GiftFile, file: GiftFile) -> bool:
    """Whether every till has to know; what one till was lent is between it and the server."""
    was, now = before.account, file.account
    is_other = now is not None and (was is None or replace(now, revision=was.revision) != was)
    return bool(file.books.postings) or is_other
