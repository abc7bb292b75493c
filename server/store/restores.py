"""That a server was put back to an earlier moment, as rows, and which tills have been heard since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from server.store.chains import OF_TODAY
from server.store.feed import SHARD
from server.store.tables.feed import feed_shards
from server.store.tables.journal import chains
from server.store.tables.tenancy import restores, tills


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """One of them; `restore` is the name by which tills know it, and the feed's epoch from then on."""

    restore: str
    by: str
    approved_by: str
    at: datetime
    ended_at: datetime | None = None


def begin_restore(connection: Connection, tenant: str, restore: Restore) -> None:
    """Keep it, begin the feed anew, and wait for every active till to say its journal again."""
    row = {name: getattr(restore, name) for name in Restore.__dataclass_fields__}
    connection.execute(insert(restores), {"tenant": tenant} | row)
    own = (feed_shards.c.tenant == tenant) & (feed_shards.c.shard == SHARD)
    connection.execute(update(feed_shards).where(own).values(epoch=restore.restore))
    _set_state(connection, tenant, ("open", "returning", "waiting"), "returning")


def last_restore(connection: Connection, tenant: str, *, for_update: bool = False) -> Restore | None:
    """The newest; locked to the end of the transaction where it is to be ended."""
    query = select(*(restores.c[name] for name in Restore.__dataclass_fields__)).where(
        restores.c.tenant == tenant
    )
    newest = query.order_by(restores.c.at.desc(), restores.c.restore.desc()).limit(1)
    row = connection.execute(newest.with_for_update() if for_update else newest).mappings().one_or_none()
    return None if row is None else Restore(**row)


def end_restore(connection: Connection, tenant: str, restore: str, at: datetime) -> None:
    """Wait for nobody any longer: whoever has said all is lent again. The others are still expected."""
    own = (restores.c.tenant == tenant) & (restores.c.restore == restore)
    connection.execute(update(restores).where(own).values(ended_at=at))
    _set_state(connection, tenant, ("waiting",), "open")


def tills_returning(
    connection: Connection, tenant: str, *, heard_since: datetime | None = None
) -> tuple[str, ...]:
    """The active tills, by id, that have not said their journals again yet; or only those who spoke."""
    return _active(connection, tenant, "returning", heard_since)


def tills_waiting(connection: Connection, tenant: str) -> tuple[str, ...]:
    """Those that have, and are lent nothing until the others have too."""
    return _active(connection, tenant, "waiting")


def _active(
    connection: Connection, tenant: str, state: str, heard_since: datetime | None = None
) -> tuple[str, ...]:
    query = (
        select(chains.c.till)
        .join(tills, OF_TODAY)
        .where(chains.c.tenant == tenant, chains.c.state == state, tills.c.state == "active")
    )
    if heard_since is not None:
        query = query.where(chains.c.heard_at >= heard_since)
    return tuple(sorted(connection.execute(query).scalars()))


def _set_state(connection: Connection, tenant: str, old: Collection[str], new: str) -> None:
    """Of the journals that active tills write today, in one order whoever else does it."""
    query = (
        select(chains.c.till, chains.c.incarnation)
        .join(tills, OF_TODAY)
        .where(chains.c.tenant == tenant, chains.c.state.in_(old), tills.c.state == "active")
        .order_by(chains.c.till)
        .with_for_update(of=chains)
    )
    for till, incarnation in connection.execute(query).all():
        mine = (chains.c.tenant == tenant) & (chains.c.till == till) & (chains.c.incarnation == incarnation)
        connection.execute(update(chains).where(mine).values(state=new))
