"""What of a sale comes back to its member's wallet or out of it, and what a sale may say of one."""

from dataclasses import replace

import pytest

from loyalty.errors import Refused
from loyalty.refund import refund
from loyalty.units import Money, Points, Quantity
from loyalty.wire.earned import SaleLot, SaleProgram
from loyalty.wire.journal import Refunded, SaleLine, SaleSettled, SaleVoided
from loyalty.wire.kept import check_refund, kept_sale
from loyalty.wire.kept_wallet import (
    check_untouched,
    check_wallet_sums,
    top_up_returned,
    wallet_back,
    went_to_wallet,
)
from loyalty.wire.prepaid import GiftUsed, MoneySlice
from loyalty.wire.returning import ReturnedLine, SaleRefunded
from loyalty.wire.sold import SaleTender
from loyalty.wire.spend import counted_refund, counted_spend, is_purchase_returned
from loyalty.wire.wallet import TopUpState, WalletPaidIn, WalletTakenBack, WalletUsed
from tests.unit.loyalty.shop import program

SKU = "8930000000910"
RICE = SaleLine("rice", "2", 50_000, 100_000, 100_000, 0, 10, 0)
TOP_UP = SaleLine(SKU, "1", 500_000, 500_000, 500_000, 0, 50, 0)
PAID, BONUS = MoneySlice("paid", 30_000), MoneySlice("bonus", 10_000)
USED = WalletUsed("l-1", (PAID,), (BONUS,), (40_000, 0), (10_000, 0))
MADE = WalletPaidIn(1, 500_000, "lot", 25_000, "bonus-lot")
GIFT = GiftUsed("9500000000000017", "g-1", (MoneySlice("gift", 60_000),))
SOLD = SaleSettled(
    sale="s-1",
    member="an",
    program=SaleProgram(1, "f" * 64),
    lines=(RICE, TOP_UP),
    discounts=(),
    earned_points=60,
    lot=SaleLot("lot-s-1", 60, None, None),
    burn=None,
    subtotal=600_000,
    total=600_000,
    rounding=0,
    to_pay=600_000,
    tenders=(SaleTender("wallet", 40_000, wallet=USED), SaleTender("cash", 560_000)),
    top_up=MADE,
)
EARNING = f'[wallet]\nsku = "{SKU}"\nearn_on = "top_up"\n'
USING = f'[wallet]\nsku = "{SKU}"\n'


def test_what_came_in_for_the_goods_is_without_what_was_paid_in() -> None:
    assert (SOLD.paid_in, SOLD.paid_for_goods) == (500_000, 100_000)
    assert SOLD.wallet_lots == {"lot", "bonus-lot", "paid", "bonus"}
    plain = replace(SOLD, top_up=replace(MADE, bonus=0, bonus_lot=None), tenders=())
    assert plain.from_wallet is None
    assert plain.wallet_lots == {"lot"}


def test_each_return_takes_its_share_back_to_the_lots_it_came_from() -> None:
    kept = kept_sale(SOLD, {})
    first = refund(kept, {0: Quantity(1_000)})
    back = wallet_back(SOLD, kept, first)
    assert (back.now, back.before) == ((MoneySlice("paid", 15_000), MoneySlice("bonus", 5_000)), ())
    assert went_to_wallet(first.sale) == 20_000
    second = wallet_back(SOLD, first.sale, refund(first.sale, {0: Quantity(1_000)}))
    assert second.now == second.before == back.now


def test_a_sale_that_no_wallet_paid_gives_none_anything_back() -> None:
    plain = replace(SOLD, tenders=(SaleTender("cash", 600_000),))
    kept = kept_sale(plain, {})
    back = wallet_back(plain, kept, refund(kept, {0: Quantity(2_000)}))
    assert (back.now, back.before) == ((), ())


def test_a_top_up_comes_back_for_what_is_left_and_its_points_in_proportion() -> None:
    kept = kept_sale(SOLD, {})
    assert (kept.lines[1].net, kept.lines[1].earned_points) == (0, 50)
    back = top_up_returned(SOLD, kept, Money(480_000))
    assert (back.money, back.points_taken, back.sale.lines[1].returned) == (480_000, 48, 1_000)
    with pytest.raises(Refused, match="no-top-up"):
        top_up_returned(replace(SOLD, top_up=None), kept, Money(1))


def brought_back(money: int = 480_000, points: int = 48) -> SaleRefunded:
    taken = WalletTakenBack("l-2", 500_000, 5_000, money)
    line, cash = ReturnedLine(1, "1", money, points), (SaleTender("cash", money),)
    return SaleRefunded("s-1", (line,), money, 0, points, 0, tenders=cash, top_up=taken)


def test_an_honest_event_of_a_top_up_brought_back_is_believed() -> None:
    assert check_refund(brought_back(), SOLD, kept_sale(SOLD, {}), before=Money(0)).money == 480_000


FALSE = {
    "lines": replace(brought_back(), lines=(ReturnedLine(1, "1", 500_000, 48),)),
    "money": replace(brought_back(), money=500_000),
    "rounding": replace(brought_back(), rounding=500),
    "points_taken": replace(brought_back(), points_taken=0),
    "points_returned": replace(brought_back(), points_returned=5),
    "tenders": replace(brought_back(), tenders=()),
}


@pytest.mark.parametrize("figure", FALSE)
def test_one_that_says_anything_else_is_not(figure: str) -> None:
    with pytest.raises(Refused) as refused:
        check_refund(FALSE[figure], SOLD, kept_sale(SOLD, {}), before=Money(0))
    assert refused.value.params["figure"] == figure


def test_a_top_up_is_not_brought_back_among_goods_as_if_it_were_one() -> None:
    body = SaleRefunded("s-1", (ReturnedLine(1, "1", 0, 50),), 0, 0, 50, 0)
    with pytest.raises(Refused) as refused:
        check_refund(body, SOLD, kept_sale(SOLD, {}), before=Money(0))
    assert refused.value.params["figure"] == "top_up"


def test_what_a_wallet_paid_never_becomes_cash() -> None:
    line = ReturnedLine(0, "2", 100_000, 10)
    ways = (SaleTender("wallet", 40_000), SaleTender("cash", 60_000))
    body = SaleRefunded("s-1", (line,), 100_000, 0, 10, 0, tenders=ways)
    kept = kept_sale(SOLD, {})
    assert check_refund(body, SOLD, kept, before=Money(0)).to_wallet == 40_000
    with pytest.raises(Refused) as refused:
        check_refund(replace(body, tenders=(SaleTender("cash", 100_000),)), SOLD, kept, before=Money(0))
    assert refused.value.params["figure"] == "tenders.wallet"


def test_a_void_takes_all_of_a_top_up_back_or_none() -> None:
    void = SaleVoided("s-1", Refunded(Money(600_000), Points(60), Points(0)))
    whole = replace(void, top_up=WalletTakenBack("l-2", 500_000, 25_000, 500_000))
    check_untouched(SOLD, whole)
    check_untouched(replace(SOLD, top_up=None), void)
    part = replace(void, top_up=WalletTakenBack("l-2", 500_000, 5_000, 480_000))
    for sold, told in ((SOLD, void), (SOLD, part), (replace(SOLD, top_up=None), whole)):
        with pytest.raises(Refused, match="top-up-not-taken-back"):
            check_untouched(sold, told)


def wallet_tender(used: WalletUsed | None) -> SaleSettled:
    return replace(SOLD, tenders=(SaleTender("wallet", 40_000, wallet=used), SOLD.tenders[1]))


LIES = {
    "tenders.wallet": wallet_tender(None),
    "tenders.wallet.amount": wallet_tender(replace(USED, paid=())),
    "tenders.wallet.lines": wallet_tender(replace(USED, by_line=(40_000,))),
    "tenders.wallet.bonus_lines": wallet_tender(replace(USED, bonus_by_line=(10_000,))),
    "tenders.wallet.by_line": wallet_tender(replace(USED, by_line=(30_000, 0))),
    "tenders.wallet.bonus_by_line": wallet_tender(replace(USED, bonus_by_line=(9_000, 0))),
    "tenders.wallet.shares": wallet_tender(replace(USED, by_line=(30_000, 10_000))),
    "tenders": replace(SOLD, tenders=SOLD.tenders[:1]),
    "tenders.wallet.member": replace(SOLD, member=None),
    "top_up.line": replace(SOLD, top_up=replace(MADE, line=2), tenders=()),
    "top_up.amount": replace(SOLD, top_up=replace(MADE, amount=1)),
    "top_up.net": replace(SOLD, lines=(RICE, replace(TOP_UP, net=400_000))),
    "top_up.member": replace(SOLD, member=None, tenders=()),
    "top_up.bonus_lot": replace(SOLD, top_up=replace(MADE, bonus_lot=None)),
    "top_up.by_cards": replace(SOLD, tenders=(SaleTender("gift", 160_000, gift=GIFT),)),
}


@pytest.mark.parametrize("figure", LIES)
def test_what_a_sale_says_of_a_wallet_must_add_up(figure: str) -> None:
    check_wallet_sums(SOLD)
    check_wallet_sums(replace(SOLD, top_up=None, tenders=()))
    check_wallet_sums(replace(SOLD, top_up=None))
    with pytest.raises(Refused) as refused:
        check_wallet_sums(LIES[figure])
    assert refused.value.params["figure"] == figure


def test_what_bringing_it_back_pays_out_is_never_below_nothing() -> None:
    assert TopUpState("s-1", 480_000, 5_000, 20_000).money == 460_000
    assert TopUpState("s-1", 20_000, 0, 25_000).money == 0


def test_money_paid_in_is_no_purchase_unless_it_earns() -> None:
    alone = replace(SOLD, lines=(TOP_UP,), top_up=replace(MADE, line=0), tenders=())
    assert counted_spend(program(more=USING), alone) is None
    assert counted_spend(program(more=EARNING), alone) == 500_000
    assert counted_spend(program(more=USING), SOLD) == 100_000


def test_money_that_counted_as_it_was_paid_in_counts_no_more_as_it_is_used() -> None:
    earlier = replace(SOLD.tenders[0], wallet=replace(USED, earns=False))
    sold = replace(SOLD, tenders=(earlier, SOLD.tenders[1]))
    assert counted_spend(program(more=EARNING), sold) == 560_000
    back = refund(kept_sale(sold, {}), {0: Quantity(2_000)})
    assert counted_refund(program(more=EARNING), sold, back) == 60_000
    assert counted_refund(program(more=USING), SOLD, back) == 100_000


def test_a_purchase_is_over_once_its_goods_are_back_though_a_top_up_stays() -> None:
    back = refund(kept_sale(SOLD, {}), {0: Quantity(2_000)})
    assert is_purchase_returned(program(more=USING), SOLD, back.sale)
    assert not is_purchase_returned(program(more=EARNING), SOLD, back.sale)
