"""Who may sign in, and how often somebody has tried in vain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, bindparam, case, select, update
from sqlalchemy.dialects.sqlite import insert

from loyalty.wire.feed import OperatorRow
from loyalty.wire.roles import Role
from terminal.clock import from_timestamp, timestamp
from terminal.session import OperatorTile, StaffMember
from terminal.store.tables.catalogue import operators

_TILES = (
    select(operators.c.operator, operators.c.name, operators.c.role)
    .where(operators.c.active == 1)
    .order_by(operators.c.name, operators.c.operator)
)
_STAFF = select(operators.c.operator, operators.c.name, operators.c.role, operators.c.active).order_by(
    operators.c.active.desc(), operators.c.name, operators.c.operator
)
_ONE = select(operators).where(operators.c.operator == bindparam("operator"))
_SET_FAILURES = (
    update(operators)
    .where(operators.c.operator == bindparam("who"))
    .values(failures=bindparam("count"), locked_until=bindparam("lock"))
)
_PUT = insert(operators)
_IS_SAME_PIN = operators.c.pin_hash == _PUT.excluded.pin_hash
_UPSERT = _PUT.on_conflict_do_update(
    index_elements=[operators.c.operator],
    set_={
        "name": _PUT.excluded.name,
        "role": _PUT.excluded.role,
        "pin_hash": _PUT.excluded.pin_hash,
        "active": _PUT.excluded.active,
        "failures": case((_IS_SAME_PIN, operators.c.failures), else_=0),
        "locked_until": case((_IS_SAME_PIN, operators.c.locked_until), else_=None),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One person at the till. `pin_hash` is an Argon2id string over the peppered PIN."""

    operator: str
    name: str
    role: Role
    pin_hash: str
    active: bool
    failures: int
    locked_until: datetime | None


class Operators:
    """The operators of this store."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tiles(self) -> tuple[OperatorTile, ...]:
        """The active ones by name."""
        return tuple(OperatorTile(**row) for row in self._connection.execute(_TILES).mappings())

    def staff(self) -> tuple[StaffMember, ...]:
        """All by name, those who are blocked at the end."""
        return tuple(
            StaffMember(operator=row.operator, name=row.name, role=row.role, active=bool(row.active))
            for row in self._connection.execute(_STAFF)
        )

    def by_id(self, operator: str) -> Operator | None:
        """One of them, active or not."""
        row = self._connection.execute(_ONE, {"operator": operator}).first()
        if row is None:
            return None
        return Operator(
            operator=row.operator,
            name=row.name,
            role=cast("Role", row.role),
            pin_hash=row.pin_hash,
            active=bool(row.active),
            failures=row.failures,
            locked_until=None if row.locked_until is None else from_timestamp(row.locked_until),
        )

    def set_failures(self, operator: str, *, failures: int, locked_until: datetime | None) -> None:
        """How many wrong PINs there were in a row, and until when no more are taken."""
        lock = None if locked_until is None else timestamp(locked_until)
        self._connection.execute(_SET_FAILURES, {"who": operator, "count": failures, "lock": lock})

    def put(self, rows: Iterable[OperatorRow]) -> None:
        """Take operators the server sent; failures stay counted as long as the PIN is the same."""
        values = [
            {
                "operator": row.operator,
                "name": row.name,
                "role": row.role,
                "pin_hash": row.pin_hash,
                "active": int(row.state == "active"),
            }
            for row in rows
        ]
        if values:
            self._connection.execute(_UPSERT, values)
