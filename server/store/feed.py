"""The feed: which things changed, in an order without gaps."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from server.store.tables.feed import feed, feed_shards
from server.store.upsert import upsert

SHARD = "all"
"""The one shard that every till of a tenant follows; larger tenants will have one for each store's
directory."""

Thing = tuple[str, str]
"""What changed: its kind and its key."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the feed, without content."""

    seq: int
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of the feed: `cursor` is where the next one begins, `more` whether there is one."""

    epoch: str
    rows: tuple[Change, ...]
    cursor: int
    more: bool


def open_feed(connection: Connection, tenant: str, epoch: str) -> None:
    """Begin the feed of a new tenant."""
    connection.execute(insert(feed_shards), {"tenant": tenant, "shard": SHARD, "epoch": epoch, "last_seq": 0})


def feed_epoch(connection: Connection, tenant: str) -> str:
    """The feed's epoch; cursors of another one mean nothing."""
    query = select(feed_shards.c.epoch).where(feed_shards.c.tenant == tenant, feed_shards.c.shard == SHARD)
    return str(connection.execute(query).scalar_one())


def touch(connection: Connection, tenant: str, things: Iterable[Thing]) -> None:
    """Put things at the end of the feed: a transaction's last act, since from here on others wait for it."""
    changed = list(dict.fromkeys(things))
    if not changed:
        return
    shard = (feed_shards.c.tenant == tenant) & (feed_shards.c.shard == SHARD)
    last = connection.execute(
        update(feed_shards)
        .where(shard)
        .values(last_seq=feed_shards.c.last_seq + len(changed))
        .returning(feed_shards.c.last_seq)
    ).scalar_one()
    rows = [
        {"tenant": tenant, "shard": SHARD, "kind": kind, "key": key, "seq": seq}
        for seq, (kind, key) in enumerate(changed, last - len(changed) + 1)
    ]
    upsert(connection, feed, rows)


def changes_after(connection: Connection, tenant: str, *, epoch: str, cursor: int, limit: int) -> Changes:
    """The next page after a cursor; from the beginning where the epoch is another one."""
    shard = connection.execute(
        select(feed_shards.c.epoch, feed_shards.c.last_seq).where(
            feed_shards.c.tenant == tenant, feed_shards.c.shard == SHARD
        )
    ).one()
    start = cursor if epoch == shard.epoch else 0
    query = (
        select(feed.c.seq, feed.c.kind, feed.c.key)
        .where(feed.c.tenant == tenant, feed.c.shard == SHARD)
        .where(feed.c.seq > start, feed.c.seq <= shard.last_seq)
        .order_by(feed.c.seq)
        .limit(limit + 1)
    )
    rows = [Change(row.seq, row.kind, row.key) for row in connection.execute(query)]
    page = tuple(rows[:limit])
    if len(rows) <= limit:
        return Changes(epoch=shard.epoch, rows=page, cursor=max(shard.last_seq, start), more=False)
    return Changes(epoch=shard.epoch, rows=page, cursor=page[-1].seq if page else start, more=bool(page))
