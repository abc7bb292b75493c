"""What has come back of a sale, line by line, and the money that went out for it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns; a sale that nothing came back of has nothing in them."""
    op.add_column(
        "sales",
        sa.Column(
            "returned",
            sa.Text(),
            nullable=True,
            comment="JSON: line and thousandths that have come back of it",
        ),
    )
    op.add_column(
        "sales",
        sa.Column("paid_back", sa.BigInteger(), nullable=True, comment="the money that went out for that"),
    )
