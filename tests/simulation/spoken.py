"""What events of the simulated shop say, those of an earlier life among them."""

from loyalty.wire.chain import Event
from loyalty.wire.rehoming import EventRehomed
from tests.simulation.server_state import ServerState


def inner(event: Event) -> EventRehomed | Event:
    """What an event says: an event of an earlier life, where it is one that is said again."""
    return EventRehomed.from_json(event.body) if event.kind == "event_rehomed" else event


def is_again(state: ServerState, event: Event) -> bool:
    """Whether an event of an earlier life is said again that the server had: it is passed over."""
    said = inner(event)
    return event.kind == "event_rehomed" and any(
        inner(each).operation_id == said.operation_id
        for (till, life), events in state.journals.items()
        for each in events
        if till == event.till and (life, each.seq) < (event.incarnation, event.seq)
    )
