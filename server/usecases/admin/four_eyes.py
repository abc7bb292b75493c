"""Two people for what one must not do alone: each by their own PIN, and never the same one twice."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from loyalty.errors import Refused
from loyalty.wire.pins import peppered_pin
from loyalty.wire.roles import Role
from server.context import Server
from server.model import Operator
from server.store.catalogue import list_operators
from server.store.database import Connection

DOES: Final = frozenset[Role]({"supervisor", "manager"})
APPROVES: Final = frozenset[Role]({"manager"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by the code people use, and what they typed as their PIN."""

    code: str
    pin: str


def check_person(
    connection: Connection, server: Server, tenant: str, person: Person, *, roles: Collection[Role]
) -> Operator:
    """The operator whose PIN this is, if they are active and have one of these roles.

    Raises:
        Refused: `no-such-operator`, `operator-may-not` (role), `wrong-pin-of`.
    """
    known = {each.code: each for each in list_operators(connection, tenant)}
    found = known.get(person.code)
    if found is None or found.state != "active":
        raise Refused("no-such-operator", name=person.code)
    if found.role not in roles:
        raise Refused("operator-may-not", name=person.code, role=found.role)
    said = peppered_pin(person.pin, operator=found.operator, pepper=server.keys.pin_pepper(tenant))
    try:
        PasswordHasher().verify(found.pin_hash, said)
    except (VerificationError, InvalidHashError) as error:
        raise Refused("wrong-pin-of", name=person.code) from error
    return found


def check_two(
    connection: Connection, server: Server, tenant: str, does: Person, approves: Person
) -> tuple[Operator, Operator]:
    """Who does it, and somebody else who approves it.

    Raises:
        Refused: as `check_person`; `two-people-needed`: both are the same.
    """
    if does.code == approves.code:
        raise Refused("two-people-needed")
    return (
        check_person(connection, server, tenant, does, roles=DOES),
        check_person(connection, server, tenant, approves, roles=APPROVES),
    )
