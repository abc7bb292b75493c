"""What the server has told of the shop: settings, programs, operators, goods."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, text

from terminal.store.tables.base import metadata

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

programs = Table(
    "programs",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("valid_from", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
)

operators = Table(
    "operators",
    metadata,
    Column("operator", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", Text),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

products = Table(
    "products",
    metadata,
    Column("sku", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("brand", Text, nullable=False),
    Column("tags", Text, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("vat_percent", Text),
    Column("active", Integer, nullable=False),
    Column("prices", Text, nullable=False, server_default=text("'[]'")),
    Column("stamps", Text, nullable=False, server_default=text("'[]'")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("products_folded", products.c.folded, products.c.sku)

barcodes = Table(
    "barcodes",
    metadata,
    Column("barcode", Text, primary_key=True),
    Column("sku", Text, ForeignKey("products.sku", ondelete="CASCADE"), nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("barcodes_sku", barcodes.c.sku)
