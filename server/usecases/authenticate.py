"""Who sent a request: the till whose key signed it, with a nonce of ours, over the body that arrived."""

import hmac
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from loyalty.errors import Refused
from loyalty.wire.canonical import WireRefused
from loyalty.wire.signing import (
    SignedBy,
    content_digest,
    parse_signature_header,
    parse_signature_input,
    signature_base,
)
from server.context import Server
from server.model import TillAccount
from server.nonces import Nonces
from server.store.database import Connection
from server.store.tills import find_till

MOST_KNOWN_TILLS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """What of a request is signed, and the signature; headers that are missing are empty."""

    method: str
    path: str
    query: str
    body: bytes
    content_digest: str
    signature_input: str
    signature: str


class Unauthenticated(Refused):
    """The request is not believed; `nonce` is fresh where it is known which till asks."""

    def __init__(self, code: str, nonce: str | None) -> None:
        super().__init__(code)
        self.nonce = nonce


class TillChanged(Refused):
    """The till is not any more what it was when its request was believed: it has to be believed again."""

    def __init__(self) -> None:
        super().__init__("incarnation-retired")


class KnownTills:
    """Tills as they were when a process last looked; safe from any thread.

    Only for who looks again before anything is done: `sync` does, in its transaction, and who waits for news
    once there is any.
    """

    def __init__(self) -> None:
        self._tills: dict[str, TillAccount] = {}

    def get(self, till: str) -> TillAccount | None:
        """The till, if it was kept."""
        return self._tills.get(till)

    def keep(self, till: TillAccount) -> None:
        """Keep a till; all are forgotten once they are too many."""
        if len(self._tills) >= MOST_KNOWN_TILLS:
            self._tills = {}
        self._tills[till.till] = till

    def forget(self, till: str) -> None:
        """Look at this one again."""
        self._tills.pop(till, None)


def signer_of(request: SignedRequest) -> str:
    """Whose the request says it is, believed or not; empty where that cannot be read."""
    try:
        return parse_signature_input(request.signature_input).key_id
    except WireRefused:
        return ""


def authenticate(server: Server, request: SignedRequest, *, seen: TillAccount | None = None) -> TillAccount:
    """The till that signed the request; `seen` is that till, for who has it already.

    Raises:
        Unauthenticated: `signature-missing`, `digest-wrong`, `nonce-stale` (sign again with the one given),
            `signature-wrong` (an unknown till looks the same).
        Refused: `till-revoked`.
    """
    signed_by, signature = _read_headers(request)
    nonce = fresh_nonce(server, signed_by.key_id)
    if not hmac.compare_digest(content_digest(request.body).encode(), request.content_digest.encode()):
        raise Unauthenticated("digest-wrong", nonce)
    if not _nonces(server).is_fresh(signed_by.nonce, signed_by.key_id, server.clock.now()):
        raise Unauthenticated("nonce-stale", nonce)
    till = seen
    if till is None:
        till = server.database.glance(lambda connection: find_till(connection, signed_by.key_id))
    if till is None or till.public_key is None or not _verify(till.public_key, signature, request, signed_by):
        raise Unauthenticated("signature-wrong", nonce)
    check_active(till)
    return till


def check_active(till: TillAccount | None) -> None:
    """Check that a till has not been revoked; asked again by whoever answers after a while, or writes.

    Raises:
        Refused: `till-revoked`.
    """
    if till is None or till.state != "active":
        raise Refused("till-revoked")


def check_still_active(connection: Connection, till: TillAccount) -> None:
    """The same of a till as it stands in this transaction.

    Raises:
        Refused: `till-revoked`.
    """
    check_active(find_till(connection, till.till))


def fresh_nonce(server: Server, till: str) -> str:
    """A nonce for the till's next request."""
    return _nonces(server).issue(till, server.clock.now())


def _read_headers(request: SignedRequest) -> tuple[SignedBy, bytes]:
    try:
        return parse_signature_input(request.signature_input), parse_signature_header(request.signature)
    except WireRefused:
        raise Unauthenticated("signature-missing", None) from None


def _nonces(server: Server) -> Nonces:
    return Nonces(server.keys.derived("nonces"))


def _verify(public_key: bytes, signature: bytes, request: SignedRequest, signed_by: SignedBy) -> bool:
    base = signature_base(
        method=request.method,
        path=request.path,
        query=request.query,
        digest=request.content_digest,
        signed_by=signed_by,
    )
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, base)
    except InvalidSignature:
        return False
    return True
