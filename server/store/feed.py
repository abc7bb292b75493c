"""The feed: which things changed, in an order without gaps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, insert, select, update

from server.model import Chain, TillAccount
from server.store.chains import chain_key
from server.store.compiled import Among, Later, Row, Statement, put_rows
from server.store.line import line_of
from server.store.tables.base import Whole
from server.store.tables.feed import feed, feed_shards
from server.store.tables.journal import till_feeds
from server.store.tables.tenancy import tills
from server.store.upsert import upsert

SHARD = "all"
"""The one shard that every till of a tenant follows; larger tenants will have one for each store's
directory."""

URGENT = "urgent"
"""Not a feed but a bell: counts what every waiting till is to hear of at once."""

AGAIN = ".again"
"""What the epoch's name ends with for a till that had read further than the feed goes (see `_named`)."""

Waiting = tuple[str, str]
"""Tenant and till of somebody who waits for news."""
Thing = tuple[str, str]
"""What changed: its kind and its key."""

_ALL = (feed_shards.c.tenant == bindparam("of_tenant"), feed_shards.c.shard == SHARD)
_OPEN = Statement(select(feed_shards.c.epoch, feed_shards.c.last_seq).where(*_ALL))
_RAISED = Statement(
    update(feed_shards).where(*_ALL).values(last_seq=feed_shards.c.last_seq + bindparam("count", type_=Whole))
)
_HAS_READ = (feed_shards.c.epoch == bindparam("epoch")) & (
    bindparam("cursor", type_=Whole) <= feed_shards.c.last_seq
)
_START = case((_HAS_READ, bindparam("cursor", type_=Whole)), else_=0)
_PAGE = (
    select(feed.c.seq, feed.c.kind, feed.c.key)
    .where(
        feed.c.tenant == bindparam("of_tenant"),
        feed.c.shard == SHARD,
        feed.c.seq > select(_START).where(*_ALL).scalar_subquery(),
    )
    .order_by(feed.c.seq)
    .limit(bindparam("at_most", type_=Whole))
    .subquery("page")
)
"""Cut off before it is joined: so it is read in the order of its key, as far as it goes."""
_AFTER = Statement(
    select(feed_shards.c.epoch, feed_shards.c.last_seq, _PAGE.c.seq, _PAGE.c.kind, _PAGE.c.key)
    .outerjoin(_PAGE, _PAGE.c.seq <= feed_shards.c.last_seq)
    .where(*_ALL)
    .order_by(_PAGE.c.seq),
    shares=True,
)
_PUT_LAST = """
WITH raised AS (
    UPDATE feed_shards SET last_seq = last_seq + cardinality($2::TEXT[])
    WHERE tenant = ($1::TEXT[])[1] AND shard = 'all'
    RETURNING tenant, shard, last_seq - cardinality($2::TEXT[]) AS before
)
INSERT INTO feed (tenant, shard, kind, key, seq)
SELECT raised.tenant, raised.shard, things.kind, things.key, raised.before + things.place
FROM raised, unnest($2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS things (kind, key, place)
ON CONFLICT (tenant, shard, kind, key) DO UPDATE SET seq = excluded.seq
"""
"""Raises the counter of the one tenant, and gives things the places that it was raised by."""
_RUNG = Statement(
    select(feed_shards.c.tenant, feed_shards.c.shard, feed_shards.c.last_seq).where(
        Among(feed_shards.c.tenant, "tenants"), Among(feed_shards.c.shard, "shards")
    )
)
_PLACE = Statement(
    select(till_feeds.c.epoch, till_feeds.c.cursor).where(
        till_feeds.c.tenant == bindparam("of_tenant"),
        till_feeds.c.till == bindparam("of_till"),
        till_feeds.c.incarnation == bindparam("of_incarnation"),
    ),
    shares=True,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the feed, without content."""

    seq: int
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of the feed: `cursor` is where the next one begins, `more` whether there is one.

    `end` is the last place there is now.
    """

    epoch: str
    rows: tuple[Change, ...]
    cursor: int
    more: bool
    end: int


def open_feed(connection: Connection, tenant: str, epoch: str) -> None:
    """Begin the feed of a new tenant."""
    connection.execute(insert(feed_shards), {"tenant": tenant, "shard": SHARD, "epoch": epoch, "last_seq": 0})


def feed_epoch(connection: Connection, tenant: str) -> str:
    """The feed's epoch; cursors of another one mean nothing."""
    query = select(feed_shards.c.epoch).where(feed_shards.c.tenant == tenant, feed_shards.c.shard == SHARD)
    return str(connection.execute(query).scalar_one())


def ring(connection: Connection, tenant: str, *, till: str | None = None) -> None:
    """Tell the tills that wait for news, or one of them, that something cannot wait for their next exchange.

    Not for what changes with every sale: whoever hears of it exchanges at once.
    """
    shard = URGENT if till is None else f"till:{till}"
    mine = (feed_shards.c.tenant == tenant) & (feed_shards.c.shard == shard)
    raised = connection.execute(update(feed_shards).where(mine).values(last_seq=feed_shards.c.last_seq + 1))
    if raised.rowcount == 0:
        row = {"tenant": tenant, "shard": shard, "epoch": "", "last_seq": 1}
        connection.execute(insert(feed_shards), row)


def news_counts(connection: Connection, waiting: Collection[Waiting]) -> dict[Waiting, int]:
    """How often each till was rung for, by tenant and till."""
    shards = {URGENT, *(f"till:{till}" for _, till in waiting)}
    rows = _RUNG.rows(connection, tenants=sorted({tenant for tenant, _ in waiting}), shards=sorted(shards))
    counted = {(row["tenant"], row["shard"]): int(row["last_seq"]) for row in rows}
    return {
        (tenant, till): counted.get((tenant, URGENT), 0) + counted.get((tenant, f"till:{till}"), 0)
        for tenant, till in waiting
    }


def keep_place(connection: Connection, chain: Chain, *, epoch: str, cursor: int, at: datetime) -> None:
    """Remember how far a till says it has applied the feed."""
    upsert(connection, till_feeds, [chain_key(chain) | {"epoch": epoch, "cursor": cursor, "at": at}])


def ask_place(connection: Connection, till: TillAccount) -> Later[tuple[str, int] | None]:
    """Epoch and cursor that a till said last, in its life of today."""
    asked = _PLACE.ask(connection, of_tenant=till.tenant, of_till=till.till, of_incarnation=till.incarnation)
    return lambda: next(((row["epoch"], row["cursor"]) for row in asked.rows()), None)


def tills_behind(
    connection: Connection, tenant: str, kind: str, keys: Collection[str]
) -> dict[str, set[str]]:
    """Which active tills have not applied the feed's word on each of these things yet.

    One that says it is further than the feed goes has read what was lost with a restored server's last hours.
    """
    shard = select(feed_shards.c.epoch, feed_shards.c.last_seq)
    epoch, end = connection.execute(
        shard.where(feed_shards.c.tenant == tenant, feed_shards.c.shard == SHARD)
    ).one()
    own = (feed.c.tenant == tenant) & (feed.c.shard == SHARD) & (feed.c.kind == kind)
    seqs = connection.execute(select(feed.c.key, feed.c.seq).where(own, feed.c.key.in_(keys))).all()
    same = (till_feeds.c.till == tills.c.till) & (till_feeds.c.incarnation == tills.c.incarnation)
    places = (
        select(tills.c.till, till_feeds.c.epoch, till_feeds.c.cursor)
        .outerjoin(till_feeds, same)
        .where(tills.c.tenant == tenant, tills.c.state == "active", tills.c.incarnation > 0)
    )
    read = {
        row.till: row.cursor
        if row.epoch is not None and row.epoch.removesuffix(AGAIN) == epoch and row.cursor <= end
        else 0
        for row in connection.execute(places)
    }
    return {row.key: {till for till, cursor in read.items() if cursor < row.seq} for row in seqs}


def touch(connection: Connection, tenant: str, things: Iterable[Thing]) -> None:
    """Put things at the end of the feed: a transaction's last act, since from here on others wait for it."""
    changed = list(dict.fromkeys(things))
    if not changed:
        return
    line = line_of(connection)
    if line is not None:
        kinds, keys = zip(*changed, strict=True)
        put_rows(connection, line, None, _PUT_LAST, ([tenant] * len(changed), kinds, keys), once=True)
        return
    _RAISED.run(connection, of_tenant=tenant, count=len(changed))
    (shard,) = _OPEN.rows(connection, of_tenant=tenant)
    last = int(shard["last_seq"])
    rows = [
        {"tenant": tenant, "shard": SHARD, "kind": kind, "key": key, "seq": seq}
        for seq, (kind, key) in enumerate(changed, last - len(changed) + 1)
    ]
    upsert(connection, feed, rows)


def changes_after(connection: Connection, tenant: str, *, epoch: str, cursor: int, limit: int) -> Changes:
    """The next page after a cursor; from the beginning where the epoch is another one.

    So also where the cursor is past the end: then the database was put back to an earlier moment, and what it
    wrote since stands in places that the till has read already.
    """
    return ask_changes(connection, tenant, epoch=epoch, cursor=cursor, limit=limit)()


def ask_changes(
    connection: Connection, tenant: str, *, epoch: str, cursor: int, limit: int
) -> Later[Changes]:
    """The same, once it is wanted."""
    asked = _AFTER.ask(
        connection, of_tenant=tenant, epoch=epoch.removesuffix(AGAIN), cursor=cursor, at_most=limit + 1
    )
    return lambda: _page(asked.rows(), epoch=epoch, cursor=cursor, limit=limit)


def _page(found: Sequence[Row], *, epoch: str, cursor: int, limit: int) -> Changes:
    last = int(found[0]["last_seq"])
    named = _named(found[0]["epoch"], epoch, is_past_the_end=cursor > last)
    start = cursor if epoch == named else 0
    rows = [Change(row["seq"], row["kind"], row["key"]) for row in found if row["seq"] is not None]
    page = tuple(rows[:limit])
    if len(rows) <= limit:
        return Changes(epoch=named, rows=page, cursor=last, more=False, end=last)
    cursor = page[-1].seq if page else start
    return Changes(epoch=named, rows=page, cursor=cursor, more=bool(page), end=last)


def _named(held: str, asked: str, *, is_past_the_end: bool) -> str:
    """The feed's epoch by the name that a till is to know it by from here on.

    It has two that mean the same: a till that has to start over within one is told the other, by which it
    knows that what it holds may be newer than what is told now, and takes it all the same.
    """
    if asked.removesuffix(AGAIN) != held:
        return held
    if not is_past_the_end:
        return asked
    return held if asked != held else f"{held}{AGAIN}"
