"""Leases by a policy: what capped each, which are called back, and who comes often to a store."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One column, one table, one index."""
    op.add_column(
        "leases",
        sa.Column(
            "cap",
            sa.String(length=200),
            nullable=True,
            comment="what kept the amount from being more; null where nothing did",
        ),
    )
    op.create_table(
        "lease_calls",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("lease", sa.String(length=64), nullable=False, comment="that another till waits for"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", "lease", name=op.f("pk_lease_calls")),
    )
    op.create_index(op.f("ix_purchases_tenant_store_at"), "purchases", ["tenant", "store", "at"], unique=False)
