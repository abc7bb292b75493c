"""Disks that lived twice: re-homings of tills, what reclaimed leases exposed, what the house bore of a sale."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "exposures",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=False),
        sa.Column(
            "freed", sa.BigInteger(), nullable=False, comment="given back to the member by a manager's reclaim"
        ),
        sa.Column("lost", sa.BigInteger(), nullable=False, comment="borne by the house since"),
        sa.CheckConstraint("freed >= 0", name=op.f("ck_exposures_freed")),
        sa.CheckConstraint("lost >= 0", name=op.f("ck_exposures_lost")),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", name=op.f("pk_exposures")),
    )
    op.create_table(
        "sale_losses",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("sale", sa.String(length=64), nullable=False),
        sa.Column("lot", sa.String(length=64), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False, comment="of the sale's burn, borne by the house"),
        sa.CheckConstraint("points > 0", name=op.f("ck_sale_losses_points")),
        sa.PrimaryKeyConstraint("tenant", "member", "sale", "lot", name=op.f("pk_sale_losses")),
    )
    op.create_table(
        "rehomings",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False, comment="that ended"),
        sa.Column("rehoming", sa.String(length=64), nullable=False),
        sa.Column("next_incarnation", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False, comment="the end of the old journal on the till's disk"),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("resolved_at", sa.String(length=24), nullable=True),
        sa.CheckConstraint("kind IN ('restored', 'cloned')", name=op.f("ck_rehomings_kind")),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "rehoming", name=op.f("pk_rehomings")),
    )
