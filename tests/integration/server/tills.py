"""A till as the server sees one: a key, a journal with its chain, batches signed as they must be.

It is not the till: it says whatever a test wants said, in good form.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, Event, next_hash
from loyalty.wire.codec import Message
from loyalty.wire.earned import PointsOf, SaleLot, SaleProgram
from loyalty.wire.journal import (
    LeaseClosed,
    MemberEnrolled,
    Refunded,
    SaleBurn,
    SaleLine,
    SaleSettled,
    SaleVoided,
)
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.messages import (
    FeedAsk,
    Head,
    LeaseAsk,
    OpenLease,
    PairAnswer,
    PairRequest,
    Person,
    SyncAnswer,
    SyncRequest,
)
from loyalty.wire.roles import OF_ITSELF, TILL
from loyalty.wire.signing import head_bytes
from loyalty.wire.sold import BurnSlice
from server.clock import moment_text
from server.context import Server
from server.model import TillAccount
from server.store.tills import find_till
from server.usecases.pair import pair
from server.usecases.sync import sync
from server.usecases.taking_in import Forked


@dataclass
class FakeTill:
    """One paired till; `now` is its clock, moved by hand."""

    server: Server
    key: Ed25519PrivateKey
    paired: PairAnswer
    now: datetime
    journal: list[Event] = field(default_factory=list[Event])
    acked: int = 0
    cursor: int = 0
    fingerprint: str = ""
    disk: str = ""
    """Told apart by it are the operations of two disks that live as one till."""

    @property
    def account(self) -> TillAccount:
        """The till as the server has it now."""
        till = self.server.database.read(lambda connection: find_till(connection, self.paired.till))
        assert till is not None
        return till

    def record(
        self,
        kind: str,
        body: Message | JsonObject,
        *,
        operation: str = "",
        at: str = "",
        operator: str | None = None,
    ) -> Event:
        """Append an event to the journal, by Lan or by the till itself where nobody is named."""
        said = body.to_json() if isinstance(body, Message) else body
        seq = len(self.journal) + 1
        fields = {
            "operation_id": operation or f"{self.paired.till_code}{self.disk}-operation-{seq}",
            "kind": kind,
            "at": at or moment_text(self.now),
            "operator": who_records(kind) if operator is None else operator,
        }
        previous = self.hash_of(seq - 1)
        hash_ = next_hash(
            previous, till=self.paired.till, incarnation=self.paired.incarnation, seq=seq, body=said, **fields
        )
        event = Event(
            till=self.paired.till,
            incarnation=self.paired.incarnation,
            seq=seq,
            body=said,
            hash=hash_,
            **fields,
        )
        self.journal.append(event)
        return event

    def hash_of(self, seq: int) -> bytes:
        """The hash of the chain after `seq` events."""
        return self.journal[seq - 1].hash if seq else GENESIS

    def request(
        self,
        *,
        after: int | None = None,
        until: int | None = None,
        asks: Sequence[LeaseAsk] = (),
        persons: Sequence[Person] = (),
        feed_limit: int = 0,
        ahead_held: int | None = None,
    ) -> SyncRequest:
        """The events after `after` (or after what is acknowledged) up to `until` (or all of them)."""
        start = self.acked if after is None else after
        end = len(self.journal) if until is None else until
        request = self.request_of(
            self.journal[start:end], after=start, asks=asks, persons=persons, feed_limit=feed_limit
        )
        return replace(request, ahead_held=ahead_held)

    def request_of(
        self,
        events: Sequence[Event],
        *,
        after: int,
        asks: Sequence[LeaseAsk] = (),
        persons: Sequence[Person] = (),
        feed_limit: int = 0,
    ) -> SyncRequest:
        """A batch of these events, placed after `after` and signed."""
        seq, hash_ = (events[-1].seq, events[-1].hash) if events else (after, self.hash_of(after))
        till, incarnation = self.paired.till, self.paired.incarnation
        signature = self.key.sign(head_bytes(till=till, incarnation=incarnation, seq=seq, hash_=hash_))
        return SyncRequest(
            version=1,
            till=till,
            incarnation=incarnation,
            first_seq=after + 1,
            prev_hash=self.hash_of(after),
            events=tuple(events),
            persons=tuple(persons),
            head=Head(seq, hash_, signature),
            asks=tuple(asks),
            feed=FeedAsk(self.paired.feed_epoch, self.cursor, feed_limit),
        )

    def send(self, request: SyncRequest) -> SyncAnswer | Forked:
        """Put a batch through the use case, as it travels: to JSON and back."""
        return sync(self.server, self.account, SyncRequest.from_json(request.to_json()), nonce="nonce")

    def sync(
        self, *, asks: Sequence[LeaseAsk] = (), persons: Sequence[Person] = (), feed_limit: int = 0
    ) -> SyncAnswer:
        """Send what is not acknowledged yet, and take the answer in."""
        answer = self.send(self.request(asks=asks, persons=persons, feed_limit=feed_limit))
        assert isinstance(answer, SyncAnswer), answer
        self.acked, self.cursor = answer.ack_seq, answer.feed.cursor
        return answer

    def enrol(self, member: str, *, card: str | None = None) -> Event:
        """Record a new member."""
        return self.record("member_enrolled", MemberEnrolled(member, card))

    def lease(self, lease: str, member: str, points: int = 0) -> OpenLease:
        """Ask for a lease and get it."""
        answer = self.sync(asks=[LeaseAsk(lease, member, points)])
        return next(each for each in answer.leases if each.lease == lease)

    def close(self, lease: str, member: str, *, spent: int = 0) -> Event:
        """Record the end of a lease."""
        return self.record("lease_closed", LeaseClosed(lease, member, spent))

    def sell(
        self,
        sale: str,
        member: str | None,
        *,
        net: int = 1_000_000,
        earned: int = 100,
        burn: SaleBurn | None = None,
        dies_at: datetime | None = None,
        rules: Sequence[str] = (),
        person: str | None = None,
    ) -> Event:
        """Record a sale of one line."""
        return self.record(
            "sale_settled",
            sale_body(
                sale,
                member,
                fingerprint=self.fingerprint,
                net=net,
                earned=earned,
                burn=burn,
                dies_at=dies_at,
                rules=rules,
                person=person,
            ),
        )

    def void(self, sale: SaleSettled, *, operation: str = "") -> Event:
        """Record the void of a whole sale."""
        burned = sale.burn.points if sale.burn else 0
        back = Refunded(Money(sale.total), Points(sale.earned_points), Points(burned))
        return self.record("sale_voided", SaleVoided(sale.sale, back), operation=operation)


def who_records(kind: str) -> str:
    """Lan, but for what only a till records of itself."""
    return TILL if kind in OF_ITSELF else "lan"


def sale_body(
    sale: str,
    member: str | None,
    *,
    fingerprint: str,
    net: int = 1_000_000,
    earned: int = 100,
    burn: SaleBurn | None = None,
    dies_at: datetime | None = None,
    rules: Sequence[str] = (),
    person: str | None = None,
) -> SaleSettled:
    """A sale of one line that adds up."""
    from loyalty.wire.journal import AmountOf

    burned = burn.amount if burn else 0
    line = SaleLine(
        sku="rice",
        quantity="2",
        unit_price=net // 2,
        gross=net,
        net=net,
        burned=burned,
        earned_points=earned if member else 0,
        burned_points=burn.points if burn else 0,
    )
    has_lot = member is not None and earned > 0
    return SaleSettled(
        sale=sale,
        member=member,
        program=SaleProgram(1, fingerprint),
        lines=(line,),
        discounts=tuple(AmountOf(rule, 0) for rule in rules),
        earned_points=earned if member else 0,
        lot=SaleLot(f"lot-{sale}", earned, None, moment_text(dies_at) if dies_at else None)
        if has_lot
        else None,
        burn=burn,
        subtotal=net,
        total=net - burned,
        rounding=0,
        to_pay=net - burned,
        person=person,
    )


def claim_of(
    sale: SaleSettled, member: str, *, earned: int, gone: int = 0, approver: str | None = "manager"
) -> ReceiptClaimed:
    """The claim of a sale of one line; `gone` went with what came back before."""
    points = earned - gone
    return ReceiptClaimed(
        sale=sale.sale,
        member=member,
        program=sale.program,
        by_line=(earned,),
        earned=(PointsOf("base", earned),),
        points=points,
        lot=SaleLot(f"lot-{sale.sale}", points, None, None) if points else None,
        approver=approver,
    )


def burn_of(lease: OpenLease, points: int, *, worth: int = 500) -> SaleBurn:
    """The burn of so many points out of a lease, its slices in order."""
    left, slices = points, list[BurnSlice]()
    for part in lease.slices:
        taken = min(left, part.points)
        if taken:
            slices.append(BurnSlice(part.lot, taken))
        left -= taken
    return SaleBurn(points, points * worth, lease.lease, tuple(slices))


def pair_till(server: Server, code: str, *, now: datetime) -> FakeTill:
    """Make a key, show the code, and be that till."""
    key = Ed25519PrivateKey.generate()
    answer = pair(server, PairRequest(code, key.public_key().public_bytes_raw()))
    return FakeTill(server, key, answer, now)
