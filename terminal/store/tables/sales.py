"""Sales and what undoes one whole, how they were paid, and the points that moved."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from terminal.store.tables.base import metadata

sales = Table(
    "sales",
    metadata,
    Column("sale", Text, primary_key=True),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("receipt_number", Integer, nullable=False),
    Column("receipt_digits", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("shift", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("member", Text),
    Column("subtotal", Integer, nullable=False),
    Column("discount", Integer, nullable=False),
    Column("burned", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("rounding", Integer, nullable=False),
    Column("to_pay", Integer, nullable=False),
    Column("earned_points", Integer, nullable=False),
    Column("burned_points", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("voided_by", Text),
    Column("topped_up", Integer, nullable=False, server_default=text("0")),
    Column("person", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("sales_receipt", sales.c.receipt_number, unique=True)
Index("sales_shift", sales.c.shift)
Index("sales_at", sales.c.at)
Index(
    "sales_member", sales.c.member, sales.c.incarnation, sales.c.seq, sqlite_where=sales.c.member.is_not(None)
)

sale_lines = Table(
    "sale_lines",
    metadata,
    Column("sale", Text, ForeignKey("sales.sale"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("gross", Integer, nullable=False),
    Column("net", Integer, nullable=False),
    Column("burned", Integer, nullable=False),
    Column("earned_points", Integer, nullable=False),
    Column("burned_points", Integer, nullable=False),
    Column("vat", Integer, nullable=False),
    Column("vat_base", Integer, nullable=False),
    Column("off_by_hand", Integer, nullable=False, server_default=text("0")),
    Column("vat_percent", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

voids = Table(
    "voids",
    metadata,
    Column("void", Text, primary_key=True),
    Column("sale", Text, ForeignKey("sales.sale"), nullable=False),
    Column("member", Text),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("receipt_label", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("shift", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("money", Integer, nullable=False),
    Column("points_taken", Integer, nullable=False),
    Column("points_returned", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("voids_sale", voids.c.sale, unique=True)
Index("voids_shift", voids.c.shift)
Index(
    "voids_member", voids.c.member, voids.c.incarnation, voids.c.seq, sqlite_where=voids.c.member.is_not(None)
)

tenders = Table(
    "tenders",
    metadata,
    Column("receipt", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("shift", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("given", Integer, nullable=False),
    Column("confirmed_by_hand", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("tenders_shift", tenders.c.shift)

point_movements = Table(
    "point_movements",
    metadata,
    Column("member", Text, primary_key=True),
    Column("incarnation", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("lot", Text, nullable=False),
    Column("spendable_from", Text),
    Column("dies_at", Text),
    Column("sale", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
