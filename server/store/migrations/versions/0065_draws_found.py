"""An index of the events that name a draw, so that finding its receipts does not read the whole journal.

Nothing that is kept changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index; it holds the events that are there already too."""
    names_a_draw = sa.text("""body LIKE '%"draws":[{%'""")
    op.create_index(
        "ix_journal_draws",
        "journal",
        ["tenant", "received_at", "till", "incarnation", "seq"],
        postgresql_where=names_a_draw,
        sqlite_where=names_a_draw,
    )
