"""What was done here with members and the server does not have yet: sent beside the journal, never in it.

Notes are about people: they lie here, where the file is closed, and go with whoever is erased.
"""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Connection, Index, Table, Text, bindparam, delete, insert, select

from loyalty.wire.member_desk import MemberDeed
from loyalty.wire.messages import MAX_DEEDS
from terminal.store.prepared import Prepared
from terminal.store.tables import metadata

deeds_out: Final = Table(
    "deeds_out",
    metadata,
    Column("deed", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("deeds_out_member", deeds_out.c.member)

_ADD = insert(deeds_out)
_OF_MEMBER = Prepared(
    select(deeds_out.c.body).where(deeds_out.c.member == bindparam("member")).order_by(deeds_out.c.deed)
)
_WAITING = Prepared(select(deeds_out.c.body).order_by(deeds_out.c.deed).limit(MAX_DEEDS))
_DROP = delete(deeds_out).where(deeds_out.c.deed == bindparam("of_deed"))
_FORGET = delete(deeds_out).where(deeds_out.c.member == bindparam("of_member"))


class DeedsOut:
    """They wait in the order in which they were done: their ids rise with time."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, deed: MemberDeed) -> None:
        """Let one wait."""
        body = json.dumps(deed.to_json(), ensure_ascii=False)
        self._connection.execute(_ADD, {"deed": deed.deed, "member": deed.member, "body": body})

    def of_member(self, member: str) -> tuple[MemberDeed, ...]:
        """Those that are about a member."""
        rows = _OF_MEMBER.all(self._connection, {"member": member})
        return tuple(MemberDeed.from_json(json.loads(body)) for (body,) in rows)

    def waiting(self) -> tuple[MemberDeed, ...]:
        """As many as one request takes."""
        rows = _WAITING.all(self._connection, {})
        return tuple(MemberDeed.from_json(json.loads(body)) for (body,) in rows)

    def drop(self, deeds: Iterable[str]) -> None:
        """The server has these, or will never have them."""
        for deed in deeds:
            self._connection.execute(_DROP, {"of_deed": deed})

    def forget(self, member: str) -> None:
        """Whatever was written about somebody who is erased."""
        self._connection.execute(_FORGET, {"of_member": member})
