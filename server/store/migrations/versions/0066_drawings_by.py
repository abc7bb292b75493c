"""Draws by who opened them, and from which till: both empty for what a command of the server has opened.

Nothing that is kept changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for both."""
    for name, comment in (
        ("till", "from which it was opened; none: by a command of the server"),
        ("by", "the operator who did it from there"),
    ):
        op.add_column("drawings", sa.Column(name, sa.String(length=64), nullable=True, comment=comment))
