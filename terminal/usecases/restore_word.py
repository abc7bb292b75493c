"""The word on which a till goes back to a copy: a manager's PIN, by its books or by the copy."""

import logging
from collections.abc import Iterable
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.roles import Role
from terminal.keystore.pin_tries import forgive_last_try, forgive_tries, wrong_in_a_row
from terminal.keystore.ports import KeyStore
from terminal.session import Session
from terminal.store.till_copy import KnownManager
from terminal.till import Till
from terminal.usecases.pins import pin_is_right
from terminal.usecases.sign_in import FREE_TRIES, check_pin

log = logging.getLogger(__name__)

RESTORES: Final[frozenset[Role]] = frozenset({"manager"})


def agree_to_restore(till: Till, session: Session, *, copy: str, own_pin: str) -> None:
    """Make sure that whoever is signed in may have the till opened from that copy, and means it.

    Raises:
        Refused: `deed-may-not`; of `own_pin` as `sign_in`.
    """
    if session.role not in RESTORES:
        raise Refused("deed-may-not")
    check_pin(till, operator=session.operator, pin=own_pin)
    log.info("the till is opened from the copy %s, as operator %s asked", copy, session.operator)


def check_managers_word(managers: Iterable[KnownManager], keys: KeyStore, *, pin: str) -> KnownManager:
    """The manager whose PIN it is, where there are no books to sign in by: those of the copy count.

    Nobody knows here whose PIN was meant: a wrong one counts for each, somebody's right one for nobody. No
    clock lets somebody try on after `FREE_TRIES` of them, since what knew it is gone.

    Raises:
        Refused: `restore-word-wrong`; `restore-word-shut`: too many wrong ones, or no manager is known.
        Unavailable: the key store does not answer.
    """
    may_try = [
        each
        for each in managers
        if wrong_in_a_row(keys, operator=each.operator, pin_hash=each.pin_hash) < FREE_TRIES
    ]
    if not may_try:
        raise Refused("restore-word-shut")
    for place, each in enumerate(may_try):
        if pin_is_right(keys, operator=each.operator, pin_hash=each.pin_hash, pin=pin):
            forgive_tries(keys, operator=each.operator, pin_hash=each.pin_hash)
            for asked in may_try[:place]:
                forgive_last_try(keys, operator=asked.operator, pin_hash=asked.pin_hash)
            return each
    raise Refused("restore-word-wrong")
