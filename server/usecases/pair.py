"""Pairing: a new till shows a one-time code and the public half of its key, and learns who it is."""

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from loyalty.errors import Refused
from loyalty.wire.chain import GENESIS
from loyalty.wire.messages import PairAnswer, PairRequest
from server.clock import moment_text
from server.context import Server
from server.model import Chain, PairingCode, TillAccount
from server.store.chains import lock_chain, open_chain
from server.store.claims import freeze_claims
from server.store.database import Connection
from server.store.feed import feed_epoch, touch
from server.store.holders import lock_holders
from server.store.leases import freeze_leases
from server.store.rehomings import resolve_rehomings
from server.store.restores import last_restore
from server.store.tills import find_till, insert_pairing_code, lock_pairing_code, save_till, use_pairing_code
from server.usecases.authenticate import fresh_nonce
from server.usecases.taking_back import as_before
from server.usecases.throttle import check_codes, count_wrong_code

CODE_LIFETIME = timedelta(minutes=30)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None that is taken for another one when read aloud or off a screen."""
_LENGTH = 8


def new_pairing_code(connection: Connection, server: Server, till: TillAccount) -> str:
    """A code like `K7QM-4TPX` for one till, good once and for `CODE_LIFETIME`; only its hash is kept."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return keep_code(connection, server, till, letters)


def letters_of(server: Server, *said: str) -> str:
    """Letters of a code that are the same each time, and that nobody works out without the server's keys."""
    key = server.keys.derived("pairing-codes-of-deeds")
    drawn = hmac.new(key, "\n".join(said).encode(), hashlib.sha256).digest()
    return "".join(_LETTERS[each % len(_LETTERS)] for each in drawn[:_LENGTH])


def find_code(connection: Connection, server: Server, letters: str) -> PairingCode | None:
    """The code of these letters, locked, if it was made."""
    return lock_pairing_code(connection, _hash(server, letters))


def keep_code(connection: Connection, server: Server, till: TillAccount, letters: str) -> str:
    """Let these letters be a code for one till; gives them as people type them."""
    insert_pairing_code(
        connection,
        code_hash=_hash(server, letters),
        tenant=till.tenant,
        till=till.till,
        expires_at=server.clock.now() + CODE_LIFETIME,
    )
    return as_typed(letters)


def as_typed(letters: str) -> str:
    """`K7QM-4TPX`."""
    return f"{letters[:4]}-{letters[4:]}"


def pair(server: Server, request: PairRequest) -> PairAnswer:
    """Let the code's till sign with this key from now on, under a new incarnation.

    A till that was paired before begins a new journal; what its old disk still held leased is frozen. One
    that was revoked is a till again, by a code that was made since and under the new key alone. The same code
    with the same key again gives the same answer: the first one may have been lost on its way. One that this
    server has forgotten is what it was (`taking_back`).

    Raises:
        Refused: `pairing-code-unknown`, `pairing-code-used`, `pairing-code-expired`, `too-many-codes`,
            `pairing-other-server` (the till believes another key); as `taking_back.as_before`.
        Unavailable: as `Database.write`.
    """
    paired = server.database.write(lambda connection: _pair(connection, server, request))
    if paired is None:
        raise Refused("pairing-code-unknown")
    till, epoch = paired
    return PairAnswer(
        tenant=till.tenant,
        store=till.store,
        till=till.till,
        till_number=till.number,
        till_code=till.code,
        till_name=till.name,
        incarnation=till.incarnation,
        feed_epoch=epoch,
        pin_pepper=server.keys.pin_pepper(till.tenant),
        server_key=server.keys.public_key(),
        ca_pem=server.ca_pem,
        nonce=fresh_nonce(server, till.till),
        server_time=moment_text(server.clock.now()),
    )


def _pair(connection: Connection, server: Server, request: PairRequest) -> tuple[TillAccount, str] | None:
    """The till and the feed's epoch; None where there is no such code, which is counted."""
    now = server.clock.now()
    check_codes(connection, now)
    code_hash = _hash(server, request.code)
    code = lock_pairing_code(connection, code_hash)
    till = find_till(connection, code.till, for_update=True) if code else None
    if code is None or till is None:
        count_wrong_code(connection, now)
        return None
    epoch = feed_epoch(connection, till.tenant)
    if code.used_at is not None:
        if till.public_key == request.public_key and till.state == "active":
            return till, epoch
        raise Refused("pairing-code-used")
    if code.expires_at <= now:
        raise Refused("pairing-code-expired")
    given = None
    if request.before is not None and request.before.server_key not in {None, server.keys.public_key()}:
        raise Refused("pairing-other-server")
    if request.before is not None:
        till, given = as_before(connection, till, request.before, now=now), request.before.incarnation
    use_pairing_code(connection, code_hash, now)
    return _adopt(connection, till, request.public_key, now, given=given), epoch


def _adopt(
    connection: Connection, till: TillAccount, public_key: bytes, at: datetime, *, given: int | None
) -> TillAccount:
    resolve_rehomings(connection, till.tenant, till.till, at)
    till = begin_life(connection, replace(till, public_key=public_key, state="active"), given=given)
    touch(connection, till.tenant, [("till", till.till)])
    return till


def begin_life(connection: Connection, till: TillAccount, *, given: int | None = None) -> TillAccount:
    """The till in its next incarnation: an empty journal, and all that it was lent before frozen.

    With `given` it is one that a restored server has lost, and what was written in it is still to be said.
    A batch of the old life that is under way is waited for. The feed is the caller's to touch, last.
    """
    lock_chain(connection, till.tenant, till.till, till.incarnation)
    lock_holders(connection, till.tenant, till.till)
    freeze_leases(connection, till.tenant, till.till)
    freeze_claims(connection, till.tenant, till.till)
    till = replace(till, incarnation=given or till.incarnation + 1)
    save_till(connection, till)
    restore = last_restore(connection, till.tenant)
    is_over = restore is None or (restore.ended_at is not None and given is None)
    open_chain(
        connection,
        Chain(
            tenant=till.tenant,
            till=till.till,
            incarnation=till.incarnation,
            ack_seq=0,
            ack_hash=GENESIS,
            state="open" if is_over else "returning",
        ),
    )
    return till


def _hash(server: Server, code: str) -> bytes:
    letters = "".join(letter for letter in code.upper() if letter in _LETTERS)
    return hmac.new(server.keys.derived("pairing-codes"), letters.encode(), hashlib.sha256).digest()
