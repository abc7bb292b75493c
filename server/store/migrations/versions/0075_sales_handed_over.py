"""When the till that a sale was let go to has heard of it: until then the one that sold it may give it back.

Of a sale that was let go before nobody knows, so it counts as heard of.
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    comment = "when that till heard that it may"
    op.add_column("sale_locks", sa.Column("handed_at", sa.String(length=24), comment=comment))
    op.execute("UPDATE sale_locks SET handed_at = at WHERE state = 'given'")
