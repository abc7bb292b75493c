"""Locking everybody of whose points, money or vouchers a till holds some: members first, then gift cards."""

from sqlalchemy import Connection

from loyalty.identity.codes import GiftCard, classify
from server.store.claims import claims_held_by
from server.store.gift_cards import lock_gifts
from server.store.leases import holders_leased_to
from server.store.members import lock_profiles
from server.store.tables.ledger import OF_MONEY, OF_POINTS


def lock_holders(connection: Connection, tenant: str, till: str) -> None:
    """Hold them all to the end of the transaction, in the order in which a batch locks them."""
    holders = holders_leased_to(connection, tenant, till, ledger=OF_POINTS)
    holders |= holders_leased_to(connection, tenant, till, ledger=OF_MONEY)
    holders |= {member for member, _ in claims_held_by(connection, tenant, till)}
    cards = {holder for holder in holders if is_gift_card(holder)}
    lock_profiles(connection, tenant, holders - cards)
    lock_gifts(connection, tenant, cards)


def is_gift_card(holder: str) -> bool:
    """Whether who holds money is a gift card, and no member."""
    return isinstance(classify(holder), GiftCard)
