"""The thread that hears of news as they come: it waits at the server, and rings for the exchange.

On a line of its own, so that nothing waits behind it. It decides nothing and stores nothing: without it the
till learns everything a few seconds later, by its regular exchange.
"""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from loyalty.errors import Refused, Unavailable

log = logging.getLogger(__name__)

WAIT_S = 10
"""How long one request waits at the server: shorter than the line's patience between two bytes."""
AFTER_TROUBLE_S = 15.0
_STOP_S = 0.1
_STOP_TRIES = 100


class NewsServer(Protocol):
    """What the listener needs of the server; see `client.SyncClient.wait_for_news`."""

    def wait_for_news(self, known: int, *, seconds: int) -> int:
        """How often this till was rung for, once that is another than `known`, or after so many seconds."""
        ...


class NewsListener:
    """Waits on a thread of its own until `stop`; `ring` is called there whenever there is news."""

    def __init__(
        self, server: NewsServer, *, ring: Callable[[], None], interrupt: Callable[[], None]
    ) -> None:
        """`interrupt` makes a request under way fail at once."""
        self._server = server
        self._ring = ring
        self._interrupt = interrupt
        self._known: int | None = None
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="news", daemon=True)

    def start(self) -> None:
        """Begin to wait."""
        self._thread.start()

    def stop(self) -> None:
        """End it; a request under way is broken off."""
        self._ending.set()
        for _ in range(_STOP_TRIES):
            self._interrupt()  # again while it lasts: a line that was broken off asks once more by itself
            if self._thread.ident is None:
                return
            self._thread.join(_STOP_S)
            if not self._thread.is_alive():
                return

    def listen_once(self) -> float:
        """Wait for news once; seconds to stay quiet after. What was missed before counts as news."""
        is_first = self._known is None
        try:
            count = self._server.wait_for_news(self._known or 0, seconds=0 if is_first else WAIT_S)
        except (Unavailable, Refused) as error:
            log.info("no news: %s", error)
            self._known = None
            return AFTER_TROUBLE_S
        if count != self._known:
            self._known = count
            self._ring()
        return 0.0

    def _run(self) -> None:
        while not self._ending.is_set():
            self._ending.wait(self.listen_once())
