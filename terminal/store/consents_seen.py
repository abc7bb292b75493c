"""What a member had agreed to when their page was last read from the server, and what was said here since.

For the page of a member while no server answers. It decides nothing: the server keeps what holds. It lies in
the closed file, and goes with whoever is erased.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, Connection, Table, Text, bindparam, delete, insert, select

from loyalty.wire.canonical import JsonObject
from terminal.clock import from_timestamp, timestamp
from terminal.store.prepared import Prepared
from terminal.store.tables.base import metadata

consents_seen: Final = Table(
    "consents_seen",
    metadata,
    Column("member", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

_ADD = insert(consents_seen)
_OF = Prepared(
    select(consents_seen.c.body, consents_seen.c.as_of).where(consents_seen.c.member == bindparam("member"))
)
_FORGET = delete(consents_seen).where(consents_seen.c.member == bindparam("of_member"))


@dataclass(frozen=True, slots=True)
class SeenConsents:
    """What one person said, oldest first; `as_of` is None where the server never told it here."""

    said: tuple[JsonObject, ...] = ()
    as_of: datetime | None = None


class ConsentsSeen:
    """One row a person."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, member: str, seen: SeenConsents) -> None:
        """In the place of what was known before."""
        self.forget(member)
        as_of = "" if seen.as_of is None else timestamp(seen.as_of)
        body = json.dumps(seen.said, ensure_ascii=False)
        self._connection.execute(_ADD, {"member": member, "body": body, "as_of": as_of})

    def add(self, member: str, said: JsonObject) -> None:
        """Something is said here."""
        seen = self.of_member(member)
        self.put(member, SeenConsents((*seen.said, said), seen.as_of))

    def of_member(self, member: str) -> SeenConsents:
        """What is known here of one person."""
        row = _OF.first(self._connection, {"member": member})
        if row is None:
            return SeenConsents()
        body, as_of = row
        return SeenConsents(tuple(json.loads(body)), from_timestamp(as_of) if as_of else None)

    def forget(self, member: str) -> None:
        """Nothing is known of this person any more."""
        self._connection.execute(_FORGET, {"of_member": member})
