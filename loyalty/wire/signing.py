"""The bytes that are signed: requests by RFC 9421, journal heads and acknowledgements for good.

A request is signed over its method, path, query and Content-Digest, with `keyid` (the till), `nonce` (the
server's, so freshness never hangs on the till's clock) and `alg="ed25519"`; there is no `created`. The key
and the Ed25519 itself are the caller's. Of RFC 9421 this is one fixed profile, not a general reader.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

from loyalty.wire.canonical import WireRefused, canonical_of_flat

LABEL = "loyaltill"
"""The name of our signature in the Signature and Signature-Input headers."""

_COMPONENTS = '("@method" "@path" "@query" "content-digest")'
_INPUT = re.compile(
    re.escape(f"{LABEL}={_COMPONENTS}")
    + r';keyid="(?P<key_id>[0-9A-Za-z._:-]{1,64})";nonce="(?P<nonce>[0-9A-Za-z_-]{1,200})";alg="ed25519"',
)
_SIGNATURE = re.compile(rf"{LABEL}=:(?P<data>[0-9A-Za-z+/]{{86}}==):")


@dataclass(frozen=True, slots=True)
class SignedBy:
    """What a Signature-Input header says: which till's key, and the server's nonce."""

    key_id: str
    nonce: str


def content_digest(body: bytes) -> str:
    """The Content-Digest header of a body (RFC 9530, SHA-256); an empty body has one too."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def signature_input(signed_by: SignedBy) -> str:
    """The Signature-Input header."""
    return f"{LABEL}={_parameters(signed_by)}"


def signature_header(signature: bytes) -> str:
    """The Signature header for the 64 bytes of an Ed25519 signature."""
    return f"{LABEL}=:{base64.b64encode(signature).decode()}:"


def signature_base(*, method: str, path: str, query: str, digest: str, signed_by: SignedBy) -> bytes:
    """The bytes to sign: RFC 9421, section 2.5, for our four components.

    `path` is the absolute path as sent, `query` what follows the question mark as sent (empty where there is
    none), `digest` the whole Content-Digest header.
    """
    lines = (
        f'"@method": {method.upper()}',
        f'"@path": {path}',
        f'"@query": ?{query}',
        f'"content-digest": {digest}',
        f'"@signature-params": {_parameters(signed_by)}',
    )
    return "\n".join(lines).encode()


def parse_signature_input(header: str) -> SignedBy:
    """Read a Signature-Input header of our profile.

    Raises:
        WireRefused: for anything else: other components or parameters are not understood, so not believed.
    """
    match = _INPUT.fullmatch(header)
    if match is None:
        raise WireRefused("Signature-Input", "is not the signature profile of this server")
    return SignedBy(key_id=match["key_id"], nonce=match["nonce"])


def parse_signature_header(header: str) -> bytes:
    """The 64 bytes in a Signature header.

    Raises:
        WireRefused: when it holds no signature of ours.
    """
    match = _SIGNATURE.fullmatch(header)
    if match is None:
        raise WireRefused("Signature", "holds no Ed25519 signature")
    return base64.b64decode(match["data"])


def head_bytes(*, till: str, incarnation: int, seq: int, hash_: bytes) -> bytes:
    """What a till signs for each batch: its journal up to `seq` has the chain hash `hash_`."""
    return _statement("journal-head", till, incarnation, seq, hash_)


def ack_bytes(*, till: str, incarnation: int, seq: int, hash_: bytes) -> bytes:
    """What the server signs for each answer: it holds the till's journal up to `seq`."""
    return _statement("journal-ack", till, incarnation, seq, hash_)


def _statement(what: str, till: str, incarnation: int, seq: int, hash_: bytes) -> bytes:
    return canonical_of_flat(
        {
            "says": f"loyaltill/1/{what}",
            "till": till,
            "incarnation": incarnation,
            "seq": seq,
            "hash": hash_.hex(),
        }
    )


def _parameters(signed_by: SignedBy) -> str:
    return f'{_COMPONENTS};keyid="{signed_by.key_id}";nonce="{signed_by.nonce}";alg="ed25519"'
