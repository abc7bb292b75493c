"""A till whose database is memory: what is committed survives, what was not is gone when the power is.

The decisions are the product's own: what is sent and what an answer changes (`terminal.sync.core`), what may
be spent (`HeldLease`, `take_from_lease`), how spends are counted (`terminal.keystore.spend_counter`). Here
they are only written down, as `terminal.store` does in SQL.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Self

from loyalty.units import Money, Points
from loyalty.wire.canonical import JsonObject
from loyalty.wire.chain import GENESIS, Event, next_hash
from loyalty.wire.claims import (
    ClaimClosed,
    rule_of,
    rule_thing,
    stock_of,
    stock_thing,
    voucher_of,
    voucher_thing,
)
from loyalty.wire.earned import SaleLot, SaleProgram
from loyalty.wire.extras import ClaimUsed, RewardGiven, SaleExtras
from loyalty.wire.journal import (
    AmountOf,
    LeaseClosed,
    MemberEnrolled,
    Refunded,
    SaleBurn,
    SaleLine,
    SaleSettled,
    SaleVoided,
)
from loyalty.wire.kept_claim import claimed_sale
from loyalty.wire.late_claim import claim_operation
from loyalty.wire.messages import Person, SyncAnswer, SyncRequest
from loyalty.wire.refunding import RefundLockAnswer, SaleReleased, release_operation
from loyalty.wire.rehoming import (
    RehomeAnswer,
    RehomeRequest,
    RehomingWhy,
    TillRehomed,
    rehomed_operation,
    say_again,
)
from loyalty.wire.roles import OF_ITSELF, TILL
from loyalty.wire.sold import BurnSlice, SaleTender, quantity_of
from terminal.clock import timestamp
from terminal.keystore.fake import FakeKeyStore
from terminal.keystore.ports import KeyStore
from terminal.keystore.spend_counter import compare_mark, confirm_mark, raise_mark, read_mark
from terminal.membership import HeldClaim, HeldLease, LeaseSlice
from terminal.settlement import take_from_lease
from terminal.sync.core import (
    Intake,
    OpenRehoming,
    Outgoing,
    compose,
    compose_rehoming,
    take,
)
from terminal.sync.session import FORKED
from tests.simulation.disk import Disk
from tests.simulation.disk_sync import apply_intake, outgoing_of
from tests.simulation.keys import confirms_server, sign_as_till
from tests.simulation.program import GOODS, LAN, ONCE, PROGRAM, TREAT, store_of
from tests.simulation.refund_events import claim_event, refund_event
from tests.simulation.sides import commit_as_it_is

FEED_ROWS = 6
WORTH = 1
WHOLE = 1_000
"""Thousandths of the one thing that every simulated sale sells."""


class MemoryTill:
    """One till: its disk, its key store, its clock, and what it is doing."""

    def __init__(
        self, disk: Disk, keys: KeyStore, *, now: Callable[[], datetime], new_id: Callable[[], str]
    ) -> None:
        self.disk = disk
        self.keys = keys
        self.now = now
        self.new_id = new_id
        self.before_commit: Callable[[], None] = commit_as_it_is
        """May cut the power with nothing committed."""
        self.after_commit: Callable[[Disk, Disk], None] = _seen
        """Is told the disk as it was and as it is; may cut the power with all of it committed."""
        self._copies: list[Disk] = []
        self.sent: Outgoing | None = None
        """The batch whose answer is awaited; forgotten when the power goes."""

    # What the counter does.

    def attach(self, member: str) -> bool:
        """Put a member to the basket: a lease is wanted, the one before is let go."""
        disk = self._begin()
        self._end_basket(disk)
        lease = self.new_id()
        disk.leases[lease] = HeldLease(lease=lease, member=member, state="wanted")
        disk.basket = lease
        state = disk.members.get(member)
        for thing in (*map(voucher_thing, state.vouchers if state else ()), rule_thing(ONCE)):
            claim = self.new_id()
            disk.claims[claim] = HeldClaim(claim=claim, member=member, thing=thing, state="wanted")
        claim, treat = self.new_id(), stock_thing(TREAT)
        store = store_of(disk.till)
        disk.claims[claim] = HeldClaim(claim=claim, member=store, thing=treat, state="wanted")
        return self._commit(disk)

    def leave(self) -> bool:
        """Take the member off the basket."""
        disk = self._begin()
        self._end_basket(disk)
        return self._commit(disk)

    def sell(
        self,
        *,
        price: int,
        burn_share: int,
        earn: int,
        dies_at: datetime | None,
        uses_voucher: bool = False,
        uses_offer: bool = False,
        gives_treat: bool = False,
    ) -> SaleSettled:
        """Sell one thing to whoever is at the basket; `burn_share` in hundredths of what may be spent.

        `uses_voucher`: one of the member's, where one is kept for this till; `uses_offer`: the one that each
        member can have once; `gives_treat`: one of those that the store has today.
        """
        disk = self._begin()
        lease = disk.leases.get(disk.basket or "")
        spendable = lease.spendable(self.now()) if lease else Points(0)
        burned = Points(min(price, spendable * burn_share // 100))
        sale = self._sale(lease, price=price, burned=burned, earn=earn, dies_at=dies_at)
        usable = [each for each in disk.claims.values() if lease and each.is_usable(self.now())]
        vouchers = [each for each in usable if voucher_of(each.thing)] if uses_voucher else []
        offers = [each for each in usable if rule_of(each.thing)] if uses_offer else []
        treats = [each for each in usable if stock_of(each.thing)] if gives_treat else []
        used = (*vouchers[:1], *offers, *treats)
        if used:
            sale = _with_things(sale, used)
        operation = self.new_id()
        self._append(disk, "sale_settled", sale.to_json(), operation)
        disk.sales.append(sale)
        if lease is not None:
            self._end_lease(disk, lease, spent=burned)
        self._end_claims(disk, used=used)
        self._end_purse(disk)
        disk.basket = None
        if burned or used:
            disk.spends += 1
            raise_mark(self.keys, incarnation=disk.incarnation, count=disk.spends, operation_id=operation)
        self._commit(disk)
        if burned or used:
            confirm_mark(self.keys, operation_id=operation)
        return sale

    def void_last(self) -> bool:
        """Take the last sale back; whether there was one to take back."""
        disk = self._begin()
        if not disk.sales or disk.left_of(disk.sales[-1].sale) != 1_000:
            return False
        sale = disk.sales[-1]
        if sale.sale in disk.released:
            return False
        (line,) = sale.lines
        refund = Refunded(
            money=Money(line.net - line.burned),
            points_taken=Points(line.earned_points),
            points_returned=Points(line.burned_points),
        )
        self._append(disk, "sale_voided", SaleVoided(sale=sale.sale, refund=refund).to_json())
        disk.voided.add(sale.sale)
        return self._commit(disk)

    def take_back(self, sale: SaleSettled, *, part: int) -> bool:
        """Take so many thousandths of a sale back."""
        disk = self._begin()
        event = refund_event(sale, before=WHOLE - disk.left_of(sale.sale), part=part)
        self._append(disk, "sale_refunded", event.to_json())
        disk.returned[sale.sale] = disk.returned.get(sale.sale, 0) + part
        return self._commit(disk)

    def claim_late(self, sale: SaleSettled, member: str) -> bool:
        """Make a sale of nobody's a member's."""
        disk = self._begin()
        claim = claim_event(sale, member, gone=WHOLE - disk.left_of(sale.sale))
        claimed = claimed_sale(sale, claim)
        self._append(disk, "receipt_claimed", claim.to_json(), claim_operation(sale.sale))
        disk.sales = [claimed if each.sale == sale.sale else each for each in disk.sales]
        if sale.sale in disk.foreign:
            disk.foreign[sale.sale] = claimed
        return self._commit(disk)

    def keep_foreign(self, answer: RefundLockAnswer) -> bool:
        """Keep a sale that another till let go to this one; one that is kept already stays as it is."""
        disk, body = self._begin(), SaleSettled.from_json(answer.body)
        if body.sale not in disk.foreign:
            disk.foreign[body.sale] = body
            came_back = (quantity_of(each.quantity) for each in answer.returned if not each.line)
            disk.returned[body.sale] = sum(came_back)
        return self._commit(disk)

    def enrol(self, member: str, *, card: str | None, phone: str, operation: str) -> bool:
        """Enrol somebody here and now, with or without a network."""
        disk = self._begin()
        disk.enrolled_here.add(member)
        self._append(disk, "member_enrolled", MemberEnrolled(member, card).to_json(), operation)
        disk.persons[member] = Person(member=member, name=f"Khách {member}", phone=phone)
        return self._commit(disk)

    def write(self, kind: str, body: JsonObject, *, operation: str, operator: str = LAN) -> bool:
        """Write any event at all."""
        disk = self._begin()
        self._append(disk, kind, body, operation, operator)
        return self._commit(disk)

    def sell_beyond(self, lease: HeldLease, *, points: int, operation: str) -> bool:
        """What a till whose program was tampered with would write: points that no lease of its own holds."""
        disk = self._begin()
        price = Money(points * WORTH)
        parts = lease.slices or (LeaseSlice(lot="lot-of-nobody", points=Points(0)),)
        taken = BurnSlice(parts[0].lot, Points(points))
        line = SaleLine(GOODS, "1", price, price, price, price, Points(0), Points(points))
        sale = replace(
            self._sale(None, price=price, burned=Points(0), earn=0, dies_at=None),
            member=lease.member,
            lines=(line,),
            burn=SaleBurn(Points(points), price, lease.lease, (taken,)),
            total=Money(0),
            to_pay=Money(0),
            tenders=(),
        )
        self._append(disk, "sale_settled", sale.to_json(), operation)
        return self._commit(disk)

    def write_damaged(self, *, operation: str) -> bool:
        """A row that was changed on the disk after its hash was made; what follows goes on from there."""
        disk = self._begin()
        self._append(disk, "drawer_opened", {"why": "change"}, operation)
        disk.events[-1] = replace(disk.events[-1], body={"why": "nothing"})
        disk.damaged.add(len(disk.events))
        return self._commit(disk)

    # What the net lane does.

    def request(self) -> SyncRequest | RehomeRequest:
        """What is sent next: before all else the wish for a new life, where this disk needs one.

        The wish for a lease is marked first, so that none is forgotten.
        """
        disk = self.disk
        states = {each.state for each in disk.leases.values()} | {each.state for each in disk.claims.values()}
        if "wanted" in states:
            disk = self._begin()
            for name, claim in disk.claims.items():
                if claim.state == "wanted":
                    disk.claims[name] = replace(claim, state="asked")
            for name, lease in disk.leases.items():
                if lease.state == "wanted":
                    disk.leases[name] = replace(lease, state="asked")
            self._commit(disk)
        self.sent = outgoing_of(disk)
        sign = sign_as_till(disk.till)
        return compose_rehoming(self.sent, sign=sign) or compose(self.sent, feed_limit=FEED_ROWS, sign=sign)

    def answer(self, answer: SyncAnswer) -> bool:
        """Take an answer to what was sent last; whether more waits. None is awaited twice.

        Raises:
            Refused, Unavailable: as `core.take`; nothing was applied.
        """
        sent, self.sent = self.sent, None
        if sent is None:
            return False
        intake = take(sent, answer, confirms=confirms_server)
        disk = self._begin()
        apply_intake(disk, intake)
        self._give_back(disk, intake)
        self._let_go(disk, intake)
        self._commit(disk)
        return intake.again

    def refused(self, code: str) -> None:
        """Hear that the server did not take what was sent; some of it means that this disk lived twice."""
        self.sent = None
        if code in FORKED:
            disk = self._begin()
            self._find_fork(disk, FORKED[code])
            self._commit(disk)

    def rehomed(self, answer: RehomeAnswer) -> None:
        """Take the new life that the server gave: what it may lack of the old one is said again."""
        self.sent = None
        found = self.disk.fork
        if found is None:
            return
        disk = self._begin()
        seq, hash_ = len(disk.events), disk.hash_at(len(disk.events))
        unsent, life, before = disk.events[disk.acked_seq :], disk.incarnation, disk.acked_hash
        for name, lease in disk.leases.items():
            disk.leases[name] = replace(lease, state="closed", why="till-forked")
        for name, claim in disk.claims.items():
            disk.claims[name] = replace(claim, state="closed", why="till-forked")
        disk.fork, disk.basket, disk.purse = None, None, None
        disk.incarnation, disk.events, disk.spends = answer.incarnation, [], 0
        disk.acked_seq, disk.acked_hash = 0, GENESIS
        disk.damaged.clear()
        born = TillRehomed(found.rehoming, life, found.why, seq, hash_)
        self._append(disk, "till_rehomed", born.to_json())
        for event in unsent:
            said, before = say_again(event, before), event.hash
            operation = rehomed_operation(said.operation_id, answer.incarnation)
            self._append(disk, "event_rehomed", said.to_json(), operation)
        self._commit(disk)

    # Power.

    def power_off(self) -> None:
        """Everything in memory is gone."""
        self.sent = None

    def power_on(self) -> str:
        """What the till does at its start: leases of no basket end. Gives what the spend counter says."""
        mark = read_mark(self.keys)
        stored = any(event.operation_id == mark.operation_id for event in self.disk.events)
        check = compare_mark(
            mark,
            incarnation=self.disk.incarnation,
            stored_count=self.disk.spends,
            operation_is_stored=stored,
        )
        disk = self._begin()
        if check in {"database-behind", "counter-behind"}:
            why: RehomingWhy = "database-behind" if check == "database-behind" else "counter-behind"
            self._find_fork(disk, why)
        self._end_basket(disk)
        for lease in list(disk.leases.values()):
            if lease.state != "closed":
                self._end_unspent(disk, lease)
        self._commit(disk)
        return check

    @property
    def copies(self) -> int:
        """How often the disk was copied away."""
        return len(self._copies)

    def keep_copy(self) -> None:
        """Copy the disk away as it is."""
        self._copies.append(self.disk.copy())

    def put_back(self, which: int) -> None:
        """Put a copy of the disk in its place; the key store is not in it."""
        self.disk = self._copies[which].copy()

    def twin(self, *, now: Callable[[], datetime], new_id: Callable[[], str]) -> Self:
        """Another box with a copy of the disk and of the key store."""
        keys = FakeKeyStore()
        counter = self.keys.get("spend-counter")
        if counter is not None:
            keys.set("spend-counter", counter)
        return type(self)(self.disk.copy(), keys, now=now, new_id=new_id)

    def close(self) -> None:
        """Let go of what outlives the till: nothing, here."""

    def basket_lease(self) -> HeldLease | None:
        """The lease of the member in the basket, if there is one."""
        return self.disk.leases.get(self.disk.basket or "")

    def known_members(self) -> set[str]:
        """Whom the till could find."""
        return self.disk.members.keys() | self.disk.enrolled_here

    def _begin(self) -> Disk:
        return self.disk.copy()

    def _commit(self, disk: Disk) -> bool:
        self.before_commit()
        before, self.disk = self.disk, disk
        self.after_commit(before, disk)
        return True

    def _append(
        self, disk: Disk, kind: str, body: JsonObject, operation: str | None = None, operator: str = LAN
    ) -> None:
        operator = TILL if kind in OF_ITSELF else operator
        seq, at = len(disk.events) + 1, timestamp(self.now())
        said = operation or self.new_id()
        hash_ = next_hash(
            disk.hash_at(seq - 1),
            till=disk.till,
            incarnation=disk.incarnation,
            seq=seq,
            operation_id=said,
            kind=kind,
            at=at,
            operator=operator,
            body=body,
        )
        disk.events.append(Event(disk.till, disk.incarnation, seq, said, kind, at, operator, body, hash_))

    def _give_back(self, disk: Disk, intake: Intake) -> None:
        """End what another till waits for, where its time is over (`terminal.store.lease_tending`)."""
        for lease in list(disk.leases.values()):
            is_over = lease.until is not None and self.now() >= lease.until
            if (
                disk.fork is None
                and is_over
                and lease.lease in intake.called_back
                and lease.state != "closed"
            ):
                self._end_lease(disk, lease, spent=Points(0))

    def _let_go(self, disk: Disk, intake: Intake) -> None:
        """Let sales go that another till asks for, each once (`terminal.store.releasing`)."""
        own = {sale.sale for sale in disk.sales}
        for asked in intake.releases:
            if asked.sale in own and asked.sale not in disk.released and disk.left_of(asked.sale):
                body = SaleReleased(asked.sale, asked.to).to_json()
                self._append(disk, "sale_released", body, release_operation(asked.sale))
                disk.released.add(asked.sale)

    def _find_fork(self, disk: Disk, why: RehomingWhy) -> None:
        for name, lease in disk.leases.items():
            if lease.state != "closed":
                disk.leases[name] = replace(lease, state="frozen", why="till-forked")
        for name, claim in disk.claims.items():
            if claim.state != "closed":
                disk.claims[name] = replace(claim, state="frozen", why="till-forked")
        if disk.fork is None:
            disk.fork = OpenRehoming(rehoming=self.new_id(), incarnation=disk.incarnation, why=why)

    def _end_basket(self, disk: Disk) -> None:
        lease = disk.leases.get(disk.basket or "")
        if lease is not None:
            self._end_unspent(disk, lease)
        self._end_claims(disk)
        disk.basket = None
        self._end_purse(disk)

    def _end_purse(self, disk: Disk) -> None:
        lease = disk.leases.get(disk.purse or "")
        if lease is not None:
            self._end_unspent(disk, lease)
        disk.purse = None

    def _end_claims(self, disk: Disk, *, used: tuple[HeldClaim, ...] = ()) -> None:
        for claim in list(disk.claims.values()):
            if claim.state == "wanted":
                del disk.claims[claim.claim]
            elif claim.state != "closed":
                closed = ClaimClosed(claim.claim, claim.member, used=claim in used)
                self._append(disk, "claim_closed", closed.to_json())
                disk.claims[claim.claim] = replace(claim, state="closed")

    def _end_unspent(self, disk: Disk, lease: HeldLease) -> None:
        if lease.state == "wanted":
            del disk.leases[lease.lease]
        elif lease.state != "closed":
            self._end_lease(disk, lease, spent=Points(0))

    def _end_lease(self, disk: Disk, lease: HeldLease, *, spent: Points) -> None:
        if lease.state == "wanted":
            del disk.leases[lease.lease]
            return
        closed = LeaseClosed(lease.lease, lease.member, spent, lease.account)
        self._append(disk, "lease_closed", closed.to_json())
        disk.leases[lease.lease] = replace(lease, state="closed", spent=Points(lease.spent + spent))

    def _sale(
        self, lease: HeldLease | None, *, price: int, burned: Points, earn: int, dies_at: datetime | None
    ) -> SaleSettled:
        slices = take_from_lease(lease, burned) if lease and burned else ()
        points = earn if lease else 0
        line = SaleLine(GOODS, "1", price, price, price, burned * WORTH, points, burned)
        burn = (
            SaleBurn(
                burned,
                burned * WORTH,
                lease.lease,
                tuple(BurnSlice(each.lot, each.points) for each in slices),
            )
            if lease and burned
            else None
        )
        died = None if dies_at is None else timestamp(dies_at)
        return SaleSettled(
            sale=self.new_id(),
            member=lease.member if lease else None,
            program=SaleProgram(1, PROGRAM.fingerprint),
            lines=(line,),
            discounts=(),
            earned_points=points,
            lot=SaleLot(self.new_id(), points, None, died) if points else None,
            burn=burn,
            subtotal=price,
            total=price - burned * WORTH,
            rounding=0,
            to_pay=price - burned * WORTH,
            tenders=(SaleTender("cash", price - burned * WORTH),),
        )


def _with_things(sale: SaleSettled, used: tuple[HeldClaim, ...]) -> SaleSettled:
    """The sale with things used in it that take nothing off: what they give is not the point here."""
    codes = (voucher_of(claim.thing) for claim in used)
    rules = (rule_of(claim.thing) for claim in used)
    treats = (stock_of(claim.thing) for claim in used)
    return replace(
        sale,
        used_codes=tuple(code for code in codes if code),
        discounts=tuple(AmountOf(rule, 0) for rule in rules if rule),
        extras=SaleExtras(
            rewards=tuple(RewardGiven(reward, 0, 0) for reward in treats if reward),
            claims=tuple(ClaimUsed(claim.thing, claim.claim) for claim in used),
        ),
    )


def _seen(_before: Disk, _after: Disk) -> None:
    """Nobody wants to know."""
