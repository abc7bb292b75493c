"""What a simulated till does with money that cards and wallets hold: sold, topped up, used, taken back.

Every spend is inside a lease and counted, as with points; what goes on a card is taken in without one.
"""

from collections.abc import Iterable
from dataclasses import replace

from loyalty.units import Money, Points, Quantity
from loyalty.wire.journal import Refunded, SaleLine, SaleSettled, SaleVoided
from loyalty.wire.kept import kept_sale
from loyalty.wire.kept_wallet import top_up_returned
from loyalty.wire.prepaid import GiftSold, GiftTakenBack, GiftUsed, HeldAccount, MoneySlice
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import SaleTender, quantity_text
from loyalty.wire.wallet import WalletPaidIn, WalletTakenBack, WalletUsed
from terminal.clock import timestamp
from terminal.keystore.spend_counter import confirm_mark, raise_mark
from terminal.membership import HeldLease, LeaseSlice
from terminal.settlement import take_from_lease
from tests.simulation.disk import Disk
from tests.simulation.memory_till import MemoryTill
from tests.simulation.program import GIFT_CARDS, PROGRAM, bonus_of
from tests.simulation.sides import Wish

WHOLE = 1_000
"""Thousandths of the goods of every simulated sale."""


class MoneyTill(MemoryTill):
    """A till that takes gift cards and wallets, too."""

    def show_purse(self, holder: str, account: HeldAccount) -> bool:
        """A gift card is shown, or a member wants to pay from their wallet: the money is asked for."""
        disk = self._begin()
        self._end_purse(disk)
        lease = self.new_id()
        disk.leases[lease] = HeldLease(lease=lease, member=holder, state="wanted", account=account)
        disk.purse = lease
        return self._commit(disk)

    def purse(self) -> HeldLease | None:
        """The lease of the card or wallet that is to pay, if it may be spent now."""
        lease = self.disk.leases.get(self.disk.purse or "")
        return lease if lease is not None and lease.spendable(self.now()) else None

    def sell_for_money(self, wish: Wish) -> SaleSettled:
        """Sell one thing, with what the customer wants besides; the purse and the basket are done with."""
        disk, purse = self._begin(), self.purse()
        member = _member_at(disk)
        sale = self._money_sale(wish, member, purse)
        operation = self.new_id()
        self._append(disk, "sale_settled", sale.to_json(), operation)
        disk.sales.append(sale)
        self._queue_receipt(disk, sale.sale)
        paid = sum(tender.amount for tender in sale.tenders if tender.kind != "cash")
        if purse is not None and paid:
            self._end_lease(disk, purse, spent=Points(paid))
            disk.purse = None
        self._end_basket(disk)
        self._commit_spend(disk, operation, is_spend=paid > 0)
        return sale

    def void_last(self) -> bool:
        """See `MemoryTill`; what the sale had put on a card or into a wallet leaves it, all or none."""
        if not self.disk.sales or not (self.disk.sales[-1].gifts or self.disk.sales[-1].top_up):
            return super().void_last()
        sale, purse = self.disk.sales[-1], self.purse()
        if purse is None or sale.sale in self.disk.returned or not self._may_take_out(sale, purse):
            return False
        disk, taken = self._begin(), _left(purse.slices, _lots_of(sale))
        refund = Refunded(Money(sale.to_pay), Points(sale.earned_points), Points(0))
        top_up = sale.top_up
        body = SaleVoided(
            sale=sale.sale,
            refund=refund,
            gifts=tuple(GiftTakenBack(each.card, each.lot, each.amount, purse.lease) for each in sale.gifts),
            top_up=None
            if top_up is None
            else WalletTakenBack(purse.lease, top_up.amount, top_up.bonus, top_up.amount),
        )
        operation = self.new_id()
        self._append(disk, "sale_voided", body.to_json(), operation)
        disk.voided.add(sale.sale)
        self._end_lease(disk, purse, spent=Points(taken))
        disk.purse = None
        return self._commit_spend(disk, operation, is_spend=True)

    def bring_top_up_back(self) -> bool:
        """The money that a sale of this till's paid in is brought back, where none of it has been used."""
        purse = self.purse()
        found = [
            sale for sale in self.disk.sales if purse and sale.top_up and self._may_take_out(sale, purse)
        ]
        if purse is None or not found:
            return False
        sale, disk = found[0], self._begin()
        top_up = sale.top_up
        if top_up is None or sale.gifts:
            return False
        taken = WalletTakenBack(purse.lease, top_up.amount, top_up.bonus, top_up.amount)
        came = self.disk.returned.get(sale.sale, 0)
        back = top_up_returned(
            sale, kept_sale(sale, {0: Quantity(came)} if came else {}), Money(top_up.amount)
        )
        (line,) = back.lines
        body = SaleRefunded(
            sale=sale.sale,
            lines=(
                ReturnedLine(
                    line.line,
                    quantity_text(line.quantity),
                    line.money,
                    line.points_taken,
                    line.points_returned,
                ),
            ),
            money=back.money,
            rounding=0,
            points_taken=back.points_taken,
            points_returned=back.points_returned,
            lots=(),
            tenders=(SaleTender("cash", back.money),),
            top_up=taken,
        )
        operation = self.new_id()
        self._append(disk, "sale_refunded", body.to_json(), operation)
        disk.topped_back.add(sale.sale)
        self._end_lease(disk, purse, spent=Points(top_up.amount + top_up.bonus))
        disk.purse = None
        return self._commit_spend(disk, operation, is_spend=True)

    def pay_beyond(self, purse: HeldLease, *, operation: str) -> bool:
        """What a till whose program was tampered with would write: more money than its lease holds."""
        disk = self._begin()
        wish = Wish(price=purse.amount + 1)
        member = purse.member if purse.account == "wallet" else None
        sale = self._money_sale(wish, member, None)
        parts = _slices(purse.slices[:1], purse.amount + 1)
        sale = replace(sale, tenders=(_tender(purse, parts, lines=len(sale.lines)),))
        self._append(disk, "sale_settled", sale.to_json(), operation)
        return self._commit(disk)

    def top_up_generously(self, member: str, *, operation: str) -> bool:
        """What no program promises: a bonus as large as the money; a card is sold in the same breath."""
        disk = self._begin()
        wish = Wish(price=100, top_up=100, gift=GIFT_CARDS[-1], gift_amount=100)
        sale = self._money_sale(wish, member, None)
        if sale.top_up is None:
            raise AssertionError("it was wished for")
        top_up = replace(sale.top_up, bonus=100, bonus_lot=self.new_id())
        self._append(disk, "sale_settled", replace(sale, top_up=top_up).to_json(), operation)
        return self._commit(disk)

    def _commit_spend(self, disk: Disk, operation: str, *, is_spend: bool) -> bool:
        if is_spend:
            disk.spends += 1
            raise_mark(self.keys, incarnation=disk.incarnation, count=disk.spends, operation_id=operation)
        self._commit(disk)
        if is_spend:
            confirm_mark(self.keys, operation_id=operation)
        return True

    def _may_take_out(self, sale: SaleSettled, purse: HeldLease) -> bool:
        """Whether all that a sale had put on one card or into a wallet is in the lease."""
        gone = sale.sale in {*self.disk.voided, *self.disk.released, *self.disk.topped_back}
        holder = {*(each.card for each in sale.gifts), *([sale.member] if sale.top_up else [])}
        put = sum(each.amount for each in sale.gifts)
        put += sale.top_up.amount + sale.top_up.bonus if sale.top_up else 0
        return holder == {purse.member} and _left(purse.slices, _lots_of(sale)) == put and not gone

    def _money_sale(self, wish: Wish, member: str | None, purse: HeldLease | None) -> SaleSettled:
        goods = self._sale(None, price=wish.price, burned=Points(0), earn=0, dies_at=None)
        lines, top_up = goods.lines, None
        if wish.top_up and member is not None:
            lines += (_top_up_line(wish.top_up),)
            top_up = self._paid_in(wish.top_up)
        total = sum(line.net for line in lines)
        gifts = self._gifts(wish)
        to_pay = total + sum(gift.amount for gift in gifts)
        tenders: tuple[SaleTender, ...] = ()
        may = 0 if purse is None else min(wish.price, purse.spendable(self.now())) * wish.share // 100
        if purse is not None and may and (purse.account != "gift" or purse.member != wish.gift):
            parts = _slices(purse.slices, may)
            tenders = (_tender(purse, parts, lines=len(lines)),)
        rest = to_pay - sum(tender.amount for tender in tenders)
        return replace(
            goods,
            member=member,
            lines=lines,
            subtotal=total,
            total=total,
            to_pay=to_pay,
            tenders=(*tenders, SaleTender("cash", rest)),
            gifts=gifts,
            top_up=top_up,
        )

    def _gifts(self, wish: Wish) -> tuple[GiftSold, ...]:
        if wish.gift is None:
            return ()
        dies_at = None if wish.dies_at is None else timestamp(wish.dies_at)
        return (GiftSold(wish.gift, wish.gift_amount, self.new_id(), dies_at),)

    def _paid_in(self, amount: int) -> WalletPaidIn:
        bonus = bonus_of(self.disk.program, amount)
        return WalletPaidIn(1, amount, self.new_id(), bonus, self.new_id() if bonus else None)


def _member_at(disk: Disk) -> str | None:
    """Whose wallet is open, or who is in the basket."""
    purse, lease = disk.leases.get(disk.purse or ""), disk.leases.get(disk.basket or "")
    if purse is not None and purse.account == "wallet":
        return purse.member
    return None if lease is None else lease.member


def _top_up_line(amount: int) -> SaleLine:
    rules = PROGRAM.wallet
    sku = "" if rules is None else rules.sku
    return SaleLine(sku, "1", amount, amount, amount, 0, Points(0), Points(0))


def _slices(
    parts: Iterable[LeaseSlice], amount: int
) -> tuple[tuple[MoneySlice, ...], tuple[MoneySlice, ...]]:
    """So much out of a lease's parts: money that was paid in, and bonus. More than there is: of the last."""
    held = tuple(parts)
    if amount > sum(part.points for part in held) and held:
        held = (replace(held[0], points=Points(amount)),)
    lease = HeldLease(lease="", member="", state="open", slices=held)
    taken = take_from_lease(lease, Points(amount))
    bonuses = {part.lot for part in held if part.is_bonus}
    paid = tuple(MoneySlice(each.lot, each.points) for each in taken if each.lot not in bonuses)
    return paid, tuple(MoneySlice(each.lot, each.points) for each in taken if each.lot in bonuses)


def _tender(
    purse: HeldLease, parts: tuple[tuple[MoneySlice, ...], tuple[MoneySlice, ...]], *, lines: int
) -> SaleTender:
    paid, bonus = parts
    bonus_sum = sum(each.amount for each in bonus)
    amount = sum(each.amount for each in paid) + bonus_sum
    if purse.account == "gift":
        return SaleTender("gift", amount, gift=GiftUsed(purse.member, purse.lease, (*paid, *bonus)))
    rest = (0,) * (lines - 1)
    used = WalletUsed(purse.lease, paid, bonus, (amount, *rest), (bonus_sum, *rest))
    return SaleTender("wallet", amount, wallet=used)


def _lots_of(sale: SaleSettled) -> frozenset[str]:
    made = {gift.lot for gift in sale.gifts}
    return frozenset(made if sale.top_up is None else made | sale.top_up.lots)


def _left(parts: Iterable[LeaseSlice], lots: frozenset[str]) -> int:
    return sum(part.points for part in parts if part.lot in lots)
