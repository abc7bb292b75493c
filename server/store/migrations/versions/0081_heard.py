"""When a till was heard last: an idle one writes no event, and a silent one is to be noticed.

Of tills that were heard before nothing is known but their last event.
"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    comment = "when its till spoke last, to a quarter of an hour"
    op.add_column("chains", sa.Column("heard_at", sa.String(length=24), nullable=True, comment=comment))
