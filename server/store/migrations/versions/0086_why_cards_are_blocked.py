"""Why a card is blocked; of those that are blocked already nobody wrote it where it could be told."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    comment = "it is blocked; null or empty: nobody said"
    column = sa.Column("why", sa.String(200), nullable=True, comment=comment)
    op.add_column("cards", column)
