"""What this till is, its journal, and its lives."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table, Text, text

from terminal.store.tables.base import metadata

till_state = Table(
    "till_state",
    metadata,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True),
    Column("tenant", Text, nullable=False),
    Column("store", Text, nullable=False),
    Column("till", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("acked_seq", Integer, nullable=False),
    Column("acked_hash", LargeBinary, nullable=False),
    Column("feed_epoch", Text, nullable=False),
    Column("feed_cursor", Integer, nullable=False),
    Column("receipt_number", Integer, nullable=False),
    Column("shift_number", Integer, nullable=False),
    Column("spend_count", Integer, nullable=False),
    Column("restored", Text, nullable=False, server_default=text("''")),
    sqlite_strict=True,
)

journal = Table(
    "journal",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("till", Text, nullable=False),
    Column("incarnation", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("operation_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("operator", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    sqlite_strict=True,
)
Index("journal_seq", journal.c.till, journal.c.incarnation, journal.c.seq, unique=True)
Index("journal_operation", journal.c.operation_id, unique=True)

quarantined = Table(
    "quarantined",
    metadata,
    Column("till", Text, primary_key=True),
    Column("incarnation", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("why", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

rehomings = Table(
    "rehomings",
    metadata,
    Column("rehoming", Text, primary_key=True),
    Column("incarnation", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("found_at", Text, nullable=False),
    Column("next_incarnation", Integer),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
