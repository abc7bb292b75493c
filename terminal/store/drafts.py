"""The open sale as it stood a moment ago, for after a power cut, and the parked ones: each a row of text."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from terminal.store.prepared import Prepared
from terminal.store.tables.waiting import drafts

_OPEN = "open"
"""The row of the sale that is open; a parked one's row is named by the sale itself."""

_LOAD = select(drafts.c.body).where(drafts.c.draft == _OPEN)
_PUT = insert(drafts).values(draft=_OPEN, body=bindparam("body"), saved_at=bindparam("saved_at"))
_SAVE = _PUT.on_conflict_do_update(
    index_elements=[drafts.c.draft], set_={"body": _PUT.excluded.body, "saved_at": _PUT.excluded.saved_at}
)
_PARK = insert(drafts).values(
    draft=bindparam("draft"), body=bindparam("body"), saved_at=bindparam("saved_at")
)
_PARKED = select(drafts.c.draft, drafts.c.body, drafts.c.saved_at).where(drafts.c.draft != _OPEN)
_PARKED_ONE = select(drafts.c.body).where(drafts.c.draft == bindparam("draft"), drafts.c.draft != _OPEN)
_FORGET = Prepared(delete(drafts).where(drafts.c.draft == bindparam("draft")))


class ParkedRow(NamedTuple):
    """A parked sale's id, its text, and when it was parked."""

    sale: str
    body: str
    parked_at: str


class Drafts:
    """The drafts of this till: the open sale's, and those of the sales that were parked."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self) -> str | None:
        """The text last saved, if it was not forgotten."""
        return self._connection.execute(_LOAD).scalar_one_or_none()

    def save(self, body: str, *, at: str) -> None:
        """Keep that text in place of the one before."""
        self._connection.execute(_SAVE, {"body": body, "saved_at": at})

    def forget(self) -> None:
        """Keep nothing."""
        _FORGET.run(self._connection, {"draft": _OPEN})

    def park(self, sale: str, body: str, *, at: str) -> None:
        """Put a sale aside; no other of that id is."""
        self._connection.execute(_PARK, {"draft": sale, "body": body, "saved_at": at})

    def parked(self) -> tuple[ParkedRow, ...]:
        """What was put aside, the last first."""
        rows = self._connection.execute(_PARKED.order_by(drafts.c.saved_at.desc(), drafts.c.draft.desc()))
        return tuple(ParkedRow(*row) for row in rows)

    def unpark(self, sale: str) -> str | None:
        """Take up what was put aside; None where it is gone."""
        body = self._connection.execute(_PARKED_ONE, {"draft": sale}).scalar_one_or_none()
        if body is not None:
            _FORGET.run(self._connection, {"draft": sale})
        return body
