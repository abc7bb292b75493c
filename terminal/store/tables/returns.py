"""Goods that came back, and sales of other tills that this one may take back."""

from sqlalchemy import Column, Index, Integer, Table, Text

from terminal.store.tables.base import metadata

refunds = Table(
    "refunds",
    metadata,
    Column("refund", Text, primary_key=True),
    Column("sale", Text),
    Column("member", Text),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("receipt_label", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("shift", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("approver", Text),
    Column("approver_name", Text, nullable=False),
    Column("money", Integer, nullable=False),
    Column("rounding", Integer, nullable=False),
    Column("points_taken", Integer, nullable=False),
    Column("points_returned", Integer, nullable=False),
    Column("is_whole", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("refunds_sale", refunds.c.sale, sqlite_where=refunds.c.sale.is_not(None))
Index("refunds_shift", refunds.c.shift)
Index(
    "refunds_member",
    refunds.c.member,
    refunds.c.incarnation,
    refunds.c.seq,
    sqlite_where=refunds.c.member.is_not(None),
)

refund_lines = Table(
    "refund_lines",
    metadata,
    Column("refund", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("money", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

foreign_sales = Table(
    "foreign_sales",
    metadata,
    Column("sale", Text, primary_key=True),
    Column("digits", Text, nullable=False),
    Column("till_code", Text, nullable=False),
    Column("member", Text),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("returned", Text, nullable=False),
    Column("paid_back", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("foreign_sales_digits", foreign_sales.c.digits, unique=True)
Index("foreign_sales_member", foreign_sales.c.member, sqlite_where=foreign_sales.c.member.is_not(None))
