"""What the events of goods that come back, and of a late claim, say in the simulated shop.

What a return comes to and what its event says are the product's own functions.
"""

from loyalty.refund import KeptSale, Refund, refund
from loyalty.returning import pay_back
from loyalty.units import Money, Points, Quantity
from loyalty.wire.earned import PointsOf, SaleLot
from loyalty.wire.journal import SaleSettled
from loyalty.wire.kept import gifts_back, kept_sale, lots_back, money_back
from loyalty.wire.kept_claim import points_gone
from loyalty.wire.kept_wallet import went_to_wallet
from loyalty.wire.late_claim import ReceiptClaimed
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import BurnSlice, SaleTender, quantity_text
from tests.simulation.program import MANAGER


def refund_event(sale: SaleSettled, *, before: int, part: int) -> SaleRefunded:
    """The event of a return of so many thousandths, after so many have come back."""
    kept = kept_sale(sale, {0: Quantity(before)} if before else {})
    back = refund(kept, {0: Quantity(part)})
    if sale.gifts or sale.top_up or sale.gift_tenders or sale.from_wallet:
        return _money_refund_event(sale, kept, back)
    received: dict[str, Money] = {each.kind: Money(each.amount) for each in sale.tenders}
    out = {"cash": money_back(kept)} if before else {}
    paid = pay_back(received, out, exact=money_back(back.sale), is_whole=back.sale.is_returned, cash_step=1)
    tenders = tuple(SaleTender("cash", amount) for amount in paid.values())
    return _event(sale, kept, back, tenders)


def _money_refund_event(sale: SaleSettled, kept: KeptSale, back: Refund) -> SaleRefunded:
    """The same of a sale that a card or a wallet paid: theirs first, never as cash."""
    before, now = money_back(kept) - went_to_wallet(kept), back.money - back.to_wallet
    cards = gifts_back(sale, before=Money(before), paid=Money(now))
    to_cards = sum(part.amount for each in cards for part in each.slices)
    tenders = (
        SaleTender("wallet", back.to_wallet),
        SaleTender("gift", to_cards),
        SaleTender("cash", now - to_cards),
    )
    return _event(sale, kept, back, tuple(tender for tender in tenders if tender.amount))


def _event(sale: SaleSettled, kept: KeptSale, back: Refund, tenders: tuple[SaleTender, ...]) -> SaleRefunded:
    return SaleRefunded(
        sale=sale.sale,
        lines=tuple(
            ReturnedLine(
                each.line, quantity_text(each.quantity), each.money, each.points_taken, each.points_returned
            )
            for each in back.lines
        ),
        money=back.money,
        rounding=sum(tender.amount for tender in tenders) - back.money,
        points_taken=back.points_taken,
        points_returned=back.points_returned,
        lots=tuple(BurnSlice(lot, points) for lot, points in lots_back(sale, kept, back)),
        tenders=tenders,
    )


def claim_event(sale: SaleSettled, member: str, *, gone: int) -> ReceiptClaimed:
    """The event of a claim by somebody who may, after so many thousandths have come back."""
    earned = tuple(Points(line.net // 1_000) for line in sale.lines)
    points = Points(sum(earned) - points_gone(sale, earned, {0: Quantity(gone)} if gone else {}))
    return ReceiptClaimed(
        sale=sale.sale,
        member=member,
        program=sale.program,
        by_line=earned,
        earned=(PointsOf("base", sum(earned)),),
        points=points,
        lot=SaleLot(f"late-{sale.sale}", points, None, None) if points else None,
        approver=MANAGER,
    )
