"""Several persons on one pool: which aliases are persons of a household and not one person met twice.

Who shares a household, and whom it is named by, stands in the household's own facts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark; whoever is merged so far is no person of a household."""
    op.add_column(
        "members",
        sa.Column(
            "is_person",
            sa.Integer(),
            nullable=True,
            comment="1: shares a household; null: was merged before there were any",
        ),
    )
