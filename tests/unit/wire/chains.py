"""Chains of events to say and to damage."""

from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, Event, next_hash


def chain_of(count: int, *, till: str = "q1", incarnation: int = 1) -> list[Event]:
    """So many events that follow each other."""
    events: list[Event] = []
    before = GENESIS
    for seq in range(1, count + 1):
        body: JsonObject = {"v": 1, "tổng": seq * 1000}
        fields = {
            "operation_id": f"op-{seq}",
            "kind": "sale_settled",
            "at": "2026-11-25T03:00:00.000Z",
            "operator": "",
        }
        before = next_hash(before, till=till, incarnation=incarnation, seq=seq, body=body, **fields)
        events.append(Event(till=till, incarnation=incarnation, seq=seq, body=body, hash=before, **fields))
    return events
