"""The two keys of a till's conversation: its own, which signs, and its server's, which it believes.

Ed25519 by `cryptography`; what is signed is built by `loyalty.wire.signing`. Where the till's key is kept is
the key store's business.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from loyalty.errors import Unavailable


class TillKey:
    """The till's private key: 32 raw bytes in the key store, never on the wire."""

    def __init__(self, raw: bytes) -> None:
        """Raises Unavailable where `raw` is no key: the key store is damaged."""
        try:
            self._key = Ed25519PrivateKey.from_private_bytes(raw)
        except ValueError as error:
            raise Unavailable("till-key-damaged", retry=False) from error

    @property
    def public(self) -> bytes:
        """The 32 bytes that the server knows this till by."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature."""
        return self._key.sign(message)


def new_till_key() -> bytes:
    """A fresh private key as the key store keeps it."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


class ServerKey:
    """The server's public key as it was told at pairing."""

    def __init__(self, raw: bytes) -> None:
        """Raises Unavailable where `raw` is no key."""
        try:
            self._key = Ed25519PublicKey.from_public_bytes(raw)
        except ValueError as error:
            raise Unavailable("server-key-damaged", retry=False) from error

    def confirms(self, signature: bytes, message: bytes) -> bool:
        """Whether the server signed exactly this."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def confirms_by(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether whoever has this key signed exactly this; a key that is none has signed nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
