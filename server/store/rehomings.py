"""Tills that began a new life, as rows; and what of tills' disks a person has to look at."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from server.model import Rehoming, TillAccount
from server.store.chains import OF_TODAY
from server.store.compiled import Later, Statement
from server.store.tables.journal import alarms, chains, rehomings
from server.store.tables.tenancy import tills

_FIELDS = (
    *("incarnation", "rehoming", "next_incarnation", "kind", "why"),
    *("seq", "hash", "at", "resolved_at"),
)

_CLONED = Statement(
    select(rehomings.c.rehoming).where(
        rehomings.c.tenant == bindparam("of_tenant"),
        rehomings.c.till == bindparam("of_till"),
        rehomings.c.kind == "cloned",
        rehomings.c.resolved_at.is_(None),
    )
)


def insert_rehoming(connection: Connection, till: TillAccount, rehoming: Rehoming) -> None:
    """Keep that the till began a new life."""
    row = {name: getattr(rehoming, name) for name in _FIELDS}
    connection.execute(insert(rehomings), {"tenant": till.tenant, "till": till.till} | row)


def list_rehomings(connection: Connection, tenant: str, till: str) -> list[Rehoming]:
    """Every new life that a till began, oldest first."""
    query = select(rehomings).where(rehomings.c.tenant == tenant, rehomings.c.till == till)
    rows = connection.execute(query.order_by(rehomings.c.next_incarnation)).mappings()
    return [Rehoming(**{name: row[name] for name in _FIELDS}) for row in rows]


def resolve_rehomings(connection: Connection, tenant: str, till: str, at: datetime) -> int:
    """A person has looked at the till's disks; how many times there was something to look at."""
    unseen = (rehomings.c.tenant == tenant) & (rehomings.c.till == till) & rehomings.c.resolved_at.is_(None)
    return connection.execute(update(rehomings).where(unseen).values(resolved_at=at)).rowcount


def open_alarms(connection: Connection, tenant: str) -> Mapping[str, str]:
    """The gravest thing that nobody has looked at, by till: `cloned`, `forked` or `restored`."""
    told = select(rehomings.c.till, rehomings.c.kind).where(
        rehomings.c.tenant == tenant, rehomings.c.resolved_at.is_(None)
    )
    found: dict[str, str] = {}
    for till, kind in connection.execute(told):
        found[till] = "cloned" if "cloned" in (kind, found.get(till)) else "restored"
    forked = (
        select(chains.c.till)
        .join(tills, OF_TODAY)
        .where(chains.c.tenant == tenant, chains.c.state == "forked")
    )
    return found | dict.fromkeys(connection.execute(forked).scalars(), "forked")


def ask_is_cloned(connection: Connection, till: TillAccount) -> Later[bool]:
    """Whether two disks live as the till and nobody has looked; of one whose journal is no fork."""
    asked = _CLONED.ask(connection, of_tenant=till.tenant, of_till=till.till)
    return lambda: bool(asked.rows())


def alarm_rows(connection: Connection, tenant: str) -> list[tuple[str, int, int]]:
    """Till, incarnation and seq of every place that two journals claim."""
    query = select(alarms.c.till, alarms.c.incarnation, alarms.c.seq).where(alarms.c.tenant == tenant)
    ordered = query.order_by(alarms.c.till, alarms.c.incarnation, alarms.c.seq)
    return [(row.till, row.incarnation, row.seq) for row in connection.execute(ordered)]
