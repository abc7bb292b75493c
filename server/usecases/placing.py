"""Where a batch stands in its till's journal: new, known, after a gap, or of another journal. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.errors import Refused
from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.messages import SyncRequest
from server.model import Chain


@dataclass(frozen=True, slots=True)
class Fork:
    """Two journals claim one place: the one held has another hash there than the one seen."""

    seq: int
    seen_hash: bytes
    held_hash: bytes


def check_envelope(request: SyncRequest) -> None:
    """Check that the batch is in itself what it says.

    Raises:
        Refused: `batch-events` (of another till, or not one after the other from `first_seq`),
            `batch-head` (not its last event).
    """
    for place, event in enumerate(request.events, request.first_seq):
        if (event.till, event.incarnation, event.seq) != (request.till, request.incarnation, place):
            raise Refused("batch-events", seq=event.seq, expected=place)
    last = request.events[-1] if request.events else None
    end = (last.seq, last.hash) if last else (request.first_seq - 1, request.prev_hash)
    if (request.head.seq, request.head.hash) != end:
        raise Refused("batch-head", seq=request.head.seq, expected=end[0])


def find_fork(chain: Chain, request: SyncRequest, held: Mapping[int, bytes]) -> Fork | None:
    """The first place at which the batch is of another journal; `held` has the hashes of what overlaps.

    Raises:
        Refused: `journal-gap`: events between what is held and the batch are missing; nothing is wrong with
        it else.
    """
    before = request.first_seq - 1
    if before > chain.ack_seq:
        raise Refused("journal-gap", ack_seq=chain.ack_seq, first_seq=request.first_seq)
    claims = {before: request.prev_hash} | {event.seq: event.hash for event in request.events}
    known = {0: GENESIS} | dict(held)
    for seq, hash_ in claims.items():
        if seq <= chain.ack_seq and known[seq] != hash_:
            return Fork(seq, hash_, known[seq])
    return None


def fresh_events(chain: Chain, request: SyncRequest) -> tuple[Event, ...]:
    """The events of the batch that are not held yet."""
    return tuple(event for event in request.events if event.seq > chain.ack_seq)
