"""When each till was heard last, and what alarms count: figures that every worker tells alike."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import CompoundSelect, Connection, Select, and_, func, select, update

from server.model import Chain
from server.store.asides import OPEN
from server.store.chains import OF_TODAY, in_chain
from server.store.tables.journal import chains, journal, quarantine, rehomings
from server.store.tables.tenancy import tills

NOTED_EVERY: Final = timedelta(minutes=15)
"""A till is heard every few seconds: so much later it is written down again."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An active till of a tenant, and when a batch of its came last; None: never since it was paired."""

    tenant: str
    till: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFigures:
    """What somebody has to look at, over all tenants."""

    asides: int
    disks: int
    returning: int
    heard: tuple[Heard, ...]


def note_heard(connection: Connection, chain: Chain, at: datetime) -> None:
    """Write down that the till of a locked journal has spoken, where that was not done lately."""
    if chain.heard_at is None or at - chain.heard_at >= NOTED_EVERY:
        connection.execute(update(chains).where(*in_chain(chains, chain)).values(heard_at=at))


def list_heard(connection: Connection, tenant: str | None = None) -> tuple[Heard, ...]:
    """Every active till that is paired, of one tenant or of all.

    Where nothing was noted yet, its last event tells.
    """
    last = and_(
        *(journal.c[name] == chains.c[name] for name in ("tenant", "till", "incarnation")),
        journal.c.seq == chains.c.ack_seq,
    )
    query = (
        select(tills.c.tenant, tills.c.till, chains.c.heard_at, journal.c.received_at)
        .select_from(tills.join(chains, OF_TODAY).outerjoin(journal, last))
        .where(tills.c.state == "active")
        .order_by(tills.c.till)
    )
    rows = connection.execute(query if tenant is None else query.where(tills.c.tenant == tenant))
    return tuple(Heard(row.tenant, row.till, row.heard_at or row.received_at) for row in rows)


def alarm_figures(connection: Connection) -> AlarmFigures:
    """All of it, for whoever watches."""
    unseen = select(rehomings.c.till).where(rehomings.c.resolved_at.is_(None))
    return AlarmFigures(
        asides=_count(connection, select(quarantine.c.till).where(OPEN)),
        disks=_count(connection, unseen.union(_tills_in("forked"))),
        returning=_count(connection, _tills_in("returning")),
        heard=list_heard(connection),
    )


def _count(connection: Connection, rows: "Select[tuple[str]] | CompoundSelect[tuple[str]]") -> int:
    return connection.execute(select(func.count()).select_from(rows.subquery())).scalar_one()


def _tills_in(state: str) -> "Select[tuple[str]]":
    """The active tills whose journal of today is in that state."""
    query = select(chains.c.till).join(tills, OF_TODAY)
    return query.where(chains.c.state == state, tills.c.state == "active")
