"""The feed's order: which thing changed last, under a counter without gaps.

A row holds no content; the content is rendered from the other tables when a till asks, so nothing personal
lies here and the newest state is what goes out. `last_seq` is raised last in a transaction and its row lock
is held to the commit: who reads up to a number has seen all that stands below it. A batch's commit does not
wait for the disk (`flushing`): a number is told once it is durable.
"""

from sqlalchemy import Column, Index, Table

from server.store.tables.base import Code, Id, Whole, metadata

_FEED = {"family": "feed"}

feed_shards = Table(
    "feed_shards",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("shard", Code, primary_key=True),
    Column("epoch", Id, nullable=False, comment="a new one after a restore: cursors of before mean nothing"),
    Column("last_seq", Whole, nullable=False),
    info=_FEED,
)

feed = Table(
    "feed",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("shard", Code, primary_key=True),
    Column("kind", Code, primary_key=True),
    Column("key", Code, primary_key=True),
    Column("seq", Whole, nullable=False),
    Index(None, "tenant", "shard", "seq", unique=True),
    info=_FEED,
)
