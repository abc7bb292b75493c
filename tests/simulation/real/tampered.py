"""What a till writes whose program or disk was tampered with: rows of the journal past every check.

What such a till would say is made by the till in memory, which believes anything.
"""

from collections.abc import Callable, Sequence

from loyalty.wire.canonical import JsonObject, canonical_bytes
from loyalty.wire.chain import Event, next_hash
from loyalty.wire.roles import OF_ITSELF, TILL
from terminal.clock import timestamp
from terminal.keystore.fake import FakeKeyStore
from terminal.store.books import Unit
from tests.simulation.disk import Disk
from tests.simulation.money_till import MoneyTill
from tests.simulation.sides import NewId, Now

_APPEND = (
    "INSERT INTO journal (till, incarnation, seq, operation_id, kind, at, operator, body, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def append_as_it_is(unit: Unit, kind: str, body: JsonObject, operation: str, operator: str) -> None:
    """Write an event as the next one, whatever it says, under an operation that may be there already."""
    head, at = unit.journal.head(), timestamp(unit.now())
    by = TILL if kind in OF_ITSELF else operator
    seq = head.seq + 1
    hash_ = next_hash(
        head.hash,
        till=head.till,
        incarnation=head.incarnation,
        seq=seq,
        operation_id=operation,
        kind=kind,
        at=at,
        operator=by,
        body=body,
    )
    if unit.journal.has_operation(operation):
        unit.connection.exec_driver_sql("DROP INDEX IF EXISTS journal_operation")
    row = (head.till, head.incarnation, seq, operation, kind, at, by, canonical_bytes(body).decode(), hash_)
    unit.connection.exec_driver_sql(_APPEND, row)
    unit.journal.forget_head()


def damage_last(unit: Unit) -> None:
    """Change what the last event says, and leave its hash as it is."""
    unit.connection.exec_driver_sql(
        'UPDATE journal SET body = \'{"why":"nothing"}\' WHERE row = (SELECT max(row) FROM journal)'
    )


def said_by_a_tampered_till(
    disk: Disk, act: Callable[[MoneyTill], bool], *, now: Now, new_id: NewId
) -> Sequence[Event]:
    """The events that a till in memory with this disk would write."""
    till = MoneyTill(disk.copy(), FakeKeyStore(), now=now, new_id=new_id)
    act(till)
    return till.disk.events[len(disk.events) :]
