"""The drawer by its one signal: open for how long, and whether anybody had asked for it. Pure: time comes in.

A drawer closes a contact on pin 3 of its socket, and the printer says how that pin stands. Which level means
open differs from drawer to drawer, so it is a setting; without one nothing is concluded from the signal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Literal

OpenLevel = Literal["high", "low"]

OURS_WITHIN: Final = timedelta(seconds=10)
"""A drawer that opens so soon after a kick was opened by it."""

OPEN_TOO_LONG: Final = timedelta(seconds=60)


class DrawerState(Enum):
    """How a drawer is, as far as one can know."""

    UNKNOWN = "unknown"
    SHUT = "shut"
    OPEN = "open"
    OPEN_TOO_LONG = "open-too-long"


@dataclass(slots=True)
class DrawerWatch:
    """One drawer. Used by the thread of the printer that it hangs on."""

    open_level: OpenLevel
    state: DrawerState = DrawerState.UNKNOWN
    _kicked_at: datetime | None = None
    _open_since: datetime | None = None

    def kicked(self, at: datetime) -> None:
        """A pulse went out."""
        self._kicked_at = at

    def seen(self, *, signal: bool | None, at: datetime) -> bool:
        """Take in the level of the pin, None if nobody could say; True if it was opened without being asked.

        What it did while nobody looked is not guessed: after that only what is seen counts.
        """
        if signal is None:
            self.state, self._open_since = DrawerState.UNKNOWN, None
            return False
        if signal is not (self.open_level == "high"):
            self.state, self._open_since = DrawerState.SHUT, None
            return False
        was_shut = self.state is DrawerState.SHUT
        self._open_since = self._open_since or at
        is_too_long = at - self._open_since >= OPEN_TOO_LONG
        self.state = DrawerState.OPEN_TOO_LONG if is_too_long else DrawerState.OPEN
        return was_shut and not self._is_ours(at)

    def _is_ours(self, at: datetime) -> bool:
        return self._kicked_at is not None and timedelta(0) <= at - self._kicked_at <= OURS_WITHIN
