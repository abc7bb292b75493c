"""Signing in with a PIN, and out.

The PIN is checked with Argon2id over the peppered text, outside of any transaction, since it takes a while
on purpose. Wrong PINs are counted in the database and written into the journal; after five in a row nobody
may try that name for a while, and each further one doubles the while. A lock that ends later than any can
was set by a clock that was wrong then, and holds nobody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.wire.pins import peppered_pin
from terminal.clock import timestamp
from terminal.session import Session
from terminal.till import Till

if TYPE_CHECKING:
    from terminal.store.operators import Operator

FREE_TRIES: Final = 5
FIRST_LOCK: Final = timedelta(seconds=30)
LONGEST_LOCK: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Failed:
    """What one more wrong PIN leads to."""

    count: int
    locked_until: datetime | None


def sign_in(till: Till, *, operator: str, pin: str) -> Session:
    """The session of an operator whose PIN is right.

    Raises:
        Refused: `wrong-pin` (tries_left), `operator-locked` (until: UTC text, seconds), `unknown-operator`,
            `not-paired`.
    """
    now = till.clock.now()
    known = check_pin(till, operator=operator, pin=pin)
    with till.store.write() as unit:
        if known.failures:
            unit.operators.set_failures(operator, failures=0, locked_until=None)
        unit.journal.append("operator_signed_in", {"v": 1}, operator)
    till.nudge_sync()
    return Session(operator=operator, name=known.name, role=known.role, at=now)


def check_pin(till: Till, *, operator: str, pin: str) -> "Operator":
    """The operator whose PIN this is; a wrong one is counted, and nothing else is written.

    Raises:
        Refused: as `sign_in`.
    """
    with till.store.read() as reading:
        known = reading.operators.by_id(operator)
    if known is None or not known.active:
        raise Refused("unknown-operator")
    now = till.clock.now()
    if known.locked_until is not None and now < known.locked_until <= now + LONGEST_LOCK:
        raise _locked(known.locked_until, now)
    if not _pin_is_right(till, known, pin):
        _refuse(till, known, now)
    return known


def sign_out(till: Till, session: Session) -> None:
    """Record that the operator left."""
    with till.store.write() as unit:
        unit.journal.append("operator_signed_out", {"v": 1}, session.operator)
    till.nudge_sync()


def _pin_is_right(till: Till, operator: "Operator", pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    pepper = till.keys.get("pin-pepper")
    if pepper is None:
        raise Refused("not-paired")
    try:
        return PasswordHasher().verify(
            operator.pin_hash, peppered_pin(pin, operator=operator.operator, pepper=pepper)
        )
    except (VerificationError, InvalidHashError):
        return False


def _refuse(till: Till, operator: "Operator", now: datetime) -> None:
    failed = _after_failure(operator.failures + 1, now)
    with till.store.write() as unit:
        unit.operators.set_failures(
            operator.operator, failures=failed.count, locked_until=failed.locked_until
        )
        unit.journal.append("sign_in_refused", {"v": 1, "operator": operator.operator}, "")
    till.nudge_sync()
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
