"""The server as sync sees it, in memory: a journal of hashes, points with reservations, leases, a feed.

It keeps the promises that the real one makes (idempotent, leases listed in full, tombstones), and checks its
own sums after every request. No HTTP, no people, no money.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from loyalty.units import Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, Event, verify
from loyalty.wire.codec import Message
from loyalty.wire.feed import LookUpAnswer, LotState, MemberState
from loyalty.wire.messages import (
    FeedPage,
    FeedRow,
    LeaseAsk,
    LeaseRefusal,
    OpenLease,
    Outcome,
    Person,
    Slice,
    SyncAnswer,
    SyncRequest,
)
from loyalty.wire.rehoming import RehomeAnswer, RehomeRequest
from loyalty.wire.signing import ack_bytes, head_bytes

NOW = "2026-11-25T03:00:00.000Z"
LATER = "2026-11-25T03:15:00.000Z"


@dataclass(frozen=True, slots=True)
class Burned(Message):
    """What a sale took from a lease."""

    points: int
    lease: str


@dataclass(frozen=True, slots=True)
class Sold(Message):
    """As much of a sale's event as moves points."""

    member: str | None
    earned_points: int
    burn: Burned | None = None


@dataclass
class Account:
    """One member's points: posted, and what leases hold of them."""

    posted: int = 0
    reserved: int = 0
    revision: int = 1


@dataclass
class Lease:
    """A lease as the server keeps it; closed ones stay as tombstones."""

    member: str
    amount: int = 0
    spent: int = 0
    is_open: bool = True


@dataclass
class ModelServer:
    """One till's server."""

    epoch: str = "epoch-1"
    nonce: str = "nonce"
    accounts: dict[str, Account] = field(default_factory=dict[str, Account])
    leases: dict[str, Lease] = field(default_factory=dict[str, Lease])
    hashes: list[bytes] = field(default_factory=lambda: [GENESIS])
    operations: list[str] = field(default_factory=list[str])
    outcomes: dict[int, Outcome] = field(default_factory=dict[int, Outcome])
    poison: set[str] = field(default_factory=set[str])
    persons: dict[str, Person] = field(default_factory=dict[str, Person])
    feed: list[FeedRow] = field(default_factory=list[FeedRow])
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    till_key: Ed25519PublicKey | None = None

    def publish(self, kind: str, key: str, body: JsonObject) -> None:
        """Put a row at the end of the feed."""
        self.feed.append(FeedRow(seq=len(self.feed) + 1, kind=kind, key=key, body=body))

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """Take a batch and answer it; the same batch twice changes nothing."""
        self._check_head(request)
        fresh = self._append(request)
        self.persons |= {person.member: person for person in request.persons}
        touched = {ask.member for ask in request.asks}
        for event in fresh:
            self.outcomes[event.seq] = self._post(event, touched)
        outcomes = tuple(self.outcomes[event.seq] for event in request.events)
        refused = tuple(refusal for ask in request.asks if (refusal := self._grant(ask)))
        self.check()
        return self._answer(request, outcomes, refused, touched)

    def rehome(self, request: RehomeRequest) -> RehomeAnswer:
        """This server's till has one disk only."""
        raise AssertionError(request)

    def look_up(self, *, card: str = "", phone: str = "") -> LookUpAnswer | None:
        """A member by phone, where a person was sent with it."""
        found = [person for person in self.persons.values() if card or person.phone == phone]
        return LookUpAnswer(member=self.member_state(found[0].member), cards=()) if found else None

    def check(self) -> None:
        """The sums that must hold at any time."""
        for name, account in self.accounts.items():
            held = sum(lease.amount - lease.spent for lease in self._open_leases(name))
            assert account.reserved == held
            assert 0 <= account.reserved <= account.posted
        assert all(0 <= lease.spent <= lease.amount for lease in self.leases.values())

    def member_state(self, member: str) -> MemberState:
        """The member as the feed and the answers say it."""
        account = self.accounts.setdefault(member, Account())
        lot = LotState(lot="lot-1", points=Points(account.posted), dies_at=None, spendable_from=NOW)
        return MemberState(
            member=member,
            state="active",
            alias_of=None,
            person=None,
            tier="member",
            points=Points(account.posted),
            owed=Points(0),
            available=Points(account.posted - account.reserved),
            lots=(lot,),
            measure=0,
            purchases=0,
            memberships=(),
            segments=(),
            vouchers={},
            used={},
            revision=account.revision,
            at=NOW,
        )

    def _check_head(self, request: SyncRequest) -> None:
        if self.till_key is not None:
            head = request.head
            statement = head_bytes(
                till=request.till, incarnation=request.incarnation, seq=head.seq, hash_=head.hash
            )
            self.till_key.verify(head.signature, statement)

    def _append(self, request: SyncRequest) -> tuple[Event, ...]:
        assert request.first_seq <= len(self.hashes), "a gap"
        assert self.hashes[request.first_seq - 1] == request.prev_hash, "a fork"
        verify(request.prev_hash, request.events)
        for event in request.events:
            if event.seq < len(self.hashes):
                assert self.hashes[event.seq] == event.hash, "a fork"
        fresh = tuple(event for event in request.events if event.seq >= len(self.hashes))
        self.hashes += [event.hash for event in fresh]
        self.operations += [event.operation_id for event in fresh]
        return fresh

    def _post(self, event: Event, touched: set[str]) -> Outcome:
        if event.operation_id in self.poison:
            return Outcome(seq=event.seq, outcome="quarantined", why="poison")
        if event.kind == "sale_settled":
            self._post_sale(event, touched)
        if event.kind == "lease_closed":
            self._close(str(event.body["lease"]), str(event.body["member"]))
        return Outcome(seq=event.seq, outcome="applied")

    def _post_sale(self, event: Event, touched: set[str]) -> None:
        sale = Sold.from_json(event.body)
        if sale.member is None:
            return
        account = self.accounts.setdefault(sale.member, Account())
        account.posted += sale.earned_points
        if sale.burn is not None:
            lease = self.leases[sale.burn.lease]
            assert lease.is_open
            lease.spent += sale.burn.points
            account.reserved -= sale.burn.points
            account.posted -= sale.burn.points
        account.revision += 1
        touched.add(sale.member)

    def _close(self, name: str, member: str) -> None:
        lease = self.leases.setdefault(name, Lease(member=member, is_open=False))
        if lease.is_open:
            self.accounts[member].reserved -= lease.amount - lease.spent
        lease.is_open = False

    def _grant(self, ask: LeaseAsk) -> LeaseRefusal | None:
        known = self.leases.get(ask.lease)
        if known is not None:
            return None if known.is_open else LeaseRefusal(lease=ask.lease, why="lease-closed")
        account = self.accounts.setdefault(ask.member, Account())
        available = account.posted - account.reserved
        if available <= 0:
            return LeaseRefusal(lease=ask.lease, why="nothing-available")
        amount = min(ask.points or available, available)
        account.reserved += amount
        self.leases[ask.lease] = Lease(member=ask.member, amount=amount)
        return None

    def _open_leases(self, member: str) -> list[Lease]:
        return [lease for lease in self.leases.values() if lease.is_open and lease.member == member]

    def _answer(
        self,
        request: SyncRequest,
        outcomes: tuple[Outcome, ...],
        refused: tuple[LeaseRefusal, ...],
        touched: set[str],
    ) -> SyncAnswer:
        ack_seq, ack_hash = len(self.hashes) - 1, self.hashes[-1]
        statement = ack_bytes(till=request.till, incarnation=request.incarnation, seq=ack_seq, hash_=ack_hash)
        return SyncAnswer(
            version=1,
            ack_seq=ack_seq,
            ack_hash=ack_hash,
            signature=self.key.sign(statement),
            outcomes=outcomes,
            leases=tuple(_terms(name, lease) for name, lease in self.leases.items() if lease.is_open),
            refused=refused,
            members=tuple(self.member_state(member) for member in sorted(touched)),
            feed=self._page(request),
            server_time=NOW,
            nonce=self.nonce,
            policy_version=1,
        )

    def _page(self, request: SyncRequest) -> FeedPage:
        start = request.feed.cursor if request.feed.epoch == self.epoch else 0
        rows = tuple(self.feed[start : start + request.feed.limit])
        cursor = start + len(rows)
        return FeedPage(epoch=self.epoch, rows=rows, cursor=cursor, more=cursor < len(self.feed))


def _terms(name: str, lease: Lease) -> OpenLease:
    rest = Points(lease.amount - lease.spent)
    return OpenLease(
        lease=name,
        member=lease.member,
        account="points",
        amount=Points(lease.amount),
        spent=Points(lease.spent),
        slices=(Slice(lot="lot-1", points=rest, dies_at=None),),
        until=LATER,
        state="open",
    )
