"""Exchanges between tills and the server as data: recorded of one version, replayed against another.

One JSON object a line: who took part, then each request with its answer in the order they were made, and last
what the server held. Below HTTP, whose signatures hold a nonce that only one server can have made.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from loyalty.wire.canonical import JsonObject
from loyalty.wire.codec import Message
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import PairAnswer, PairRequest, SyncAnswer, SyncRequest
from loyalty.wire.refunding import RefundLockAnswer, RefundLockRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from server.context import Server
from server.model import TillAccount
from server.store.restores import Restore, begin_restore
from server.store.tills import find_till
from server.usecases.admin.show import Holdings
from server.usecases.look_up import look_up
from server.usecases.pair import pair
from server.usecases.refund_lock import ask_refund_lock
from server.usecases.rehome import rehome
from server.usecases.sync import sync
from tests.upgrade.desks import DESKS

FOLDER: Final = Path(__file__).parent / "recorded"
NEXT: Final = "next"
"""The file of the version in the making."""
REQUESTS: Final[Mapping[str, type[Message]]] = {
    "sync": SyncRequest,
    "rehome": RehomeRequest,
    "refund-lock": RefundLockRequest,
    "pair": PairRequest,
    **{what: desk.asked for what, desk in DESKS.items()},
}
ANSWERS: Final[Mapping[str, type[Message]]] = {
    "sync": SyncAnswer,
    "rehome": RehomeAnswer,
    "refund-lock": RefundLockAnswer,
    "look-up": LookUpAnswer,
    "pair": PairAnswer,
    **{what: desk.answered for what, desk in DESKS.items()},
}
PUT_BACK: Final = "put-back"
"""What is no request: two people say that the server was put back to an earlier moment."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of a till and its answer, as JSON."""

    what: str
    till: str
    request: JsonObject
    answer: JsonObject


@dataclass
class Exchanges:
    """A whole recording: `who` has the program and the tills, `end` what the server held."""

    who: dict[str, Any]
    made: list[Exchange] = field(default_factory=list[Exchange])
    end: dict[str, Any] = field(default_factory=dict[str, Any])

    def save(self, path: Path) -> None:
        """Write it as lines."""
        made = [
            {"what": one.what, "till": one.till, "request": one.request, "answer": one.answer}
            for one in self.made
        ]
        lines = (json.dumps(each, ensure_ascii=False, sort_keys=True) for each in (self.who, *made, self.end))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def load(path: Path) -> Exchanges:
    """Read what `save` wrote."""
    who, *made, end = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return Exchanges(who, [Exchange(**each) for each in made], end)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The server as a till's session speaks to it, without a line between; everything is written down."""

    server: Server
    till: str
    made: list[Exchange]

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """See `terminal.sync.ports.Server`."""
        answer = SyncAnswer.from_json(self.ask("sync", request.to_json()))
        assert isinstance(answer, SyncAnswer)
        return answer

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """See `terminal.sync.ports.Server`."""
        return RehomeAnswer.from_json(self.ask("rehome", request.to_json()))

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        """See `terminal.sync.ports.Server`."""
        return LookUpAnswer.from_json(self.ask("look-up", {"card": card or None, "phone": phone or None}))

    def ask(self, what: str, request: JsonObject) -> JsonObject:
        """One exchange, as JSON both ways."""
        answer = self._answered(what, request).to_json()
        self.made.append(Exchange(what, self.till, request, answer))
        return answer

    def say_put_back(self) -> None:
        """Two people say it; the restore has the same name in every replay."""
        till = self._account()
        at = self.server.clock.now()
        restore = Restore(restore="recorded", by="manager", approved_by="supervisor", at=at)
        self.server.database.write(lambda connection: begin_restore(connection, till.tenant, restore))
        self.made.append(Exchange(PUT_BACK, self.till, {}, {}))

    def _answered(self, what: str, request: JsonObject) -> Message:
        desk = DESKS.get(what)
        if desk is not None:
            return desk.act(self.server, self._account(), desk.asked.from_json(request), nonce="nonce")
        if what == "look-up":
            return look_up(
                self.server, self._account(), card=_text(request, "card"), phone=_text(request, "phone")
            )
        said = REQUESTS[what].from_json(request)
        if isinstance(said, PairRequest):
            return pair(self.server, said)
        if isinstance(said, RehomeRequest):
            return rehome(self.server, self._account(), said, nonce="nonce")
        if isinstance(said, RefundLockRequest):
            return ask_refund_lock(self.server, self._account(), said.receipt, nonce="nonce")
        assert isinstance(said, SyncRequest)
        answer = sync(self.server, self._account(), said, nonce="nonce")
        assert isinstance(answer, SyncAnswer), answer
        return answer

    def _account(self) -> TillAccount:
        account = self.server.database.read(lambda connection: find_till(connection, self.till))
        assert account is not None
        return account


def holdings_json(holdings: Holdings, counted: Iterable[str] | None = None) -> dict[str, Any]:
    """What must be the same after a replay; `counted` names the things that a recording counts."""
    held: dict[str, Any] = {**holdings.to_json()}
    counts = held["counts"]
    return {
        "points": held["points"],
        "counts": {name: counts[name] for name in (COUNTED if counted is None else counted)},
        "faults": list(holdings.faults),
    }


COUNTED: Final[Sequence[str]] = (
    "events", "quarantined events", "members", "cards", "sales", "voided sales", "postings", "open leases",
    "frozen leases", "alarms", "tills", "operators", "gift cards", "postings of money",
)  # fmt: skip


def _text(request: JsonObject, name: str) -> str | None:
    said = request[name]
    return None if said is None else str(said)
