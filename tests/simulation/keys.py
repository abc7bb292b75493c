"""Signatures of the simulated shop: keyed hashes, as long as the real ones and a thousand times as fast.

That the real ones hold is not the simulator's matter; that nothing is believed unsigned is.
"""

import hashlib
from collections.abc import Callable


def sign_as_till(till: str) -> Callable[[bytes], bytes]:
    """What a till signs its batches with."""
    return lambda message: _sign(f"till {till}", message)


def sign_as_server(message: bytes) -> bytes:
    """The server's signature."""
    return _sign("server", message)


def confirms_server(signature: bytes, message: bytes) -> bool:
    """Whether the server signed this."""
    return signature == sign_as_server(message)


def confirms_till(till: str, signature: bytes, message: bytes) -> bool:
    """Whether the till signed this."""
    return signature == _sign(f"till {till}", message)


def _sign(who: str, message: bytes) -> bytes:
    return hashlib.blake2b(message, key=who.encode()[:64], digest_size=64).digest()
