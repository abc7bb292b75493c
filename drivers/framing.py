"""The bytes of a serial scanner, cut into codes. Pure: time comes with the bytes."""

import re
from dataclasses import dataclass

MAX_CODE_BYTES = 4096
FLUSH_AFTER_S = 0.1

_SUFFIX = re.compile(rb"[\r\n\x03]")


@dataclass(frozen=True, slots=True)
class Frame:
    """One code's bytes, never empty, and when its last byte came."""

    data: bytes
    at: float


class Framer:
    """Takes bytes as they come and gives codes: ended by CR, LF or ETX, or by 100 ms without a byte.

    A run of more than 4 kB is no code: it is dropped up to its end, however long that takes to come.
    """

    def __init__(self) -> None:
        self._begun = bytearray()
        self._overflown = False
        self._last_at: float | None = None

    @property
    def due(self) -> float | None:
        """When to call `flush`, None if nothing waits."""
        return None if self._last_at is None else self._last_at + FLUSH_AFTER_S

    def feed(self, data: bytes, *, at: float) -> list[Frame]:
        """The codes that these bytes end, in their order."""
        frames = self.flush(at)
        *ended, begun = _SUFFIX.split(data)
        for piece in ended:
            self._take(piece)
            frames += self._end(at)
        self._take(begun)
        self._last_at = at if self._begun or self._overflown else None
        return frames

    def flush(self, now: float) -> list[Frame]:
        """The code that was sent without a suffix, if it is time; at most one."""
        if self._last_at is None or now < self._last_at + FLUSH_AFTER_S:
            return []
        return self._end(self._last_at)

    def drop(self) -> None:
        """Forget what was begun: the line broke."""
        self._end(0.0)

    def _take(self, piece: bytes) -> None:
        if not self._overflown:
            self._begun += piece[: MAX_CODE_BYTES + 1]
            self._overflown = len(self._begun) > MAX_CODE_BYTES

    def _end(self, at: float) -> list[Frame]:
        whole = b"" if self._overflown else bytes(self._begun)
        self._begun.clear()
        self._overflown = False
        self._last_at = None
        return [Frame(whole, at)] if whole else []
