"""An event that was put aside, posted after all: its cause is gone, or two people say so.

It stands in its journal as it came and moves what it would have moved then, under the same names, so that it
can never be posted twice. Its sale counts in the books from now on, and in the close that is made next, under
its own day. What was damaged, or says what the journals hold already, is never posted.
"""

from dataclasses import dataclass
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.chain import GENESIS
from loyalty.wire.messages import FeedAsk, Head, SyncRequest
from server.context import Server
from server.store.asides import Aside, find_aside, open_asides, resolve_aside
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

    What was put aside after the waiting was over is for two people.
    """
    restore = server.database.read(lambda connection: last_restore(connection, tenant))
    if restore is None:
        return 0
    until = restore.ended_at or server.clock.now()
    done, goes_on = 0, True
    while goes_on:
        waiting = server.database.read(lambda connection: open_asides(connection, tenant))
        since = [each for each in waiting if restore.at <= each.at <= until]
        posted = sum(1 for each in since if each.why not in NEVER and not post_again(server, each))
        done, goes_on = done + posted, posted > 0
    return done


def _post(connection: Connection, server: Server, aside: Aside, word: Word | None) -> str:
    chain = lock_chain(connection, aside.tenant, aside.till, aside.incarnation)
    till = find_till(connection, aside.till)
    if chain is None or till is None:
        raise AssertionError(f"event {aside.seq} of {aside.till} is in no journal")
    event = aside.event
    before = aside.seq - 1
    hashes = {0: GENESIS} | ask_held_hashes(connection, chain, before, before)()
    request = SyncRequest(
        version=1,
        till=aside.till,
        incarnation=aside.incarnation,
        first_seq=aside.seq,
        prev_hash=hashes[before],
        events=(event,),
        persons=(),
        head=Head(aside.seq, event.hash, _UNSIGNED),
        asks=(),
        feed=FeedAsk("", 0, 0),
    )
    opening = ask_opening(connection, till, request)
    named = ask_named(connection, till, (event,), aside.received_at)
    others = {name: said for name, said in named.operations().items() if name != event.operation_id}
    incoming = read_incoming(hashes[before], (event,), known_operations=others, now=aside.received_at)
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
