"""The server's nonces: proof that a request was signed lately, by the server's clock and without any memory.

A nonce is the time of issue and a MAC over it and the till's id. It may be used more than once while fresh: a
replayed batch changes nothing anyway (events are known by place and hash), and a replayed look-up still needs
the TLS channel.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import datetime, timedelta

LIFETIME = timedelta(minutes=10)
_TIME, _MAC = 8, 16


class Nonces:
    """Issues and checks nonces under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, till: str, at: datetime) -> str:
        """A nonce for one till, good for `LIFETIME`."""
        stamp = int(at.timestamp()).to_bytes(_TIME, "big")
        return base64.urlsafe_b64encode(stamp + self._mac(till, stamp)).decode().rstrip("=")

    def is_fresh(self, nonce: str, till: str, at: datetime) -> bool:
        """Whether this server gave the nonce to this till, not longer ago than `LIFETIME`."""
        try:
            data = base64.urlsafe_b64decode(nonce + "=" * (-len(nonce) % 4))
        except (binascii.Error, ValueError):
            return False
        stamp, mac = data[:_TIME], data[_TIME:]
        if not hmac.compare_digest(mac, self._mac(till, stamp)):
            return False
        age = int(at.timestamp()) - int.from_bytes(stamp, "big")
        return 0 <= age <= LIFETIME.total_seconds()

    def _mac(self, till: str, stamp: bytes) -> bytes:
        return hmac.new(self._key, stamp + till.encode(), hashlib.sha256).digest()[:_MAC]
