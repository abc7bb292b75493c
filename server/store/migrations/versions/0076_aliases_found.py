"""An index of those whom somebody stands for, so that finding them does not read every member of a tenant.

Nothing that is kept changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; it holds those that there are already too."""
    is_alias = sa.text("alias_of IS NOT NULL")
    op.create_index(
        "ix_members_alias_of",
        "members",
        ["tenant", "alias_of"],
        postgresql_where=is_alias,
        sqlite_where=is_alias,
    )
