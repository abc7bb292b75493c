"""How much of what is limited was used up: look-ups of members, and pairing codes that were wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "tallies",
        sa.Column("tenant", sa.String(length=64), nullable=False, comment="empty: of the whole server"),
        sa.Column("what", sa.String(length=200), nullable=False, comment="look-ups, misses, wrong-codes"),
        sa.Column("who", sa.String(length=64), nullable=False, comment="a till; empty: all of them"),
        sa.Column(
            "full_at", sa.String(length=24), nullable=False, comment="when the whole allowance is there again"
        ),
        sa.PrimaryKeyConstraint("tenant", "what", "who", name=op.f("pk_tallies")),
    )
