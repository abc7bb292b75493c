"""Which programs were published from a till: by whom, and the version that each made.

Nothing changes in it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "program_deeds",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column(
            "deed", sa.String(length=64), nullable=False, comment="made by the till before its first try"
        ),
        sa.Column("program_version", sa.Integer(), nullable=False, comment="that it published"),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False, comment="the operator who did it"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "deed", name=op.f("pk_program_deeds")),
    )
    guard("program_deeds")
    if op.get_context().dialect.name == "postgresql":
        op.alter_column(
            "tallies",
            "what",
            existing_type=sa.String(length=200),
            existing_nullable=False,
            comment="look-ups, misses, wrong-codes, programs",
        )


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
