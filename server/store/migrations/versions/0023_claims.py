"""Things that can be used once, kept for one till; and what the house bore of late uses."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables, one index."""
    op.create_table(
        "claims",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("claim", sa.String(length=64), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False, comment="voucher:NUMBER"),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.String(length=24), nullable=False),
        sa.Column("until", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("used_by", sa.String(length=200), nullable=False, comment="the sale; empty where none"),
        sa.Column("freed", sa.Integer(), nullable=False, comment="1: given back by a manager's reclaim"),
        sa.Column("called_at", sa.String(length=24), nullable=True, comment="another till waits for it"),
        sa.CheckConstraint("state IN ('open', 'frozen', 'closed')", name=op.f("ck_claims_state")),
        sa.PrimaryKeyConstraint("tenant", "member", "claim", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_tenant_till_state"), "claims", ["tenant", "till", "state"], unique=False)
    op.create_table(
        "claim_losses",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("sale", sa.String(length=64), nullable=False),
        sa.Column("thing", sa.String(length=200), nullable=False, comment="that somebody else had used"),
        sa.Column(
            "amount", sa.BigInteger(), nullable=False, comment="what it took off the sale, borne by the house"
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_claim_losses_amount")),
        sa.PrimaryKeyConstraint("tenant", "member", "sale", "thing", name=op.f("pk_claim_losses")),
    )
