"""A batch of one till, in one transaction: its events in, its leases out.

The order is fixed: the till's chain is locked, what overlaps is compared, fresh events are kept, members are
posted to in the order of their ids, the watermark moves, leases are granted, the feed is touched last.
Running a batch again at any time changes nothing. Nothing is rejected for what an event says: it is put aside
and the next goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.errors import Refused
from loyalty.wire.canonical import canonical_of_parsed
from loyalty.wire.chain import Event
from loyalty.wire.claims import ClaimRefusal
from loyalty.wire.feed import MemberState
from loyalty.wire.messages import (
    FeedAsk,
    LeaseRefusal,
    OpenLease,
    Outcome,
    SyncRequest,
)
from loyalty.wire.prepaid import GiftState
from loyalty.wire.refunding import Release
from server.clock import BEHIND_MOST, moment_text
from server.context import Server
from server.keeping.claims import Claim
from server.model import Chain, TillAccount
from server.store.chains import advance, ask_chain, ask_quarantined, insert_quarantined, sound_alarm
from server.store.claims import ask_claims_held_by, freeze_claims
from server.store.compiled import Later
from server.store.database import Connection
from server.store.feed import ask_place, keep_place, touch
from server.store.heard import note_heard
from server.store.holders import lock_holders
from server.store.journal import ask_held_hashes, insert_events, insert_head, latest_moment
from server.store.leases import ask_leases_of_till, freeze_leases, on_the_wire
from server.store.restores import Restore, last_restore
from server.store.tills import ask_till
from server.usecases.authenticate import TillChanged, check_active
from server.usecases.claiming import claim_things
from server.usecases.files import Named, Opening, ask_named, ask_opening, load_sitting, save_sitting
from server.usecases.gifts import gift_states
from server.usecases.granting import grant_leases, likely_visitors, over_with_others
from server.usecases.incoming import Incoming, read_incoming
from server.usecases.persons import take_persons
from server.usecases.placing import Fork, find_fork, fresh_events
from server.usecases.posting import post_all
from server.usecases.restoring import was_heard
from server.usecases.sitting import RESTORING, Sitting
from server.usecases.told_again import not_in_the_feed, states_again

_FEW = 12
"""So many events are asked about before it is known which of them are new."""


@dataclass(frozen=True, slots=True)
class Forked:
    """The batch is of another journal than the one held: nothing of it was taken, and an alarm stands."""

    seq: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What the transaction came to."""

    chain: Chain
    outcomes: tuple[Outcome, ...]
    leases: tuple[OpenLease, ...]
    refused: tuple[LeaseRefusal, ...]
    members: tuple[MemberState, ...]
    gifts: tuple[GiftState, ...]
    policy_version: int
    called_back: tuple[str, ...]
    regulars: tuple[str, ...]
    releases: tuple[Release, ...]
    claims: tuple[tuple[str, Claim], ...]
    claims_refused: tuple[ClaimRefusal, ...]
    restored: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a batch finds: its till's locked journal, and what was asked together with the lock."""

    chain: Chain
    restore: Restore | None
    """The last one, while the till says again what the server has lost, or waits for others to."""
    opening: Opening
    named: Named | None
    """What the events name; None where there are too many to ask before it is known which are new."""
    place: Later[tuple[str, int] | None]
    aside_before: Mapping[int, str]
    at: datetime


def take_batch(
    connection: Connection, server: Server, till: TillAccount, request: SyncRequest
) -> Later[Taken] | Forked:
    """Take a batch in, in the transaction at hand; running it again changes nothing.

    What it came to is told after the commit: what the till holds is read with it, in one exchange.

    Raises:
        TillChanged: it is not who signed any more.
        Refused: `till-revoked`, `incarnation-retired`, and as `find_fork`.
    """
    now = server.clock.now()
    locked = ask_chain(connection, till.tenant, till.till, till.incarnation)
    asked = ask_till(connection, till.till)
    opening = ask_opening(connection, till, request)
    place = ask_place(connection, till)
    few = ask_named(connection, till, request.events, now) if len(request.events) <= _FEW else None
    chain = _of_today(locked(), asked(), till, request)
    if chain.state == "forked":
        return Forked(chain.ack_seq)
    note_heard(connection, chain, now)
    restore = last_restore(connection, chain.tenant) if chain.state in RESTORING else None
    if restore is not None and request.first_seq - 1 > chain.ack_seq:
        return _nothing_taken(chain, restore)
    held, aside_before = _held(connection, chain, request)
    fork = find_fork(chain, request, held)
    if fork is not None:
        return _sound_alarm(connection, chain, fork, now)
    found = _Found(
        chain=chain,
        restore=restore,
        opening=opening,
        named=few,
        place=place,
        aside_before=aside_before,
        at=now,
    )
    return _take_in(connection, server, till, request, found)


def _of_today(
    chain: Chain | None, current: TillAccount | None, till: TillAccount, request: SyncRequest
) -> Chain:
    """The journal, once it is sure that its till is who signed, and lives the life that is written in."""
    check_active(current)
    if current != till:
        raise TillChanged
    if chain is None or current is None or current.incarnation != request.incarnation:
        raise Refused("incarnation-retired", incarnation=request.incarnation, current=till.incarnation)
    return chain


def _take_in(
    connection: Connection, server: Server, till: TillAccount, request: SyncRequest, found: _Found
) -> Later[Taken]:
    """Post what is new, move the watermark, lend what is asked for, and tell the feed."""
    sitting, incoming, fresh_aside = _post_fresh(connection, server, till, request, found)
    chain = _advance(connection, found.chain, request, incoming)
    chain = was_heard(connection, chain, request, restore=found.restore, now=found.at)
    over = over_with_others(connection, sitting, request)
    refused = grant_leases(connection, sitting, request.asks, over=over)
    claims_refused = claim_things(sitting, request.claims, over=over)
    visitors = likely_visitors(connection, sitting, request)
    save_sitting(connection, sitting)
    held_before = [event for event in request.events if event.seq <= found.chain.ack_seq]
    again = not_in_the_feed(held_before, found.aside_before)
    members_again, gifts_again = states_again(connection, server, sitting, again)
    held_leases = ask_leases_of_till(connection, chain.tenant, chain.till, chain.incarnation)
    held_claims = ask_claims_held_by(connection, chain.tenant, chain.till, incarnation=chain.incarnation)
    _keep_place(connection, chain, request.feed, found)
    so_far = Taken(
        chain=chain,
        outcomes=_outcomes(request, {**found.aside_before, **fresh_aside}),
        leases=(),
        refused=refused,
        members=(*sitting.states(), *members_again),
        gifts=(*gift_states(sitting), *gifts_again),
        policy_version=sitting.program_version,
        called_back=(),
        regulars=visitors,
        releases=tuple(Release(sale, to) for sale, to in sitting.asked_for.items()),
        claims=(),
        claims_refused=claims_refused,
        restored="" if found.restore is None else found.restore.restore,
    )
    touch(connection, chain.tenant, sitting.things)

    def taken() -> Taken:  # holds nothing of the sitting: that is let go while the database is at it
        open_leases = held_leases()
        called_back = tuple(sorted(each.lease.lease for each in open_leases if each.is_called_back))
        leases, claims = on_the_wire(open_leases), tuple(held_claims())
        return replace(so_far, leases=leases, called_back=called_back, claims=claims)

    return taken


def _post_fresh(
    connection: Connection, server: Server, till: TillAccount, request: SyncRequest, found: _Found
) -> tuple[Sitting, Sequence[Incoming], Mapping[int, str]]:
    """Keep the events that are new and post them; with why some of them are put aside, by seq."""
    chain, now, named = found.chain, found.at, found.named
    fresh = fresh_events(chain, request)
    if named is None or len(fresh) < len(named.events):
        named = ask_named(connection, till, fresh, now)
    bodies = _keep_events(connection, chain, fresh, now)
    since = _come_to(connection, chain, fresh, now)
    incoming = read_incoming(
        chain.ack_hash,
        fresh,
        named=named.events,
        bodies=bodies,
        known_operations=named.operations(),
        now=now,
        since=since,
    )
    sitting = load_sitting(
        connection, server, till, chain, request, incoming, opening=found.opening, fresh=named
    )
    sitting.waits = found.restore is not None and found.restore.ended_at is None
    take_persons(connection, server, sitting, request.persons)
    aside = post_all(sitting, incoming)
    insert_quarantined(connection, chain, aside, now)
    return sitting, incoming, aside


def _keep_place(connection: Connection, chain: Chain, ask: FeedAsk, found: _Found) -> None:
    """How far the till has applied the feed, where that is news."""
    applied = ask.cursor if ask.applied is None else ask.applied
    if found.place() != (ask.epoch, applied):
        keep_place(connection, chain, epoch=ask.epoch, cursor=applied, at=found.at)


def _nothing_taken(chain: Chain, restore: Restore) -> Later[Taken]:
    """What the till has sent comes after what is missing here: it is to send all of that first."""
    nothing = Taken(
        chain=chain,
        outcomes=(),
        leases=(),
        refused=(),
        members=(),
        gifts=(),
        policy_version=0,
        called_back=(),
        regulars=(),
        releases=(),
        claims=(),
        claims_refused=(),
        restored=restore.restore,
    )
    return lambda: nothing


def _held(
    connection: Connection, chain: Chain, request: SyncRequest
) -> tuple[Mapping[int, bytes], Mapping[int, str]]:
    """The hashes of what is held of the batch's places, and why some of it is put aside.

    Where the batch only goes on, the chain knows the one.
    """
    first, last = request.first_seq - 1, request.first_seq - 1 + len(request.events)
    if first == chain.ack_seq:
        return ({first: chain.ack_hash} if first else {}), {}
    hashes = ask_held_hashes(connection, chain, first, last)
    aside = ask_quarantined(connection, chain, request.first_seq, last)
    return hashes(), aside()


def _sound_alarm(connection: Connection, chain: Chain, fork: Fork, now: datetime) -> Forked:
    """Record the fork and hold back every lease of the till: no lease survives one."""
    sound_alarm(connection, chain, seq=fork.seq, seen_hash=fork.seen_hash, held_hash=fork.held_hash, at=now)
    lock_holders(connection, chain.tenant, chain.till)
    freeze_leases(connection, chain.tenant, chain.till)
    freeze_claims(connection, chain.tenant, chain.till)
    advance(connection, replace(chain, state="forked"))
    touch(connection, chain.tenant, [("till", chain.till)])
    return Forked(fork.seq)


def _keep_events(
    connection: Connection, chain: Chain, fresh: Sequence[Event], now: datetime
) -> Mapping[int, bytes]:
    """Put the fresh events into the journal as they are; gives their bodies as canonical bytes, by seq."""
    bodies = {event.seq: canonical_of_parsed(event.body) for event in fresh}
    insert_events(connection, chain, fresh, {seq: body.decode() for seq, body in bodies.items()}, now)
    return bodies


def _come_to(connection: Connection, chain: Chain, fresh: Sequence[Event], now: datetime) -> datetime | None:
    """How far in time the journal had come before; asked only where an event seems to be old, as few do."""
    oldest = min((event.at for event in fresh), default=None)
    if oldest is None or oldest >= moment_text(now - BEHIND_MOST):
        return None
    return latest_moment(connection, chain)


def _advance(
    connection: Connection, chain: Chain, request: SyncRequest, incoming: Sequence[Incoming]
) -> Chain:
    if not incoming:
        return chain
    last = incoming[-1].event
    chain = replace(chain, ack_seq=last.seq, ack_hash=last.hash)
    advance(connection, chain)
    insert_head(connection, chain, request.head.signature)
    return chain


def _outcomes(request: SyncRequest, aside: Mapping[int, str]) -> tuple[Outcome, ...]:
    """One for each event of the batch, told again where it was taken before."""
    return tuple(
        Outcome(event.seq, "quarantined", aside[event.seq])
        if event.seq in aside
        else Outcome(event.seq, "applied")
        for event in request.events
    )
