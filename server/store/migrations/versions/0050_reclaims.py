"""What was taken back from tills, and at whose two words. Nothing changes in it.

What was taken back before has its movements, and nobody's names.
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "reclaims",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("reclaim", sa.String(length=64), nullable=False, comment="what its movements are named by"),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("leases", sa.Integer(), nullable=False, comment="how many leases and claims were closed"),
        sa.Column("points", sa.BigInteger(), nullable=False, comment="that members have again"),
        sa.Column("money", sa.BigInteger(), nullable=False, comment="that cards and wallets have again"),
        sa.Column("by", sa.String(length=64), nullable=False, comment="the operator who did it"),
        sa.Column("approved_by", sa.String(length=64), nullable=False, comment="somebody else, a manager"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "reclaim", name=op.f("pk_reclaims")),
    )
    guard("reclaims")


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
