"""Tills are told what programs call their store: the settings of every store are at the end of the feed again."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

_SHARD = "all"


def upgrade() -> None:
    """Put them there, each at a place of its own."""
    connection = op.get_bind()
    held = connection.execute(sa.text("SELECT tenant, store FROM stores ORDER BY tenant, store")).all()
    for tenant, store in held:
        place = {"tenant": tenant, "shard": _SHARD, "store": store}
        raised = sa.text(
            "UPDATE feed_shards SET last_seq = last_seq + 1 WHERE tenant = :tenant AND shard = :shard"
        )
        connection.execute(raised, place)
        moved = sa.text(
            "UPDATE feed SET seq = (SELECT last_seq FROM feed_shards WHERE tenant = :tenant AND shard = :shard) "
            "WHERE tenant = :tenant AND shard = :shard AND kind = 'settings' AND key = :store"
        )
        connection.execute(moved, place)
