"""Wallets as a till tops them up and takes their money, in good form."""

from dataclasses import replace

from loyalty.refund import refund
from loyalty.units import Money, Points, Quantity
from loyalty.wire.chain import Event
from loyalty.wire.journal import LeaseClosed, Refunded, SaleSettled, SaleVoided
from loyalty.wire.kept import kept_sale
from loyalty.wire.messages import LeaseAsk, OpenLease
from loyalty.wire.prepaid import MoneySlice
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import SaleTender
from loyalty.wire.wallet import TopUpState, WalletPaidIn, WalletTakenBack, WalletUsed
from tests.integration.server.tills import FakeTill, sale_body

SKU = "8930000000910"
MEMBER = "m-1"
RULES = f"""
[wallet]
sku = "{SKU}"
bonus_expire_months = 6

[[wallet.top_up]]
amount = 500000
bonus = 25000
"""


def topped_up(
    till: FakeTill, sale: str, amount: int = 500_000, *, bonus: int = 25_000, dies_at: str | None = None
) -> SaleSettled:
    """A sale of nothing but a top-up, paid in cash."""
    body = sale_body(sale, MEMBER, fingerprint=till.fingerprint, net=amount, earned=0)
    line = replace(body.lines[0], sku=SKU, quantity="1", unit_price=amount)
    top_up = WalletPaidIn(0, amount, f"lot-{sale}", bonus, f"bonus-{sale}" if bonus else None, dies_at)
    return replace(body, lines=(line,), lot=None, top_up=top_up, tenders=(SaleTender("cash", amount),))


def top_up(
    till: FakeTill, sale: str, amount: int = 500_000, *, bonus: int = 25_000, dies_at: str | None = None
) -> SaleSettled:
    """Record such a sale."""
    body = topped_up(till, sale, amount, bonus=bonus, dies_at=dies_at)
    till.record("sale_settled", body)
    return body


def lend(till: FakeTill, lease: str) -> OpenLease:
    """Ask for all that is in the wallet and get it."""
    answer = till.sync(asks=[LeaseAsk(lease, MEMBER, account="wallet")])
    return next(each for each in answer.leases if each.lease == lease)


def refusal(till: FakeTill, lease: str) -> str:
    """Why an ask for what is in the wallet gets nothing."""
    answer = till.sync(asks=[LeaseAsk(lease, MEMBER, account="wallet")])
    assert [each.lease for each in answer.refused] == [lease]
    return answer.refused[0].why


def paid_with(
    till: FakeTill, sale: str, lease: OpenLease, amount: int, *, net: int = 1_000_000
) -> SaleSettled:
    """A sale of two pieces, so much of it paid by the wallet, the bonus first, and the rest in cash."""
    bonus, left = _taken(lease, amount, is_bonus=True)
    paid, _ = _taken(lease, left, is_bonus=False)
    used = WalletUsed(lease.lease, paid, bonus, (amount,), (amount - left,))
    tenders = (SaleTender("wallet", amount, wallet=used), SaleTender("cash", net - amount))
    body = sale_body(sale, MEMBER, fingerprint=till.fingerprint, net=net, earned=100)
    return replace(body, tenders=tenders if net > amount else tenders[:1])


def pay(till: FakeTill, sale: str, lease: OpenLease, amount: int, *, net: int = 1_000_000) -> SaleSettled:
    """Record such a sale."""
    body = paid_with(till, sale, lease, amount, net=net)
    till.record("sale_settled", body)
    return body


def close(till: FakeTill, lease: OpenLease, *, spent: int = 0) -> Event:
    """Record the end of a lease of a wallet's money."""
    return till.record("lease_closed", LeaseClosed(lease.lease, lease.member, spent, account="wallet"))


def refund_piece(till: FakeTill, sold: SaleSettled, *, returned: int = 0) -> Event:
    """Record that one more of the two pieces of a sale came back, as its own event says."""
    kept = kept_sale(sold, {0: Quantity(returned * 1000)})
    back = refund(kept, {0: Quantity(1000)})
    ways = [SaleTender("wallet", back.to_wallet), SaleTender("cash", back.money - back.to_wallet)]
    line = ReturnedLine(0, "1", back.money, back.points_taken)
    body = SaleRefunded(
        sold.sale,
        (line,),
        back.money,
        0,
        back.points_taken,
        0,
        tenders=tuple(each for each in ways if each.amount),
    )
    return till.record("sale_refunded", body)


def bring_back(till: FakeTill, sold: SaleSettled, lease: OpenLease, state: TopUpState, **other: int) -> Event:
    """Record that a top-up is brought back for what is left of it, or for another figure."""
    money = other.get("money", state.money)
    taken = WalletTakenBack(lease.lease, state.paid, state.bonus, money)
    body = SaleRefunded(
        sold.sale,
        (ReturnedLine(0, "1", money),),
        money,
        0,
        0,
        0,
        tenders=(SaleTender("cash", money),),
        top_up=taken,
    )
    return till.record("sale_refunded", body)


def void(till: FakeTill, sold: SaleSettled, *, inside: OpenLease | None = None) -> Event:
    """Record the void of a sale; what it had paid in is taken out inside a lease."""
    made = sold.top_up
    taken = None
    if made is not None and inside is not None:
        taken = WalletTakenBack(inside.lease, made.amount, made.bonus, made.amount)
    back = Refunded(Money(sold.total), Points(sold.earned_points), Points(0))
    return till.record("sale_voided", SaleVoided(sold.sale, back, top_up=taken))


def _taken(lease: OpenLease, amount: int, *, is_bonus: bool) -> tuple[tuple[MoneySlice, ...], int]:
    found: list[MoneySlice] = []
    for part in lease.slices:
        taken = min(amount, part.points) if part.is_bonus == is_bonus else 0
        found += [MoneySlice(part.lot, taken)] if taken else []
        amount -= taken
    return tuple(found), amount
