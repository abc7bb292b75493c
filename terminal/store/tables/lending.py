"""What the server keeps for this till: points, money, and the right to give something."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text, text

from terminal.store.tables.base import metadata

leases = Table(
    "leases",
    metadata,
    Column("lease", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("sale", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("spent", Integer, nullable=False),
    Column("slices", Text, nullable=False),
    Column("until", Text),
    Column("why", Text, nullable=False),
    Column("account", Text, nullable=False, server_default=text("'points'")),
    CheckConstraint("0 <= spent AND spent <= amount"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("leases_live", leases.c.lease, sqlite_where=leases.c.state != "closed")

gift_cards = Table(
    "gift_cards",
    metadata,
    Column("card", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

claims = Table(
    "claims",
    metadata,
    Column("claim", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("thing", Text, nullable=False),
    Column("sale", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("until", Text),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("claims_live", claims.c.claim, sqlite_where=claims.c.state != "closed")
Index(
    "claims_spent",
    claims.c.thing,
    claims.c.until,
    sqlite_where=(claims.c.state == "closed") & (claims.c.why != ""),
)
