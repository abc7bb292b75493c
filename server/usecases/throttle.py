"""How often tills look members up, publish, have pairing codes made, and anybody guesses one: of all workers.

Whoever has a till's key could else ask for every phone number there is, and learn who is a member. A look-up
that finds nobody weighs more than one that does: that is what trying numbers out looks like. Once too many
were in vain nothing is looked up at all for a while, so that a refusal tells nothing.
"""

from datetime import datetime, timedelta
from typing import Final

from loyalty.errors import Refused
from server.limits import Allowance
from server.model import TillAccount
from server.store.database import Connection
from server.store.tallies import lock_tally, read_tally, save_tally

LOOK_UPS: Final = Allowance(burst=60, every=timedelta(seconds=2))
MISSES: Final = Allowance(burst=20, every=timedelta(seconds=10))
MISSES_OF_ALL_TILLS: Final = Allowance(burst=600, every=timedelta(milliseconds=200))
PUBLICATIONS: Final = Allowance(burst=20, every=timedelta(seconds=30))
PAIRING_CODES: Final = Allowance(burst=10, every=timedelta(minutes=3))
WRONG_CODES: Final = Allowance(burst=300, every=timedelta(milliseconds=600))

_ALL = ""


def take_look_up(connection: Connection, till: TillAccount, now: datetime) -> None:
    """Take one look-up of a till's. Its own rows are locked, its tenant's is only read.

    Raises:
        Refused: `too-many-look-ups` (seconds): of this till, or too many in vain of all its tenant's tills.
    """
    own = lock_tally(connection, tenant=till.tenant, what="look-ups", who=till.till)
    in_vain = lock_tally(connection, tenant=till.tenant, what="misses", who=till.till)
    of_all = read_tally(connection, tenant=till.tenant, what="misses", who=_ALL)
    wait = max(LOOK_UPS.wait(own, now), MISSES.wait(in_vain, now), MISSES_OF_ALL_TILLS.wait(of_all, now))
    if wait:
        raise Refused("too-many-look-ups", seconds=wait)
    full_at = LOOK_UPS.take(own, now)
    save_tally(connection, tenant=till.tenant, what="look-ups", who=till.till, full_at=full_at)


def count_miss(connection: Connection, till: TillAccount, now: datetime) -> None:
    """Count a look-up that found nobody, for the till and for its tenant."""
    for who, allowance in ((till.till, MISSES), (_ALL, MISSES_OF_ALL_TILLS)):
        tally = lock_tally(connection, tenant=till.tenant, what="misses", who=who)
        full_at = allowance.take(tally, now)
        save_tally(connection, tenant=till.tenant, what="misses", who=who, full_at=full_at)


def take_publication(connection: Connection, tenant: str, now: datetime) -> None:
    """Take one program that is sent to be published: reading it takes a while, whoever sends it.

    Raises:
        Refused: `too-many-programs` (seconds).
    """
    tally = lock_tally(connection, tenant=tenant, what="programs", who=_ALL)
    wait = PUBLICATIONS.wait(tally, now)
    if wait:
        raise Refused("too-many-programs", seconds=wait)
    save_tally(connection, tenant=tenant, what="programs", who=_ALL, full_at=PUBLICATIONS.take(tally, now))


def take_pairing_code(connection: Connection, tenant: str, now: datetime) -> None:
    """Take one code that a till of a tenant has made: each is a way into the shop while it is good.

    Raises:
        Refused: `too-many-pairing-codes` (seconds).
    """
    tally = lock_tally(connection, tenant=tenant, what="pairing-codes", who=_ALL)
    wait = PAIRING_CODES.wait(tally, now)
    if wait:
        raise Refused("too-many-pairing-codes", seconds=wait)
    full_at = PAIRING_CODES.take(tally, now)
    save_tally(connection, tenant=tenant, what="pairing-codes", who=_ALL, full_at=full_at)


def check_codes(connection: Connection, now: datetime) -> None:
    """Whether a pairing code may be tried at all.

    Raises:
        Refused: `too-many-codes` (seconds): too many were wrong lately, wherever they came from.
    """
    tally = lock_tally(connection, tenant=_ALL, what="wrong-codes", who=_ALL)
    wait = WRONG_CODES.wait(tally, now)
    if wait:
        raise Refused("too-many-codes", seconds=wait)


def count_wrong_code(connection: Connection, now: datetime) -> None:
    """Count a pairing code that there is not."""
    tally = lock_tally(connection, tenant=_ALL, what="wrong-codes", who=_ALL)
    full_at = WRONG_CODES.take(tally, now)
    save_tally(connection, tenant=_ALL, what="wrong-codes", who=_ALL, full_at=full_at)
