"""Draws that were opened, with their seeds, and what each receipt drew. Nothing changes in either.

Nothing that is kept changes: before, prizes were given by hand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and their guards."""
    op.create_table(
        "drawings",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("draw", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False, comment="as it is published: hexadecimal digits"),
        sa.Column("program_version", sa.Integer(), nullable=False, comment="whose prizes are given"),
        sa.Column(
            "opened_at", sa.String(length=24), nullable=False, comment="what came in later takes no part"
        ),
        sa.PrimaryKeyConstraint("tenant", "draw", name=op.f("pk_drawings")),
    )
    op.create_table(
        "drawn",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("incarnation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sale", sa.String(length=64), nullable=False),
        sa.Column("draw", sa.String(length=64), nullable=False),
        sa.Column("receipt", sa.String(length=64), nullable=False, comment="the digits under its bar code"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("prize", sa.String(length=64), nullable=False, comment="its id; empty: none"),
        sa.Column("member", sa.String(length=64), nullable=True, comment="to whom it was given"),
        sa.Column("points", sa.BigInteger(), nullable=False, comment="that were given"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "till", "incarnation", "sale", "draw", name=op.f("pk_drawn")),
    )
    for table in ("drawings", "drawn"):
        guard(table)


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
