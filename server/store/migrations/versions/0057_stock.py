"""Claims by when they were granted: what a store gives away of a reward is counted by the day.

Nothing that is kept changes; how many are kept for tills and given is worked out from the claims.
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index, and say what a thing can be."""
    with op.batch_alter_table("claims") as claims:
        claims.alter_column(
            "thing",
            existing_type=sa.String(length=200),
            existing_nullable=False,
            comment="voucher:NUMBER, rule:ID, stock:ID",
        )
    op.create_index(op.f("ix_claims_tenant_member_granted_at"), "claims", ["tenant", "member", "granted_at"])
