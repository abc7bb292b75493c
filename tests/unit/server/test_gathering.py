"""Who waits for whom before a batch is taken; without a database, work lasts as long as is said."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from starlette.responses import Response

from server.context import Server
from server.routes import gathering as module
from server.routes.gathering import LATE_S, Gathering, Taken
from server.usecases.authenticate import KnownTills, SignedRequest

PATIENCE_S: Final = 10.0
ASKED: Final = SignedRequest(
    method="POST", path="/v1/sync", query="", body=b"{}", content_digest="", signature_input="", signature=""
)


class Ended(BaseException):
    """No `Exception`."""


def never(_: Taken) -> Response:
    raise AssertionError("nobody is known here, so nobody goes along")


def gathering() -> Gathering:
    server = SimpleNamespace(database=SimpleNamespace(is_postgresql=True))
    return Gathering(cast("Server", server), KnownTills(), never)


def _say_nothing(_: asyncio.AbstractEventLoop, __: dict[str, Any]) -> None:
    """What is raised here is meant to be."""


def run(work: Callable[[Gathering], Awaitable[Any]]) -> Any:
    async def within() -> Any:
        return await asyncio.wait_for(work(gathering()), PATIENCE_S)

    return asyncio.run(within())


def test_who_is_alone_is_not_waited_for_and_fails_once() -> None:
    tried: list[int] = []

    def breaks() -> Response:
        tried.append(1)
        raise RuntimeError("out of order")

    async def work(all_of_them: Gathering) -> None:
        with pytest.raises(RuntimeError, match="out of order"):
            await all_of_them.take(ASKED, breaks)

    run(work)
    assert tried == [1]


def test_who_takes_long_is_waited_for_once_and_not_by_everybody_after() -> None:
    free = threading.Event()

    def is_stuck() -> Response:
        free.wait(PATIENCE_S)
        return Response()

    async def work(all_of_them: Gathering) -> list[float]:
        stuck = asyncio.create_task(all_of_them.take(ASKED, is_stuck))
        await asyncio.sleep(0)
        took: list[float] = []
        for _ in range(20):
            began = time.monotonic()
            assert await all_of_them.take(ASKED, Response) is not None
            took.append(time.monotonic() - began)
        free.set()
        assert await stuck is not None
        return took

    took = run(work)
    assert took[0] >= LATE_S / 2
    assert sorted(took)[len(took) // 2] < LATE_S / 2


@pytest.mark.parametrize("error", [ValueError, Ended])
def test_whatever_befalls_several_each_is_told_to_go_alone(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def fails(*_: object) -> list[Any]:
        raise error

    monkeypatch.setattr(module, "company", fails)
    free = threading.Event()

    def is_slow() -> Response:
        free.wait(PATIENCE_S)
        return Response()

    async def work(all_of_them: Gathering) -> list[Any]:
        asyncio.get_running_loop().set_exception_handler(_say_nothing)
        first = asyncio.create_task(all_of_them.take(ASKED, is_slow))
        await asyncio.sleep(0)
        others = [asyncio.create_task(all_of_them.take(ASKED, Response)) for _ in range(3)]
        await asyncio.sleep(0)
        free.set()
        assert await first is not None
        told = list(await asyncio.gather(*others))
        assert await all_of_them.take(ASKED, Response) is not None  # and it goes on
        return told

    assert run(work) == [None] * 3


def test_two_that_end_in_one_moment_keep_nobody_waiting() -> None:
    free = threading.Event()
    done = threading.Semaphore(0)

    def is_stuck() -> Response:
        free.wait(PATIENCE_S)
        done.release()
        return Response()

    async def work(all_of_them: Gathering) -> None:
        stuck: list[asyncio.Task[Response | Taken | None]] = []
        for _ in range(2):
            stuck.append(asyncio.create_task(all_of_them.take(ASKED, is_stuck)))
            await asyncio.sleep(2 * LATE_S)
        free.set()
        for _ in stuck:
            done.acquire(timeout=PATIENCE_S)
        time.sleep(LATE_S)  # both are told of by the time the loop looks
        assert None not in await asyncio.gather(*stuck)
        assert await all_of_them.take(ASKED, Response) is not None

    run(work)


def test_more_than_go_together_all_get_their_turn() -> None:
    async def work(all_of_them: Gathering) -> list[Any]:
        asked = [all_of_them.take(ASKED, Response) for _ in range(5 * module.MOST + 1)]
        return list(await asyncio.gather(*asked))

    assert len(run(work)) == 5 * module.MOST + 1


def test_who_goes_away_keeps_nobody() -> None:
    free = threading.Event()

    def is_slow() -> Response:
        free.wait(PATIENCE_S)
        return Response()

    async def work(all_of_them: Gathering) -> None:
        gone = [asyncio.create_task(all_of_them.take(ASKED, is_slow)) for _ in range(3)]
        await asyncio.sleep(0)
        stays = asyncio.create_task(all_of_them.take(ASKED, Response))
        await asyncio.sleep(0)
        for each in gone:
            each.cancel()
        free.set()
        await stays
        assert await all_of_them.take(ASKED, Response) is not None

    run(work)
