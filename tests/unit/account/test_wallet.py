"""Prepaid money: paid in with a bonus, spent, died, brought back by the way it came."""

from dataclasses import replace
from datetime import datetime

import pytest

from loyalty.account import Account, Settling, member_of, pass_to, quoted_sale, settle_sale
from loyalty.account.purse import money_of
from loyalty.account.wallet import SECTION
from loyalty.basket import BasketLine, WalletMoney
from loyalty.errors import Refused
from loyalty.program import Program, ProgramRefused
from loyalty.quote import quote
from loyalty.quote.explain import explain
from loyalty.quote.pricing import Pricer
from loyalty.quote.quote_json import quote_to_json
from loyalty.refund import refund
from loyalty.refusals import SentenceRefused
from loyalty.units import Money, Quantity
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, line, member, program

ONE_TIER = '[[tier]]\nid = "member"\nat = 0\n'
WALLET = """
[wallet]
sku = "W"
max_balance = 2000000
bonus_expire_months = 1
exclude = { skus = ["X"] }
[[wallet.top_up]]
amount = 500000
bonus = 25000
[[wallet.top_up]]
amount = 1000000
bonus = 60000
"""
HALF = line("W", price=500_000)


def rules(more: str = "", *, tiers: str = ONE_TIER) -> Program:
    return program(tiers=tiers, more=WALLET.replace("max_balance", f"{more}\nmax_balance", 1))


def topped(program: Program, amount: int = 500_000) -> Settling:
    return sell(program, Account(), "t", basket(line("W", price=amount), at=day(0)))


def pay(program: Program, account: Account, sale: str, number: float, price: int, amount: int) -> Settling:
    bought = replace(basket(line("A", price=price), at=day(number)), wallet_amount=Money(amount))
    return sell(program, account, sale, bought)


def money(account: Account, number: float) -> tuple[int, int]:
    held = money_of(account, day(number))
    return held.paid, held.bonus


@pytest.mark.parametrize(
    ("amount", "bonus"), [(499_999, 0), (500_000, 25_000), (999_999, 25_000), (1_500_000, 60_000)]
)
def test_who_pays_in_enough_has_a_bonus(amount: int, bonus: int) -> None:
    settled = topped(rules(), amount)
    assert money(settled.account, 1) == (amount, bonus)
    assert codes_of(settled) == ["topped-up-bonus" if bonus else "topped-up"]
    assert settled.account.purchases == ()


@pytest.mark.parametrize(
    ("first", "left"),
    [("bonus", (425_000, 0)), ("paid", (400_000, 25_000))],
)
def test_a_sale_spends_bonus_or_paid_money_first(first: str, left: tuple[int, int]) -> None:
    by = rules(f'spend_first = "{first}"')
    settled = pay(by, topped(by).account, "a", 1, 150_000, 100_000)
    assert money(settled.account, 2) == left
    assert settled.news[1].text("vi") in {
        "Trả từ ví 100.000 ₫, trong đó 25.000 ₫ tiền tặng",
        "Trả từ ví 100.000 ₫",
    }
    assert settled.account.purchases[0].purchase.spend == 150_000
    assert settled.record.kept.lines[0].earned_points == 15


def test_with_paid_money_first_the_bonus_pays_the_rest() -> None:
    by = rules('spend_first = "paid"')
    settled = pay(by, topped(by).account, "a", 1, 600_000, 510_000)
    assert money(settled.account, 2) == (0, 15_000)


def test_what_the_wallet_pays_is_split_over_the_lines_it_can_pay() -> None:
    by = rules()
    lines = (line("A", price=30_000), line("X", price=50_000), line("B", price=10_000))
    asked = replace(basket(*lines, by=replace(member(), wallet=WalletMoney(Money(8), Money(2)))))
    priced = quote(by, replace(asked, wallet_amount="max"))
    assert priced.wallet is not None
    assert (priced.wallet.amount, priced.wallet.paid, priced.wallet.bonus) == (10, 8, 2)
    assert priced.wallet.line_amounts == (8, 0, 2)
    assert priced.wallet.line_bonuses == (2, 0, 0)
    assert priced.total == 89_990
    assert quote_to_json(priced)["wallet"] == {
        "amount": 10,
        "paid": 8,
        "bonus": 2,
        "max_amount": 10,
        "topped_up": 0,
        "promised": 0,
        "lines": [{"amount": 8, "bonus": 2}, {"amount": 0, "bonus": 0}, {"amount": 2, "bonus": 0}],
    }
    assert "Trả từ ví: -10 ₫" in list(explain(priced, "vi"))
    assert "wallet" not in quote_to_json(quote(program(), asked))


def test_more_than_the_wallet_or_the_sale_has_is_refused_with_the_most() -> None:
    held = replace(member(), wallet=WalletMoney(Money(30_000), Money(0)))
    asked = replace(basket(line("A", price=20_000), by=held), wallet_amount=Money(20_001))
    for by in (rules(), program()):
        with pytest.raises(SentenceRefused) as refused:
            Pricer(by).quote(asked)
        assert refused.value.code == "wallet-over-max"
    with pytest.raises(SentenceRefused) as refused:
        quote(rules(), replace(asked, member=None))
    assert refused.value.sentence.text("en") == (
        "₫20,001 cannot be paid from the wallet: this sale can take at most ₫0"
    )
    assert quote(program(), replace(asked, wallet_amount="max")).wallet is None


def test_points_pay_first_and_the_wallet_what_they_leave() -> None:
    held = replace(member(points=10), wallet=WalletMoney(Money(30_000), Money(0)))
    asked = replace(basket(line("A", price=20_000), by=held, burn=10), wallet_amount="max")
    priced = quote(rules(), asked)
    assert priced.wallet is not None
    assert (priced.burn.amount, priced.wallet.amount, priced.total) == (5_000, 15_000, 0)


def test_the_scanning_till_says_the_same() -> None:
    held = replace(member(points=10), wallet=WalletMoney(Money(30_000), Money(500)))
    for more in ("", 'earn_on = "top_up"'):
        by = rules(more)
        pricer = Pricer(by)
        for amount in (Money(0), Money(700), "max"):
            for lines in ((line("A"),), (line("A"), line("X", price=9_000)), (HALF, line("A"))):
                asked = replace(basket(*lines, by=held), wallet_amount=amount)
                assert pricer.quote(asked) == quote(by, asked)


def test_money_earns_as_it_is_used_or_as_it_is_paid_in_and_never_twice() -> None:
    use, paid_in = rules(), rules('earn_on = "top_up"')
    first = topped(use)
    assert first.record.kept.lines[0].earned_points == 0
    second = pay(use, first.account, "a", 1, 100_000, 60_000)
    assert second.record.kept.lines[0].earned_points == 10
    first = topped(paid_in)
    assert first.record.kept.lines[0].earned_points == 50
    second = pay(paid_in, first.account, "a", 1, 100_000, 60_000)
    assert second.record.kept.lines[0].earned_points == 4
    assert [kept.purchase.spend for kept in second.account.purchases] == [500_000, 40_000]
    priced = quote(paid_in, replace(basket(line("A", price=100_000), by=member()), wallet_amount="max"))
    assert priced.earned[0].why.text("en") == "₫100,000 earns 1 point for each 10,000 = 10 points"
    back = give_back(paid_in, second.account, second.record, day(2))
    assert back.after.account.purchases[1].purchase.spend == 0


def test_the_reason_of_the_points_leaves_out_what_has_earned_already() -> None:
    held = replace(member(), wallet=WalletMoney(Money(60_000), Money(0)))
    asked = replace(basket(line("A", price=100_000), by=held), wallet_amount="max")
    why = quote(rules('earn_on = "top_up"'), asked).earned[0].why
    assert why.text("en") == "₫40,000 earns 1 point for each 10,000 = 4 points"


def test_points_and_wallet_do_not_pay_into_a_wallet() -> None:
    by = rules('earn_on = "top_up"')
    held = replace(member(points=100), wallet=WalletMoney(Money(30_000), Money(0)))
    asked = replace(basket(HALF, line("A", price=10_000), by=held, burn="max"), wallet_amount="max")
    priced = quote(by, asked)
    assert priced.wallet is not None
    assert (priced.burn.amount, priced.wallet.max_amount, priced.total) == (10_000, 0, 500_000)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((HALF, HALF), "One sale tops up the wallet once"),
        ((line("W", price=0),), "Nothing is paid into the wallet: type the amount"),
        ((line("W", price=1_900_000),), "The wallet would hold ₫2,060,000, more than the ₫2,000,000 it may"),
    ],
)
def test_a_wallet_is_topped_up_once_and_not_past_its_limit(lines: tuple[BasketLine, ...], told: str) -> None:
    held = replace(member(), wallet=WalletMoney(Money(100_000), Money(0)))
    with pytest.raises(SentenceRefused) as refused:
        quote(rules(), basket(*lines, by=held))
    assert refused.value.sentence.text("en") == told


def test_a_wallet_is_a_members() -> None:
    with pytest.raises(SentenceRefused) as refused:
        quote(rules(), basket(HALF))
    assert refused.value.code == "top-up-needs-member"
    assert quote(rules(), basket(line())).wallet is None


def test_a_bonus_dies_and_what_was_paid_in_does_not() -> None:
    by = rules()
    settled = topped(by)
    assert [each.text("vi") for each in SECTION.told(by, settled.account, day(1))] == [
        "Ví: 525.000 ₫, trong đó 25.000 ₫ tiền tặng",
        "25.000 ₫ tiền tặng dùng được đến hết ngày 31/12/2026",
    ]
    dies = datetime.fromisoformat("2027-01-01T00:00:00+07:00")
    passed = pass_to(by, settled.account, dies)
    assert [each.text("en") for each in passed.news] == ["₫25,000 of bonus in the wallet has expired"]
    assert SECTION.figures(by, passed.account, dies) == {"wallet": 500_000, "wallet_bonus": 0}
    assert codes_of(pass_to(by, passed.account, day(99))) == []
    assert [each.text("en") for each in SECTION.told(by, passed.account, day(99))] == ["Wallet: ₫500,000"]
    assert member_of(by, passed.account, day(99)).wallet == WalletMoney(Money(500_000), Money(0))
    assert list(SECTION.told(by, Account(), dies)) == []
    assert SECTION.figures(program(), Account(), dies) == {}


def test_a_bonus_that_comes_back_after_it_died_lives_as_long_as_it_had_left() -> None:
    by = rules()
    first = topped(by)
    second = pay(by, first.account, "a", 1, 20_000, 20_000)
    back = give_back(by, second.account, second.record, day(100))
    assert money(back.after.account, 101) == (500_000, 20_000)
    assert len(back.after.account.wallet[0].bonuses) == 2
    assert money(back.after.account, 140) == (500_000, 0)
    spent = pay(by, back.after.account, "b", 101, 30_000, 30_000)
    assert money(spent.account, 101) == (490_000, 0)


def test_money_goes_back_by_the_way_it_was_paid() -> None:
    by = rules()
    settled = pay(by, topped(by).account, "a", 1, 100_000, 50_000)
    back = give_back(by, settled.account, settled.record, day(2), {0: 300})
    assert (back.refund.money, back.refund.to_wallet) == (30_000, 15_000)
    assert codes_of(back.after)[-1] == "wallet-returned"
    assert money(back.after.account, 3) == (475_000 + 7_500, 7_500)
    rest = give_back(by, back.after.account, back.after.record, day(3))
    assert (rest.refund.money, rest.refund.to_wallet) == (70_000, 35_000)
    assert rest.after.account.wallet == topped(by).account.wallet


def test_a_top_up_is_paid_back_less_the_bonus_that_was_spent() -> None:
    by = rules()
    first = topped(by)
    second = pay(by, first.account, "a", 1, 100_000, 100_000)
    assert money(second.account, 2) == (425_000, 0)
    back = give_back(by, second.account, first.record, day(2))
    assert back.refund.money == 400_000
    told = back.after.news[0].text("en")
    assert told == (
        "The top-up of ₫500,000 is paid back: ₫425,000 is left, less ₫25,000 of bonus "
        "that was spent = ₫400,000"
    )
    assert money(back.after.account, 3) == (0, 0)
    last = give_back(by, back.after.account, second.record, day(3))
    assert (last.refund.money, last.refund.to_wallet) == (100_000, 100_000)
    # The bonus that it bought was paid for in the meantime: all of it is the member's own money now.
    assert money(last.after.account, 4) == (100_000, 0)


def test_a_top_up_that_was_not_spent_is_paid_back_with_its_points() -> None:
    by = rules('earn_on = "top_up"')
    first = topped(by)
    back = give_back(by, first.account, first.record, day(1))
    assert (back.refund.money, back.refund.points_taken) == (500_000, 50)
    told = [each.text("en") for each in back.after.news]
    assert told[-1] == "The top-up of ₫500,000 is paid back: ₫500,000 is left of it"
    spent = pay(by, first.account, "a", 1, 100_000, 100_000)
    partly = give_back(by, spent.account, first.record, day(2))
    assert (partly.refund.money, partly.refund.points_taken) == (400_000, 40)


def test_a_top_up_comes_back_whole_and_while_something_is_left() -> None:
    by = rules()
    first = topped(by)
    for asked, spent, code in (({0: 500}, 0, "top-up-whole"), (None, 505_000, "top-up-spent")):
        account = pay(by, first.account, "a", 1, 600_000, spent).account
        with pytest.raises(SentenceRefused) as refused:
            give_back(by, account, first.record, day(2), asked)
        assert refused.value.code == code
    assert refused.value.sentence.text("vi") == (
        "Lần nạp 500.000 ₫ này còn lại 20.000 ₫, đã tiêu 25.000 ₫ tiền tặng: không còn gì để hoàn"
    )


@pytest.mark.parametrize("per", ["sale", "unit"])
@pytest.mark.parametrize("earn_on", ["use", "top_up"])
def test_a_top_up_brings_no_flat_bonus_and_says_why(per: str, earn_on: str) -> None:
    bonus = f'kind = "bonus_points"\npoints = 10\nper = "{per}"'
    by = program(bonus, more=f'[wallet]\nsku = "W"\nearn_on = "{earn_on}"\n')
    alone = quote(by, basket(line("W", price=90_000), by=member()))
    assert alone.earned_points == (9 if earn_on == "top_up" else 0)
    assert [why.code for why in alone.missed[0].whys] == ["missed-no-line"]
    beside = quote(by, basket(line("W", price=90_000), line("A", price=0), by=member()))
    assert beside.earned_points == alone.earned_points + 10
    assert beside.lines[1].earned_points == 10


def test_a_membership_alone_gives_no_chance_in_a_draw() -> None:
    draw = (
        '[[draw]]\nid = "d"\nname = "D"\nenabled = true\nof = 9\n'
        f'commitment = "{"1" * 64}"\nwhen = {{ from = 2026-11-01, until = 2026-12-31 }}\n'
        'prize = [{ id = "p", name = "P", wins = 1, points = 1 }]\n'
    )
    vip = '[[membership]]\nid = "vip"\nname = "VIP"\nsku = "V"\nprice = 5\nmonths = 1\n'
    apart, earning = (program(more=f"{vip}{more}{draw}") for more in ("", "with_points = true\n"))
    bought = basket(line("V", price=5), by=member())
    assert [quote(by, bought).draws[0].is_in for by in (apart, earning)] == [False, True]


def test_more_than_the_account_has_cannot_be_spent() -> None:
    by = rules()
    held = replace(member(), wallet=WalletMoney(Money(50_000), Money(0)))
    priced = quote(by, replace(basket(line("A", price=50_000), by=held), wallet_amount="max"))
    with pytest.raises(Refused) as refused:
        settle_sale(by, Account(), quoted_sale("a", priced))
    assert refused.value.code == "not-enough-in-wallet"


def test_a_membership_that_the_wallet_paid_is_paid_back_to_it_by_the_day() -> None:
    vip = '[[membership]]\nid = "vip"\nsku = "V"\nprice = 365000\nmonths = 12\n'
    by = program(tiers=ONE_TIER, more=vip + WALLET)
    first = topped(by)
    bought = replace(basket(line("V", price=365_000), at=day(1)), wallet_amount=Money(73_000))
    second = sell(by, first.account, "v", bought)
    back = give_back(by, second.account, second.record, day(101))
    assert (back.refund.money, back.refund.to_wallet) == (264_000, 52_800)
    assert sum(money(back.after.account, 101)) <= 452_000 + 52_800


def test_the_refund_of_a_line_follows_the_money() -> None:
    settled = pay(rules(), topped(rules()).account, "a", 1, 7, 5)
    done = refund(settled.record.kept, {0: Quantity(500)})
    assert (done.money, done.to_wallet, done.lines[0].to_bonus) == (4, 3, 3)


def test_no_top_up_helps_to_the_min_spend_of_a_bonus() -> None:
    bonus = 'kind = "bonus_points"\npoints = 7\nwhen = { min_spend = 300000 }'
    asked = basket(HALF, line("A", price=10_000), by=member())
    told = {}
    for earn_on in ("use", "top_up"):
        by = program(bonus, tiers=ONE_TIER, more=f'[wallet]\nsku = "W"\nearn_on = "{earn_on}"\n')
        priced = quote(by, asked)
        told[earn_on] = [priced.earned_points, *(each.missing for each in priced.missed)]
    assert told == {"use": [1, 290_000], "top_up": [51, 290_000]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[wallet]\n", 'wallet.sku: it is missing; write "sku = …" here'),
        (
            '[wallet]\nsku = "W"\ntop_ups = 1\n',
            'wallet.top_ups: there is no such key; the nearest one is "top_up"',
        ),
        (
            '[wallet]\nsku = "W"\nearn_on = "pay"\n',
            'wallet.earn_on: "pay" is not known here; the nearest is "top_up"; it is one of "use", "top_up"',
        ),
        (
            WALLET.replace("1000000", "500000"),
            "wallet.top_up[2].amount: 500000 does not rise; the steps rise, each with at least the bonus of",
        ),
        (
            WALLET.replace("60000", "24999"),
            "wallet.top_up[2].bonus: 24999 does not rise; the steps rise, each with at least the bonus of",
        ),
        (
            '[wallet]\nsku = "V"\n[[membership]]\nid = "v"\nsku = "V"\nprice = 1\nmonths = 1\n',
            'wallet.sku: "V" sells a membership; the wallet needs a product of its own',
        ),
        (
            WALLET.replace("2000000", "1059999"),
            "wallet.top_up[2].amount: 1000000 and its bonus of 60000 are more than max_balance; together at",
        ),
        ('[wallet]\nsku = "W"\n[[wallet.top_up]]\n', "wallet.top_up[1].amount: it is missing"),
    ],
)
def test_what_is_wrong_with_a_wallet_is_told(text: str, told: str) -> None:
    with pytest.raises(ProgramRefused) as refused:
        program(more=text)
    assert str(refused.value.faults[0]).split(": ", 1)[1].startswith(told)
