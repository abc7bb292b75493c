"""Which till may give a sale back, and the digits by which a receipt is found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table, one column with its index."""
    op.create_table(
        "sale_locks",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False, comment="that sold it"),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sale", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False, comment="the till that may give it back"),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'given')", name=op.f("ck_sale_locks_state")),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "sale", name=op.f("pk_sale_locks")),
    )
    op.add_column(
        "sales",
        sa.Column("receipt", sa.String(length=200), nullable=True, comment="the digits under its bar code"),
    )
    op.create_index(op.f("ix_sales_tenant_receipt"), "sales", ["tenant", "receipt"], unique=False)
