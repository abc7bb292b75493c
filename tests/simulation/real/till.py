"""A whole real till: the counter, gift cards and wallets, and what a tampered program writes."""

from collections.abc import Callable

from loyalty.errors import Refused
from loyalty.units import Money
from loyalty.wire.canonical import JsonObject
from loyalty.wire.journal import SaleSettled
from loyalty.wire.prepaid import HeldAccount
from terminal.membership import HeldLease
from terminal.open_sale import ONE, OpenSale
from terminal.returned import RefundWish
from terminal.sale import Tender
from terminal.usecases.gifts import present_gift, sell_gift
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.wallets import top_up
from tests.simulation.money_till import MoneyTill
from tests.simulation.program import LAN
from tests.simulation.real.counter import RealCounter
from tests.simulation.real.tampered import append_as_it_is, damage_last, said_by_a_tampered_till
from tests.simulation.sides import Wish


class RealTill(RealCounter):
    """See `tests.simulation.sides.TillSide`."""

    def show_purse(self, holder: str, account: HeldAccount) -> bool:
        """See `TillSide`."""
        if account != "gift":
            return self.attach(holder)
        sale = self._open = self._without_cards(self._sale_now())
        try:
            self._open = present_gift(self._till, self._session, sale, holder)
        except Refused:
            return False
        return True

    def purse(self) -> HeldLease | None:
        """See `TillSide`."""
        sale = self._open
        wanted = () if sale is None else (*sale.gift_cards, sale.wallet_lease)
        held = [self.disk.leases.get(each.lease) for each in wanted if each is not None]
        now = self._clock.now()
        return next((each for each in held if each is not None and each.spendable(now)), None)

    def sell_for_money(self, wish: Wish) -> SaleSettled:
        """See `TillSide`."""
        sale, purse = self._with_goods(wish.price), self.purse()
        goods = self._priced(sale).total
        if wish.top_up and sale.member is not None:
            sale = top_up(self._till, sale, Money(wish.top_up))
        if wish.gift is not None:
            sale = self._with_gift_sold(sale, wish.gift, Money(wish.gift_amount))
        pays = 0 if purse is None else min(goods, purse.spendable(self._clock.now())) * wish.share // 100
        if purse is None or not pays or purse.member == wish.gift:
            return self._pay(sale)
        if purse.account == "gift":
            return self._pay(sale, Tender(kind="gift", amount=Money(pays), card=purse.member))
        return self._pay(sale, Tender(kind="wallet", amount=Money(pays)))

    def bring_top_up_back(self) -> bool:
        """See `TillSide`."""
        purse = self.purse()
        mine = [sale for sale in self.disk.sales if purse is not None and sale.member == purse.member]
        paid_in = [(sale, sale.top_up) for sale in mine if sale.top_up is not None]
        if not paid_in:
            return False
        sale, made = paid_in[-1]
        wish = RefundWish(refund=self._ids(), sale=sale.sale, returns={made.line: ONE})
        return self._may(lambda: refund_sale(self._till, self._session, wish))

    def write(self, kind: str, body: JsonObject, *, operation: str, operator: str = LAN) -> bool:
        """See `TillSide`."""
        with self._till.store.write() as unit:
            append_as_it_is(unit, kind, body, operation, operator)
        return True

    def write_damaged(self, *, operation: str) -> bool:
        """See `TillSide`."""
        place = self.disk.incarnation, len(self.disk.events) + 1
        self._damaged.add(place)
        try:
            with self._till.store.write() as unit:
                append_as_it_is(unit, "drawer_opened", {"why": "change"}, operation, LAN)
                damage_last(unit)
        finally:  # what the power took with it is no damage
            if all(event.operation_id != operation for event in self.disk.events):
                self._damaged.discard(place)
        return True

    def sell_beyond(self, lease: HeldLease, *, points: int, operation: str) -> bool:
        """See `TillSide`."""
        return self._say(lambda till: till.sell_beyond(lease, points=points, operation=operation))

    def pay_beyond(self, purse: HeldLease, *, operation: str) -> bool:
        """See `TillSide`."""
        return self._say(lambda till: till.pay_beyond(purse, operation=operation))

    def top_up_generously(self, member: str, *, operation: str) -> bool:
        """See `TillSide`."""
        return self._say(lambda till: till.top_up_generously(member, operation=operation))

    def _say(self, act: Callable[[MoneyTill], bool]) -> bool:
        said = said_by_a_tampered_till(self.disk, act, now=self._clock.now, new_id=self._ids)
        with self._till.store.write() as unit:
            for event in said:
                append_as_it_is(unit, event.kind, event.body, event.operation_id, event.operator)
        return True

    def _with_gift_sold(self, sale: OpenSale, card: str, amount: Money) -> OpenSale:
        """The sale with money put on a card, unless this till knows that the card cannot be used."""
        try:
            return sell_gift(self._till, sale, card, amount)
        except Refused:
            return sale
