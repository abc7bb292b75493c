"""Benefits that were used here and that the server has not heard of yet: read from the journal itself.

There is no table of them: what the server knows it tells with the member, and what it does not know yet are
the few events after its acknowledgement.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, literal_column, select

from terminal.clock import from_timestamp
from terminal.store.prepared import Prepared
from terminal.store.tables.journal import journal, till_state

_UNSYNCED = Prepared(
    select(journal.c.kind, journal.c.at, journal.c.body)
    .select_from(till_state)
    .join(
        journal,
        (journal.c.till == till_state.c.till)
        & (journal.c.incarnation == till_state.c.incarnation)
        & (journal.c.seq > till_state.c.acked_seq),
    )
    .where(
        (journal.c.kind == literal_column("'benefit_used'"))
        | (journal.c.kind == literal_column("'benefit_taken_back'")),
        func.json_extract(journal.c.body, literal_column("'$.member'")) == bindparam("member"),
    )
    .order_by(journal.c.seq)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsyncedUse:
    """A use of a benefit, or that one was taken back: the body of its event, and when."""

    body: Mapping[str, Any]
    at: datetime
    is_back: bool


class BenefitUses:
    """What was used here."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def unsynced(self, member: str) -> tuple[UnsyncedUse, ...]:
        """What the server has not acknowledged of a member, in order."""
        return tuple(
            UnsyncedUse(body=json.loads(body), at=from_timestamp(at), is_back=kind == "benefit_taken_back")
            for kind, at, body in _UNSYNCED.all(self._connection, {"member": member})
        )
