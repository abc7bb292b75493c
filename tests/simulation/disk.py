"""What one simulated till has committed: rows as values, in dictionaries where the product has tables."""

from dataclasses import dataclass, field, replace

from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import Person
from terminal.membership import HeldLease
from terminal.sync.core import OpenRehoming


@dataclass(slots=True)
class Disk:
    """All that one till has committed."""

    till: str
    incarnation: int
    feed_epoch: str
    events: list[Event] = field(default_factory=list[Event])
    acked_seq: int = 0
    acked_hash: bytes = GENESIS
    feed_cursor: int = 0
    leases: dict[str, HeldLease] = field(default_factory=dict[str, HeldLease])
    members: dict[str, MemberState] = field(default_factory=dict[str, MemberState])
    seen_at: dict[str, int] = field(default_factory=dict[str, int])
    cards: dict[str, CardRow] = field(default_factory=dict[str, CardRow])
    persons: dict[str, Person] = field(default_factory=dict[str, Person])
    quarantined: dict[int, str] = field(default_factory=dict[int, str])
    sales: list[SaleSettled] = field(default_factory=list[SaleSettled])
    voided: set[str] = field(default_factory=set[str])
    damaged: set[int] = field(default_factory=set[int])
    """Rows that were changed behind the till's back, by seq."""
    enrolled_here: set[str] = field(default_factory=set[str])
    spends: int = 0
    fork: OpenRehoming | None = None
    """The finding that this disk is not the one it was, until the server has given it a new life."""
    basket: str | None = None
    """The lease of the member in the basket."""

    def copy(self) -> "Disk":
        """The same, to change; rows are values and need no copy."""
        return replace(
            self,
            events=list(self.events),
            leases=dict(self.leases),
            members=dict(self.members),
            seen_at=dict(self.seen_at),
            cards=dict(self.cards),
            persons=dict(self.persons),
            quarantined=dict(self.quarantined),
            sales=list(self.sales),
            voided=set(self.voided),
            damaged=set(self.damaged),
            enrolled_here=set(self.enrolled_here),
        )

    def hash_at(self, seq: int) -> bytes:
        """The hash of an event, or of what is before the first."""
        return self.events[seq - 1].hash if seq else GENESIS

    def revision_seen(self, member: str) -> int:
        """The row of the feed that told of this member last."""
        return self.seen_at.get(member, 0)
