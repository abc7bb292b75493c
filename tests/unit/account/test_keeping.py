"""The fold of events that till and server share: the same as settling, told by an event, without points."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loyalty.account import Account, SoldRecord, member_of, quoted_sale, settle_refund, settle_sale
from loyalty.account.cards import FullCard, HeldCard
from loyalty.account.debts import Debt
from loyalty.account.feats import Feat, FeatSale
from loyalty.account.issued import Voucher
from loyalty.account.joining import joined, parted
from loyalty.account.keeping import (
    NOTHING_KEPT,
    Change,
    current,
    emptied,
    keep_change,
    keep_refund,
    keep_sale,
    keeps_anything,
    lot_name,
    prize_lots,
    spent_for_good,
)
from loyalty.account.kept_json import kept_from_json, kept_to_json, voucher_from_json, voucher_to_json
from loyalty.account.recommended import Friend, Recommendation
from loyalty.account.sold import Sale
from loyalty.account.terms import Term
from loyalty.account.told import extras_of, told_sale
from loyalty.account.uses import BenefitUse
from loyalty.basket import AskedReward, Basket
from loyalty.identity.codes import Voucher as VoucherShape
from loyalty.identity.codes import classify
from loyalty.identity.digits import ean_digit
from loyalty.identity.voucher_codes import voucher_codes
from loyalty.lots import Lot, LotSlice
from loyalty.program import Program, parse_program
from loyalty.quote import quote
from loyalty.quote.model import Quote
from loyalty.refund import KeptSale, everything_left
from loyalty.units import Money, Points, Quantity
from loyalty.wire.canonical import WireRefused
from loyalty.wire.claims import voucher_of, voucher_thing
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


def test_vouchers_that_the_server_gives_and_takes() -> None:
    voucher = a_voucher("9300000000017")
    given = keep_change(NOTHING_KEPT, Change(issued=(voucher,)))
    assert keep_change(given, Change(issued=(voucher,))) == given
    taken = keep_change(given, Change(cancelled=(voucher.code,)))
    assert taken.vouchers[0].is_cancelled
    assert voucher_from_json(voucher_to_json(voucher)) == voucher
    assert emptied(replace(given, tier="member")) == Account(tier="member")
    assert lot_name("a/b").startswith("prize-")
    assert voucher_of(voucher_thing(voucher.code)) == voucher.code
    assert voucher_of("limit:once") is None


def a_voucher(
    code: str,
    *,
    origin: str = "",
    points: int = 0,
    starts: float = 0,
    ends: float | None = 10,
    redeemed: float | None = None,
    is_cancelled: bool = False,
) -> Voucher:
    """A voucher with days counted from the Tuesday that all begins with."""
    return Voucher(
        code=code,
        rule="bought",
        promotion="fifty-off",
        name="Phiếu",
        issue="reward",
        issued_at=day(0),
        starts_at=day(starts),
        ends_at=None if ends is None else day(ends),
        origin=origin,
        points=Points(points),
        redeemed_at=None if redeemed is None else day(redeemed),
        redeemed_by="" if redeemed is None else "s",
        is_cancelled=is_cancelled,
    )


def test_a_till_is_told_only_what_still_matters() -> None:
    vouchers = (
        a_voucher("1"),
        a_voucher("2", redeemed=0),
        a_voucher("3", redeemed=-3),
        a_voucher("4", is_cancelled=True),
        a_voucher("5", ends=0),
        a_voucher("6", starts=5),
        a_voucher("7", redeemed=-59, origin="s1", points=30),
        a_voucher("8", redeemed=-60, origin="s1", points=20),
        a_voucher("9", origin="s1", points=10),
    )
    full = tuple(FullCard(each.code, day(0), (LotSlice("s", Points(3), None),)) for each in vouchers)
    account = Account(vouchers=vouchers, cards=(HeldCard(card="card", full=full),))
    told_of = current(account, day(0.5), None)
    assert [each.code for each in told_of.vouchers] == ["1", "2", "6", "7", "9"]
    assert [each.voucher for each in told_of.cards[0].full] == ["1", "2", "6", "7", "9"]
    assert (spent_for_good(account, "s1"), spent_for_good(told_of, "s1")) == (50, 30)
    account = Account(vouchers=(a_voucher("1"),), cards=(HeldCard(card="card"),))
    assert current(account, day(0.5), None) is account  # all of it still matters


def everything() -> Account:
    """An account with something of each kind."""
    return Account(
        vouchers=(a_voucher("1"), a_voucher("2", ends=None, points=30, origin="s1")),
        cards=(
            HeldCard(
                card="card",
                lots=(Lot("s1", Points(2), day(0), day(0), None),),
                debts=(Debt("s0", Points(1)),),
                full=(FullCard("1", day(0), (LotSlice("s1", Points(3), day(9)),)),),
            ),
        ),
        feats=(
            Feat(
                challenge="three",
                name="Ba món",
                measure="units",
                since=date(2026, 11, 1),
                goal=3,
                times=1,
                sales=(FeatSale("s1", date(2026, 11, 24), 2),),
            ),
        ),
        memberships=(
            Term(
                membership="plus",
                name="Plus",
                sale="s1",
                line=0,
                starts=date(2026, 11, 24),
                ends=date(2027, 11, 24),
                paid=Money(99_000),
                used_in=frozenset({"b", "a"}),
            ),
        ),
        uses=(BenefitUse("u1", "lounge", day(0)),),
        recommendation=Recommendation(by="m0", at=day(0)),
        friends=(Friend(id="m2", sale="s9", at=day(0), points=Points(5)),),
    )


def test_the_lots_of_prizes_that_a_sale_had_a_part_in_are_known_by_the_names_of_the_books() -> None:
    first = Feat(
        challenge="three",
        name="Ba món",
        measure="units",
        since=date(2026, 11, 1),
        goal=3,
        times=2,
        points=Points(50),
        sales=(FeatSale("s1", date(2026, 11, 2), 2), FeatSale("s2", date(2026, 11, 3), 4)),
        given=("three/2026-11-01/1", "three/2026-11-01/2"),
    )
    later = replace(
        first, since=date(2026, 12, 1), sales=(FeatSale("s3", date(2026, 12, 1), 3),), given=("x",)
    )
    in_kind = replace(first, challenge="coffee", voucher="coffee", given=("9300000000014",))
    account = Account(feats=(first, later, in_kind))
    assert prize_lots(account, {"s2"}) == {lot_name(lot) for lot in first.given}
    assert prize_lots(account, {"s1", "s3"}) == {lot_name(lot) for lot in (*first.given, "x")}
    assert prize_lots(account, {"s4"}) == frozenset()


def test_what_is_kept_is_written_and_read_as_it_was() -> None:
    account = everything()
    assert kept_from_json(kept_to_json(account)) == account
    assert kept_to_json(NOTHING_KEPT) == {}


@pytest.mark.parametrize(
    "value",
    [{"vouchers": 5}, {"vouchers": [{"code": "1"}]}, {"feats": [{"since": "never"}]}, {"cards": ["x"]}, 7],
)
def test_what_is_no_account_is_refused(value: object) -> None:
    with pytest.raises(WireRefused, match="keeping"):
        kept_from_json(value)


def test_numbers_of_vouchers_follow_from_what_issues_them() -> None:
    codes = voucher_codes("sale-1")
    assert [*codes] == [*voucher_codes("sale-1")]
    assert [*codes[1:]] == [*codes][1:]
    assert len({*codes, *voucher_codes("sale-2")}) == 128
    assert all(
        code[-1] == ean_digit(code[:-1]) and isinstance(classify(code), VoucherShape) for code in codes
    )


def two() -> tuple[Account, Account]:
    """Two accounts of one person, each with a new card and something of its own."""
    mine = replace(everything(), id="m1", recommendation=None)
    start = Lot("start", Points(1), day(0), day(0), None)
    theirs = Account(
        id="m2",
        vouchers=(a_voucher("7"),),
        cards=(
            HeldCard(card="card", lots=(start, Lot("s5", Points(1), day(0), day(0), None))),
            HeldCard(card="other", lots=(start,)),
        ),
        feats=(
            replace(mine.feats[0], sales=(FeatSale("s5", date(2026, 11, 24), 1),), given=("s5/three/1",)),
            replace(mine.feats[0], challenge="other", sales=(), given=("7",)),
        ),
        memberships=(replace(mine.memberships[0], sale="s5"),),
        uses=(BenefitUse("u5", "lounge", day(0)),),
        recommendation=Recommendation(by="m0", at=day(0)),
        friends=(Friend(id="m9", sale="s5", at=day(0), points=Points(5)),),
    )
    return mine, theirs


def test_two_who_are_one_have_the_things_of_both() -> None:
    mine, theirs = two()
    both = joined(mine, theirs)
    assert [each.code for each in both.vouchers] == ["1", "2", "7"]
    assert {card.card: card.stamps(day(1)) for card in both.cards} == {"card": 3, "other": 1}
    assert {feat.challenge: feat.have for feat in both.feats} == {"three": 3, "other": 0}
    assert both.recommendation == theirs.recommendation


def test_parted_again_each_has_what_was_theirs_and_what_came_since_goes_with_its_sale() -> None:
    mine, theirs = two()
    apart = parted(joined(mine, theirs), theirs, ())
    assert apart.mine == mine
    assert apart.theirs == theirs
    since = joined(mine, theirs)
    later = replace(since, vouchers=(*since.vouchers, a_voucher("8", origin="s8")))
    assert [each.code for each in parted(later, theirs, ("s8",)).theirs.vouchers] == ["7", "8"]
    assert parted(mine, Account(id="m2"), ()) == (mine, Account(id="m2"))


@pytest.mark.parametrize(
    ("counted", "goes"),
    [("", True), ("s8", True), ("s1", False)],
    ids=["none has counted", "of who goes back", "of who stays"],
)
def test_parted_again_a_recommendation_is_one_and_goes_with_the_purchase_that_counted(
    counted: str, *, goes: bool
) -> None:
    mine, theirs = two()
    both = joined(mine, theirs)
    recommended = Recommendation(by="m0", at=day(0), sale=counted, points=Points(50 if counted else 0))
    apart = parted(replace(both, recommendation=recommended), theirs, ("s5", "s8"))
    assert apart.mine.recommendation == (None if goes else recommended)
    assert apart.theirs.recommendation == (recommended if goes else None)


def test_parted_again_each_has_the_recommendation_of_their_own() -> None:
    mine, theirs = two()
    own = Recommendation(by="m3", at=day(0))
    mine = replace(mine, recommendation=own)
    apart = parted(joined(mine, theirs), theirs, ())
    assert (apart.mine.recommendation, apart.theirs.recommendation) == (own, theirs.recommendation)


def recommended(by: str, sale: str = "") -> Recommendation:
    return Recommendation(by=by, at=day(0), sale=sale, points=Points(50 if sale else 0))


@pytest.mark.parametrize(
    ("older", "younger", "counts"),
    [
        (recommended("m3"), recommended("m4"), "m3"),
        (recommended("m3"), recommended("m4", "s5"), "m4"),
        (recommended("m3", "s1"), recommended("m4"), "m3"),
        (recommended("m3", "s1"), recommended("m4", "s5"), "m3"),
    ],
    ids=["the older friend's", "what counted for the younger", "for the older", "for both: the older's"],
)
def test_of_two_friends_who_are_one_one_recommendation_counts_and_parted_each_has_theirs(
    older: Recommendation, younger: Recommendation, counts: str
) -> None:
    mine, theirs = two()
    mine, theirs = replace(mine, recommendation=older), replace(theirs, recommendation=younger)
    both = joined(mine, theirs)
    assert both.recommendation is not None
    assert both.recommendation.by == counts
    assert set(both.recommendations) == {older, younger}
    assert kept_from_json(kept_to_json(both)).recommendations == both.recommendations
    assert parted(both, theirs, ["s5"]) == (mine, theirs)


def test_a_recommendation_that_counted_while_they_were_one_goes_with_the_purchase() -> None:
    mine, theirs = two()
    mine, theirs = (
        replace(mine, recommendation=recommended("m3")),
        replace(theirs, recommendation=recommended("m4")),
    )
    both = replace(joined(mine, theirs), recommendation=recommended("m3", "s8"))
    apart = parted(both, theirs, ("s5", "s8"))
    assert apart.mine.recommendations == ()
    assert apart.theirs.recommendations == (recommended("m3", "s8"), recommended("m4"))


def test_one_that_an_earlier_version_dropped_goes_back_as_it_was() -> None:
    mine, theirs = two()
    own = replace(mine, recommendation=recommended("m3"))
    apart = parted(replace(joined(own, theirs), resting=()), theirs, ())
    assert (apart.mine.recommendation, apart.theirs.recommendation) == (
        recommended("m3"),
        theirs.recommendation,
    )


def test_a_record_of_no_sale_undoes_nothing(program: Program) -> None:
    priced = quoted(program, with_points(), basket(line("PLUS", price=99_000)))
    sale = told("s1", priced)
    kept = keep_sale(program, NOTHING_KEPT, sale)
    assert [term.membership for term in kept.account.memberships] == ["plus"]
    assert kept.settling.record.apart == frozenset({0})
    assert SoldRecord(id="s", at=day(0), kept=sale.kept).draws == ()
    assert day(0) + timedelta(days=1) == day(1)
