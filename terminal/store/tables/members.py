"""Members and what finds them, and persons who are to be told to the server."""

from typing import Final

from sqlalchemy import Column, Index, Integer, Table, Text, text

from terminal.store.tables.base import metadata

members = Table(
    "members",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("member", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("alias_of", Text),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("given", Text, nullable=False),
    Column("e164", Text),
    Column("e164_reversed", Text),
    Column("phone_text", Text, nullable=False),
    Column("birthday", Text),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)
Index("members_member", members.c.member, unique=True)
Index("members_e164", members.c.e164, sqlite_where=members.c.e164.is_not(None))
Index("members_e164_reversed", members.c.e164_reversed, sqlite_where=members.c.e164_reversed.is_not(None))
Index("members_folded", members.c.folded, members.c.name, members.c.state)
Index("members_given", members.c.given)
ASKING: Final = text('instr(body, \'"request":"data-\') > 0')
"""Who has asked for something about their own data, done or not, as the index that finds them has it."""
Index("members_asking", members.c.row, sqlite_where=ASKING)

cards = Table(
    "cards",
    metadata,
    Column("number", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("cards_member", cards.c.member)

name_forms = Table(
    "name_forms",
    metadata,
    Column("form", Integer, primary_key=True),
    Column("folded", Text, nullable=False),
    sqlite_strict=True,
)
Index("name_forms_folded", name_forms.c.folded, unique=True)

name_words = Table(
    "name_words",
    metadata,
    Column("word", Text, primary_key=True),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

persons_out = Table(
    "persons_out",
    metadata,
    Column("member", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("phone", Text),
    Column("phone_text", Text, nullable=False),
    Column("birthday", Text),
    Column("consents", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
