"""A shop of one till and one server with a bad network between them, and its own count of what was sold.

The till is in memory or a real database; the server is the model. Which fault strikes when is the test's.
"""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from hypothesis import currently_in_test_context, event
from hypothesis import strategies as st

from loyalty.errors import Unavailable
from loyalty.wire.canonical import JsonObject
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import SyncAnswer, SyncRequest
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest, RehomingWhy
from terminal.sync.core import Intake, Outgoing
from terminal.sync.keys import ServerKey, TillKey, new_till_key
from terminal.sync.past_lives import PastLife
from terminal.sync.ports import Outbox, Waiting
from terminal.sync.session import SyncSession
from tests.sync_model.model_server import Account, ModelServer

Fault = Literal["none", "request lost", "answer lost", "sent twice", "switched off"]
Step = Literal["attach", "sell", "burn", "close", "exchange"]

FAULTS: tuple[Fault, ...] = ("request lost", "answer lost", "sent twice", "switched off")
MEMBERS = ("anh", "bình")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("attach", "sell", "burn", "close", "exchange", "exchange")),
        st.sampled_from(("none", "none", "none", "none", *FAULTS)),
        st.integers(0, 150),
    ),
    min_size=10,
    max_size=60,
)
"""A day: what is done, which fault strikes if it is an exchange, how many points."""


class SwitchedOff(BaseException):
    """The power went; nothing of the running transaction is kept."""


class TillSide(Protocol):
    """Just enough of a till to sell: what a cashier does, and what is kept of it."""

    @property
    def outbox(self) -> Outbox:
        """The store's side of sync."""
        ...

    def journal(self, kind: str, body: JsonObject) -> str:
        """Append an event; its operation id."""
        ...

    def attach(self, lease: str, member: str) -> None:
        """A member is put to a basket: a lease is wanted."""
        ...

    def spendable(self, lease: str) -> int:
        """What may be burned now without asking anybody."""
        ...

    def sell(self, lease: str, member: str, *, burn: int, earn: int) -> None:
        """A sale with points from a lease and points for it, and the end of the lease: one transaction."""
        ...

    def close(self, lease: str) -> None:
        """The basket is done with its member."""
        ...

    def operations(self) -> list[str]:
        """Every event of the journal, by operation id, in order."""
        ...

    def leases(self) -> dict[str, tuple[str, int, int]]:
        """State, amount and spent of every lease, tombstones included."""
        ...


@dataclass
class CuttableOutbox:
    """An outbox that can lose power with an answer in hand."""

    inner: Outbox
    switched_off: bool = False

    def read_outgoing(self) -> Outgoing:
        return self.inner.read_outgoing()

    def apply(self, intake: Intake) -> tuple[str, ...]:
        if self.switched_off:
            raise SwitchedOff
        return self.inner.apply(intake)

    def begin_rehoming(self, why: RehomingWhy) -> None:
        self.inner.begin_rehoming(why)

    def rehome(self, answer: RehomeAnswer) -> None:
        self.inner.rehome(answer)

    def keep(self, found: LookUpAnswer) -> None:
        self.inner.keep(found)

    def past_lives(self) -> tuple[PastLife, ...]:
        """See `Outbox`."""
        return self.inner.past_lives()

    def past_batch(self, life: PastLife, *, after: int) -> Outgoing:
        """See `Outbox`."""
        return self.inner.past_batch(life, after=after)

    def waiting(self) -> Waiting:
        return self.inner.waiting()


@dataclass
class FaultyWire:
    """The server behind a network that does what the next fault says."""

    server: ModelServer
    fault: Fault = "none"

    def sync(self, request: SyncRequest) -> SyncAnswer:
        if self.fault == "request lost":
            raise Unavailable("server-absent", retry=True)
        answer = self.server.sync(request)
        if self.fault == "sent twice":
            answer = self.server.sync(request)
        if self.fault == "answer lost":
            raise Unavailable("server-slow", retry=True)
        return answer

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        return self.server.rehome(request)

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        return self.server.look_up(card=card, phone=phone)


@dataclass
class Shop:
    """One till, one server, and what was sold, told apart from both."""

    till: TillSide
    server: ModelServer = field(default_factory=ModelServer)
    points: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEMBERS, 100))
    open_lease: str | None = None
    open_member: str = ""
    leases_made: int = 0

    def __post_init__(self) -> None:
        self.wire = FaultyWire(self.server)
        self.outbox = CuttableOutbox(self.till.outbox)
        self.server.accounts = {member: Account(posted=100) for member in MEMBERS}
        server_key = ServerKey(self.server.key.public_key().public_bytes_raw())
        till_key = TillKey(new_till_key())
        self.session = SyncSession(self.outbox, self.wire, till_key.sign, server_key.confirms)

    def live(self, day: list[tuple[Step, Fault, int]]) -> None:
        """A whole day, checked after each step, and then quiet."""
        for step, fault, amount in day:
            self.do(step, fault, amount)
            self.server.check()
        self.quieten()

    def do(self, step: Step, fault: Fault, amount: int) -> None:
        """One thing a cashier or the net lane does."""
        if step == "exchange":
            self.exchange(fault)
        elif step == "attach" and self.open_lease is None:
            self.leases_made += 1
            self.open_lease, self.open_member = f"lease-{self.leases_made}", MEMBERS[amount % len(MEMBERS)]
            self.till.attach(self.open_lease, self.open_member)
        elif step == "close" and self.open_lease is not None:
            self.till.close(self.open_lease)
            self.open_lease = None
        elif step in {"sell", "burn"} and self.open_lease is not None:
            self.sell(self.open_lease, burn=amount if step == "burn" else 0, earn=amount)
            self.open_lease = None

    def sell(self, lease: str, *, burn: int, earn: int) -> None:
        """A sale of the member who stands there."""
        burn = min(burn, self.till.spendable(lease))
        if burn:
            _note("points burned")
        self.points[self.open_member] += earn - burn
        self.till.sell(lease, self.open_member, burn=burn, earn=earn)

    def exchange(self, fault: Fault) -> None:
        """One exchange with whatever strikes."""
        self.wire.fault = fault
        self.outbox.switched_off = fault == "switched off"
        try:
            self.session.exchange()
        except (Unavailable, SwitchedOff):
            _note(fault)

    def quieten(self) -> int:
        """End every fault and exchange until nothing waits; how many exchanges that took."""
        if self.open_lease is not None:
            self.till.close(self.open_lease)
            self.open_lease = None
        self.wire.fault = "none"
        self.outbox.switched_off = False
        rounds = 1
        while self.session.exchange().again:
            rounds += 1
        return rounds

    def check_nothing_lost(self) -> None:
        """Every event is at the server once, every point where the shop counted it, nothing reserved."""
        assert self.server.operations == self.till.operations()
        assert {name: self.server.accounts[name].posted for name in MEMBERS} == self.points
        assert all(account.reserved == 0 for account in self.server.accounts.values())
        assert self.outbox.waiting() == Waiting(events=0, quarantined=0)


def _note(what: str) -> None:
    """Count it in the statistics of a property test; outside of one there are none."""
    if currently_in_test_context():
        event(what)
