"""Gift cards as a till sells, tops up and takes them, in good form."""

from dataclasses import replace
from datetime import datetime

from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.units import Money, Points
from loyalty.wire.chain import Event
from loyalty.wire.journal import LeaseClosed, Refunded, SaleSettled, SaleVoided
from loyalty.wire.messages import LeaseAsk, OpenLease
from loyalty.wire.prepaid import GiftSold, GiftTakenBack, GiftUsed, MoneySlice
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import SaleTender
from server.clock import moment_text
from tests.integration.server.tills import FakeTill, sale_body

CARD = card_number(1, scheme=GIFT_SCHEME)
OTHER = card_number(2, scheme=GIFT_SCHEME)


def sold(
    till: FakeTill, sale: str, *, card: str = CARD, amount: int = 500_000, dies_at: datetime | None = None
) -> SaleSettled:
    """A sale of nothing but money on a card, paid in cash."""
    body = sale_body(sale, None, fingerprint=till.fingerprint)
    gift = GiftSold(card, amount, f"lot-{sale}", moment_text(dies_at) if dies_at else None)
    return replace(
        body,
        lines=(),
        subtotal=0,
        total=0,
        to_pay=amount,
        gifts=(gift,),
        tenders=(SaleTender("cash", amount),),
    )


def sell_card(
    till: FakeTill, sale: str, *, card: str = CARD, amount: int = 500_000, dies_at: datetime | None = None
) -> SaleSettled:
    """Record such a sale."""
    body = sold(till, sale, card=card, amount=amount, dies_at=dies_at)
    till.record("sale_settled", body)
    return body


def lend(till: FakeTill, lease: str, *, card: str = CARD) -> OpenLease:
    """Ask for all that is on a card and get it."""
    answer = till.sync(asks=[LeaseAsk(lease, card, account="gift")])
    return next(each for each in answer.leases if each.lease == lease)


def refusal(till: FakeTill, lease: str, *, card: str = CARD) -> str:
    """Why an ask for what is on a card gets nothing."""
    answer = till.sync(asks=[LeaseAsk(lease, card, account="gift")])
    assert [each.lease for each in answer.refused] == [lease]
    return answer.refused[0].why


def paid_with(
    till: FakeTill, sale: str, lease: OpenLease, amount: int, *, net: int = 1_000_000
) -> SaleSettled:
    """A sale of goods, so much of it paid by the card and the rest in cash."""
    left, slices = amount, list[MoneySlice]()
    for part in lease.slices:
        taken = min(left, part.points)
        slices += [MoneySlice(part.lot, taken)] if taken else []
        left -= taken
    used = GiftUsed(lease.member, lease.lease, tuple(slices))
    tenders = (SaleTender("gift", amount, gift=used), SaleTender("cash", net - amount))
    body = sale_body(sale, None, fingerprint=till.fingerprint, net=net)
    return replace(body, tenders=tenders if net > amount else tenders[:1])


def pay(till: FakeTill, sale: str, lease: OpenLease, amount: int) -> SaleSettled:
    """Record such a sale."""
    body = paid_with(till, sale, lease, amount)
    till.record("sale_settled", body)
    return body


def refund_half(till: FakeTill, sale: str, *, to_card: int, in_cash: int) -> Event:
    """Record that half of a sale of two pieces came back."""
    money = to_card + in_cash
    ways = [SaleTender("gift", to_card)] if to_card else []
    ways += [SaleTender("cash", in_cash)] if in_cash else []
    line = ReturnedLine(0, "1", money)
    body = SaleRefunded(sale, (line,), money, 0, 0, 0, tenders=tuple(ways))
    return till.record("sale_refunded", body)


def close(till: FakeTill, lease: OpenLease, *, spent: int = 0) -> Event:
    """Record the end of a lease of a card's money."""
    return till.record("lease_closed", LeaseClosed(lease.lease, lease.member, spent, account="gift"))


def void(till: FakeTill, sale: SaleSettled, *, inside: OpenLease | None = None) -> Event:
    """Record the void of a sale; what it had put on cards is taken off inside a lease."""
    money = sale.total + sum(gift.amount for gift in sale.gifts)
    taken = [
        GiftTakenBack(gift.card, gift.lot, gift.amount, inside.lease)
        for gift in sale.gifts
        if inside is not None
    ]
    back = Refunded(Money(money), Points(0), Points(0))
    return till.record("sale_voided", SaleVoided(sale.sale, back, gifts=tuple(taken)))
