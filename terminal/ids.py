"""Identifiers made at the till, before anything is sent: UUIDv7 as text, so that they sort by age."""

import os
from collections.abc import Callable
from uuid import UUID

from terminal.clock import Clock

NewId = Callable[[], str]

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM_A = (1 << 12) - 1
_RANDOM_B = (1 << 62) - 1


def uuid7(*, unix_ms: int, random: bytes) -> str:
    """A UUIDv7 (RFC 9562) of a time and ten random bytes."""
    noise = int.from_bytes(random[:10], "big")
    value = (unix_ms & ((1 << 48) - 1)) << 80 | _VERSION_7 | _VARIANT
    return str(UUID(int=value | ((noise >> 62) & _RANDOM_A) << 64 | noise & _RANDOM_B))


def id_maker(clock: Clock) -> NewId:
    """A source of fresh ids dated by `clock`."""

    def new_id() -> str:
        return uuid7(unix_ms=int(clock.now().timestamp() * 1000), random=os.urandom(10))

    return new_id
