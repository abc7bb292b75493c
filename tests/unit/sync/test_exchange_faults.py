"""Whatever is lost, repeated or cut off between till and server: nothing is lost, doubled or overspent.

The real core and session, over a till and a server in memory, with faults chosen by hypothesis; the larger
simulation with several tills and files is elsewhere.
"""

from dataclasses import dataclass, field
from typing import Literal

from hypothesis import event, given
from hypothesis import strategies as st

from loyalty.errors import Unavailable
from loyalty.wire.feed import LookUpAnswer
from loyalty.wire.messages import SyncAnswer, SyncRequest
from terminal.sync.keys import ServerKey, TillKey, new_till_key
from terminal.sync.session import SyncSession
from tests.sync_model.memory_outbox import MemoryOutbox, SwitchedOff
from tests.sync_model.model_server import Account, ModelServer

Fault = Literal["none", "request lost", "answer lost", "sent twice", "switched off"]
Step = Literal["attach", "sell", "burn", "close", "exchange"]

FAULTS = ("request lost", "answer lost", "sent twice", "switched off")
MEMBERS = ("anh", "bình")


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

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        return self.server.look_up(card=card, phone=phone)


@dataclass
class Shop:
    """One till, one server, and what was sold, told apart from both."""

    server: ModelServer = field(default_factory=ModelServer)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    till_key: TillKey = field(default_factory=lambda: TillKey(new_till_key()))
    points: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MEMBERS, 100))
    open_lease: str | None = None
    leases_made: int = 0

    def __post_init__(self) -> None:
        self.wire = FaultyWire(self.server)
        self.server.accounts = {member: Account(posted=100) for member in MEMBERS}
        server_key = ServerKey(self.server.key.public_key().public_bytes_raw())
        self.session = SyncSession(self.outbox, self.wire, self.till_key.sign, server_key.confirms)

    def do(self, step: Step, fault: Fault, amount: int) -> None:
        """One thing a cashier or the net lane does."""
        if step == "exchange":
            self.exchange(fault)
        elif step == "attach" and self.open_lease is None:
            self.leases_made += 1
            self.open_lease = f"lease-{self.leases_made}"
            self.outbox.attach(self.open_lease, MEMBERS[amount % len(MEMBERS)])
        elif step == "close" and self.open_lease is not None:
            self.outbox.close(self.open_lease)
            self.open_lease = None
        elif step in {"sell", "burn"} and self.open_lease is not None:
            self.sell(self.open_lease, burn=amount if step == "burn" else 0, earn=amount)
            self.open_lease = None

    def sell(self, lease: str, *, burn: int, earn: int) -> None:
        burn = min(burn, self.outbox.spendable(lease))
        if burn:
            event("points burned")
        self.points[self.outbox.leases[lease].member] += earn - burn
        self.outbox.sell(lease, burn=burn, earn=earn)

    def exchange(self, fault: Fault) -> None:
        self.wire.fault = fault
        self.outbox.crash_before_apply = fault == "switched off"
        try:
            self.session.exchange()
        except (Unavailable, SwitchedOff):
            event(fault)

    def lease_figures(self) -> dict[str, tuple[str, int, int]]:
        """What the till holds of each lease."""
        return {name: (held.state, held.amount, held.spent) for name, held in self.outbox.leases.items()}

    def quieten(self) -> int:
        """End every fault and exchange until nothing waits; how many exchanges that took."""
        if self.open_lease is not None:
            self.outbox.close(self.open_lease)
        self.wire.fault = "none"
        self.outbox.crash_before_apply = False
        rounds = 1
        while self.session.exchange().again:
            rounds += 1
        return rounds


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("attach", "sell", "burn", "close", "exchange", "exchange")),
        st.sampled_from(("none", "none", "none", "none", *FAULTS)),
        st.integers(0, 150),
    ),
    min_size=10,
    max_size=60,
)


@given(STEPS)
def test_after_the_faults_the_server_has_every_event_once_and_every_point(
    steps: list[tuple[Step, Fault, int]],
) -> None:
    shop = Shop()
    for step, fault, amount in steps:
        shop.do(step, fault, amount)
        shop.server.check()
    shop.quieten()
    assert shop.server.operations == [each.operation_id for each in shop.outbox.events]
    assert {name: shop.server.accounts[name].posted for name in MEMBERS} == shop.points
    assert all(account.reserved == 0 for account in shop.server.accounts.values())
    assert shop.outbox.waiting().events == 0


@given(STEPS)
def test_replaying_an_answer_changes_nothing(steps: list[tuple[Step, Fault, int]]) -> None:
    shop = Shop()
    for step, fault, amount in steps:
        shop.do(step, fault, amount)
    shop.quieten()
    leases = shop.lease_figures()
    acked, members = shop.outbox.acked_seq, dict(shop.outbox.members)
    shop.session.exchange()
    assert leases == shop.lease_figures()
    assert (shop.outbox.acked_seq, shop.outbox.members) == (acked, members)


@given(st.integers(0, 30), st.lists(st.sampled_from(FAULTS), max_size=5))
def test_every_queue_empties_once_the_faults_are_over(rows: int, faults: list[Fault]) -> None:
    shop = Shop()
    for number in range(rows):
        shop.outbox.journal("drawer_opened", {"reason": "manual", "number": number})
    for fault in faults:
        shop.exchange(fault)
    assert shop.quieten() <= rows // 3 + 1
    assert shop.outbox.waiting().events == 0
