"""One batch of one till: its events in, its leases out, and the next page of the feed in the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.errors import Refused
from loyalty.wire.messages import (
    VERSION,
    FeedPage,
    SyncAnswer,
    SyncRequest,
)
from loyalty.wire.signing import ack_bytes, head_bytes
from server.clock import moment_text
from server.context import Server
from server.model import TillAccount
from server.store.claims import on_the_wire as open_claims_on_the_wire
from server.store.compiled import Later
from server.store.database import Connection, Unit
from server.store.feed import Changes, ask_changes
from server.usecases.authenticate import check_still_active
from server.usecases.claiming import called_back as called_back_claims
from server.usecases.feed_page import page_of, read_feed
from server.usecases.member_deeds import do_journalled
from server.usecases.merging import merge_doubles
from server.usecases.placing import check_envelope
from server.usecases.restoring import end_soon
from server.usecases.taking_back import life_unknown
from server.usecases.taking_in import Forked, Taken, take_batch


def sync(server: Server, till: TillAccount, request: SyncRequest, *, nonce: str) -> SyncAnswer | Forked:
    """Take a batch in and give the answer; `till` is who signed the request.

    Raises:
        Refused: `not-your-journal`, `till-revoked`, `incarnation-retired`, `incarnation-unknown`,
            `incarnation-after-restore` (say what came before it first), `batch-events`, `batch-head`,
            `head-signature`, `journal-gap` (with `ack_seq`: send again from there); nothing was changed.
        Unavailable: as `Database.write`; send the same batch again.
    """
    check_request(server, till, request)
    done, changes = server.database.write_and_glance(*_units(server, till, request))
    if isinstance(done, Forked):
        return done
    return answer_of(server, till, request, Committed(done(), changes), nonce=nonce)


@dataclass(frozen=True, slots=True)
class Committed:
    """A batch that was taken in, and what is new in the feed since."""

    taken: Taken
    changes: Changes


def take_together(
    server: Server, batches: Sequence[tuple[TillAccount, SyncRequest]]
) -> list[Committed | None]:
    """Take in the batches of several tills in one transaction; None for whoever is to go alone (`sync`).

    Each was checked (`check_request`), and is whole by itself: all of it is taken in, or nothing. All are of
    one tenant (`company`): what they have touched is told in one feed.
    """
    if not batches:
        return []
    if len({till.tenant for till, _ in batches}) > 1:
        raise AssertionError("a tenant's tills would be told what another's have done")
    units = [_units(server, till, request) for till, request in batches]
    return [
        None if each is None or isinstance(each[0], Forked) else Committed(each[0](), each[1])
        for each in server.database.write_together(units)
    ]


def check_request(server: Server, till: TillAccount, request: SyncRequest) -> None:
    """Check all that can be before its transaction. Raises as `sync`."""
    check_envelope(request)
    if request.till == till.till and request.incarnation > till.incarnation:
        now, epoch = server.clock.now(), request.feed.epoch
        raise server.database.read(
            lambda connection: life_unknown(connection, till, request.incarnation, now=now, epoch=epoch)
        )
    _check_claims(till, request)


def answer_of(
    server: Server, till: TillAccount, request: SyncRequest, committed: Committed, *, nonce: str
) -> SyncAnswer:
    """What a batch is answered that was taken in; deeds and merges are done on the way. Raises as `sync`."""
    taken, changes = committed.taken, committed.changes
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


def _units(
    server: Server, till: TillAccount, request: SyncRequest
) -> tuple[Unit[Later[Taken] | Forked], Unit[Later[Changes]]]:
    """The batch's transaction, and what is asked behind it."""
    return (
        lambda connection: take_batch(connection, server, till, request),
        lambda connection: _ask_changes(connection, till, request),
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
