"""Who had which role since when, so that an event is judged by what its operator might do then.

From here on nothing changes in it: triggers refuse that to everybody, as for the journals.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The table, filled with what holds today, and its guard."""
    op.create_table(
        "operator_history",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("operator", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=200), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "operator", "number", name=op.f("pk_operator_history")),
    )
    op.execute(
        "INSERT INTO operator_history (tenant, operator, number, role, state, at) "
        "SELECT tenant, operator, 1, role, 'active', '2000-01-01T00:00:00.000Z' FROM operators"
    )
    op.execute(
        "INSERT INTO operator_history (tenant, operator, number, role, state, at) "
        "SELECT tenant, operator, 2, role, state, '2000-01-01T00:00:00.001Z' FROM operators "
        "WHERE state <> 'active'"
    )
    guard("operator_history")


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
