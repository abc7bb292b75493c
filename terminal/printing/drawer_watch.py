"""The drawer by its one signal: open for how long, and whether anybody had asked for it. Pure: time comes in.

A drawer closes a contact on pin 3 of its socket, and the printer says how that pin stands. Which level means
open differs from drawer to drawer, so it is a setting; without one nothing is concluded from the signal.
Time is a stopwatch's: a clock that is set while the drawer is open makes nobody a thief.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

OpenLevel = Literal["high", "low"]

OURS_WITHIN_S: Final = 10.0
"""A drawer that opens so soon after a kick was opened by it."""

OPEN_TOO_LONG_S: Final = 60.0


class DrawerState(Enum):
    """How a drawer is, as far as one can know."""

    UNKNOWN = "unknown"
    SHUT = "shut"
    OPEN = "open"
    OPEN_TOO_LONG = "open-too-long"


@dataclass(slots=True)
class DrawerWatch:
    """One drawer. Used by the thread of the printer that it hangs on; `at_s` is of `Clock.monotonic`."""

    open_level: OpenLevel
    state: DrawerState = DrawerState.UNKNOWN
    _kicked_at_s: float | None = None
    _open_since_s: float | None = None

    def kicked(self, at_s: float) -> None:
        """A pulse went out."""
        self._kicked_at_s = at_s

    def seen(self, *, signal: bool | None, at_s: float) -> bool:
        """Take in the level of the pin, None if nobody could say; True if it was opened without being asked.

        What it did while nobody looked is not guessed: after that only what is seen counts.
        """
        if signal is None:
            self.state, self._open_since_s = DrawerState.UNKNOWN, None
            return False
        if signal is not (self.open_level == "high"):
            self.state, self._open_since_s = DrawerState.SHUT, None
            return False
        was_shut = self.state is DrawerState.SHUT
        if self._open_since_s is None:
            self._open_since_s = at_s
        is_too_long = at_s - self._open_since_s >= OPEN_TOO_LONG_S
        self.state = DrawerState.OPEN_TOO_LONG if is_too_long else DrawerState.OPEN
        return was_shut and not self._is_ours(at_s)

    def _is_ours(self, at_s: float) -> bool:
        return self._kicked_at_s is not None and at_s - self._kicked_at_s <= OURS_WITHIN_S
