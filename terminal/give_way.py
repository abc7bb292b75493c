"""Work that nobody waits for steps aside while somebody is at the till.

Checks of the file and its daily copy take seconds of a processor and wait for nothing. Beside a screen that
is being opened, they would have what it needs: a till's computer has few processors. So they go on in turns
of a few milliseconds, and between two of them they wait, as long as somebody is there. No turn is refused for
good: at a till that is never left alone the work takes longer, and is done all the same.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

TURN_S: Final = 0.005
"""So long at a time, where somebody is there: a third of a frame."""
BETWEEN_S: Final = 0.1
"""And so long nothing: at most one turn falls into the opening of a screen."""
QUIET_S: Final = 5.0
"""Without a touch for so long, nobody is there."""

GiveWay = Callable[[], bool]
"""Called by such work every millisecond or so; returns once it is its turn again.

False: the till is being closed, and what can be left is left.
"""


class Presence:
    """Whether somebody is at the till. Told and asked on any thread."""

    def __init__(
        self, *, now: Callable[[], float] = time.monotonic, wait: Callable[[float], object] | None = None
    ) -> None:
        """`now` is in seconds and never goes back; `wait` is in place of waiting so many of them."""
        self._now = now
        self._over = threading.Event()
        self._wait = wait or self._over.wait
        self._touched_at = now() - QUIET_S

    def touched(self) -> None:
        """Somebody touched, typed or scanned something, just now."""
        self._touched_at = self._now()

    def is_quiet(self) -> bool:
        """Whether nobody did for some seconds."""
        return self._now() - self._touched_at >= QUIET_S

    def in_turns(self) -> GiveWay:
        """For one piece of work, done on one thread."""
        began = self._now()

        def give_way() -> bool:
            nonlocal began
            if self._now() - began >= TURN_S:
                if not self._over.is_set() and not self.is_quiet():
                    self._wait(BETWEEN_S)
                began = self._now()
            return not self._over.is_set()

        return give_way

    def end(self) -> None:
        """Nobody is waited for any more: the till is being closed."""
        self._over.set()


def go_on() -> bool:
    """Gives way to nobody: for work that somebody waits for."""
    return True
