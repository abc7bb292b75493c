"""An event that was put aside, posted after all: its cause is gone, or two people say so.

It stands in its journal as it came and moves what it would have moved then, under the same names, so that it
can never be posted twice. Its sale counts in the books from now on, and in the close that is made next, under
its own day. What was damaged, or says what the journals hold already, is never posted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.chain import GENESIS
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import FeedAsk, Head, SyncRequest
from server.context import Server
from server.store.asides import Aside, Place, asides_between, find_aside, open_beside, resolve_aside
from server.store.chains import lock_chain
from server.store.database import Connection
from server.store.feed import ring, touch
from server.store.journal import ask_held_hashes
from server.store.posted_points import points_taken
from server.store.restores import last_restore
from server.store.tills import find_till
from server.usecases.files import ask_named, ask_opening, load_sitting, save_sitting
from server.usecases.held_back import names_held
from server.usecases.incoming import Incoming, named_by, read_incoming
from server.usecases.posting import let_happen_again
from server.usecases.sitting import Sitting

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


def post_again(server: Server, aside: Aside, word: Word | None = None, *, at_last: bool = False) -> str:
    """Post one event; gives why it cannot be posted still, or nothing.

    A lease or claim that the server does not know is taken for lent, as far as the member has that much free
    now. With two people's `word` others of its journal that are aside still and name the same lease are no
    hindrance. `at_last`, when nothing else can be waited for, also what returns and debts have taken is lent,
    and whoever is recommended by nobody that is known is enrolled; for that it stays aside. Done already, it
    changes nothing.
    """
    if aside.why in NEVER:
        return aside.why

    def unit(connection: Connection) -> str:
        held = find_aside(connection, aside.place)
        if held is None or not held.is_open:
            return ""
        return _post(connection, server, held, word, at_last=at_last)

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
    while posted := _post_all(server, tenant, span) or _post_all(server, tenant, span, at_last=True):
        done += posted
    return done


def _post_all(server: Server, tenant: str, span: tuple[datetime, datetime], *, at_last: bool = False) -> int:
    return sum(not post_again(server, each, at_last=at_last) for each in _put_aside(server, tenant, span))


def _put_aside(server: Server, tenant: str, span: tuple[datetime, datetime]) -> Iterator[Aside]:
    """All of that time that can ever be posted."""
    page = _page(server, span, (tenant, "", 0, 0))
    while page:
        yield from (each for each in page if each.why not in NEVER)
        page = _page(server, span, page[-1].place)


def _page(server: Server, span: tuple[datetime, datetime], after: Place) -> list[Aside]:
    return server.database.read(lambda connection: asides_between(connection, span, after=after, most=PAGE))


def _post(connection: Connection, server: Server, aside: Aside, word: Word | None, *, at_last: bool) -> str:
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
    if at_last:
        sitting.taken = _taken_of(connection, sitting, said)
    beside = open_beside(connection, aside, names_held(said))
    still_aside = [named_by(each, aside.received_at) for each in beside]
    try:
        why = let_happen_again(sitting, said, others=still_aside, has_word=word is not None)
    except Refused as refusal:
        return refusal.code
    if why and not (at_last and said.kind == "member_enrolled"):
        return why
    save_sitting(connection, sitting)
    if not why:
        by, approved_by = (None, None) if word is None else (word.by, word.approved_by)
        resolve_aside(connection, aside, at=server.clock.now(), by=by, approved_by=approved_by)
    touch(connection, aside.tenant, [*sitting.things, ("till", aside.till)])
    ring(connection, aside.tenant, till=aside.till)
    return ""


def _taken_of(connection: Connection, sitting: Sitting, said: Incoming) -> Mapping[str, int]:
    """What returns and debts took of the lots that a sale was paid with."""
    burn = said.body.burn if isinstance(said.body, SaleSettled) else None
    member = sitting.member_of(said)
    if burn is None or member is None:
        return {}
    return points_taken(connection, sitting.till.tenant, member, {each.lot for each in burn.slices})


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
