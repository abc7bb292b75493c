"""The till's side in memory: what `terminal.store.outbox` does in SQL, and enough of a counter to sell."""

from dataclasses import dataclass, field

from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, Event, next_hash
from loyalty.wire.codec import Message
from loyalty.wire.feed import LookUpAnswer, MemberState
from loyalty.wire.messages import LeaseAsk, OpenLease, Person
from loyalty.wire.rehoming import RehomeAnswer, RehomingWhy
from terminal.membership import LeaseState
from terminal.sync.core import Intake, Outgoing, Position
from terminal.sync.lent import settle_leases, unknown_leases
from terminal.sync.past_lives import PastLife
from terminal.sync.ports import Waiting

TILL = "till-1"
BATCH = 3
"""Events in one batch: small, so that a test sees several."""


@dataclass
class Held:
    """A lease as the till keeps it."""

    member: str
    state: LeaseState = "wanted"
    amount: int = 0
    spent: int = 0


@dataclass
class MemoryOutbox:
    """One till's rows."""

    events: list[Event] = field(default_factory=list[Event])
    acked_seq: int = 0
    epoch: str = "epoch-1"
    cursor: int = 0
    persons: dict[str, Person] = field(default_factory=dict[str, Person])
    held: dict[str, Held] = field(default_factory=dict[str, Held])
    members: dict[str, MemberState] = field(default_factory=dict[str, MemberState])
    rows: dict[tuple[str, str], Message] = field(default_factory=dict[tuple[str, str], Message])
    quarantined: set[int] = field(default_factory=set[int])

    @property
    def outbox(self) -> "MemoryOutbox":
        """Till and outbox in one."""
        return self

    def operations(self) -> list[str]:
        """Every event's operation id, in order."""
        return [event.operation_id for event in self.events]

    def leases(self) -> dict[str, tuple[str, int, int]]:
        """State, amount and spent of every lease."""
        return {name: (held.state, held.amount, held.spent) for name, held in self.held.items()}

    def journal(self, kind: str, body: JsonObject) -> str:
        """Append an event to the chain; its operation id."""
        seq = len(self.events) + 1
        operation = f"operation-{seq}"
        hash_ = next_hash(
            self._hash_at(seq - 1),
            till=TILL,
            incarnation=1,
            seq=seq,
            operation_id=operation,
            kind=kind,
            at="2026-11-25T03:00:00.000Z",
            operator="lan",
            body=body,
        )
        self.events.append(
            Event(
                till=TILL,
                incarnation=1,
                seq=seq,
                operation_id=operation,
                kind=kind,
                at="2026-11-25T03:00:00.000Z",
                operator="lan",
                body=body,
                hash=hash_,
            )
        )
        return operation

    def attach(self, lease: str, member: str) -> None:
        """A member is put to a basket: a lease is wanted."""
        self.held[lease] = Held(member=member)

    def spendable(self, lease: str) -> int:
        """What may be burned now without asking anybody."""
        held = self.held[lease]
        return held.amount - held.spent if held.state == "open" else 0

    def sell(self, lease: str, member: str, *, burn: int, earn: int) -> None:
        """A sale with points from an open lease and points for it, and the end of the lease."""
        assert burn <= self.spendable(lease)
        held = self.held[lease]
        held.spent += burn
        burned: JsonObject | None = {"points": burn, "lease": lease} if burn else None
        self.journal("sale_settled", {"member": member, "earned_points": earn, "burn": burned})
        self.close(lease)

    def close(self, lease: str) -> None:
        """The basket is done with its member."""
        held = self.held[lease]
        if held.state not in {"wanted", "closed"}:
            self.journal("lease_closed", {"lease": lease, "member": held.member, "spent": held.spent})
        held.state = "closed"

    def read_outgoing(self) -> Outgoing:
        """See `terminal.sync.ports.Outbox`."""
        asking = {name: held for name, held in self.held.items() if held.state in {"wanted", "asked"}}
        for held in asking.values():
            held.state = "asked"
        rest = self.events[self.acked_seq :]
        return Outgoing(
            position=Position(
                till=TILL,
                incarnation=1,
                acked_seq=self.acked_seq,
                acked_hash=self._hash_at(self.acked_seq),
                feed_epoch=self.epoch,
                feed_cursor=self.cursor,
            ),
            events=tuple(rest[:BATCH]),
            events_left=max(0, len(rest) - BATCH),
            persons=tuple(self.persons.values()),
            asks=tuple(LeaseAsk(lease=name, member=held.member) for name, held in asking.items()),
        )

    def apply(self, intake: Intake) -> tuple[str, ...]:
        """See `terminal.sync.ports.Outbox`."""
        self.acked_seq = intake.acked_seq
        self.quarantined |= {outcome.seq for outcome in intake.quarantined}
        for person in intake.persons:
            self.persons.pop(person.member, None)
        states: dict[str, LeaseState] = {name: held.state for name, held in self.held.items()}
        for change in settle_leases(states, intake):
            self._change(change.lease, change.state, change.terms)
        if intake.epoch_is_new:
            self.members.clear()
        for member in intake.members:
            self._put_member(member)
        for row, body in intake.feed:
            self.rows[row.kind, row.key] = body
        self.epoch, self.cursor = intake.feed_epoch, intake.feed_cursor
        return unknown_leases(states, intake)

    def begin_rehoming(self, why: RehomingWhy) -> None:
        """This till has one disk only."""
        raise AssertionError(why)

    def rehome(self, answer: RehomeAnswer) -> None:
        """See `begin_rehoming`."""
        raise AssertionError(answer)

    def keep(self, found: LookUpAnswer) -> None:
        """See `terminal.sync.ports.Outbox`."""
        self._put_member(found.member)

    def waiting(self) -> Waiting:
        """See `terminal.sync.ports.Outbox`."""
        return Waiting(events=len(self.events) - self.acked_seq, quarantined=len(self.quarantined))

    def past_lives(self) -> tuple[PastLife, ...]:
        """It lives once."""
        return ()

    def past_batch(self, life: PastLife, *, after: int) -> Outgoing:
        """See `past_lives`."""
        raise AssertionError((life, after))

    def _put_member(self, member: MemberState) -> None:
        known = self.members.get(member.member)
        if known is None or known.revision < member.revision:
            self.members[member.member] = member

    def _change(self, lease: str, state: LeaseState, terms: OpenLease | None) -> None:
        held = self.held[lease]
        held.state = state
        if terms is not None:
            held.amount = terms.amount

    def _hash_at(self, seq: int) -> bytes:
        return self.events[seq - 1].hash if seq else GENESIS
