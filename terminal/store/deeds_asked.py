"""What the server was asked to give a member by hand, kept before it is sent until it is known to be done.

What was written beside it is about people: it lies here, where the file is closed, and goes with whoever is
erased.
"""

import json
from typing import Final

from sqlalchemy import Column, Connection, Table, Text, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from loyalty.wire.member_desk import MemberDeed
from terminal.store.prepared import Prepared
from terminal.store.tables.base import metadata

deeds_asked: Final = Table(
    "deeds_asked",
    metadata,
    Column("deed", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

_ADD = insert(deeds_asked).on_conflict_do_nothing()
_ALL = Prepared(select(deeds_asked.c.body).order_by(deeds_asked.c.deed))
_DROP = delete(deeds_asked).where(deeds_asked.c.deed == bindparam("of_deed"))
_FORGET = delete(deeds_asked).where(deeds_asked.c.member == bindparam("of_member"))


class DeedsAsked:
    """In the order in which they were asked for first: their ids rise with time."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, deed: MemberDeed) -> None:
        """It is about to be sent; one that was sent before stays as it was."""
        body = json.dumps(deed.to_json(), ensure_ascii=False)
        self._connection.execute(_ADD, {"deed": deed.deed, "member": deed.member, "body": body})

    def all(self) -> tuple[MemberDeed, ...]:
        """Those of which this till has not heard that they were done."""
        rows = _ALL.all(self._connection, {})
        return tuple(MemberDeed.from_json(json.loads(body)) for (body,) in rows)

    def drop(self, deed: str) -> None:
        """This one was done."""
        self._connection.execute(_DROP, {"of_deed": deed})

    def forget(self, member: str) -> None:
        """Whatever was written about somebody who is erased."""
        self._connection.execute(_FORGET, {"of_member": member})
