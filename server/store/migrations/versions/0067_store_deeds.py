"""What was changed from a till in the settings of its store: by whom, and the settings as they are since.

Nothing changes in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "store_deeds",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=False),
        sa.Column(
            "deed", sa.String(length=64), nullable=False, comment="made by the till before its first try"
        ),
        sa.Column(
            "settings", sa.Text(), nullable=False, comment="JSON of wire.feed.StoreSettings, as they are since"
        ),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False, comment="the operator who did it"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "store", "deed", name=op.f("pk_store_deeds")),
    )
    guard("store_deeds")


def guard(table: str) -> None:
    """Let nobody change or delete a row."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
