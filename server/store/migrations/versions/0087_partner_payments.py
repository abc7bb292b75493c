"""What partners have paid each other for a month, and at whose two words. Nothing changes in it.

What was paid before is in no row: those months stay open until it is said.
"""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its guard."""
    op.create_table(
        "partner_payments",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("month", sa.String(length=200), nullable=False, comment="of what was paid: 2026-11"),
        sa.Column(
            "payer", sa.String(length=64), nullable=False, comment="a partner by id; empty: the pool"
        ),
        sa.Column("payee", sa.String(length=64), nullable=False),
        sa.Column(
            "amount",
            sa.BigInteger(),
            nullable=False,
            comment="all that the month came to between the two",
        ),
        sa.Column(
            "paid_on", sa.String(length=200), nullable=False, comment="the day, as it was said: 2026-12-05"
        ),
        sa.Column("reference", sa.Text(), nullable=False, comment="by which both find the payment"),
        sa.Column("by", sa.String(length=64), nullable=False, comment="the operator who wrote it down"),
        sa.Column("approved_by", sa.String(length=64), nullable=False, comment="somebody else, a manager"),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_partner_payments_amount")),
        sa.PrimaryKeyConstraint("tenant", "month", "payer", "payee", name=op.f("pk_partner_payments")),
    )
    guard("partner_payments")


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
