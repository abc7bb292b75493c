"""What a manager does with gift cards: make numbers, look one up, block it, replace it; a store's rules.

Each is told to every till by the feed, and to those that wait for news at once. Nobody takes money off a card
here or puts any on: that is for tills, with a receipt.
"""

import secrets
from dataclasses import dataclass, replace
from typing import Literal

from argon2 import PasswordHasher

from loyalty.errors import Refused
from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.identity.codes import GiftCard, classify
from loyalty.units import Points
from loyalty.wire.feed import GiftRules, StoreSettings
from loyalty.wire.pins import peppered_pin
from loyalty.wire.prepaid import GiftState
from server.books.model import Cause
from server.books.moving import move
from server.context import Server
from server.model import GiftAccount, GiftFile
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.gift_cards import save_gifts
from server.store.merges import drop_holding, move_losses, whole_books
from server.store.tables.ledger import OF_MONEY
from server.store.tenancy import list_stores, save_store_settings
from server.usecases.admin.setup import checked_settings, find_tenant, unknown
from server.usecases.gift_desk import Act, cause_of, work_on_gifts
from server.usecases.gift_files import load_gift_states

MOST_AT_ONCE = 10_000
_PIN_LENGTH = 6


@dataclass(frozen=True, slots=True)
class MadeCard:
    """A fresh number, and the PIN to be printed under its scratch field; empty where it has none."""

    card: str
    pin: str


def make_gift_cards(
    server: Server, *, tenant: str | None, count: int, with_pin: bool
) -> tuple[MadeCard, ...]:
    """Make numbers to print on cards. They are worth nothing before a till has sold them.

    A PIN is told here once and kept only as a hash.

    Raises:
        Refused: `gift-count` (1 to 10,000), `tenant-…`.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused("gift-count", count=count, most=MOST_AT_ONCE)
    made = [
        MadeCard(card_number(secrets.randbelow(10**13), scheme=GIFT_SCHEME), _new_pin() if with_pin else "")
        for _ in range(count)
    ]

    def unit(connection: Connection) -> None:
        owner = find_tenant(connection, tenant)
        pepper = server.keys.pin_pepper(owner)
        save_gifts(
            connection,
            owner,
            [GiftAccount(card=each.card, pin_hash=_pin_hash(each, pepper), revision=1) for each in made],
        )
        touch(connection, owner, [("gift", each.card) for each in made])

    server.database.write(unit)
    return tuple(made)


def gift_card(server: Server, *, tenant: str | None, card: str) -> GiftState:
    """A card as it stands. Raises Refused: `gift-number`, `no-such-gift-card`, `tenant-…`."""
    check_number(card)

    def unit(connection: Connection) -> GiftState:
        states = load_gift_states(connection, server, find_tenant(connection, tenant), [card])
        if card not in states:
            raise Refused("no-such-gift-card", number=card)
        return states[card]

    return server.database.read(unit)


def set_gift_blocked(server: Server, *, tenant: str | None, card: str, blocked: bool) -> None:
    """Let nobody pay with a card any more, or again. What a till was lent of it until now it may still spend.

    Raises:
        Refused: `gift-number`, `no-such-gift-card`, `gift-replaced`, `tenant-…`.
    """
    state: Literal["active", "blocked"] = "blocked" if blocked else "active"

    def act(files: dict[str, GiftFile], _cause: Cause) -> None:
        account = _usable(files[card])
        if not blocked and account.sold_at is None:
            files[card].account = replace(account, state="new")
        else:
            files[card].account = replace(account, state=state)

    _work(server, tenant, card, act)


def replace_gift_card(server: Server, *, tenant: str | None, card: str, new: str) -> None:
    """Pass all that is on a card, what tills were lent of it included, to another one; the old one is over.

    Raises:
        Refused: `gift-number` (either), `no-such-gift-card`, `gift-replaced`, `gift-in-use`: money was on the
            new one already; `tenant-…`.
    """
    check_number(new)

    def unit(connection: Connection) -> None:
        owner = find_tenant(connection, tenant)
        lots, leases = whole_books(connection, owner, [card], ledger=OF_MONEY)

        def act(files: dict[str, GiftFile], cause: Cause) -> None:
            source, target = files[card], files[new]
            account = _usable(source)
            if new == card or target.books.lots or (target.account and target.account.sold_at):
                raise Refused("gift-in-use", number=new)
            move(
                source.books,
                target.books,
                lots=lots,
                leases=leases,
                owed=Points(0),
                out=cause_of(cause, "out"),
                into=cause_of(cause, "in"),
            )
            fresh = target.account or GiftAccount(card=new)
            source.account = replace(account, state="replaced", replaced_by=new)
            target.account = replace(fresh, state="active", store=account.store, sold_at=account.sold_at)
            drop_holding(connection, owner, card, lots=lots, leases=leases, ledger=OF_MONEY)

        work_on_gifts(
            connection, server, owner, [card, new], act, lots=lots, leases=leases, make=[new], is_urgent=True
        )
        move_losses(connection, owner, card, new, ledger=OF_MONEY)

    check_number(card)
    server.database.write(unit)


def set_gift_rules(server: Server, *, tenant: str | None, store: str, rules: GiftRules | None) -> None:
    """How a store (by its code) sells gift cards; None: not at all.

    Raises:
        Refused: `no-such-store`, `store-settings` (path, why), `tenant-…`.
    """

    def unit(connection: Connection) -> None:
        owner = find_tenant(connection, tenant)
        stores = {each.code: each for each in list_stores(connection, owner)}
        if store not in stores:
            raise unknown("store", store, list(stores))
        held = stores[store]
        settings = replace(StoreSettings.from_json(held.settings), gift_cards=rules)
        save_store_settings(connection, owner, held.store, checked_settings(settings))
        ring(connection, owner)
        touch(connection, owner, [("settings", held.store)])

    server.database.write(unit)


def check_number(card: str) -> None:
    """Check that it is a gift card's number. Raises Refused: `gift-number`."""
    if classify(card) != GiftCard(card, holds=True):
        raise Refused("gift-number", card=card)


def _work(server: Server, tenant: str | None, card: str, act: Act) -> None:
    check_number(card)
    server.database.write(
        lambda connection: work_on_gifts(
            connection, server, find_tenant(connection, tenant), [card], act, is_urgent=True
        )
    )


def _usable(file: GiftFile) -> GiftAccount:
    account = file.account
    if account is None:
        raise Refused("no-such-gift-card", number=file.card)
    if account.state == "replaced":
        raise Refused("gift-replaced", card=file.card)
    return account


def _new_pin() -> str:
    """Six digits, the first no 0 and none of the kinds that are tried first."""
    while True:
        pin = str(10 ** (_PIN_LENGTH - 1) + secrets.randbelow(9 * 10 ** (_PIN_LENGTH - 1)))
        if len(set(pin)) > 2 and pin not in "0123456789" and pin not in "9876543210":
            return pin


def _pin_hash(made: MadeCard, pepper: bytes) -> str | None:
    if not made.pin:
        return None
    return PasswordHasher().hash(peppered_pin(made.pin, operator=made.card, pepper=pepper))
