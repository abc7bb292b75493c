"""One exchange with the server as two pure functions: what to send, and what an answer means.

Values in, values out: no clock, no socket, no database; a simulator can run it as it stands. What is taken
from an answer is checked as a whole first; the store then applies the `Intake` in one transaction, or nothing
of it. Doing so twice changes nothing, and an answer that is lost is made good by the next.
"""

from collections.abc import Callable
from dataclasses import dataclass

from loyalty.errors import Refused, Unavailable
from loyalty.wire.canonical import WireRefused
from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.claims import ClaimAsk, ClaimRefusal, OpenClaim
from loyalty.wire.codec import Message
from loyalty.wire.feed import KINDS, MemberState
from loyalty.wire.member_desk import DeedOutcome, MemberDeed
from loyalty.wire.messages import (
    CALLED_BACK,
    MAX_ASKS,
    FeedAsk,
    FeedPage,
    FeedRow,
    Head,
    LeaseAsk,
    LeaseRefusal,
    OpenLease,
    Outcome,
    Person,
    SyncAnswer,
    SyncRequest,
)
from loyalty.wire.prepaid import GiftState
from loyalty.wire.refunding import Release
from loyalty.wire.rehoming import RehomeRequest, RehomingWhy
from loyalty.wire.signing import ack_bytes, head_bytes

Sign = Callable[[bytes], bytes]
"""A message to the 64 bytes of the till's signature."""
Confirms = Callable[[bytes, bytes], bool]
"""Whether a signature of a message is the server's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """How far this till and its server have come: the acknowledged end of the journal, the place in the feed.

    Before the first acknowledgement `acked_seq` is 0 and `acked_hash` is the chain's genesis.
    """

    till: str
    incarnation: int
    acked_seq: int
    acked_hash: bytes
    feed_epoch: str
    feed_cursor: int
    restored: str = ""
    """The last restore of the server's that this till has heard of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRehoming:
    """This disk is not the one it was, and no new life was given yet: nothing is lent to it until then."""

    rehoming: str
    incarnation: int
    why: RehomingWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What waits at the till, read in one transaction. `events` follow `position` without a gap.

    `events_left` counts the rows of the journal that did not fit into this batch; `end` is where the journal
    ends with them. `rehoming` comes before all else. `ahead_held` counts leases placed beforehand.
    """

    position: Position
    events: tuple[Event, ...] = ()
    events_left: int = 0
    persons: tuple[Person, ...] = ()
    asks: tuple[LeaseAsk, ...] = ()
    ahead_held: int = 0
    end: tuple[int, bytes] = (0, GENESIS)
    rehoming: OpenRehoming | None = None
    claims: tuple[ClaimAsk, ...] = ()
    deeds: tuple[MemberDeed, ...] = ()

    @property
    def head(self) -> tuple[int, bytes]:
        """Seq and hash of the journal as of this batch."""
        last = self.events[-1] if self.events else None
        return (last.seq, last.hash) if last else (self.position.acked_seq, self.position.acked_hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What an answer brings, checked: to be applied in one transaction together with its acknowledgement.

    `persons` are the records the server now has; `feed` are rows with their bodies read, in order;
    `feed_end` is how far the feed goes now, 0 where the server does not say it;
    `epoch_is_new`: the feed starts over, and revisions held so far mean nothing. `again`: more waits at once.
    `restored`: the server was put back to an earlier moment, and this is all that the answer brings.
    """

    acked_seq: int
    acked_hash: bytes
    feed_epoch: str
    feed_cursor: int
    feed_end: int = 0
    epoch_is_new: bool = False
    persons: tuple[Person, ...] = ()
    quarantined: tuple[Outcome, ...] = ()
    leases: tuple[OpenLease, ...] = ()
    refused: tuple[LeaseRefusal, ...] = ()
    members: tuple[MemberState, ...] = ()
    feed: tuple[tuple[FeedRow, Message], ...] = ()
    server_time: str = ""
    called_back: tuple[str, ...] = ()
    regulars: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()
    gifts: tuple[GiftState, ...] = ()
    claims: tuple[OpenClaim, ...] = ()
    claims_refused: tuple[ClaimRefusal, ...] = ()
    claims_called_back: tuple[str, ...] = ()
    deeds: tuple[DeedOutcome, ...] = ()
    again: bool = False
    restored: str = ""

    @property
    def waits_for_others(self) -> bool:
        """Whether other tills were asked for what this one wants: it is worth asking again soon."""
        whys = {each.why for each in self.refused} | {each.why for each in self.claims_refused}
        return CALLED_BACK in whys


def compose(
    outgoing: Outgoing,
    *,
    feed_limit: int,
    sign: Sign,
    asks_who_comes: bool = False,
    applied: int | None = None,
) -> SyncRequest:
    """The request for what waits: at most `feed_limit` feed rows are asked for in return.

    `asks_who_comes` asks for whom leases should be placed beforehand; `applied` is how far the feed is
    applied where that is not yet where `outgoing` stands.
    """
    position = outgoing.position
    seq, hash_ = outgoing.head
    statement = head_bytes(till=position.till, incarnation=position.incarnation, seq=seq, hash_=hash_)
    return SyncRequest(
        version=1,
        till=position.till,
        incarnation=position.incarnation,
        first_seq=position.acked_seq + 1,
        prev_hash=position.acked_hash,
        events=outgoing.events,
        persons=outgoing.persons,
        head=Head(seq=seq, hash=hash_, signature=sign(statement)),
        asks=outgoing.asks[:MAX_ASKS],
        feed=FeedAsk(
            epoch=position.feed_epoch, cursor=position.feed_cursor, limit=feed_limit, applied=applied
        ),
        ahead_held=outgoing.ahead_held if asks_who_comes and outgoing.rehoming is None else None,
        claims=outgoing.claims,
        deeds=tuple(deed.to_json() for deed in outgoing.deeds),
        restored="" if outgoing.events_left else position.restored,
    )


def compose_rehoming(outgoing: Outgoing, *, sign: Sign) -> RehomeRequest | None:
    """The request for a new life, where the till waits for one."""
    found, position = outgoing.rehoming, outgoing.position
    if found is None:
        return None
    seq, hash_ = outgoing.end
    statement = head_bytes(till=position.till, incarnation=found.incarnation, seq=seq, hash_=hash_)
    return RehomeRequest(
        version=1,
        till=position.till,
        incarnation=found.incarnation,
        rehoming=found.rehoming,
        why=found.why,
        seq=seq,
        hash=hash_,
        signature=sign(statement),
        acked=position.acked_seq,
        says_lost=True,
    )


def take(outgoing: Outgoing, answer: SyncAnswer, *, confirms: Confirms) -> Intake:
    """What the answer to `outgoing` brings; nothing of it may be used before this has returned.

    Raises:
        Unavailable: `server-nonsense`: not signed by the server, or at odds with itself or what was sent.
        Refused: `journal-forked`: the server holds another journal of this till; `server-went-back`: it has
            lost what it had acknowledged. Both need a person, and nothing was applied.
    """
    check_signature(outgoing, answer, confirms)
    if answer.restored not in {"", outgoing.position.restored}:
        return _put_back(outgoing, answer)
    acked_seq, acked_hash = _check_ack(outgoing, answer)
    position, feed = outgoing.position, answer.feed
    epoch_is_new = feed.epoch != position.feed_epoch
    _check_feed(feed, asked_from=0 if epoch_is_new else position.feed_cursor)
    _check_outcomes(outgoing, answer, acked_seq)
    for lease in answer.leases:
        if not 0 <= lease.spent <= lease.amount:
            raise _nonsense(f"leases: {lease.lease} has spent {lease.spent} of {lease.amount}")
    unsent = outgoing.events_left > 0 or len(outgoing.asks) > MAX_ASKS
    return Intake(
        acked_seq=acked_seq,
        acked_hash=acked_hash,
        feed_epoch=feed.epoch,
        feed_cursor=feed.cursor,
        feed_end=feed.end,
        epoch_is_new=epoch_is_new,
        persons=outgoing.persons,
        quarantined=tuple(each for each in answer.outcomes if each.outcome == "quarantined"),
        leases=answer.leases,
        refused=answer.refused,
        members=answer.members,
        feed=_read_rows(feed),
        server_time=answer.server_time,
        called_back=answer.called_back,
        regulars=answer.regulars,
        releases=answer.releases,
        gifts=answer.gifts,
        claims=answer.claims,
        claims_refused=answer.claims_refused,
        claims_called_back=answer.claims_called_back,
        deeds=answer.deeds,
        again=feed.more or unsent or bool(answer.regulars),
    )


def _put_back(outgoing: Outgoing, answer: SyncAnswer) -> Intake:
    """The journal is sent again from where the server's ends now; what it says beside that is said again too.

    Where that is no earlier place, all that waits is sent once more: what became of it was told with this.
    """
    position = outgoing.position
    is_earlier = answer.ack_seq < position.acked_seq
    return Intake(
        acked_seq=answer.ack_seq if is_earlier else position.acked_seq,
        acked_hash=answer.ack_hash if is_earlier else position.acked_hash,
        feed_epoch=position.feed_epoch,
        feed_cursor=position.feed_cursor,
        server_time=answer.server_time,
        again=True,
        restored=answer.restored,
    )


def check_signature(outgoing: Outgoing, answer: SyncAnswer, confirms: Confirms) -> None:
    """Check that an answer is the server's own. Raises Unavailable: `server-nonsense`."""
    position = outgoing.position
    statement = ack_bytes(
        till=position.till, incarnation=position.incarnation, seq=answer.ack_seq, hash_=answer.ack_hash
    )
    if not confirms(answer.signature, statement):
        raise _nonsense("signature: is not that of the server this till was paired with")


def _check_ack(outgoing: Outgoing, answer: SyncAnswer) -> tuple[int, bytes]:
    """How far the server has this journal, as far as this batch can tell."""
    position = outgoing.position
    if answer.ack_seq < position.acked_seq:
        raise Refused("server-went-back", acked=position.acked_seq, now=answer.ack_seq)
    head_seq, head_hash = outgoing.head
    if head_seq < answer.ack_seq <= head_seq + outgoing.events_left:
        # It has had a longer batch, whose answer was lost; the rest of it is compared with the next one.
        return head_seq, head_hash
    hashes = {position.acked_seq: position.acked_hash} | {each.seq: each.hash for each in outgoing.events}
    if hashes.get(answer.ack_seq) != answer.ack_hash:
        raise Refused("journal-forked", seq=answer.ack_seq)
    return answer.ack_seq, answer.ack_hash


def _check_outcomes(outgoing: Outgoing, answer: SyncAnswer, acked_seq: int) -> None:
    """What is acknowledged is never sent again: what became of it has to be told with it."""
    told = {each.seq for each in answer.outcomes}
    for event in outgoing.events:
        if event.seq <= acked_seq and event.seq not in told:
            raise _nonsense(f"outcomes: event {event.seq} is acknowledged, and nothing is said of it")


def _check_feed(page: FeedPage, *, asked_from: int) -> None:
    before = asked_from
    for row in page.rows:
        if row.seq <= before:
            raise _nonsense(f"feed: row {row.seq} comes after {before}")
        before = row.seq
    if page.cursor < before:
        raise _nonsense(f"feed: the cursor {page.cursor} is before row {before}")
    if page.more and page.cursor == asked_from:
        raise _nonsense("feed: says there is more and brings nothing")


def _read_rows(page: FeedPage) -> tuple[tuple[FeedRow, Message], ...]:
    read: list[tuple[FeedRow, Message]] = []
    for index, row in enumerate(page.rows):
        kind = KINDS.get(row.kind)
        if kind is None:
            continue
        try:
            read.append((row, kind.from_json(row.body)))
        except WireRefused as fault:
            raise _nonsense(str(fault.within("body").within(index).within("rows").within("feed"))) from fault
    return tuple(read)


def _nonsense(why: str) -> Unavailable:
    return Unavailable("server-nonsense", retry=True, why=why)
