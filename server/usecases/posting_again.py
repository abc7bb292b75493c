"""An event that was put aside, posted after all: its cause is gone, or two people say so.

It stands in its journal as it came and moves what it would have moved then, under the same names, so that it
can never be posted twice. Its sale counts in the books from now on, and in the close that is made next, under
its own day. What was damaged, or says what the journals hold already, is never posted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.chain import GENESIS
from loyalty.wire.messages import FeedAsk, Head, SyncRequest
from server.context import Server
from server.store.asides import Aside, Place, asides_between, find_aside, resolve_aside
from server.store.chains import lock_chain
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.journal import ask_held_hashes
from server.store.restores import last_restore
from server.store.tills import find_till
from server.usecases.files import ask_named, ask_opening, load_sitting, save_sitting
from server.usecases.incoming import read_incoming
from server.usecases.posting import let_happen_again

NEVER: Final = frozenset({"chain-broken", "operation-repeated", "operation-differs"})
"""Why events are put aside that no cause that goes can make good."""
PAGE: Final = 100
"""So many events are read at once, each with its body."""
_UNSIGNED: Final = bytes(64)


@dataclass(frozen=True, slots=True)
class Word:
    """The two operators, by their ids, who have an event posted after all."""

    by: str
    approved_by: str


def post_again(server: Server, aside: Aside, word: Word | None = None) -> str:
    """Post one event; gives why it cannot be posted still, or nothing.

    With two people's `word` a lease or claim that the server does not know is taken for lent, as far as the
    member has that much free now. Done already, it changes nothing.
    """
    if aside.why in NEVER:
        return aside.why

    def unit(connection: Connection) -> str:
        held = find_aside(connection, aside.place)
        if held is None or not held.is_open:
            return ""
        return _post(connection, server, held, word)

    return server.database.write(unit)


def post_what_waited(server: Server, tenant: str) -> int:
    """Post what was put aside while the server waited for its tills, in any order that works; how many.

    Read a page at a time, each posted in a transaction of its own: done again after a crash, it goes on. What
    was put aside after the waiting was over is for two people.
    """
    restore = server.database.read(lambda connection: last_restore(connection, tenant))
    if restore is None:
        return 0
    span, done = (restore.at, restore.ended_at or server.clock.now()), 0
    while posted := sum(not post_again(server, each) for each in _put_aside(server, tenant, span)):
        done += posted
    return done


def _put_aside(server: Server, tenant: str, span: tuple[datetime, datetime]) -> Iterator[Aside]:
    """All of that time that can ever be posted."""
    page = _page(server, span, (tenant, "", 0, 0))
    while page:
        yield from (each for each in page if each.why not in NEVER)
        page = _page(server, span, page[-1].place)


def _page(server: Server, span: tuple[datetime, datetime], after: Place) -> list[Aside]:
    return server.database.read(lambda connection: asides_between(connection, span, after=after, most=PAGE))


def _post(connection: Connection, server: Server, aside: Aside, word: Word | None) -> str:
    till = find_till(connection, aside.till)
    if till is not None and till.incarnation != aside.incarnation:
        # Whoever asks for a sale of an earlier life waits at the journal of today, and so does this.
        lock_chain(connection, aside.tenant, aside.till, till.incarnation)
    chain = lock_chain(connection, aside.tenant, aside.till, aside.incarnation)
    if chain is None or till is None:
        raise AssertionError(f"event {aside.seq} of {aside.till} is in no journal")
    event = aside.event
    before = aside.seq - 1
    prev_hash = ({0: GENESIS} | ask_held_hashes(connection, chain, before, before)())[before]
    request = _alone(aside, prev_hash)
    opening = ask_opening(connection, till, request)
    named = ask_named(connection, till, (event,), aside.received_at)
    others = {name: said for name, said in named.operations().items() if name != event.operation_id}
    incoming = read_incoming(prev_hash, (event,), known_operations=others, now=aside.received_at)
    sitting = load_sitting(connection, server, till, chain, request, incoming, opening=opening, fresh=named)
    sitting.believes = True
    (said,) = incoming
    try:
        why = let_happen_again(sitting, said)
    except Refused as refusal:
        return refusal.code
    if why:
        return why
    save_sitting(connection, sitting)
    resolve_aside(
        connection,
        aside,
        at=server.clock.now(),
        by=None if word is None else word.by,
        approved_by=None if word is None else word.approved_by,
    )
    touch(connection, aside.tenant, [*sitting.things, ("till", aside.till)])
    ring(connection, aside.tenant, till=aside.till)
    return ""


def _alone(aside: Aside, prev_hash: bytes) -> SyncRequest:
    """A batch of this event and nothing else."""
    return SyncRequest(
        version=1,
        till=aside.till,
        incarnation=aside.incarnation,
        first_seq=aside.seq,
        prev_hash=prev_hash,
        events=(aside.event,),
        persons=(),
        head=Head(aside.seq, aside.event.hash, _UNSIGNED),
        asks=(),
        feed=FeedAsk("", 0, 0),
    )
