"""What waits: slips for paper, and baskets that are not sold yet."""

from sqlalchemy import Column, Index, Integer, Table, Text

from terminal.store.tables.base import metadata

print_jobs = Table(
    "print_jobs",
    metadata,
    Column("job", Integer, primary_key=True),
    Column("printer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("copy", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sale", Text),
    Column("created_at", Text, nullable=False),
    Column("why", Text, nullable=False),
    sqlite_strict=True,
)
Index(
    "print_jobs_waiting",
    print_jobs.c.printer,
    print_jobs.c.job,
    sqlite_where=print_jobs.c.state.in_(["queued", "sending", "held", "unknown"]),
)

drafts = Table(
    "drafts",
    metadata,
    Column("draft", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
