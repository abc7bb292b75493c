"""Signing in with a PIN, and out, and whether whoever signed in may still go on.

The PIN is checked with Argon2id over the peppered text, outside of any transaction, since it takes a while
on purpose. Wrong PINs are counted in the database and in the key store, of which the higher count holds, and
written into the journal; after five in a row nobody may try that name for a while, and each further one
doubles the while. A lock that ends later than any can was set by a clock that was wrong then, and holds
nobody; but after `MOST_TRIES` in a row no clock helps, only a new PIN from the server.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from terminal.clock import timestamp
from terminal.keystore.pin_tries import forgive_tries, wrong_in_a_row
from terminal.session import Session
from terminal.till import Till
from terminal.usecases.pins import pin_is_right

if TYPE_CHECKING:
    from terminal.store.operators import Operator

FREE_TRIES: Final = 5
FIRST_LOCK: Final = timedelta(seconds=30)
LONGEST_LOCK: Final = timedelta(hours=1)
MOST_TRIES: Final = 20
"""Of 10,000 PINs of four digits, so many at most are tried at a till, whatever its clock and its files."""


@dataclass(frozen=True, slots=True)
class _Failed:
    """What one more wrong PIN leads to."""

    count: int
    locked_until: datetime | None


def sign_in(till: Till, *, operator: str, pin: str) -> Session:
    """The session of an operator whose PIN is right.

    Raises:
        Refused: `wrong-pin` (tries_left), `operator-locked` (until: UTC text, seconds), `unknown-operator`,
            `operator-shut` (tries), `not-paired`.
        Unavailable: the key store does not answer.
    """
    now = till.clock.now()
    known = check_pin(till, operator=operator, pin=pin)
    with till.store.write() as unit:
        unit.journal.append("operator_signed_in", {"v": 1}, operator)
    till.nudge_sync()
    return Session(operator=operator, name=known.name, role=known.role, at=now)


def check_pin(till: Till, *, operator: str, pin: str) -> "Operator":
    """The operator whose PIN this is; a wrong one is counted, a right one forgives those before it.

    Raises:
        Refused: as `sign_in`.
    """
    with till.store.read() as reading:
        known = reading.operators.by_id(operator)
    if known is None or not known.active:
        raise Refused("unknown-operator")
    _check_lock(till, known, till.clock.now())
    if not pin_is_right(till.keys, operator=operator, pin_hash=known.pin_hash, pin=pin):
        _refuse(till, known, till.clock.now())
    forgive_tries(till.keys, operator=operator, pin_hash=known.pin_hash)
    if known.failures:
        with till.store.write() as unit:
            unit.operators.set_failures(operator, failures=0, locked_until=None)
    return known


def sign_out(till: Till, session: Session) -> None:
    """Record that the operator left."""
    with till.store.write() as unit:
        unit.journal.append("operator_signed_out", {"v": 1}, session.operator)
    till.nudge_sync()


def session_now(till: Till, session: Session) -> Session | None:
    """The session as the server would have it now, under another name or role; None: it may go on no more."""
    with till.store.read() as reading:
        known = reading.operators.by_id(session.operator)
    if known is None or not known.active:
        return None
    return replace(session, name=known.name, role=known.role)


def _check_lock(till: Till, operator: "Operator", now: datetime) -> None:
    """Whether this name may be tried now.

    A database that knows of fewer tries than the key store was restored, or the till was switched off in the
    middle of a try: the lock that it lacks begins now.
    """
    tries = wrong_in_a_row(till.keys, operator=operator.operator, pin_hash=operator.pin_hash)
    if max(tries, operator.failures) >= MOST_TRIES:
        raise Refused("operator-shut", tries=max(tries, operator.failures))
    if operator.locked_until is not None and now < operator.locked_until <= now + LONGEST_LOCK:
        raise _locked(operator.locked_until, now)
    missed = _after_failure(tries, now)
    if tries > operator.failures and missed.locked_until is not None:
        with till.store.write() as unit:
            unit.operators.set_failures(operator.operator, failures=tries, locked_until=missed.locked_until)
        raise _locked(missed.locked_until, now)


def _refuse(till: Till, operator: "Operator", now: datetime) -> None:
    tries = wrong_in_a_row(till.keys, operator=operator.operator, pin_hash=operator.pin_hash)
    failed = _after_failure(max(tries, operator.failures + 1), now)
    with till.store.write() as unit:
        unit.operators.set_failures(
            operator.operator, failures=failed.count, locked_until=failed.locked_until
        )
        unit.journal.append("sign_in_refused", {"v": 1, "operator": operator.operator}, "")
    till.nudge_sync()
    if failed.count >= MOST_TRIES:
        raise Refused("operator-shut", tries=failed.count)
    if failed.locked_until is not None:
        raise _locked(failed.locked_until, now)
    raise Refused("wrong-pin", tries_left=FREE_TRIES - failed.count)


def _after_failure(count: int, now: datetime) -> _Failed:
    if count < FREE_TRIES:
        return _Failed(count, None)
    doublings = min(count - FREE_TRIES, 20)
    return _Failed(count, now + min(LONGEST_LOCK, FIRST_LOCK * 2**doublings))


def _locked(until: datetime, now: datetime) -> Refused:
    seconds = -int((now - until).total_seconds() // 1)
    return Refused("operator-locked", until=timestamp(until), seconds=seconds)
