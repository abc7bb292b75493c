"""A till whose disk is not the one it was begins a new life: what it asks, and what it carries over.

`POST /v1/rehome` ends one incarnation and begins the next, with an empty journal and no lease. What the old
journal held and the server has not acknowledged is said again in the new one, each event wrapped whole in an
`event_rehomed`; the server passes over what it has under the same operation id already.
"""

from dataclasses import dataclass
from typing import Literal

from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import Event, next_hash
from loyalty.wire.codec import Message
from loyalty.wire.limits import Count, Hash, Id, Key, Moment, Seq, Signature, Words

RehomingWhy = Literal["database-behind", "counter-behind", "journal-forked", "incarnation-retired"]
"""What was found: database or counter is older than the other, or the server said so."""


@dataclass(frozen=True, slots=True)
class RehomeRequest(Message):
    """A till asks for a new incarnation; `rehoming` was made and stored first, so that asking again is safe.

    `seq` and `hash` are the end of the old journal as this disk has it, signed as a head is; `acked` is how
    far the server had acknowledged it. `given` is the life that followed then, where it is told again to a
    server that was put back to a time before; 0 where the till has no other life yet. `says_lost`: the next
    life will say again what the server lacks of what it had acknowledged of all lives before, too.
    """

    version: Literal[1]
    till: Id
    incarnation: Seq
    rehoming: Id
    why: RehomingWhy
    seq: Count
    hash: Hash
    signature: Signature
    acked: Count = 0
    given: Count = 0
    says_lost: bool = False


@dataclass(frozen=True, slots=True)
class LifeHeld(Message):
    """How far the server holds the journal of one life of the till's."""

    incarnation: Seq
    seq: Count


@dataclass(frozen=True, slots=True)
class RehomeAnswer(Message):
    """The incarnation from here on; `is_cloned`: another disk lives as this till.

    `receipt_number` is the last one that the server knows of it, so that none is printed twice. `held` is
    what the server holds of every life; empty where it is too old to say.
    """

    version: Literal[1]
    incarnation: Seq
    is_cloned: bool
    receipt_number: Count
    server_time: Moment
    nonce: Key
    held: tuple[LifeHeld, ...] = ()


@dataclass(frozen=True, slots=True)
class TillRehomed(Message):
    """The first event of a new life: from which it came, and where the old journal ended on this disk.

    Of the events that are said again in it the first `lost` had been acknowledged; the rest had not.
    """

    rehoming: Id
    incarnation: Seq
    why: Words
    seq: Count
    hash: Hash
    lost: Count = 0


@dataclass(frozen=True, slots=True)
class EventRehomed(Message):
    """An event of an earlier life, said again because the server had not acknowledged it there.

    Its own texts are read as leniently as those of any event: what is odd in it is put aside, not refused.
    Its two hashes are those of its place in the old journal, so that a row changed there stays found.
    """

    incarnation: Seq
    seq: Seq
    operation_id: Key
    kind: Key
    at: Words
    operator: Words
    body: JsonObject
    prev_hash: Hash
    hash: Hash


def say_again(event: Event, prev_hash: bytes) -> EventRehomed:
    """An event with the hash before it, whole; one that was said again before is not wrapped twice.

    Raises:
        WireRefused: it says that it wraps another, and does not.
    """
    if event.kind == "event_rehomed":
        return EventRehomed.from_json(event.body)
    return EventRehomed(
        incarnation=event.incarnation,
        seq=event.seq,
        operation_id=event.operation_id,
        kind=event.kind,
        at=event.at,
        operator=event.operator,
        body=event.body,
        prev_hash=prev_hash,
        hash=event.hash,
    )


def is_as_written(said: EventRehomed, *, till: str) -> bool:
    """Whether an event that is said again is the one that the till's old journal had its hash from."""
    made = next_hash(
        said.prev_hash,
        till=till,
        incarnation=said.incarnation,
        seq=said.seq,
        operation_id=said.operation_id,
        kind=said.kind,
        at=said.at,
        operator=said.operator,
        body=said.body,
    )
    return made == said.hash


def rehomed_operation(operation_id: str, incarnation: int) -> str:
    """The operation id under which an event is said again in an incarnation: one for ever."""
    return f"{operation_id[:52]}:{incarnation}"
