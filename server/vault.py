"""Personal data at rest: a key for each member, itself wrapped by the tenant's; phones found by a keyed hash.

Erasing someone is destroying the row with the wrapped key. Not here: where the rows are kept.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from loyalty.wire.canonical import canonical_bytes, parse_json
from loyalty.wire.feed import PersonState
from server.keys import ServerKeys

_NONCE = 12


@dataclass(frozen=True, slots=True)
class SealedPerson:
    """What the database holds of one person: the member's own key, wrapped, and the record under it."""

    wrapped_key: bytes
    sealed: bytes


class Vault:
    """Seals and opens the persons of one tenant."""

    def __init__(self, keys: ServerKeys, tenant: str) -> None:
        self._wrapping = AESGCM(keys.derived("wrap-person-keys", tenant))
        self._handle_key = keys.derived("hash-handles", tenant)

    def seal(self, member: str, person: PersonState) -> SealedPerson:
        """Encrypt a person under a fresh key of their own, bound to the member's id."""
        key = AESGCM.generate_key(256)
        bound = member.encode()
        return SealedPerson(
            wrapped_key=_encrypt(self._wrapping, key, bound),
            sealed=_encrypt(AESGCM(key), canonical_bytes(person.to_json()), bound),
        )

    def open(self, member: str, sealed: SealedPerson) -> PersonState:
        """The person again. Raises InvalidTag where the row is not this member's or was changed."""
        bound = member.encode()
        key = _decrypt(self._wrapping, sealed.wrapped_key, bound)
        return PersonState.from_json(parse_json(_decrypt(AESGCM(key), sealed.sealed, bound)))

    def handle(self, kind: str, value: str) -> bytes:
        """What a phone (`kind` "phone", E.164) is found by: nobody without the key can try numbers out."""
        return hmac.new(self._handle_key, f"{kind}:{value}".encode(), hashlib.sha256).digest()


def _encrypt(cipher: AESGCM, data: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, data, bound)


def _decrypt(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
