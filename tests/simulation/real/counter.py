"""The counter of a real till: baskets, sales, returns and members, by the use cases of the till."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from loyalty.errors import Refused
from loyalty.quote.model import Quote
from loyalty.units import Money, Points, Quantity
from loyalty.wire.benefit_use import is_of_visit
from loyalty.wire.journal import SaleSettled
from loyalty.wire.refunding import RefundLockAnswer
from terminal.claiming import usable_vouchers
from terminal.gift_sale import gift_money
from terminal.late_claims import ClaimWish
from terminal.membership import HeldLease
from terminal.open_sale import OpenSale, add_product, set_burn
from terminal.printing.decisions import leave_it, print_again
from terminal.returned import Approval, RefundWish
from terminal.sale import Tender
from terminal.session import Session
from terminal.usecases.basket import (
    attach_member,
    burnable,
    detach_member,
    new_sale,
    present_code,
    refresh_member,
)
from terminal.usecases.benefits import name_use, take_back_use, use_benefit
from terminal.usecases.cards import link_card
from terminal.usecases.enrol import enrol_member
from terminal.usecases.gifts import put_back_gift, refresh_gifts
from terminal.usecases.late_claims.claiming import claim_receipt
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price as price_of
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.settle import settle_sale
from terminal.usecases.shifts import open_shift
from terminal.usecases.void import void_last_sale
from tests.simulation.program import GOODS, LAN, LOUNGE, MANAGER
from tests.simulation.real.box import Paired, RealBox
from tests.simulation.sides import NewId, Now


class RealCounter(RealBox):
    """A real till that sells for cash and points; see `tests.simulation.sides.TillSide`."""

    def __init__(self, folder: Path, paired: Paired, *, now: Now, new_id: NewId) -> None:
        """See `RealBox`; Lan stands there."""
        super().__init__(folder, paired, now=now, new_id=new_id)
        self._session = Session(operator=LAN, name="Lan", role="cashier", at=now())
        self._open: OpenSale | None = None

    def power_on(self) -> str:
        """See `TillSide`; no sale is open then."""
        self._open = None
        return super().power_on()

    def known_members(self) -> set[str]:
        """See `TillSide`."""
        return {name for name, state in self.disk.members.items() if state.state == "active"}

    def attach(self, member: str) -> bool:
        """See `TillSide`."""
        sale = self._without_cards(self._sale_now())
        try:
            known = member_by_id(self._till, member)
        except Refused:  # forgotten, or blocked
            return False
        self._open = attach_member(self._till, self._session, sale, known)
        return True

    def leave(self) -> bool:
        """See `TillSide`."""
        self._open = detach_member(self._till, self._session, self._without_cards(self._sale_now()))
        return True

    def basket_lease(self) -> HeldLease | None:
        """See `TillSide`."""
        lease = None if self._open is None else self._open.lease
        return None if lease is None else self.disk.leases.get(lease.lease)

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
        """See `TillSide`: points are earned, and an offer is given, as the program says."""
        del earn, dies_at, uses_offer, gives_treat
        sale = self._with_goods(price)
        if uses_voucher and sale.member is not None:
            usable = sorted(usable_vouchers(sale.member, sale.claims, self._clock.now()))
            sale = present_code(self._till, sale, usable[0]) if usable else sale
        most = burnable(self._till, sale, self._priced(sale)).points
        return self._pay(set_burn(sale, Points(most * burn_share // 100)))

    def want_use(self) -> bool:
        """See `TillSide`: it was asked for as the member came."""
        return self._open is not None and self._open.member is not None

    def use_benefit(self) -> bool:
        """See `TillSide`."""
        sale = self._sale_now()
        return self._may(lambda: self._use(sale))

    def _use(self, sale: OpenSale) -> None:
        use = name_use(self._till, sale)
        self._open = use_benefit(self._till, self._session, sale, LOUNGE, use=use)

    def take_back_use(self) -> bool:
        """See `TillSide`; of this visit."""
        sale = self._sale_now()
        kept = None if sale.member is None else sale.member.kept
        uses = [each.id for each in (() if kept is None else kept.uses) if is_of_visit(each.id, sale.sale)]
        return bool(uses) and self._may(lambda: take_back_use(self._till, self._session, sale, uses[-1]))

    def void_last(self) -> bool:
        """See `TillSide`."""
        self._open_shift()
        sales = self.disk.sales
        if not sales:
            return False
        return self._may(lambda: void_last_sale(self._till, self._session, sales[-1].sale))

    def take_back(self, sale: SaleSettled, *, part: int) -> bool:
        """See `TillSide`."""
        self._open_shift()
        wish = RefundWish(refund=self._ids(), sale=sale.sale, returns={0: Quantity(part)})
        refund_sale(self._till, self._session, wish)
        return True

    def claim_late(self, sale: SaleSettled, member: str) -> bool:
        """See `TillSide`; a manager gives their word."""
        self._open_shift()
        wish = ClaimWish(sale=sale.sale, member=member, approval=Approval(operator=MANAGER, name=MANAGER))
        return self._may(lambda: claim_receipt(self._till, self._session, wish))

    def keep_foreign(self, answer: RefundLockAnswer) -> bool:
        """See `TillSide`."""
        sale = SaleSettled.from_json(answer.body)
        if sale.receipt is None:
            return False
        fetch_sale(self._till, lambda _: answer, sale.receipt.digits)
        return True

    def enrol(self, member: str, *, card: str | None, phone: str, operation: str) -> bool:
        """See `TillSide`."""

        def somebody() -> object:
            name = f"Khách {member}"
            return enrol_member(self._till, self._session, phone_text=phone, name=name, accept_warning=True)

        with self._ids.named(member):
            if not self._may(somebody):
                return False
        if card is not None:
            with self._ids.named(operation):
                self._may(lambda: link_card(self._till, self._session, member=member, text=card))
        return True

    def decide(self, job: int, *, again: bool) -> bool:
        """See `TillSide`."""
        if again:
            print_again(self._till, self._session, job=job)
        else:
            leave_it(self._till, job=job)
        return True

    def _sale_now(self) -> OpenSale:
        """The open sale with what the store has since; a new one where there is none."""
        self._open_shift()
        if self._open is None:
            return new_sale(self._till)
        try:
            sale = refresh_member(self._till, self._open)
        except Refused:  # nobody any more: the cashier takes them off
            sale = detach_member(self._till, self._session, self._open)
        return refresh_gifts(self._till, sale)

    def _with_goods(self, price: int) -> OpenSale:
        with self._till.store.read() as reading:
            goods = reading.products.by_code(GOODS)
        if goods is None:
            raise AssertionError("the till has no goods")
        return add_product(self._sale_now(), goods, unit_price=Money(price))

    def _priced(self, sale: OpenSale) -> Quote:
        return price_of(self._till, sale, paid_with=("cash",))

    def _pay(self, sale: OpenSale, *tenders: Tender) -> SaleSettled:
        """Settle it; what the tenders leave is paid in cash. The event's body comes back."""
        due = self._priced(sale).total + gift_money(sale.gifts) - sum(each.amount for each in tenders)
        cash = (Tender(kind="cash", amount=Money(due)),) if due else ()
        settle_sale(self._till, self._session, sale, (*tenders, *cash))
        self._open = None
        return self.disk.sales[-1]

    def _without_cards(self, sale: OpenSale) -> OpenSale:
        """The sale without gift cards that were to pay."""
        for each in sale.gift_cards:
            sale = put_back_gift(self._till, self._session, sale, each.member)
        return replace(sale, gift_cards=())

    def _open_shift(self) -> None:
        with self._till.store.read() as reading:
            is_open = reading.shifts.current_id() is not None
        if not is_open:
            open_shift(self._till, self._session, opening_float=Money(0))

    def _may(self, act: Callable[[], object]) -> bool:
        """Do what the till may refuse; whether it was done."""
        try:
            act()
        except Refused:
            return False
        return True
