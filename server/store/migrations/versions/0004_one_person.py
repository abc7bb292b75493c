"""Members enrolled twice, members erased, and how far each till has applied the feed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "merges",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False, comment="who became an alias"),
        sa.Column("merge", sa.String(length=64), nullable=False),
        sa.Column("survivor", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False, comment="rule, or the manager who said so"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("undone_at", sa.String(length=24), nullable=True),
        sa.Column("moved", sa.Text(), nullable=False, comment="JSON: lots, leases, purchases, cards, owed, facts"),
        sa.PrimaryKeyConstraint("tenant", "member", "merge", name=op.f("pk_merges")),
    )
    op.create_table(
        "erasures",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", name=op.f("pk_erasures")),
    )
    op.create_table(
        "till_feeds",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.String(length=64), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False, comment="how far the till has applied the feed, as it said"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", name=op.f("pk_till_feeds")),
    )
