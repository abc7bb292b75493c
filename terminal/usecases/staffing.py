"""Those who may sign in, as a manager keeps them from a till: the PIN of whoever does it is asked first.

The server does it and tells every till; this one keeps its answer, and writes down who did what to whom.
A new PIN is hashed here: neither the line nor the journal ever has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.names import tidy
from loyalty.wire.canonical import JsonObject
from loyalty.wire.messages import VERSION
from loyalty.wire.pins import check_pin_form, peppered_pin
from loyalty.wire.roles import Role
from loyalty.wire.staffing import (
    STAFFS,
    StaffDeed,
    StaffDeedDone,
    StaffDeedKind,
    StaffState,
    may_do,
)
from terminal.session import Session, StaffMember
from terminal.till import Till
from terminal.usecases.asking import have_done
from terminal.usecases.sign_in import check_pin

Ask = Callable[[StaffDeed], StaffDeedDone]
OURS: Final[Mapping[str, str]] = {
    "operator-may-not": "deed-may-not",
    "operator-unknown": "staff-unknown",
    "own-role": "own-role",
    "name-missing": "staff-name-missing",
}
"""Refusals of the server's that have a sentence here, and its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffWish:
    """What somebody wants: `deed` and, of somebody new, `who` are made once, however often it is tried."""

    deed: str
    kind: StaffDeedKind
    who: str
    name: str | None = None
    role: Role | None = None
    state: StaffState | None = None
    pin: str | None = None


def list_staff(till: Till, session: Session) -> tuple[StaffMember, ...]:
    """Everybody, for who may change them; for others themselves."""
    with till.store.read() as reading:
        staff = reading.operators.staff()
    return tuple(each for each in staff if session.role in STAFFS or each.operator == session.operator)


def do_staff_deed(till: Till, session: Session, wish: StaffWish, *, own_pin: str, ask: Ask) -> StaffMember:
    """Have the server do it, once it is sure who is here; gives the operator as they are since.

    Raises:
        Refused: `deed-may-not`, `own-role`, `staff-name-missing`, `staff-unknown`; `pin-form`, `pin-easy`; of
            `own_pin` as `sign_in`.
        Unavailable: as `have_done`; nothing is known to have changed, and it can be tried again.
    """
    is_own = wish.who == session.operator
    if not may_do(wish.kind, session.role, to_oneself=is_own):
        raise Refused("deed-may-not")
    if wish.name is not None and not tidy(wish.name):
        raise Refused("staff-name-missing")
    if wish.pin is not None:
        check_pin_form(wish.pin)
    check_pin(till, operator=session.operator, pin=own_pin)
    deed = _deed(till, session, wish)
    done = have_done(lambda: ask(deed), OURS)
    with till.store.write() as unit:
        unit.operators.put([done.row])
        what = wish.state or wish.kind
        said: JsonObject = {"v": 1, "operator": wish.who, "deed": wish.deed, "kind": wish.kind, "what": what}
        unit.journal.append("operator_changed", said, session.operator)
    till.nudge_sync()
    row = done.row
    return StaffMember(operator=row.operator, name=row.name, role=row.role, active=row.state == "active")


def _deed(till: Till, session: Session, wish: StaffWish) -> StaffDeed:
    return StaffDeed(
        version=VERSION,
        deed=wish.deed,
        kind=wish.kind,
        who=wish.who,
        operator=session.operator,
        name=None if wish.name is None else tidy(wish.name),
        role=wish.role,
        state=wish.state,
        pin_hash=None if wish.pin is None else _hashed(till, wish.pin, operator=wish.who),
    )


def _hashed(till: Till, pin: str, *, operator: str) -> str:
    from argon2 import PasswordHasher

    pepper = till.keys.get("pin-pepper")
    if pepper is None:
        raise Refused("not-paired")
    return PasswordHasher().hash(peppered_pin(pin, operator=operator, pepper=pepper))
