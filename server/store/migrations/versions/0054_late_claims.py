"""Sales whose points were claimed afterwards: the claim stands beside the sale that it is of, once."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0057"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; no sale of before has one."""
    op.add_column(
        "sales",
        sa.Column(
            "claim",
            sa.Text(),
            nullable=True,
            comment="JSON: the body of the receipt_claimed that made it the member's",
        ),
    )
