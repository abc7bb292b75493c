"""A till whose disk is not the one it was begins a new life; its leases stay behind, frozen.

No till is turned away here: what it sold must still arrive. Where another disk has gone on as the same till
meanwhile, both are lent nothing more until a person has looked.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.errors import Refused
from loyalty.wire.messages import VERSION
from loyalty.wire.rehoming import LifeHeld, RehomeAnswer, RehomeRequest
from loyalty.wire.signing import head_bytes
from server.clock import moment_text
from server.context import Server
from server.model import Rehoming, TillAccount
from server.store.chains import ends_held, lock_chain
from server.store.database import Connection
from server.store.feed import touch
from server.store.journal import last_receipt_number
from server.store.rehomings import insert_rehoming, list_rehomings
from server.store.tills import find_till
from server.usecases.authenticate import check_active
from server.usecases.pair import begin_life
from server.usecases.taking_back import life_given, life_unknown


def rehome(server: Server, till: TillAccount, request: RehomeRequest, *, nonce: str) -> RehomeAnswer:
    """End the till's incarnation and begin the next; asked again under the same id, the answer is the same.

    Raises:
        Refused: `not-your-journal`, `till-revoked`, `head-signature`, `incarnation-unknown` (one the
            till never had), `incarnation-after-restore`, `journal-gap` (this server has lost some of what it
            had acknowledged: that is to be said first), and as `life_given`.
        Unavailable: as `Database.write`; ask again.
    """
    _check_claims(till, request)
    begun = server.database.write(lambda connection: _rehome(connection, server, till, request))
    last, held = server.database.read(
        lambda connection: (last_receipt_number(connection, till), ends_held(connection, till))
    )
    return RehomeAnswer(
        version=VERSION,
        incarnation=begun.next_incarnation,
        is_cloned=begun.kind == "cloned",
        receipt_number=last,
        server_time=moment_text(server.clock.now()),
        nonce=nonce,
        held=tuple(LifeHeld(*each) for each in held),
    )


def _check_claims(till: TillAccount, request: RehomeRequest) -> None:
    if request.till != till.till:
        raise Refused("not-your-journal", till=request.till)
    statement = head_bytes(
        till=request.till, incarnation=request.incarnation, seq=request.seq, hash_=request.hash
    )
    try:
        Ed25519PublicKey.from_public_bytes(till.public_key or b"").verify(request.signature, statement)
    except (InvalidSignature, ValueError):
        raise Refused("head-signature", seq=request.seq) from None


def _rehome(connection: Connection, server: Server, asking: TillAccount, request: RehomeRequest) -> Rehoming:
    till = find_till(connection, asking.till, for_update=True)
    check_active(till)
    if till is None:
        raise Refused("incarnation-unknown", incarnation=request.incarnation)
    if request.incarnation > till.incarnation:
        raise life_unknown(connection, till, request.incarnation, now=server.clock.now())
    for known in list_rehomings(connection, till.tenant, till.till):
        if known.rehoming == request.rehoming:
            return known
    _check_all_said(connection, till, request)
    given = life_given(connection, till, request, now=server.clock.now())
    later = begin_life(connection, till, given=given)
    begun = Rehoming(
        incarnation=request.incarnation,
        rehoming=request.rehoming,
        next_incarnation=later.incarnation,
        kind="restored" if request.incarnation == till.incarnation else "cloned",
        why=request.why,
        seq=request.seq,
        hash=request.hash,
        at=server.clock.now(),
    )
    insert_rehoming(connection, till, begun)
    touch(connection, till.tenant, [("till", till.till)])
    return begun


def _check_all_said(connection: Connection, till: TillAccount, request: RehomeRequest) -> None:
    """Check that what was acknowledged of the life that ends is here, or is said again in the next one.

    Of an earlier life than today's nothing can be said any more in its own name.
    """
    chain = lock_chain(connection, till.tenant, till.till, request.incarnation)
    held = 0 if chain is None else chain.ack_seq
    is_today = request.incarnation == till.incarnation
    if request.acked <= held or (not is_today and request.says_lost and not request.given):
        return
    if is_today and chain is not None and chain.state == "returning":
        raise Refused("incarnation-after-restore", incarnation=request.incarnation)
    raise Refused("journal-gap", ack_seq=held, first_seq=request.acked + 1)
