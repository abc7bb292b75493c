"""The thread that keeps till and server of one mind: at once when nudged, else every few seconds.

It owns the connection for exchanges. It never asks anybody and never gives up; what went wrong is
in the status. Whatever is no expected error leaves the thread as it is: a bug, for the crash path.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from loyalty.errors import LoyaltillError, Refused, Unavailable
from terminal.clock import Clock, from_timestamp
from terminal.sync.ahead import AskedAhead
from terminal.sync.backoff import OTHERS_S, WHO_COMES_S, wait_before_next
from terminal.sync.ports import Outbox
from terminal.sync.session import LOADING_FEED_ROWS, USUAL_FEED_ROWS, Exchange
from terminal.sync.status import SyncStatus

log = logging.getLogger(__name__)

_STOP_S = 10.0


class Exchanging(Protocol):
    """What the worker needs of a session; see `session.SyncSession`."""

    @property
    def outbox(self) -> Outbox:
        """The store's side."""
        ...

    def exchange(
        self, *, feed_rows: int, asks_who_comes: bool = False, ahead: AskedAhead | None = None
    ) -> Exchange:
        """One request and one answer."""
        ...


class SyncWorker:
    """Runs exchanges on a thread of its own; every public method may be called from any thread."""

    def __init__(
        self,
        session: Exchanging,
        *,
        clock: Clock,
        chance: Callable[[], float],
        on_status: Callable[[SyncStatus], None],
        interrupt: Callable[[], None],
    ) -> None:
        """`chance` gives numbers from 0 up to 1; `interrupt` makes a request under way fail at once.

        `on_status` is called on the worker's thread whenever something changed; it must return at once.
        """
        self._session = session
        self._clock = clock
        self._chance = chance
        self._on_status = on_status
        self._interrupt = interrupt
        self._bell = threading.Event()
        self._stopping = False
        self._failures = 0
        self._waits_for_others = False
        self._asked_at: float | None = None
        self._status = SyncStatus()
        self._thread = threading.Thread(target=self._run, name="net", daemon=True)

    @property
    def status(self) -> SyncStatus:
        """How things stand."""
        return self._status

    def start(self) -> None:
        """Begin, with an exchange at once."""
        self._thread.start()

    def nudge(self) -> None:
        """Something waits: exchange now, whatever the last failure said about waiting."""
        self._bell.set()

    def stop(self) -> None:
        """Finish: a request under way is broken off, and will be repeated by the next start."""
        self._stopping = True
        self._bell.set()
        self._interrupt()
        if self._thread.ident is not None:
            self._thread.join(_STOP_S)

    def run_once(self) -> float:
        """Exchange until nothing waits or something fails; seconds until the next time."""
        try:
            self._show(self._counted(self._status))
            with AskedAhead() as ahead:
                again = not self._stopping
                while again:
                    again = self._exchange(ahead) and not self._stopping
        except (Unavailable, Refused) as error:
            self._failures += 1
            self._show(self._failed(error))
        if self._waits_for_others and not self._failures:
            return OTHERS_S
        return wait_before_next(failures=self._failures, chance=self._chance())

    def _exchange(self, ahead: AskedAhead) -> bool:
        """One exchange, shown; whether another is worth having at once."""
        done = self._session.exchange(
            feed_rows=LOADING_FEED_ROWS if self._status.is_loading else USUAL_FEED_ROWS,
            asks_who_comes=self._asks_who_comes(),
            ahead=ahead if self._status.is_loading else None,
        )
        self._failures = 0
        self._waits_for_others = done.waits_for_others
        self._show(self._after(done))
        return done.again

    def _asks_who_comes(self) -> bool:
        """Now and then, whatever the clock on the wall says."""
        now = self._clock.monotonic()
        if self._asked_at is not None and now - self._asked_at < WHO_COMES_S:
            return False
        self._asked_at = now
        return True

    def _run(self) -> None:
        while not self._stopping:
            self._bell.clear()
            wait_s = self.run_once()
            if not self._stopping:
                self._bell.wait(wait_s)

    def _after(self, done: Exchange) -> SyncStatus:
        now = self._clock.now()
        is_loading = done.again and done.feed_left > LOADING_FEED_ROWS
        fresh = replace(
            self._status,
            centrally_at=now,
            trouble=None,
            needs_person=bool(done.strange_leases),
            clock_off_s=_seconds_ahead(now, done.server_time),
            loaded=done.feed_cursor if is_loading else 0,
            to_load=done.feed_end if is_loading else 0,
        )
        return self._counted(fresh)

    def _failed(self, error: LoyaltillError) -> SyncStatus:
        """A failed exchange; if even counting fails, the database is the trouble and says so elsewhere."""
        needs_person = isinstance(error, Refused) or (isinstance(error, Unavailable) and not error.retry)
        log.info("exchange %d in a row failed: %s", self._failures, error)
        return replace(self._status, trouble=error, needs_person=needs_person)

    def _counted(self, status: SyncStatus) -> SyncStatus:
        waiting = self._session.outbox.waiting()
        return replace(
            status,
            waiting=waiting.events,
            quarantined=waiting.quarantined,
            deeds_aside=waiting.deeds_aside,
        )

    def _show(self, status: SyncStatus) -> None:
        if status != self._status:
            self._status = status
            self._on_status(status)


def _seconds_ahead(now: datetime, server_time: str) -> int:
    return round((now - from_timestamp(server_time)).total_seconds()) if server_time else 0
