"""The open sale as it stood a moment ago, for after a power cut. One row of text."""

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from terminal.store.prepared import Prepared
from terminal.store.tables import drafts

_OPEN = "open"
_LOAD = select(drafts.c.body).where(drafts.c.draft == _OPEN)
_PUT = insert(drafts).values(draft=_OPEN, body=bindparam("body"), saved_at=bindparam("saved_at"))
_SAVE = _PUT.on_conflict_do_update(
    index_elements=[drafts.c.draft], set_={"body": _PUT.excluded.body, "saved_at": _PUT.excluded.saved_at}
)
_FORGET = Prepared(delete(drafts).where(drafts.c.draft == bindparam("draft")))


class Drafts:
    """The draft of this till."""

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
