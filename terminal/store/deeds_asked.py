"""What the server was asked to give by hand, kept before it is sent until it is known what came of it.

Nothing that anybody wrote is kept: ids, how many, and the till's own word for why.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, bindparam, delete, select, text
from sqlalchemy.dialects.sqlite import insert

from loyalty.wire.canonical import WireRefused
from loyalty.wire.member_desk import MemberDeed
from terminal.store.prepared import Prepared
from terminal.store.tables.base import metadata

deeds_asked: Final = Table(
    "deeds_asked",
    metadata,
    Column("deed", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("life", Integer, nullable=False, server_default=text("0")),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

_PUT = insert(deeds_asked)
_PUT_ANEW = _PUT.on_conflict_do_update(index_elements=["deed"], set_={"body": _PUT.excluded.body})
_ALL = Prepared(
    select(deeds_asked.c.deed, deeds_asked.c.body, deeds_asked.c.life).order_by(deeds_asked.c.deed)
)
_DROP = delete(deeds_asked).where(deeds_asked.c.deed == bindparam("of_deed"))
_FORGET = delete(deeds_asked).where(deeds_asked.c.member == bindparam("of_member"))


@dataclass(frozen=True, slots=True)
class AskedDeed:
    """One of them as it was asked for last, `deed.at` is when; first in that `life` of this till."""

    deed: MemberDeed
    life: int


class DeedsAsked:
    """In the order in which they were asked for first: their ids rise with time."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, deed: MemberDeed, *, life: int) -> None:
        """It is about to be sent, for the first time or once more, by whoever asks now."""
        body = json.dumps(replace(deed, text="").to_json(), ensure_ascii=False)
        row = {"deed": deed.deed, "member": deed.member, "body": body, "life": life}
        self._connection.execute(_PUT_ANEW, row)

    def all(self) -> tuple[AskedDeed, ...]:
        """Those of which this till does not know what came of them; who cannot be read is passed over."""
        return tuple(asked for _, asked in self._read() if asked is not None)

    def find(self, deed: str) -> AskedDeed | None:
        """The one of that id."""
        return next((each for each in self.all() if each.deed.deed == deed), None)

    def drop(self, deed: str) -> None:
        """It is known what came of this one."""
        self._connection.execute(_DROP, {"of_deed": deed})

    def drop_older(self, than: str) -> None:
        """Those that nobody asked for since that moment, and what cannot be read."""
        for deed, asked in self._read():
            if asked is None or (asked.deed.at or "") < than:
                self.drop(deed)

    def forget(self, member: str) -> None:
        """Whatever somebody was to be given who is erased."""
        self._connection.execute(_FORGET, {"of_member": member})

    def _read(self) -> Iterator[tuple[str, AskedDeed | None]]:
        for deed, body, life in _ALL.all(self._connection, {}):
            try:
                yield deed, AskedDeed(MemberDeed.from_json(json.loads(body)), life)
            except (ValueError, WireRefused):
                yield deed, None
