"""The till's journal as a chain: each event carries the hash of itself and of all that came before it.

A chain belongs to one (till, incarnation) and starts at seq 1 after `GENESIS`; till and incarnation are in
every event, so no piece of one chain fits another. Not here: who may write an event, what it means, where it
is kept.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from loyalty.errors import Refused
from loyalty.wire.canonical import JsonObject, canonical_bytes, canonical_of_flat
from loyalty.wire.codec import Message
from loyalty.wire.limits import Hash, Id, Length, Seq

GENESIS = bytes(32)
"""The hash before the first event of every chain."""
_PLACE = b'"body":0'
"""Where the body goes in the encoding of a row: no text can hold it, for want of quotation marks."""


class ChainBroken(Refused):
    """An event does not follow from what stands before it; `seq` is the first that does not."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__("chain-broken", seq=seq, why=why)
        self.seq = seq
        self.why = why


@dataclass(frozen=True, slots=True)
class Event(Message):
    """One row of a till's journal.

    `at` is the till's clock as it stood (UTC text with milliseconds; no decision hangs on it), `operator` is
    empty where the till acts by itself, `body` is what the kind says it is, free of personal data. The texts
    are read leniently on purpose: an odd event is quarantined by its server, never a reason to refuse the
    ones beside it.
    """

    till: Id
    incarnation: Seq
    seq: Seq
    operation_id: Annotated[str, Length(1, 64)]
    kind: Annotated[str, Length(1, 64)]
    at: Annotated[str, Length(1, 40)]
    operator: Annotated[str, Length(0, 64)]
    body: JsonObject
    hash: Hash


def next_hash(  # every field of the row but its hash
    prev_hash: bytes,
    *,
    till: str,
    incarnation: int,
    seq: int,
    operation_id: str,
    kind: str,
    at: str,
    operator: str,
    body: JsonObject,
) -> bytes:
    """The hash of the event that follows `prev_hash`: SHA-256 over it and the event's canonical encoding.

    Raises:
        WireRefused: where the body cannot be encoded (a float in it, say).
    """
    return next_hash_encoded(
        prev_hash,
        till=till,
        incarnation=incarnation,
        seq=seq,
        operation_id=operation_id,
        kind=kind,
        at=at,
        operator=operator,
        body_bytes=canonical_bytes(body),
    )


def next_hash_encoded(  # every field of the row but its hash
    prev_hash: bytes,
    *,
    till: str,
    incarnation: int,
    seq: int,
    operation_id: str,
    kind: str,
    at: str,
    operator: str,
    body_bytes: bytes,
) -> bytes:
    """The same for a body that is canonical bytes already, as the journal keeps it."""
    row: dict[str, str | int] = {
        "at": at,
        "body": 0,
        "incarnation": incarnation,
        "kind": kind,
        "operation_id": operation_id,
        "operator": operator,
        "seq": seq,
        "till": till,
    }
    before, after = canonical_of_flat(row).split(_PLACE, 1)
    said = b"".join((prev_hash, before, b'"body":', body_bytes, after))
    return hashlib.sha256(said).digest()


def short_hash(hash_: bytes) -> str:
    """A hash as it stands on a receipt: enough to find out that the row was changed since."""
    digits = hash_.hex()
    return f"{digits[:4]}-{digits[4:8]}"


def follows(prev_hash: bytes, event: Event, body_bytes: bytes | None = None) -> bool:
    """Whether the event's hash is what its content and `prev_hash` make it.

    `body_bytes` is its body as canonical bytes, for who has made them already.
    """
    made = next_hash_encoded(
        prev_hash,
        till=event.till,
        incarnation=event.incarnation,
        seq=event.seq,
        operation_id=event.operation_id,
        kind=event.kind,
        at=event.at,
        operator=event.operator,
        body_bytes=canonical_bytes(event.body) if body_bytes is None else body_bytes,
    )
    return made == event.hash


def verify(prev_hash: bytes, events: Iterable[Event]) -> bytes:
    """Check that the events follow `prev_hash` and each other without a gap.

    Gives the last hash, or `prev_hash` where there are none.

    Raises:
        ChainBroken: at the first event that does not follow.
    """
    before: Event | None = None
    for event in events:
        if before is not None:
            if (event.till, event.incarnation) != (before.till, before.incarnation):
                raise ChainBroken(event.seq, "belongs to another chain")
            if event.seq != before.seq + 1:
                raise ChainBroken(event.seq, f"stands after {before.seq}")
        if not follows(prev_hash, event):
            raise ChainBroken(event.seq, "its hash is not that of its content")
        prev_hash = event.hash
        before = event
    return prev_hash
