"""The copy that a till makes by itself: after each close of a shift, and where the last one is a day old.

It is made on a thread of its own and reads only, so no sale waits for it; it is begun while no sale is open.
What there is to copy is asked of the files and of the books at each look: a till that was switched off right
after its shift was closed makes the copy once it is on again.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loyalty.errors import Unavailable
from terminal.backup import Backup

log = logging.getLogger(__name__)

DAY: Final = timedelta(hours=24)
PATIENCE: Final = timedelta(hours=2)
"""So long a copy that is due waits for a sale that is left open."""
FIRST_LOOK_S: Final = 60.0
LOOK_S: Final = 5.0
AGAIN_S: Final = 15 * 60.0
"""After a try that failed."""
STOP_S: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """How the copies stand. `why` is what the last try failed on, empty where it did not."""

    newest: datetime | None = None
    why: str = ""
    is_overdue: bool = False
    """For a day there was no copy, because none could be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What decides whether a copy is made: now, the till's start, its last copy and its last close."""

    at: datetime
    started_at: datetime
    newest: datetime | None
    closed_at: datetime | None
    is_selling: bool


def is_due(moment: Moment) -> bool:
    """Whether a copy is to be made now."""
    newest = moment.newest
    if moment.at - (newest or moment.started_at) >= DAY + PATIENCE:
        return True
    if moment.is_selling:
        return False
    if newest is None or moment.at - newest >= DAY:
        return True
    return moment.closed_at is not None and newest < moment.closed_at <= moment.at


class DailyBackup:
    """The thread; `status` may be asked by any."""

    def __init__(self, moment: Callable[[], Moment], make: Callable[[], Backup]) -> None:
        """`make` raises Unavailable where there is no new copy."""
        self._moment = moment
        self._make = make
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="daily backup", daemon=True)
        self.status = Copied()

    def start(self) -> None:
        """Begin to look; once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the copy at hand."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)

    def step(self) -> float:
        """Look once, and make the copy that is due; returns after how many seconds to look again."""
        try:
            moment = self._moment()
            if not is_due(moment):
                if moment.newest != self.status.newest:
                    self.status = Copied(newest=moment.newest)
                return LOOK_S
            self.status = Copied(newest=self._make().at)
        except Unavailable as trouble:
            return self._failed(trouble)
        return LOOK_S

    def _failed(self, trouble: Unavailable) -> float:
        why = str(trouble.params.get("why", trouble.code))
        if why != self.status.why:
            log.info("no copy of the till was made: %s", trouble)
        self.status = Copied(newest=self.status.newest, why=why, is_overdue=self._is_overdue())
        return AGAIN_S

    def _is_overdue(self) -> bool:
        """A disk that was pulled shows no copy, and had one; a store that fails is told of elsewhere."""
        try:
            moment = self._moment()
        except Unavailable:
            return False
        newest = moment.newest or self.status.newest
        return newest is None or moment.at - newest >= DAY

    def _run(self) -> None:
        wait_s = FIRST_LOOK_S
        while not self._stopping.wait(wait_s):
            wait_s = self.step()
