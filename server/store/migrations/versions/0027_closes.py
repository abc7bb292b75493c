"""Closes of days, and the guard of all that never changes: closes, programs, alarms, erasures.

A program that could be rewritten would change what past sales were priced by, an alarm that could be deleted
would let a till pass for one that lived once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

APPEND_ONLY = ("closes", "programs", "alarms", "erasures")


def upgrade() -> None:
    """Make the table, then the triggers."""
    op.create_table(
        "closes",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("store", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="canonical JSON of wire.closing.DayClose"),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "store", "number", name=op.f("pk_closes")),
        sa.UniqueConstraint("tenant", "store", "day", name=op.f("uq_closes_tenant_store_day")),
    )
    for table in APPEND_ONLY:
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
