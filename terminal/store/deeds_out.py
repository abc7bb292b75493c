"""What was done here with members and the server does not have yet: sent beside the journal, never in it.

Notes are about people: they lie here, where the file is closed, and go with whoever is erased.
"""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Column, Connection, Index, Table, Text, bindparam, delete, insert, select, update

from loyalty.wire.member_desk import DeedOutcome, MemberDeed
from loyalty.wire.messages import MAX_DEEDS
from terminal.store.prepared import Prepared
from terminal.store.tables.base import metadata

deeds_out: Final = Table(
    "deeds_out",
    metadata,
    Column("deed", Text, primary_key=True),
    Column("member", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("why", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
Index("deeds_out_member", deeds_out.c.member)

_ADD = insert(deeds_out)
_WAITS = deeds_out.c.why == ""
_ABOUT = deeds_out.c.member == bindparam("member")
_OF_MEMBER = Prepared(select(deeds_out.c.body).where(_ABOUT, _WAITS).order_by(deeds_out.c.deed))
_ASIDE_OF = Prepared(select(deeds_out.c.body).where(_ABOUT, ~_WAITS).order_by(deeds_out.c.deed))
_APOLOGIES = Prepared(select(deeds_out.c.body, deeds_out.c.why).where(_ABOUT).order_by(deeds_out.c.deed))
_WAITING = Prepared(select(deeds_out.c.body).where(_WAITS).order_by(deeds_out.c.deed).limit(MAX_DEEDS))
_ASIDE = Prepared(select(deeds_out.c.member).where(~_WAITS).order_by(deeds_out.c.deed))
_ASKING = Prepared(
    select(deeds_out.c.member).where(_WAITS, deeds_out.c.body.contains('"request": "data-')).distinct()
)
_SET_ASIDE = update(deeds_out).where(deeds_out.c.deed == bindparam("of_deed")).values(why=bindparam("said"))
_BODY = select(deeds_out.c.body).where(deeds_out.c.deed == bindparam("of_deed"))
_OVER: Final = frozenset({"", "member-erased"})
_STAYING: Final = frozenset({"note", "consent", "apology"})
_DROP = delete(deeds_out).where(deeds_out.c.deed == bindparam("of_deed"))
_FORGET = delete(deeds_out).where(deeds_out.c.member == bindparam("of_member"))


class DeedsOut:
    """They wait in the order in which they were done: their ids rise with time.

    What the server will not take is set aside: it is sent no more, holds up nothing, and stays for a person.
    """

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, deed: MemberDeed) -> None:
        """Let one wait."""
        body = json.dumps(deed.to_json(), ensure_ascii=False)
        self._connection.execute(_ADD, {"deed": deed.deed, "member": deed.member, "body": body})

    def of_member(self, member: str) -> tuple[MemberDeed, ...]:
        """Those that are about a member and wait."""
        rows = _OF_MEMBER.all(self._connection, {"member": member})
        return tuple(MemberDeed.from_json(json.loads(body)) for (body,) in rows)

    def aside_of(self, member: str) -> tuple[MemberDeed, ...]:
        """Those about a member that the server will not take."""
        rows = _ASIDE_OF.all(self._connection, {"member": member})
        return tuple(MemberDeed.from_json(json.loads(body)) for (body,) in rows)

    def apologies_of(self, member: str) -> tuple[tuple[MemberDeed, str], ...]:
        """The apologies to a member: what waits, with an empty text, and what was refused with why."""
        rows = _APOLOGIES.all(self._connection, {"member": member})
        found = ((MemberDeed.from_json(json.loads(body)), why) for body, why in rows)
        return tuple(each for each in found if each[0].kind == "apology")

    def asking(self) -> tuple[str, ...]:
        """Of whom a request about their own data waits to be told."""
        return tuple(member for (member,) in _ASKING.all(self._connection, {}))

    def members_aside(self) -> tuple[str, ...]:
        """Of whom something is set aside, once for each deed, oldest first."""
        return tuple(member for (member,) in _ASIDE.all(self._connection, {}))

    def waiting(self) -> tuple[MemberDeed, ...]:
        """As many as one request takes."""
        rows = _WAITING.all(self._connection, {})
        return tuple(MemberDeed.from_json(json.loads(body)) for (body,) in rows)

    def settle(self, outcomes: Iterable[DeedOutcome]) -> None:
        """What became of deeds at the server: it has them, or will never have them.

        Words that it will not have are set aside (a note, a consent), and an apology: somebody was promised
        its voucher. Those about somebody who was erased go.
        """
        for each in outcomes:
            if each.why in _OVER or not self._stays(each.deed):
                self.drop([each.deed])
            else:
                self._connection.execute(_SET_ASIDE, {"of_deed": each.deed, "said": each.why})

    def _stays(self, deed: str) -> bool:
        body = self._connection.execute(_BODY, {"of_deed": deed}).scalar()
        return body is not None and MemberDeed.from_json(json.loads(body)).kind in _STAYING

    def drop(self, deeds: Iterable[str]) -> None:
        """These are over."""
        for deed in deeds:
            self._connection.execute(_DROP, {"of_deed": deed})

    def forget(self, member: str) -> None:
        """Whatever was written about somebody who is erased."""
        self._connection.execute(_FORGET, {"of_member": member})
