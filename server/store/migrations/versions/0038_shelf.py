"""Goods that tills change: whose each bar code is, and what was said of a product by whom."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the guard, and note the bar codes of the goods that are there."""
    codes = op.create_table(
        "product_codes",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("sku", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "code", name=op.f("pk_product_codes")),
    )
    op.create_index(op.f("ix_product_codes_tenant_sku"), "product_codes", ["tenant", "sku"])
    op.create_table(
        "product_history",
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("sku", sa.String(length=200), nullable=False),
        sa.Column("change", sa.String(length=200), nullable=False, comment="the operation that said it"),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False, comment="an operator; empty: a file"),
        sa.Column("approver", sa.String(length=64), nullable=True),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("body", sa.Text(), nullable=False, comment="canonical JSON of what was said"),
        sa.PrimaryKeyConstraint("tenant", "sku", "change", name=op.f("pk_product_history")),
    )
    guard("product_history")
    note_codes(codes)


def note_codes(codes: sa.Table) -> None:
    """A bar code that two goods have is the last one's, as tills read it."""
    products = sa.table("products", sa.column("tenant"), sa.column("sku"), sa.column("body"))
    rows = op.get_bind().execute(sa.select(products).order_by(products.c.tenant, products.c.sku))
    held = {
        (row.tenant, code): row.sku for row in rows for code in json.loads(row.body).get("barcodes", ())
    }
    if held:
        op.bulk_insert(
            codes, [{"tenant": tenant, "code": code, "sku": sku} for (tenant, code), sku in held.items()]
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
