"""Which close has counted an event that was put aside and posted after all; none has of those there are."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    comment = "the close of its store that has counted it since it was posted"
    op.add_column("quarantine", sa.Column("close_number", sa.BigInteger(), nullable=True, comment=comment))
