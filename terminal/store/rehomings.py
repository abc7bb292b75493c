"""The times this till found that its disk is not the one it was, and the lives it began after.

From the finding to the new life nothing is spent here: every lease is frozen, and stays so whatever is
restarted meanwhile. What the old life wrote and the server has not acknowledged is said again in the new one.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from sqlalchemy import Connection, bindparam, func, insert, literal_column, select, update

from loyalty.wire.chain import Event
from loyalty.wire.rehoming import RehomingWhy, TillRehomed, rehomed_operation, say_again
from terminal.store.journal import Journal
from terminal.store.tables.journal import rehomings
from terminal.store.tables.lending import claims, leases
from terminal.store.till_state import TillState
from terminal.sync.core import OpenRehoming

_OPEN = select(rehomings.c.rehoming, rehomings.c.incarnation, rehomings.c.why).where(
    rehomings.c.next_incarnation.is_(None)
)
_FINISH = (
    update(rehomings)
    .where(rehomings.c.rehoming == bindparam("id"))
    .values(next_incarnation=bindparam("incarnation_now"))
)
_LIVE = leases.c.state != literal_column("'closed'")
_FREEZE = update(leases).where(_LIVE).values(state="frozen", why="till-forked")
_LEAVE = update(leases).where(_LIVE).values(state="closed", why="till-forked")
_LIVE_CLAIM = claims.c.state != literal_column("'closed'")
_FREEZE_CLAIMS = update(claims).where(_LIVE_CLAIM).values(state="frozen", why="till-forked")
_LEAVE_CLAIMS = update(claims).where(_LIVE_CLAIM).values(state="closed", why="till-forked")
_LAST_FOUND = select(func.max(rehomings.c.found_at))
_MOST = 1_000_000_000


class Rehomings:
    """What became of this till's disk."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self) -> OpenRehoming | None:
        """The finding that no new life has followed yet."""
        row = self._connection.execute(_OPEN).first()
        if row is None:
            return None
        return OpenRehoming(
            rehoming=row.rehoming, incarnation=row.incarnation, why=cast("RehomingWhy", row.why)
        )

    def last_found_at(self) -> str | None:
        """When a disk that is not the one it was has been found last; None: never."""
        found: str | None = self._connection.execute(_LAST_FOUND).scalar_one()
        return found

    def begin(self, *, rehoming: str, incarnation: int, why: RehomingWhy, at: str) -> None:
        """Freeze every lease, and keep that a new life is needed; once found, it stays found."""
        self._connection.execute(_FREEZE)
        self._connection.execute(_FREEZE_CLAIMS)
        if self.open() is None:
            row = {"rehoming": rehoming, "incarnation": incarnation, "why": why, "found_at": at}
            self._connection.execute(insert(rehomings), row | {"next_incarnation": None})

    def finish(
        self,
        found: OpenRehoming,
        *,
        lost: Sequence[tuple[Event, bytes]],
        incarnation: int,
        receipt_number: int,
        journal: Journal,
        state: TillState,
    ) -> int:
        """Begin the life the server gave; how many events of the old one are said again.

        `lost` is what it had acknowledged and holds no more, each with the hash before it: it is said first.
        `receipt_number` is the last one the server knows of this till: none is used twice.
        """
        till, old, seq, hash_ = journal.head()
        before = state.acked_hash()
        unsent = journal.after(till=till, incarnation=old, seq=state.acked_seq(), most=_MOST)
        self._connection.execute(_LEAVE)
        self._connection.execute(_LEAVE_CLAIMS)
        self._connection.execute(_FINISH, {"id": found.rehoming, "incarnation_now": incarnation})
        state.begin_life(incarnation=incarnation, receipt_number=receipt_number)
        journal.forget_head()
        born = TillRehomed(
            rehoming=found.rehoming,
            incarnation=found.incarnation,
            why=found.why,
            seq=seq,
            hash=hash_,
            lost=len(lost),
        )
        journal.append("till_rehomed", born.to_json(), "")
        for event, previous in (*lost, *_linked(unsent, before)):
            said = say_again(event, previous)
            operation = rehomed_operation(said.operation_id, incarnation)
            journal.append("event_rehomed", said.to_json(), event.operator, operation)
        return len(lost) + len(unsent)


def _linked(events: Iterable[Event], before: bytes) -> Iterator[tuple[Event, bytes]]:
    """Each with the hash before it."""
    for event in events:
        yield event, before
        before = event.hash
