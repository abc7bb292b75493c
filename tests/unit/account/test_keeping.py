"""The fold of events that till and server share: the same as settling, told by an event, without points."""

from dataclasses import replace

import pytest

from loyalty.account import Account, SoldRecord, member_of, quoted_sale, settle_refund, settle_sale
from loyalty.account.keeping import NOTHING_KEPT, keep_refund, keep_sale, keeps_anything
from loyalty.account.kept_json import kept_from_json, kept_to_json
from loyalty.account.sold import Sale
from loyalty.account.told import extras_of, told_sale
from loyalty.basket import AskedReward, Basket
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.lots import Lot
from loyalty.program import Program, parse_program
from loyalty.quote import quote
from loyalty.quote.model import Quote
from loyalty.refund import KeptSale, everything_left
from loyalty.units import Points, Quantity
from loyalty.wire.earned import PointsOf, SaleProgram
from loyalty.wire.journal import AmountOf, SaleBurn, SaleLine, SaleSettled
from loyalty.wire.kept import kept_sale
from loyalty.wire.sold import BurnSlice, quantity_text
from tests.unit.account.accounts import day
from tests.unit.loyalty.shop import basket, line

PROGRAM = """
format = 1
name = "Ví dụ"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 10000
worth = 500
burn_min = 1

[[tier]]
id = "member"
at = 0

[[promotion]]
id = "fifty-off"
name = "Phiếu giảm 50.000"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[voucher]]
id = "bought"
promotion = "fifty-off"
issue = "reward"

[[voucher]]
id = "full-card"
promotion = "fifty-off"
issue = "stamp-card"

[[reward]]
id = "off-10k"
name = "Giảm 10.000"
kind = "amount_off"
points = 20
amount = 10000

[[reward]]
id = "next-time"
name = "Phiếu"
kind = "voucher"
points = 30
voucher = "bought"

[[stamp_card]]
id = "card"
name = "Thẻ"
per = "unit"
start = 1
goal = 3
voucher = "full-card"

[[challenge]]
id = "three"
name = "Ba món"
measure = "units"
goal = 3
per = "month"
points = 40

[[membership]]
id = "plus"
name = "Plus"
sku = "PLUS"
price = 99000
months = 12

[[draw]]
id = "tet"
name = "Bốc thăm"
enabled = true
of = 100
when = { from = 2020-01-01, until = 2099-12-31 }
commitment = "72cd6e8422c407fb6d098690f1130b7ded7ec2f7f5e1d30bd9d521f015363793"

[[draw.prize]]
id = "first"
name = "Giải nhất"
wins = 1
points = 10000
"""


@pytest.fixture(scope="module")
def program() -> Program:
    """Everything that is kept beside points."""
    return parse_program(PROGRAM, name="keeping")


def quoted(program: Program, account: Account, of: Basket) -> Quote:
    return quote(program, replace(of, member=member_of(program, account, of.at)))


def event_of(sale_id: str, priced: Quote) -> SaleSettled:
    """The sale as its event tells it."""
    extras = extras_of(quoted_sale(sale_id, priced), priced)
    slices = (BurnSlice("lot", priced.spent_points),)
    burn = SaleBurn(
        priced.burn.points,
        priced.burn.amount,
        "lease",
        slices,
        reward_points=priced.spent_points - priced.burn.points,
    )
    return SaleSettled(
        sale=sale_id,
        member="m1",
        program=SaleProgram(1, "0" * 64),
        lines=tuple(
            SaleLine(
                sku=sold.sku,
                quantity=quantity_text(sold.quantity),
                unit_price=sold.unit_price,
                gross=each.gross,
                net=each.net,
                burned=each.burned,
                earned_points=each.earned_points,
                burned_points=each.burned_points,
                discounts=tuple(AmountOf(part.rule, part.amount) for part in each.discounts),
            )
            for sold, each in zip(priced.grounds.basket.lines, priced.lines, strict=True)
        ),
        discounts=tuple(AmountOf(each.rule, each.amount) for each in priced.discounts),
        earned=tuple(PointsOf(each.rule, each.points) for each in priced.earned),
        earned_points=priced.earned_points,
        lot=None,
        burn=burn if priced.spent_points else None,
        subtotal=priced.subtotal,
        total=priced.total,
        rounding=0,
        to_pay=priced.total,
        used_codes=priced.used_codes,
        extras=extras,
    )


def told(sale_id: str, priced: Quote) -> Sale:
    return told_sale(event_of(sale_id, priced), priced.grounds.basket.at)


def with_points(account: Account = NOTHING_KEPT) -> Account:
    lot = Lot("first", Points(500), day(-1), day(-1), None)
    return replace(account, lots=(lot,), seen_at=day(-1), tier="member")


def beside(account: Account) -> Account:
    """What is kept beside points."""
    return kept_from_json(kept_to_json(account))


def test_an_event_tells_the_sale_that_its_quote_was(program: Program) -> None:
    asked = (AskedReward("off-10k"), AskedReward("next-time"))
    of = replace(basket(line("A", price=50_000), line("B", price=20_000, quantity="2")), rewards=asked)
    priced = quoted(program, with_points(), replace(of, burn_points=Points(5)))
    assert [each.points for each in priced.rewards] == [20, 30]
    sale = quoted_sale("s1", priced)
    assert told("s1", priced) == replace(sale, wallet=None)
    nothing = quote(program, basket(line("A", price=50_000)))
    bare = replace(event_of("s2", nothing), extras=None, burn=None)
    assert told_sale(bare, nothing.grounds.basket.at).rewards == ()
    plain = parse_program(PROGRAM.split("[[promotion]]", maxsplit=1)[0], name="plain")
    without = quote(plain, basket(line("A")))
    assert extras_of(quoted_sale("s3", without), without) is None
    assert (keeps_anything(program), keeps_anything(plain)) == (True, False)


@pytest.mark.parametrize("quantity", ["1", "2", "5"])
def test_the_fold_comes_to_what_settling_comes_to(program: Program, quantity: str) -> None:
    account = with_points()
    asked = replace(basket(line("A", price=50_000, quantity=quantity)), rewards=(AskedReward("next-time"),))
    priced = quoted(program, account, asked)
    settled = settle_sale(program, account, quoted_sale("s1", priced), codes=voucher_codes("s1"))
    kept = keep_sale(program, NOTHING_KEPT, told("s1", priced))
    assert beside(kept.account) == beside(settled.account)
    assert (kept.account.lots, kept.account.debts) == ((), ())
    gave = [lot for lot in settled.account.lots if lot.id not in {"first", "s1"}]
    assert [lot.points for lot in kept.moves.earned] == [lot.points for lot in gave]
    back = settle_refund(
        program, settled.account, settled.record, everything_left(settled.record.kept), day(1)
    )
    undone = keep_refund(program, kept.account, told("s1", priced), everything_left(kept_of(priced)), day(1))
    assert undone.refund.money == back.refund.money
    assert beside(undone.kept.account) == beside(back.after.account)
    assert dict(undone.kept.moves.taken) == {lot.id: lot.points for lot in kept.moves.earned}


def kept_of(priced: Quote) -> KeptSale:
    """As a refund works on it."""
    return kept_sale(event_of("s1", priced), {})


def bought_voucher(program: Program) -> Sale:
    """A sale in which points bought a voucher for later."""
    of = replace(basket(line("A", price=50_000)), rewards=(AskedReward("next-time"),))
    return told("s1", quoted(program, with_points(), of))


def test_a_used_voucher_comes_back_with_all_that_it_took_something_off(program: Program) -> None:
    bought = keep_sale(
        program,
        NOTHING_KEPT,
        bought_voucher(program),
    )
    (voucher,) = bought.account.vouchers
    assert voucher.code == voucher_codes("s1")[0]
    use = replace(basket(line("A", price=90_000, quantity="2"), at=day(1)), codes=(voucher.code,))
    priced = quoted(program, with_points(bought.account), use)
    used = keep_sale(program, bought.account, told("s2", priced))
    assert [each.redeemed_by for each in used.account.vouchers if each.code == voucher.code] == ["s2"]
    again = keep_sale(program, used.account, told("s3", priced))
    assert [each.redeemed_by for each in again.account.vouchers if each.code == voucher.code] == ["s2"]
    half = keep_refund(program, used.account, told("s2", priced), {0: Quantity(1_000)}, day(2))
    assert half.kept.account.vouchers[0].redeemed_by == "s2"
    sale = told("s2", priced)
    before = kept_sale(event_of("s2", priced), {0: Quantity(1_000)})
    rest = keep_refund(program, half.kept.account, sale, {0: Quantity(1_000)}, day(2), before=before)
    assert rest.kept.account.vouchers[0].redeemed_at is None
    first = bought_voucher(program)
    gone = keep_refund(program, used.account, first, everything_left(first.kept), day(3))
    assert gone.refund.points_returned == 0


def test_what_the_program_no_longer_has_is_passed_over(program: Program) -> None:
    plain = parse_program(PROGRAM.split("[[reward]]", maxsplit=1)[0], name="plain")
    priced = quoted(program, with_points(), basket(line("A", price=50_000, quantity="3")))
    kept = keep_sale(plain, NOTHING_KEPT, told("s1", priced))
    assert (kept.account.cards, kept.account.feats) == ((), ())


def test_stamps_stay_on_a_card_that_no_number_is_left_for(program: Program) -> None:
    many = quoted(program, with_points(), basket(line("A", price=10_000, quantity="300")))
    kept = keep_sale(program, NOTHING_KEPT, told("s1", many))
    assert len(kept.account.vouchers) == 64
    assert kept.account.cards[0].stamps(day(1)) == 301 - 64 * 3


def test_a_record_of_no_sale_undoes_nothing(program: Program) -> None:
    priced = quoted(program, with_points(), basket(line("PLUS", price=99_000)))
    sale = told("s1", priced)
    kept = keep_sale(program, NOTHING_KEPT, sale)
    assert [term.membership for term in kept.account.memberships] == ["plus"]
    assert kept.settling.record.apart == frozenset({0})
    assert SoldRecord(id="s", at=day(0), kept=sale.kept).draws == ()
