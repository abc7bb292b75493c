"""What was done with a member's file from a till, by whom, with whose word; and a sale is found by its id.

Nothing changes in the table of deeds.
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "member_deeds",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=64), nullable=False),
        sa.Column(
            "deed", sa.String(length=64), nullable=False, comment="made by the till before its first try"
        ),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("other", sa.String(length=64), nullable=True, comment="the other member of a merge"),
        sa.Column("till", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False, comment="the operator who did it"),
        sa.Column(
            "approved_by",
            sa.String(length=64),
            nullable=True,
            comment="whose word it took; null where none was needed",
        ),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "member", "deed", name=op.f("pk_member_deeds")),
    )
    guard("member_deeds")
    op.create_index(op.f("ix_sales_tenant_sale"), "sales", ["tenant", "sale"])


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
