"""Receipts that were claimed afterwards."""

from sqlalchemy import Column, Index, Integer, Table, Text

from terminal.store.tables.base import metadata

late_claims = Table(
    "late_claims",
    metadata,
    Column("sale", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("shift", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("money", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("late_claims_member", late_claims.c.member, late_claims.c.incarnation, late_claims.c.seq)
Index("late_claims_shift", late_claims.c.shift)
