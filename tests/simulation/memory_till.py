"""A till on memory: what is done at its counter.

What may be spent is the product's own decision (`HeldLease`, `take_from_lease`); what a tampered till writes
is made here too, since this one believes anything.
"""

from dataclasses import replace
from datetime import datetime

from loyalty.units import Money, Points
from loyalty.wire.benefit_use import BenefitTakenBack, BenefitUsed, taken_back_operation
from loyalty.wire.canonical import JsonObject
from loyalty.wire.claims import (
    ClaimClosed,
    benefit_of,
    benefit_thing,
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
    MemberEnrolled,
    Refunded,
    SaleBurn,
    SaleLine,
    SaleSettled,
    SaleVoided,
)
from loyalty.wire.kept_claim import claimed_sale
from loyalty.wire.late_claim import claim_operation
from loyalty.wire.messages import Person
from loyalty.wire.refunding import RefundLockAnswer
from loyalty.wire.sold import BurnSlice, SaleTender, quantity_of
from terminal.clock import timestamp
from terminal.keystore.spend_counter import confirm_mark, raise_mark
from terminal.membership import HeldClaim, HeldLease, LeaseSlice
from terminal.settlement import take_from_lease
from tests.simulation.disk import Disk
from tests.simulation.memory_printing import PrintingBox
from tests.simulation.program import GOODS, LAN, LOUNGE, ONCE, TREAT, program_of, store_of
from tests.simulation.refund_events import claim_event, refund_event

WORTH = 1
WHOLE = 1_000
"""Thousandths of the one thing that every simulated sale sells."""


class MemoryTill(PrintingBox):
    """One till with somebody at its counter; see `tests.simulation.sides.TillSide`."""

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
        self._queue_receipt(disk, sale.sale)
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

    def want_use(self) -> bool:
        """See `TillSide`."""
        disk = self._begin()
        lease = disk.leases.get(disk.basket or "")
        if lease is None:
            return False
        self._want_use(disk, lease.member)
        return self._commit(disk)

    def use_benefit(self) -> bool:
        """See `TillSide`; the next one is asked for at once."""
        disk = self._begin()
        usable = [
            each for each in disk.claims.values() if benefit_of(each.thing) and each.is_usable(self.now())
        ]
        if not usable:
            return False
        claim, use = usable[0], self.new_id()
        body = BenefitUsed(use, claim.member, LOUNGE, disk.program, claim.claim)
        self._append(disk, "benefit_used", body.to_json(), use)
        closed = ClaimClosed(claim.claim, claim.member, used=True)
        self._append(disk, "claim_closed", closed.to_json())
        disk.claims[claim.claim] = replace(claim, state="closed")
        self._want_use(disk, claim.member)
        disk.spends += 1
        raise_mark(self.keys, incarnation=disk.incarnation, count=disk.spends, operation_id=use)
        self._commit(disk)
        confirm_mark(self.keys, operation_id=use)
        return True

    def take_back_use(self) -> bool:
        """See `TillSide`."""
        disk = self._begin()
        said = [event.body for event in disk.events if event.kind == "benefit_used"]
        back = {event.operation_id for event in disk.events if event.kind == "benefit_taken_back"}
        if not said or taken_back_operation(str(said[-1]["use"])) in back:
            return False
        body = BenefitTakenBack(str(said[-1]["use"]), str(said[-1]["member"]))
        self._append(disk, "benefit_taken_back", body.to_json(), taken_back_operation(body.use))
        return self._commit(disk)

    def _want_use(self, disk: Disk, member: str) -> None:
        claim, thing = self.new_id(), benefit_thing(LOUNGE)
        disk.claims[claim] = HeldClaim(claim=claim, member=member, thing=thing, state="wanted")

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

    def basket_lease(self) -> HeldLease | None:
        """The lease of the member in the basket, if there is one."""
        return self.disk.leases.get(self.disk.basket or "")

    def known_members(self) -> set[str]:
        """Whom the till could find."""
        return self.disk.members.keys() | self.disk.enrolled_here

    def _sale(
        self, lease: HeldLease | None, *, price: int, burned: Points, earn: int, dies_at: datetime | None
    ) -> SaleSettled:
        slices = take_from_lease(lease, burned) if lease and burned else ()
        points, version = earn if lease else 0, self.disk.program
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
            program=SaleProgram(version, program_of(version).fingerprint),
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
