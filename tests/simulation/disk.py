"""What one simulated till has committed: rows as values, in dictionaries where the product has tables."""

from dataclasses import dataclass, field

from loyalty.wire.chain import GENESIS, Event
from loyalty.wire.feed import CardRow, MemberState
from loyalty.wire.journal import SaleSettled
from loyalty.wire.messages import Person
from terminal.membership import HeldClaim, HeldLease
from terminal.store.print_jobs import PrintJob
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
    cards: dict[str, CardRow] = field(default_factory=dict[str, CardRow])
    persons: dict[str, Person] = field(default_factory=dict[str, Person])
    quarantined: dict[int, str] = field(default_factory=dict[int, str])
    sales: list[SaleSettled] = field(default_factory=list[SaleSettled])
    voided: set[str] = field(default_factory=set[str])
    returned: dict[str, int] = field(default_factory=dict[str, int])
    """Thousandths that have come back, by sale."""
    topped_back: set[str] = field(default_factory=set[str])
    """Sales whose payment into a wallet was brought back."""
    foreign: dict[str, SaleSettled] = field(default_factory=dict[str, SaleSettled])
    """Sales of other tills that this one may give back."""
    released: set[str] = field(default_factory=set[str])
    """Sales of this till's that another gives back."""
    damaged: set[int] = field(default_factory=set[int])
    """Rows that were changed behind the till's back, by seq."""
    enrolled_here: set[str] = field(default_factory=set[str])
    spends: int = 0
    named: set[str] = field(default_factory=set[str])
    """Members whose name or number is there."""
    fork: OpenRehoming | None = None
    """The finding that this disk is not the one it was, until the server has given it a new life."""
    claims: dict[str, HeldClaim] = field(default_factory=dict[str, HeldClaim])
    basket: str | None = None
    """The lease of the member in the basket."""
    purse: str | None = None
    """The lease of the gift card or the wallet that is to pay."""
    program: int = 1
    """The newest version that is there."""
    restored: str = ""
    """The last restore of the server's that it has heard of."""
    slips: dict[int, PrintJob] = field(default_factory=dict[int, PrintJob])
    """What is to be printed, or was, by job."""

    def copy(self) -> "Disk":
        """The same, to change; rows are values and need no copy."""
        return Disk(
            till=self.till,
            incarnation=self.incarnation,
            feed_epoch=self.feed_epoch,
            events=list(self.events),
            acked_seq=self.acked_seq,
            acked_hash=self.acked_hash,
            feed_cursor=self.feed_cursor,
            leases=dict(self.leases),
            members=dict(self.members),
            cards=dict(self.cards),
            persons=dict(self.persons),
            quarantined=dict(self.quarantined),
            sales=list(self.sales),
            voided=set(self.voided),
            returned=dict(self.returned),
            topped_back=set(self.topped_back),
            foreign=dict(self.foreign),
            released=set(self.released),
            damaged=set(self.damaged),
            enrolled_here=set(self.enrolled_here),
            spends=self.spends,
            named=set(self.named),
            fork=self.fork,
            claims=dict(self.claims),
            basket=self.basket,
            purse=self.purse,
            program=self.program,
            restored=self.restored,
            slips=dict(self.slips),
        )

    def hash_at(self, seq: int) -> bytes:
        """The hash of an event, or of what is before the first."""
        return self.events[seq - 1].hash if seq else GENESIS

    def returnable(self) -> list[SaleSettled]:
        """What this till may give back."""
        return [sale for sale in self.sales if sale.sale not in self.released] + list(self.foreign.values())

    def left_of(self, sale: str) -> int:
        """Thousandths of a sale that have not come back."""
        return 0 if sale in self.voided else 1_000 - self.returned.get(sale, 0)
