"""Batches that one transaction takes in: those that came while another was at work.

Whoever comes while nothing is at work is taken at once and alone: nobody waits for company. What comes
meanwhile waits for that to end, and then goes together (`take_together`), so that what a transaction costs
whatever is in it is shared. Nothing depends on it: whoever cannot go along, is refused or has bad luck goes
the way of every other request, from the beginning, and hears there what is wrong.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from loyalty.errors import LoyaltillError
from loyalty.wire.canonical import parse_json
from loyalty.wire.messages import SyncRequest
from server.context import Server
from server.model import TillAccount
from server.usecases.authenticate import KnownTills, SignedRequest, authenticate, signer_of
from server.usecases.company import Batch, company
from server.usecases.sync import Committed, check_request, take_together

MOST: Final = 16
"""So many go together at most."""
LARGEST_BODY: Final = 64 * 1024
"""Bytes. Whatever is longer takes so long that nobody is to wait for it."""
PATIENCE_S: Final = 0.002
"""So long it is waited for those who went together before: who is answered while much goes on asks again."""
LATE_S: Final = 0.02
"""So long anybody waits for what is at work: it may itself wait for a lock."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A batch that was taken in with others, and what it takes to answer it."""

    till: TillAccount
    request: SyncRequest
    committed: Committed

    @property
    def is_quick(self) -> bool:
        """Whether it is answered without the database."""
        return not self.committed.changes.rows and self.committed.taken.chain.state == "open"


Outcome = Response | Taken | Exception | None
"""None: the request is to be acted on by itself."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A request, and who waits for what comes of it."""

    asked: SignedRequest
    alone: Callable[[], Response]
    future: "asyncio.Future[Outcome]"


class Gathering:
    """The requests of one process; used by its event loop."""

    def __init__(self, server: Server, known: KnownTills, answer: Callable[[Taken], Response]) -> None:
        self._server = server
        self._answer = answer
        self._known = known
        self._waiting: deque[_Waiting] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._at_work: asyncio.Task[None] | None = None
        """Who began last: it is waited for, and nobody who began before and takes longer."""
        self._timer: asyncio.TimerHandle | None = None
        self._expected = 0

    async def take(self, asked: SignedRequest, alone: Callable[[], Response]) -> Response | Taken | None:
        """Take a batch in, perhaps with others; `alone` is how it is acted on by itself.

        None: whoever asked is to do that; `Taken`: to answer it.

        Raises:
            Exception: as `alone`, where it was called here.
        """
        if not self._server.database.is_postgresql or len(asked.body) > LARGEST_BODY:
            return None
        loop = asyncio.get_running_loop()
        waiting = _Waiting(asked, alone, loop.create_future())
        self._waiting.append(waiting)
        if self._at_work is None and (self._timer is None or len(self._waiting) >= self._expected):
            self._start()
        elif self._timer is None:
            self._timer = loop.call_later(LATE_S, self._start)
        outcome = await waiting.future
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _start(self) -> None:
        """Go to work on those that wait."""
        self._stop_timer()
        if not self._waiting:
            return
        some = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        self._at_work = task = asyncio.create_task(self._work(some))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self._waiting:
            self._timer = asyncio.get_running_loop().call_later(LATE_S, self._start)

    async def _work(self, some: Sequence[_Waiting]) -> None:
        outcomes: list[Outcome] = [None for _ in some]
        try:
            with contextlib.suppress(Exception):  # each of them meets it again by itself, and says what it is
                outcomes = await run_in_threadpool(self._outcomes, some)
        finally:
            for waiting, outcome in zip(some, outcomes, strict=True):
                if not waiting.future.done():
                    waiting.future.set_result(outcome)
            if self._at_work is asyncio.current_task():
                self._expect(len(some))

    def _expect(self, count: int) -> None:
        """Nothing is at work that is waited for: begin again, once as many are there as there may be."""
        self._stop_timer()
        self._at_work = None
        if count == 1 and not self._waiting:
            return
        self._expected = min(MOST, count + len(self._waiting))
        if len(self._waiting) >= self._expected:
            self._start()
        else:
            self._timer = asyncio.get_running_loop().call_later(PATIENCE_S, self._start)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _outcomes(self, some: Sequence[_Waiting]) -> list[Outcome]:
        if len(some) == 1:
            try:
                return [some[0].alone()]
            except Exception as error:  # noqa: BLE001, raised where it was asked for; it is not tried again
                return [error]
        read = [self._read(each.asked) for each in some]
        along = company(list(filter(None, read)))
        taken = dict(zip(map(id, along), take_together(self._server, along), strict=True))
        return [self._outcome(batch, taken.get(id(batch))) for batch in read]

    def _outcome(self, batch: Batch | None, committed: Committed | None) -> Outcome:
        """Answered here, unless that takes long."""
        if batch is None or committed is None:
            return None
        taken = Taken(*batch, committed)
        if not taken.is_quick:
            return taken
        try:
            return self._answer(taken)
        except LoyaltillError as error:
            return error

    def _read(self, asked: SignedRequest) -> Batch | None:
        """Who asks what, where that is believed at a glance."""
        seen = self._known.get(signer_of(asked))
        if seen is None:
            return None
        try:
            till = authenticate(self._server, asked, seen=seen)
            request = SyncRequest.from_json(parse_json(asked.body))
            check_request(self._server, till, request)
        except LoyaltillError:
            return None
        return till, request
