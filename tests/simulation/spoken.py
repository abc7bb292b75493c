"""What events of the simulated shop say, those of an earlier life among them.

Read once for all that is asked when the day is over: a journal that nobody writes any more says the same to
each question.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty.wire.chain import Event
from loyalty.wire.journal import SaleSettled
from loyalty.wire.rehoming import EventRehomed
from tests.simulation.server_state import ChainKey, ServerState

Inner = EventRehomed | Event
"""What an event says: it itself, or the one of an earlier life that it says again."""


def inner(event: Event) -> Inner:
    """What an event says: an event of an earlier life, where it is one that is said again."""
    return EventRehomed.from_json(event.body) if event.kind == "event_rehomed" else event


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a journal, with what it says.

    `is_again`: an event of an earlier life is said again that the server had: it is passed over.
    """

    event: Event
    said: Inner
    is_aside: bool
    is_again: bool


@dataclass(frozen=True, slots=True)
class Journals:
    """Everything that the server holds of all tills, read."""

    lives: dict[ChainKey, tuple[Told, ...]]
    sales: tuple[SaleSettled, ...]
    """Every sale that was applied, once."""

    def applied(self) -> Iterator[Told]:
        """Every event that was not put aside."""
        yield from (each for events in self.lives.values() for each in events if not each.is_aside)

    def said_once(self, *kinds: str) -> Iterator[Inner]:
        """What the applied events of these kinds say, but for those that are said again."""
        yield from (each.said for each in self.applied() if each.said.kind in kinds and not each.is_again)


def read_journals(state: ServerState) -> Journals:
    """All of them as they are now."""
    read = {key: [(event, inner(event)) for event in events] for key, events in state.journals.items()}
    firsts = _firsts(read)
    lives = {
        key: tuple(
            Told(
                event,
                said,
                (*key, event.seq) in state.quarantined,
                event.kind == "event_rehomed"
                and firsts[event.till, said.operation_id] < (event.incarnation, event.seq),
            )
            for event, said in events
        )
        for key, events in read.items()
    }
    unsold = Journals(lives, ())
    sales = (SaleSettled.from_json(said.body) for said in unsold.said_once("sale_settled"))
    return Journals(lives, tuple(sales))


def _firsts(
    read: dict[ChainKey, list[tuple[Event, Inner]]],
) -> dict[tuple[str, str], tuple[int, int]]:
    """By till and operation, the life and the seq with which it was said first."""
    firsts: dict[tuple[str, str], tuple[int, int]] = {}
    for till, life in sorted(read):
        for event, said in read[till, life]:
            firsts.setdefault((till, said.operation_id), (life, event.seq))
    return firsts
