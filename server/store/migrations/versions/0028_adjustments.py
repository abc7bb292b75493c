"""Points given or taken by hand: who did it, who approved it, and why. Nothing changes in it."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "adjustments",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column("adjustment", sa.String(length=64), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False, comment="given; below 0: taken"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False, comment="the operator who did it"),
        sa.Column(
            "approved_by",
            sa.String(length=64),
            nullable=True,
            comment="somebody else; null where the program lets one alone do it",
        ),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", "adjustment", name=op.f("pk_adjustments")),
    )
    guard("adjustments")


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
