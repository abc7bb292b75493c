"""The jobs that a server runs by itself, on a thread beside its requests: nobody has to set up a timer.

Every worker runs them; that they may run twice, at once and in the middle of anything is the jobs' own doing.
"""

import logging
import threading
from queue import Empty, SimpleQueue
from time import monotonic

from loyalty.errors import LoyaltillError
from server.context import Work

log = logging.getLogger(__name__)

FIRST_S = 300.0
"""Not while tills come back all at once after the server was away."""
EVERY_S = 6 * 3_600.0
_STOP_S = 10.0


class Housework:
    """Runs `work` now and then until `stop`, and what is handed to `do_soon` at once, one after the other."""

    def __init__(self, work: Work, *, first_s: float = FIRST_S, every_s: float = EVERY_S) -> None:
        self._work = work
        self._first_s = first_s
        self._every_s = every_s
        self._ending = threading.Event()
        self._handed: SimpleQueue[Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="housework", daemon=True)

    def start(self) -> None:
        """Begin to wait for the first time."""
        self._thread.start()

    def do_soon(self, work: Work) -> None:
        """Have this done beside the requests; what is not begun by `stop` is lost, and for the jobs."""
        self._handed.put(work)

    def stop(self) -> None:
        """No more; a page that is being worked on is finished or undone with its transaction."""
        self._ending.set()
        self._handed.put(None)
        self._thread.join(_STOP_S)

    def _run(self) -> None:
        due = monotonic() + self._first_s
        while not self._ending.is_set():
            try:
                work = self._handed.get(timeout=max(0.0, due - monotonic()))
            except Empty:
                work, due = self._work, monotonic() + self._every_s
            if work is not None and not self._ending.is_set():
                _do(work)


def _do(work: Work) -> None:
    try:
        work()
    except LoyaltillError as trouble:
        log.warning("the jobs were not finished, and begin again later: %s", trouble)
    except Exception:  # a bug in one must not end the thread on which all others wait
        log.exception("the jobs broke off, and begin again later")
