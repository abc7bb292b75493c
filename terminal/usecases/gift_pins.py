"""The PIN of a gift card, where it has one: checked as the card is scanned to pay, counted where wrong.

Checked at the till, with no network, by the hash that the server told; as an operator's is, outside of any
transaction. After `MOST_TRIES` wrong ones in a row this till takes the card no more: a manager replaces it.
"""

from typing import Final

from loyalty.errors import Refused
from loyalty.wire.pins import peppered_pin
from loyalty.wire.prepaid import GiftState
from terminal.keystore.pin_tries import count_try, forgive_tries, wrong_in_a_row
from terminal.till import Till

MOST_TRIES: Final = 5


def check_gift_pin(till: Till, state: GiftState | None, pin: str) -> bool:
    """Whether the card has a PIN and this is it; false where it has none, as far as this till was told.

    Raises:
        Refused: `gift-pin-needed`, `gift-pin-wrong` (tries_left), `gift-pin-shut`, `not-paired`.
        Unavailable: the key store does not answer.
    """
    if state is None or not state.pin_hash:
        return False
    if not pin:
        raise Refused("gift-pin-needed")
    tries = wrong_in_a_row(till.keys, operator=state.card, pin_hash=state.pin_hash)
    if tries >= MOST_TRIES:
        raise Refused("gift-pin-shut")
    if not _is_right(till, state, pin):
        raise Refused("gift-pin-wrong", tries_left=MOST_TRIES - tries - 1)
    forgive_tries(till.keys, operator=state.card, pin_hash=state.pin_hash)
    return True


def _is_right(till: Till, state: GiftState, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    pepper = till.keys.get("pin-pepper")
    if pepper is None:
        raise Refused("not-paired")
    count_try(till.keys, operator=state.card, pin_hash=state.pin_hash)
    try:
        return PasswordHasher().verify(state.pin_hash, peppered_pin(pin, operator=state.card, pepper=pepper))
    except (VerificationError, InvalidHashError):
        return False
