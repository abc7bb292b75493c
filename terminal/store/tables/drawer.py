"""Shifts, and what is done with the drawer: cash moved, counts given, days closed."""

from sqlalchemy import Column, Index, Integer, Table, Text

from terminal.store.tables.base import metadata

shifts = Table(
    "shifts",
    metadata,
    Column("shift", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("operator", Text, nullable=False),
    Column("operator_name", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("opening_float", Integer, nullable=False),
    Column("closed_at", Text),
    Column("counted", Integer),
    Column("closed_by", Text),
    Column("closed_by_name", Text),
    Column("closed_incarnation", Integer),
    Column("closed_seq", Integer),
    Column("reason", Text),
    Column("note", Text),
    Column("day", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("shifts_open", shifts.c.closed_at, sqlite_where=shifts.c.closed_at.is_(None))
Index("shifts_number", shifts.c.number)

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
