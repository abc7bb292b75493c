"""One batch of one till: its events in, its leases out, in one transaction; then the next page of the feed.

The order is fixed: the till's chain is locked, what overlaps is compared, fresh events are kept, members are
posted to in the order of their ids, the watermark moves, leases are granted, the feed is touched last.
Running a batch again at any time changes nothing. Nothing is rejected for what an event says: it is put aside
and the next goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.errors import Refused
from loyalty.wire.canonical import canonical_of_parsed
from loyalty.wire.chain import Event
from loyalty.wire.claims import ClaimRefusal
from loyalty.wire.feed import MemberState
from loyalty.wire.messages import VERSION, FeedPage, LeaseRefusal, OpenLease, Outcome, SyncAnswer, SyncRequest
from loyalty.wire.prepaid import GiftState
from loyalty.wire.refunding import Release
from loyalty.wire.signing import ack_bytes, head_bytes
from server.clock import BEHIND_MOST, moment_text
from server.context import Server
from server.keeping.claims import Claim
from server.model import Chain, TillAccount
from server.store.chains import advance, ask_chain, ask_quarantined, insert_quarantined, sound_alarm
from server.store.claims import ask_claims_held_by, freeze_claims
from server.store.claims import on_the_wire as open_claims_on_the_wire
from server.store.compiled import Later
from server.store.database import Connection
from server.store.feed import Changes, ask_changes, ask_place, keep_place, touch
from server.store.heard import note_heard
from server.store.holders import lock_holders
from server.store.journal import ask_held_hashes, insert_events, insert_head, latest_moment
from server.store.leases import ask_leases_of_till, freeze_leases, on_the_wire
from server.store.restores import Restore, last_restore
from server.store.tills import ask_till
from server.usecases.authenticate import TillChanged, check_active, check_still_active
from server.usecases.claiming import called_back as called_back_claims
from server.usecases.claiming import claim_things
from server.usecases.feed_page import page_of, read_feed
from server.usecases.files import ask_named, ask_opening, load_sitting, save_sitting
from server.usecases.gifts import gift_states
from server.usecases.granting import grant_leases, likely_visitors, over_with_others
from server.usecases.incoming import Incoming, read_incoming
from server.usecases.member_deeds import do_journalled
from server.usecases.merging import merge_doubles
from server.usecases.persons import take_persons
from server.usecases.placing import Fork, check_envelope, find_fork, fresh_events
from server.usecases.posting import post_all
from server.usecases.restoring import end_soon, was_heard
from server.usecases.sitting import RESTORING
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


def sync(server: Server, till: TillAccount, request: SyncRequest, *, nonce: str) -> SyncAnswer | Forked:
    """Take a batch in and give the answer; `till` is who signed the request.

    Raises:
        Refused: `not-your-journal`, `till-revoked`, `incarnation-retired`, `batch-events`, `batch-head`,
            `head-signature`, `journal-gap` (with `ack_seq`: send again from there); nothing was changed.
        Unavailable: as `Database.write`; send the same batch again.
    """
    check_envelope(request)
    _check_claims(till, request)
    done, changes = server.database.write_and_glance(
        lambda connection: _take(connection, server, till, request),
        lambda connection: _ask_changes(connection, till, request),
    )
    if isinstance(done, Forked):
        return done
    taken = done()
    if taken.chain.state == "waiting":
        end_soon(server, till.tenant)
    deeds = do_journalled(server, till, request.deeds)
    if _merge_doubles(server, till, request) or request.deeds:
        changes = server.database.read_to_tell(lambda connection: _ask_changes(connection, till, request)())
    page = _page(server, till, request, changes)
    chain = taken.chain
    statement = ack_bytes(
        till=chain.till, incarnation=chain.incarnation, seq=chain.ack_seq, hash_=chain.ack_hash
    )
    return SyncAnswer(
        version=VERSION,
        ack_seq=chain.ack_seq,
        ack_hash=chain.ack_hash,
        signature=server.keys.signing_key().sign(statement),
        outcomes=taken.outcomes,
        leases=taken.leases,
        refused=taken.refused,
        members=taken.members,
        feed=page,
        server_time=moment_text(server.clock.now()),
        nonce=nonce,
        policy_version=taken.policy_version,
        called_back=taken.called_back,
        regulars=taken.regulars,
        releases=taken.releases,
        gifts=taken.gifts,
        claims=open_claims_on_the_wire(taken.claims),
        claims_refused=taken.claims_refused,
        claims_called_back=called_back_claims(taken.claims),
        deeds=deeds,
        restored=taken.restored,
    )


def _ask_changes(connection: Connection, till: TillAccount, request: SyncRequest) -> Later[Changes]:
    """What is new. Where anything is, `_page` looks at the till again before it says so."""
    ask = request.feed
    return ask_changes(connection, till.tenant, epoch=ask.epoch, cursor=ask.cursor, limit=ask.limit)


def _page(server: Server, till: TillAccount, request: SyncRequest, changes: Changes) -> FeedPage:
    """The page as it is told; where anything is new, read in a transaction in which nothing moves."""
    if not changes.rows:
        return page_of(changes)

    def read(connection: Connection) -> FeedPage:
        check_still_active(connection, till)
        return read_feed(connection, server, till, request.feed)

    return server.database.read_to_tell(read)


def _merge_doubles(server: Server, till: TillAccount, request: SyncRequest) -> bool:
    """Who was enrolled twice is one from here on; a job looks for those whom a crash has missed.

    Gives whether there was anybody to look for.
    """
    vault = server.vault(till.tenant)
    handles = {vault.handle("phone", person.phone) for person in request.persons if person.phone}
    if handles:
        merge_doubles(server, till.tenant, handles)
    return bool(handles)


def _check_claims(till: TillAccount, request: SyncRequest) -> None:
    if request.till != till.till:
        raise Refused("not-your-journal", till=request.till)
    if request.incarnation != till.incarnation:
        raise Refused("incarnation-retired", incarnation=request.incarnation, current=till.incarnation)
    head = request.head
    statement = head_bytes(till=till.till, incarnation=till.incarnation, seq=head.seq, hash_=head.hash)
    try:
        Ed25519PublicKey.from_public_bytes(till.public_key or b"").verify(head.signature, statement)
    except (InvalidSignature, ValueError):
        raise Refused("head-signature", seq=head.seq) from None


def _take(
    connection: Connection, server: Server, till: TillAccount, request: SyncRequest
) -> Later[Taken] | Forked:
    """What it came to is told after the commit: what the till holds is read with it, in one exchange."""
    now = server.clock.now()
    locked = ask_chain(connection, till.tenant, till.till, till.incarnation)
    asked = ask_till(connection, till.till)
    opening = ask_opening(connection, till, request)
    place = ask_place(connection, till)
    few = ask_named(connection, till, request.events, now) if len(request.events) <= _FEW else None
    chain, current = locked(), asked()
    check_active(current)
    if current != till:
        raise TillChanged
    if chain is None or current is None or current.incarnation != request.incarnation:
        raise Refused("incarnation-retired", incarnation=request.incarnation, current=till.incarnation)
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
    fresh = fresh_events(chain, request)
    if few is None or len(fresh) < len(few.events):
        few = ask_named(connection, till, fresh, now)
    bodies = _keep_events(connection, chain, fresh, now)
    since = _come_to(connection, chain, fresh, now)
    incoming = read_incoming(
        chain.ack_hash, fresh, bodies=bodies, known_operations=few.operations(), now=now, since=since
    )
    sitting = load_sitting(connection, server, till, chain, request, incoming, opening=opening, fresh=few)
    take_persons(connection, server, sitting, request.persons)
    aside = post_all(sitting, incoming)
    insert_quarantined(connection, chain, aside, now)
    aside |= aside_before
    held_until = chain.ack_seq
    chain = _advance(connection, chain, request, incoming)
    chain = was_heard(connection, chain, request, restore=restore, now=now)
    over = over_with_others(connection, sitting, request)
    refused = grant_leases(connection, sitting, request.asks, over=over)
    claims_refused = claim_things(sitting, request.claims, over=over)
    visitors = likely_visitors(connection, sitting, request)
    save_sitting(connection, sitting)
    again = not_in_the_feed([event for event in request.events if event.seq <= held_until], aside_before)
    members_again, gifts_again = states_again(connection, server, sitting, again)
    held_leases = ask_leases_of_till(connection, chain.tenant, chain.till, chain.incarnation)
    held_claims = ask_claims_held_by(connection, chain.tenant, chain.till, incarnation=chain.incarnation)
    ask = request.feed
    applied = ask.cursor if ask.applied is None else ask.applied
    if place() != (ask.epoch, applied):
        keep_place(connection, chain, epoch=ask.epoch, cursor=applied, at=now)
    touch(connection, chain.tenant, sitting.things)

    def taken() -> Taken:
        open_leases = held_leases()
        return Taken(
            chain=chain,
            outcomes=_outcomes(request, aside),
            leases=on_the_wire(open_leases),
            refused=refused,
            members=(*sitting.states(), *members_again),
            gifts=(*gift_states(sitting), *gifts_again),
            policy_version=sitting.program_version,
            called_back=tuple(sorted(each.lease.lease for each in open_leases if each.is_called_back)),
            regulars=visitors,
            releases=tuple(Release(sale, to) for sale, to in sitting.asked_for.items()),
            claims=tuple(held_claims()),
            claims_refused=claims_refused,
            restored="" if restore is None else restore.restore,
        )

    return taken


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
