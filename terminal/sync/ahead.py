"""The next page of a long feed, asked for while the one at hand is written.

Till and server would else wait for each other by turns, page after page, while a directory is loaded. What
is asked ahead is asked as the till will stand once the page at hand is written. Where it then stands
otherwise (something was sold meanwhile, the page could not be written), the answer is thrown away, and the
next exchange asks as ever: an answer is only ever applied to what it was asked for.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Self

from loyalty.errors import LoyaltillError
from loyalty.wire.messages import SyncAnswer, SyncRequest
from terminal.sync.core import Intake, Outgoing


class AskedAhead:
    """One request under way, at most, on a thread of its own; used by one thread, in a `with` statement."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="net-ahead")
        self._asked: tuple[Outgoing, Future[SyncAnswer]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for what is under way, and let it go."""
        self._pool.shutdown()

    def ask(
        self, outgoing: Outgoing, request: SyncRequest, send: Callable[[SyncRequest], SyncAnswer]
    ) -> None:
        """Send the request for `outgoing`; nothing else may be sent until `answer_to` was asked."""
        self._asked = outgoing, self._pool.submit(send, request)

    def answer_to(self, outgoing: Outgoing) -> SyncAnswer | None:
        """The answer to just that, once it is there; None where nothing was asked, or something else.

        Raises:
            Unavailable, Refused: as `SyncClient.sync`, where just that was asked.
        """
        if self._asked is None:
            return None
        (asked, coming), self._asked = self._asked, None
        if asked == outgoing:
            return coming.result()
        with suppress(LoyaltillError):
            coming.result()
        return None


def expected(outgoing: Outgoing, intake: Intake) -> Outgoing | None:
    """How the till stands once `intake` is applied; None where something but the feed may move by it."""
    position = outgoing.position
    is_quiet = outgoing == Outgoing(position=position, ahead_held=outgoing.ahead_held, end=outgoing.end)
    if not is_quiet or outgoing.end != (position.acked_seq, position.acked_hash):
        return None
    return replace(
        outgoing, position=replace(position, feed_epoch=intake.feed_epoch, feed_cursor=intake.feed_cursor)
    )
