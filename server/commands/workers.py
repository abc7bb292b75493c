"""Several server processes behind one address: they share its socket, and are replaced when they die.

All they know of each other is in the database. POSIX only.
"""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from types import FrameType

from loyalty.errors import Refused

SHORT_LIFE_S = 5.0
MOST_SHORT_LIVES = 10
"""So many processes may die young, one after the other, before the whole is given up."""


class Workers:
    """Runs `serve` in several processes until told to stop."""

    def __init__(self, count: int, serve: Callable[[int], None]) -> None:
        """Raises Refused: `workers-need-fork` where the platform cannot."""
        if not hasattr(os, "fork"):
            raise Refused("workers-need-fork")
        self._count = count
        self._serve = serve
        self._born: dict[int, tuple[int, float]] = {}
        """Each one's place and birth."""
        self._stopping = False

    def run(self) -> int:
        """Keep so many processes alive; 0 when stopped, 1 when they would not live."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        short_lives = 0
        for place in range(self._count):
            self._bear(place)
        while self._born:
            child, status = os.wait()
            if child not in self._born:  # of whoever started this, who is the same process by now
                continue
            place, born_at = self._born.pop(child)
            lived_s = time.monotonic() - born_at
            if status == 0:  # told to end by another way than a signal: with the input, as all of them are
                self._stop(signal.SIGTERM, None)
            if self._stopping:
                continue
            short_lives = short_lives + 1 if lived_s < SHORT_LIFE_S else 0
            if short_lives >= MOST_SHORT_LIVES:
                self._stop(signal.SIGTERM, None)
                continue
            self._bear(place)
        return int(short_lives >= MOST_SHORT_LIVES)

    def _bear(self, place: int) -> None:
        child = os.fork()
        if child:
            self._born[child] = place, time.monotonic()
            return
        status = 1
        try:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_DFL)
            self._serve(place)
            status = 0
        finally:
            os._exit(status)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        for child in list(self._born):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, number)
