"""The lives of this till before today's as its file has them, for a server that has lost them.

How far the server had acknowledged a life is in the next one's journal: what had not been acknowledged was
said again there, one event for each, when it began.
"""

from collections.abc import Iterable, Iterator
from typing import cast

from sqlalchemy import func, select

from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.messages import Person
from loyalty.wire.rehoming import LifeHeld, RehomingWhy, TillRehomed
from terminal.store.books import Reading
from terminal.store.server_restored import enrolled_by, person_of
from terminal.store.tables.journal import rehomings, till_state
from terminal.sync.core import Outgoing, Position
from terminal.sync.past_lives import NextLife, PastLife

_BEGUN = (
    select(rehomings.c.rehoming, rehomings.c.incarnation, rehomings.c.why, rehomings.c.next_incarnation)
    .where(rehomings.c.next_incarnation.is_not(None))
    .order_by(rehomings.c.next_incarnation)
)
_FIRST = select(func.min(rehomings.c.incarnation))
_FEED = select(till_state.c.feed_epoch, till_state.c.feed_cursor)


def first_life(reading: Reading, incarnation: int) -> int:
    """The life that this file was paired into; `incarnation` is today's."""
    found: int | None = reading.connection.execute(_FIRST).scalar_one()
    return incarnation if found is None else found


def past_lives(reading: Reading) -> tuple[PastLife, ...]:
    """See `Outbox.past_lives`.

    Raises:
        Refused: `not-paired`.
    """
    till, today, _, _ = reading.journal.head()
    lives = tuple(_past(reading, till, *row) for row in reading.connection.execute(_BEGUN))
    if reading.rehomings.open() is None:
        return lives
    return (*lives, PastLife(till=till, incarnation=today, acked_seq=reading.state.acked_seq(), then=None))


def past_batch(reading: Reading, life: PastLife, *, after: int, most: int) -> Outgoing:
    """See `Outbox.past_batch`; at most so many events."""
    till, incarnation = life.till, life.incarnation
    found = reading.journal.after(till=till, incarnation=incarnation, seq=after, most=most)
    events = tuple(each for each in found if each.seq <= life.acked_seq)
    before = reading.journal.at_seq(till=till, incarnation=incarnation, seq=after)
    feed = reading.connection.execute(_FEED).one()
    return Outgoing(
        position=Position(
            till=life.till,
            incarnation=life.incarnation,
            acked_seq=after,
            acked_hash=GENESIS if before is None else before.hash,
            feed_epoch=feed.feed_epoch,
            feed_cursor=feed.feed_cursor,
        ),
        events=events,
        persons=tuple(_persons(reading, events)),
    )


def lost_events(reading: Reading, held: Iterable[LifeHeld]) -> Iterator[tuple[Event, bytes]]:
    """What the server had acknowledged of these lives and today's and lacks, each with the hash before it.

    Nothing where it does not say what it holds.
    """
    ends = {each.incarnation: each.seq for each in held}
    for life in past_lives(reading) if ends else ():
        after = ends.get(life.incarnation, 0)
        before = reading.journal.at_seq(till=life.till, incarnation=life.incarnation, seq=after)
        hash_ = GENESIS if before is None else before.hash
        for event in reading.journal.walk(till=life.till, incarnation=life.incarnation, seq=after):
            if event.seq > life.acked_seq:
                break
            yield event, hash_
            hash_ = event.hash


def _persons(reading: Reading, events: tuple[Event, ...]) -> Iterator[Person]:
    for member in enrolled_by(events):
        person = person_of(reading.connection, member)
        if person is not None:
            yield person


def _past(
    reading: Reading, till: str, rehoming: str, incarnation: int, why: str, next_incarnation: int
) -> PastLife:
    born = reading.journal.at_seq(till=till, incarnation=next_incarnation, seq=1)
    if born is None:
        raise AssertionError(f"life {next_incarnation} of {till} has no beginning")
    end = TillRehomed.from_json(born.body)
    again = reading.journal.count_kinds(till=till, incarnation=next_incarnation, after=1)
    return PastLife(
        till=till,
        incarnation=incarnation,
        acked_seq=end.seq - again.get("event_rehomed", 0) + end.lost,
        then=NextLife(
            rehoming=rehoming,
            why=cast("RehomingWhy", why),
            seq=end.seq,
            hash=end.hash,
            incarnation=next_incarnation,
        ),
    )
