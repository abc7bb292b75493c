"""Tills that wait to hear of news: one look at the database for all of them, a few times a second.

So a blocked card is known at every till that is online within a second or two, whichever worker it waits at.
A waiting till holds a connection and no thread. Works the same on both databases and with any number of
workers, since what is looked at is a counter in the database; it counts what cannot wait (`store.feed.ring`).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from server.context import Server
from server.store.feed import Waiting, news_counts

LOOK_EVERY_S = 0.3
LONGEST_S = 25.0


@dataclass(frozen=True, eq=False, slots=True)
class _Waiter:
    who: Waiting
    known: int
    news: "asyncio.Future[int]"


class FeedWatch:
    """Who waits at this process; used on its event loop only."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._waiting: set[_Waiter] = set()
        self._looking: asyncio.Task[None] | None = None
        self._stopped = False

    async def wait(self, who: Waiting, known: int, *, seconds: float) -> int:
        """How often this till was rung for, once that is another than `known`; `known` where nothing came."""
        count = (await self._look([who]))[who]
        if self._stopped or count != known:
            return count
        waiter = _Waiter(who, known, asyncio.get_running_loop().create_future())
        self._waiting.add(waiter)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())
        try:
            return await asyncio.wait_for(waiter.news, min(seconds, LONGEST_S))
        except TimeoutError:
            return known
        finally:
            self._waiting.discard(waiter)

    def stop(self) -> None:
        """Let everybody go at once: the server ends."""
        self._stopped = True
        for waiter in self._waiting:
            _tell(waiter, waiter.known)

    async def _keep_looking(self) -> None:
        while self._waiting:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                counts = await self._look(sorted({waiter.who for waiter in self._waiting}))
            except Exception as trouble:
                for waiter in self._waiting:
                    if not waiter.news.done():
                        waiter.news.set_exception(trouble)
                raise
            for waiter in list(self._waiting):
                count = counts.get(waiter.who, waiter.known)
                if count != waiter.known:
                    _tell(waiter, count)

    async def _look(self, waiting: list[Waiting]) -> Mapping[Waiting, int]:
        return await run_in_threadpool(
            lambda: self._server.database.glance(lambda connection: news_counts(connection, waiting))
        )


def _tell(waiter: _Waiter, count: int) -> None:
    if not waiter.news.done():
        waiter.news.set_result(count)
