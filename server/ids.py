"""Identifiers the server makes: UUIDv7 as text, so that they sort by age and need no central counter."""

import os
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

randomness: Callable[[int], bytes] = os.urandom
"""Where the noise in an id comes from; a test that must go the same way again puts its own here."""


def new_id(at: datetime) -> str:
    """A fresh UUIDv7 (RFC 9562) dated `at`."""
    noise = int.from_bytes(randomness(10), "big")
    unix_ms = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    high, low = noise >> 68, noise & ((1 << 62) - 1)
    return str(UUID(int=unix_ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))
