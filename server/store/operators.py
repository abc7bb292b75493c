"""What role each operator had, and since when: a history that only grows, beside the row as it is now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from loyalty.wire.roles import Role
from server.model import Operator
from server.store.compiled import Among, Later, Row, Statement
from server.store.tables.tenancy import operator_history

_HELD = Statement(
    select(operator_history.c.operator, operator_history.c.role, operator_history.c.state).where(
        operator_history.c.tenant == bindparam("of_tenant"), Among(operator_history.c.operator, "operators")
    ),
    shares=True,
)


def note_standing(connection: Connection, tenant: str, rows: Iterable[Operator], at: datetime) -> None:
    """Write down role and state of these operators where they are others than before."""
    held = operator_history
    for row in rows:
        mine = (held.c.tenant == tenant) & (held.c.operator == row.operator)
        number = connection.execute(select(func.max(held.c.number)).where(mine)).scalar_one()
        last = connection.execute(
            select(held.c.role, held.c.state).where(mine, held.c.number == number)
        ).one_or_none()
        if last is None or (last.role, last.state) != (row.role, row.state):
            said = {"operator": row.operator, "number": (number or 0) + 1, "role": row.role}
            connection.execute(insert(held), said | {"tenant": tenant, "state": row.state, "at": at})


def ask_roles(
    connection: Connection, tenant: str, operators: Collection[str]
) -> Later[dict[str, frozenset[Role]]]:
    """Every role that each of these operators has or had while not blocked; who is unknown is left out."""
    if not operators:
        return dict
    asked = _HELD.ask(connection, of_tenant=tenant, operators=operators)
    return lambda: _roles(asked.rows())


def _roles(rows: Iterable[Row]) -> dict[str, frozenset[Role]]:
    found: dict[str, set[Role]] = defaultdict(set)
    for row in rows:
        found[row["operator"]].update([row["role"]] if row["state"] == "active" else [])
    return {operator: frozenset(roles) for operator, roles in found.items()}
