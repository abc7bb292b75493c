"""The real server where batches that are on their way at one moment are taken in by one transaction.

Whatever is next on the line to the server is taken with what is delivered now, whatever it says and whoever
it is about: more than a server itself lets go together (`company`). Its answer waits until its own turn
comes: as one that was long under way. Where that is lost or spoiled meanwhile the till does not hear of it,
as where an answer is lost.
"""

from collections.abc import Sequence
from typing import Final

from loyalty.errors import Refused
from loyalty.wire.canonical import WireRefused
from loyalty.wire.messages import SyncAnswer, SyncRequest
from server.model import TillAccount
from server.usecases.sync import answer_of, check_request, take_together
from tests.simulation.network import read_request, written
from tests.simulation.real.server import NONCE, RealServer

MOST: Final = 6
"""So many that come later are looked at."""


class TogetherServer(RealServer):
    """See `RealServer`; `together` counts the batches that were not alone in their transaction."""

    together = 0

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """See `ServerSide`."""
        now = written(request)
        if now not in self._answers:
            self._take_together([now, *(body for body in self._coming if body not in self._answers)])
        self._coming = ()
        answer = self._answers.pop(now, None)
        return super().sync(request) if answer is None else answer

    def hears_of(self, coming: Sequence[bytes]) -> None:
        """See `ServerSide`."""
        self._coming = coming[:MOST]

    def put_back(self, which: int) -> None:
        """See `ServerSide`."""
        self._answers.clear()
        super().put_back(which)

    def _take_together(self, bodies: Sequence[bytes]) -> None:
        read = {body: each for body in bodies if (each := self._read(body)) is not None}
        along = list({request.till: (till, request) for till, request in reversed(read.values())}.values())
        if len(along) < 2:
            return
        self._is_stale = True
        with self._database.serving():
            taken = take_together(self.inside, along)
        whose = {id(request): body for body, (_, request) in read.items()}
        for batch, committed in zip(along, taken, strict=True):
            if committed is not None:
                self._answers[whose[id(batch[1])]] = answer_of(self.inside, *batch, committed, nonce=NONCE)
                self.together += 1

    def _read(self, body: bytes) -> tuple[TillAccount, SyncRequest] | None:
        try:
            request = read_request(body)
            if not isinstance(request, SyncRequest):
                return None
            till = self._till(request.till)
            check_request(self.inside, till, request)
        except (Refused, WireRefused):
            return None
        return till, request
