"""Tables of what is done with the drawer beside selling: cash moved, counts given, days closed."""

from sqlalchemy import Column, Index, Integer, Table, Text

from terminal.store.tables import metadata

cash_moves = Table(
    "cash_moves",
    metadata,
    Column("move", Text, primary_key=True),
    Column("shift", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("approver_name", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("cash_moves_shift", cash_moves.c.shift)

days = Table(
    "days",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("closed_at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

drawer_counts = Table(
    "drawer_counts",
    metadata,
    Column("shift", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("counted", Integer, nullable=False),
    Column("expected", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
