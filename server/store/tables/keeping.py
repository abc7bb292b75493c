"""What is kept of members beside points, and the notes by which it can be worked out anew."""

from sqlalchemy import Column, Integer, Table, Text

from server.store.tables.base import Code, Id, Moment, Whole, metadata

_MEMBER = {"family": "member"}

keepings = Table(
    "keepings",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("body", Text, nullable=False, comment="JSON: vouchers, stamp cards, challenges, memberships"),
    Column("tier", Code, nullable=False, comment="the one that was last told of"),
    Column("seen_at", Moment, comment="how far the calendar has been worked in; null: not at all"),
    Column("number", Whole, nullable=False, comment="of its last note"),
    info=_MEMBER,
)

keeping_notes = Table(
    "keeping_notes",
    metadata,
    Column("tenant", Id, primary_key=True),
    Column("member", Id, primary_key=True),
    Column("number", Whole, primary_key=True, autoincrement=False),
    Column("operation", Code, nullable=False, comment="till:incarnation:seq, or the server's own"),
    Column("kind", Code, nullable=False),
    Column("at", Moment, nullable=False),
    Column("program_version", Integer, nullable=False),
    Column("said", Text, nullable=False, comment="JSON; empty where a journal has it"),
    info=_MEMBER | {"append_only": True},
)
