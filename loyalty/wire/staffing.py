"""What a till has the server do with those who may sign in: add, change, block one, give one a new PIN.

A PIN never travels: the till sends what the feed carries, an Argon2id string over the PIN with the pepper.
`deed` is made before the first try, so that the same one again changes nothing. Nobody changes their own role
or blocks themselves: who does either to others is a manager, and so there always is one.
"""

from dataclasses import dataclass
from typing import Final, Literal

from loyalty.wire.codec import Message
from loyalty.wire.feed import OperatorRow
from loyalty.wire.limits import Id, Key, Words
from loyalty.wire.roles import Role

StaffDeedKind = Literal["add", "change", "pin"]
StaffState = Literal["active", "blocked"]
STAFFS: Final = frozenset[Role]({"manager"})
"""Who may do all of it. Anybody who may sign in gives themselves another PIN."""


def may_do(kind: StaffDeedKind, role: Role, *, to_oneself: bool) -> bool:
    """Whether somebody of this role may do this, to themselves or to somebody else."""
    return role in STAFFS or (kind == "pin" and to_oneself)


@dataclass(frozen=True, slots=True)
class StaffDeed(Message):
    """Please do this to `who`, as `operator` says; what is None stays as it is.

    One who is added has a name, a role and a PIN; a change has no PIN, and a new PIN nothing else.
    """

    version: Literal[1]
    deed: Id
    kind: StaffDeedKind
    who: Id
    operator: Id
    name: Words | None = None
    role: Role | None = None
    state: StaffState | None = None
    pin_hash: Words | None = None


@dataclass(frozen=True, slots=True)
class StaffDeedDone(Message):
    """It is done, now or before: the operator as they are since."""

    version: Literal[1]
    row: OperatorRow
    nonce: Key
