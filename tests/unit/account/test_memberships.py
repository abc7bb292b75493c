"""Paid memberships: sold, granted, used, following each other, ended and paid back by the day."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, Settling, member_of, pass_to
from loyalty.account.calendar import months_later
from loyalty.account.memberships import SECTION
from loyalty.basket import BasketLine
from loyalty.program import Program, ProgramRefused
from loyalty.quote import Quote, quote
from loyalty.quote.pricing import Pricer
from loyalty.refusals import SentenceRefused
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, discounts_of, line, member, program

VIP = """
[[membership]]
id = "vip"
name = "VIP"
sku = "V"
price = 365000
months = 12
tier = "silver"
"""
VIP_PRICE = 'kind = "price"\nprice = 9000\non = { skus = ["B"] }\nwhen = { memberships = ["vip"] }'
CARD = line("V", price=365_000)
TIERS = '[[tier]]\nid = "member"\nat = 0\n[[tier]]\nid = "silver"\nat = 9000000\npercent_off = 3\n'


def vip(more: str = "") -> Program:
    return program(VIP_PRICE, tiers=TIERS, more=VIP + more)


def sold(rules: Program, *lines: BasketLine, at: datetime | None = None) -> Settling:
    return sell(rules, Account(), "a", basket(*(lines or (CARD,)), at=at or day(0)))


def first_quote(rules: Program) -> Quote:
    return quote(rules, basket(line("B"), by=member()))


def refusal(rules: Program, settling: Settling, number: float, lines: dict[int, int] | None = None) -> str:
    with pytest.raises(SentenceRefused) as refused:
        give_back(rules, settling.account, settling.record, day(number), lines)
    return refused.value.sentence.text("en")


def test_a_membership_grants_its_tier_and_promotions_from_the_next_sale_until_its_last_day() -> None:
    rules = vip()
    first = sold(rules, CARD, line("B"))
    assert [each.text("vi") for each in first.news] == [
        "Được cộng 1 điểm",
        "Gói VIP có hiệu lực đến hết ngày 23/11/2027",
        "Lên hạng silver",
    ]
    assert discounts_of(first_quote(rules)) == {}
    second = sell(rules, first.account, "b", basket(line("B"), at=day(1)))
    assert second.record.kept.lines[0].net == 8730
    last = datetime.fromisoformat("2027-11-23T23:59:59+07:00")
    assert member_of(rules, second.account, last).memberships == ("vip",)
    gone = pass_to(rules, second.account, datetime.fromisoformat("2027-11-24T00:00:00+07:00"))
    assert codes_of(gone) == ["membership-ended", "tier-fallen"]
    assert member_of(rules, gone.account, day(370)).memberships == ()


def test_its_line_takes_no_discount_earns_nothing_and_counts_for_no_tier() -> None:
    everything = 'kind = "percent_off"\npercent = 10\nwhen = { members_only = false }'
    rules = program(everything, more=VIP)
    bought = sold(rules)
    assert bought.record.kept.lines[0].net == 365_000
    assert bought.record.kept.lines[0].earned_points == 0
    assert bought.account.purchases == ()
    assert member_of(rules, bought.account, day(1)).purchases == 0
    with_all = program(everything, more=VIP + "with_discounts = true\nwith_points = true\n")
    counted = sold(with_all)
    assert counted.record.kept.lines[0].net == 328_500
    assert counted.record.kept.lines[0].earned_points == 32
    assert counted.account.purchases[0].purchase.spend == 328_500


def test_goods_beside_it_are_a_purchase() -> None:
    bought = sold(vip(), CARD, line("B", price=20_000))
    assert bought.account.purchases[0].purchase.spend == 20_000
    back = give_back(vip(), bought.account, bought.record, day(0), {0: 1000})
    assert not back.after.account.purchases[0].purchase.is_returned
    rest = give_back(vip(), back.after.account, back.after.record, day(1))
    assert rest.after.account.purchases[0].purchase.is_returned
    assert rest.after.account.purchases[0].purchase.spend == 0


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((line("V", price=1),), "The membership VIP costs ₫365,000, not ₫1"),
        ((line("V", "2", 365_000),), "One sale sells one membership VIP, no more and no part of one"),
        ((CARD, CARD), "One sale sells one membership VIP, no more and no part of one"),
    ],
)
def test_a_membership_is_sold_as_it_is(lines: tuple[BasketLine, ...], told: str) -> None:
    with pytest.raises(SentenceRefused) as refused:
        Pricer(vip()).quote(basket(*lines, by=member()))
    assert refused.value.sentence.text("en") == told


def test_a_membership_needs_a_member() -> None:
    with pytest.raises(SentenceRefused) as refused:
        quote(vip(), basket(CARD))
    assert refused.value.code == "membership-needs-member"
    assert quote(vip(), basket(line("B"))).total == 10_000


def test_renewing_extends_unless_the_program_refuses_it() -> None:
    first = sold(vip())
    second = sell(vip(), first.account, "b", basket(CARD, at=day(100)))
    assert codes_of(second) == ["membership-extended"]
    assert second.account.memberships[1].starts == second.account.memberships[0].ends
    assert codes_of(pass_to(vip(), second.account, day(400))) == []
    refusing = vip('renew = "refuse"\n')
    with pytest.raises(SentenceRefused) as refused:
        sell(refusing, sold(refusing).account, "b", basket(CARD, at=day(100)))
    assert refused.value.code == "membership-running"
    again = sell(refusing, sold(refusing).account, "b", basket(CARD, at=day(400)))
    assert codes_of(again) == ["membership-ended", "tier-fallen", "membership-begun", "tier-risen"]


@pytest.mark.parametrize(
    ("number", "money"), [(0, 365_000), (1, 363_000), (100, 264_000), (363, 1_000), (0.3, 365_000)]
)
def test_it_is_paid_back_by_the_days_left(number: float, money: int) -> None:
    bought = sold(vip())
    back = give_back(vip(), bought.account, bought.record, day(number))
    assert back.refund.money == money
    assert codes_of(back.after)[0] == "membership-back"
    assert member_of(vip(), back.after.account, day(number)).memberships == ()


def test_it_comes_back_whole_and_while_there_are_days() -> None:
    bought = sold(vip())
    assert refusal(vip(), bought, 1, {0: 500}) == "The membership VIP can only be brought back whole"
    assert refusal(vip(), bought, 364) == "The membership VIP has no day left to pay back"


def test_once_used_the_first_day_is_gone_and_the_program_may_pay_nothing_back() -> None:
    rules = vip("refund_days = 14\n")
    used = sell(rules, sold(rules).account, "b", basket(line("B"), at=day(0.1)))
    assert used.account.memberships[0].used_in == {"b"}
    record = sold(rules).record
    same_day = give_back(rules, used.account, record, day(0.2))
    assert same_day.refund.money == 364_000
    held = replace(used, record=record)
    assert give_back(rules, used.account, record, day(13)).refund.money == 351_000
    assert refusal(rules, held, 14).startswith("The membership VIP was used and began 14 days ago")
    undone = give_back(rules, used.account, used.record, day(15))
    assert undone.after.account.memberships[0].used_in == frozenset()
    assert give_back(rules, undone.after.account, record, day(15)).refund.money == 349_000


def test_the_tier_alone_is_a_use_where_the_member_would_not_have_it() -> None:
    rules = vip()
    used = sell(rules, sold(rules).account, "b", basket(line("C"), at=day(1)))
    assert used.account.memberships[0].used_in == {"b"}
    rich = sell(rules, Account(), "r", basket(line("C", price=9_000_000), at=day(-1)))
    own = sell(rules, rich.account, "a", basket(CARD, at=day(0)))
    unused = sell(rules, own.account, "b", basket(line("C"), at=day(1)))
    assert unused.account.memberships[0].used_in == frozenset()


def test_a_term_that_was_to_follow_moves_up() -> None:
    rules = vip()
    first = sold(rules)
    second = sell(rules, first.account, "b", basket(CARD, at=day(10)))
    third = sell(rules, second.account, "c", basket(CARD, at=day(20)))
    back = give_back(rules, third.account, first.record, day(30))
    assert [(term.starts, term.ends) for term in back.after.account.memberships] == [
        (date(2026, 12, 24), date(2027, 12, 25)),
        (date(2027, 12, 25), date(2028, 12, 24)),
    ]
    future = give_back(rules, back.after.account, third.record, day(40))
    assert future.refund.money == 365_000
    assert len(future.after.account.memberships) == 1


def test_how_long_it_runs_is_told() -> None:
    account = sold(vip()).account
    assert [each.text("en") for each in SECTION.told(vip(), account, day(1))] == [
        "Membership VIP: until 23 Nov 2027"
    ]
    assert SECTION.figures(vip(), account, day(1)) == {"memberships": {"vip": date(2027, 11, 23)}}
    assert SECTION.figures(vip(), account, day(365)) == {"memberships": {}}


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        ("2026-01-31", 1, "2026-03-01"),
        ("2026-01-15", 12, "2027-01-15"),
        ("2028-02-29", 12, "2029-03-01"),
        ("2026-11-30", 3, "2027-03-01"),
        ("2026-12-31", 2, "2027-03-01"),
        ("9990-01-01", 1200, "9999-12-31"),
    ],
)
def test_a_term_is_never_shorter_than_its_months(start: str, months: int, ends: str) -> None:
    assert months_later(date.fromisoformat(start), months) == date.fromisoformat(ends)


@given(
    st.integers(0, 380),
    st.lists(st.integers(0, 400), max_size=3),
    st.sampled_from(["", "refund_days = 0\n", "refund_days = 30\n"]),
)
def test_never_more_is_paid_back_than_was_paid(number: int, uses: list[int], more: str) -> None:
    rules = vip(more)
    bought = sold(rules)
    account = bought.account
    for place, use in enumerate(sorted(uses)):
        account = sell(rules, account, f"u{place}", basket(line("B"), at=day(use))).account
    before = pass_to(rules, account, day(number)).account
    try:
        back = give_back(rules, before, bought.record, day(number))
    except SentenceRefused:
        return
    assert 0 < back.refund.money <= 365_000
    assert back.after.record.kept.lines[0].returned == 1000
    assert back.after.account.memberships == ()


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('tier = "gold"', 'membership[2].tier: there is no tier "gold"; the nearest is "silver"'),
        ('vouchers = ["x"]', 'membership[2].vouchers[1]: there is no voucher "x"; there is no [[voucher]]'),
        ('renew = "extent"', 'membership[2].renew: "extent" is not known here; the nearest is "extend"; it'),
        ("months = 1201", "membership[2].months: 1201 is out of range; it runs from 1 to 1200"),
        ('sku = "V"', 'membership[2].sku: "V" sells another membership; each needs a product of its own'),
        ('id = "vip"', 'membership[2].id: "vip" is used already; each membership needs an id of its own'),
        ('id = ""', "membership[2].id: it is empty; write a short name that stays the same for ever"),
        ("month = 1", 'membership[2].month: there is no such key; the nearest one is "months"'),
    ],
)
def test_what_is_wrong_with_one_is_told(keys: str, told: str) -> None:
    text = {"id": '"x"', "sku": '"X"', "price": "1", "months": "1"}
    name, _, value = keys.partition(" = ")
    text[name] = value
    written = "\n".join(f"{key} = {each}" for key, each in text.items())
    with pytest.raises(ProgramRefused) as refused:
        vip(f"[[membership]]\n{written}\n")
    (fault,) = refused.value.faults
    assert str(fault).split(": ", 1)[1].startswith(told)


def test_what_one_needs_is_missed() -> None:
    with pytest.raises(ProgramRefused) as refused:
        vip("[[membership]]\n")
    keys = [fault.key for fault in refused.value.faults]
    assert keys == [f"membership[2].{key}" for key in ("id", "months", "price", "sku")]


def test_a_promotion_names_a_membership_there_is_unless_none_is_kept_here() -> None:
    wrong = 'kind = "percent_off"\npercent = 1\nwhen = { memberships = ["wip"] }'
    assert program(wrong).promotions[0].when.memberships == frozenset({"wip"})
    with pytest.raises(ProgramRefused) as refused:
        program(wrong, more=VIP)
    assert 'there is no membership "wip"; the nearest is "vip"' in str(refused.value.faults[0])


def test_nothing_is_missed_that_may_have_stood_in_a_broken_line() -> None:
    wrong = 'kind = "percent_off"\npercent = 1\nwhen = { memberships = ["wip"] }\nbroken'
    with pytest.raises(ProgramRefused) as refused:
        program(wrong, more=VIP)
    assert [fault.key for fault in refused.value.faults] == [""]


def test_a_membership_helps_to_a_min_spend_of_points_only_where_it_has_points() -> None:
    bonus = 'kind = "bonus_points"\npoints = 7\nwhen = { min_spend = 300000 }'
    asked = basket(CARD, line("B", price=10_000), by=member())
    alone, with_points = (
        quote(program(bonus, tiers=TIERS, more=VIP + more), asked) for more in ("", "with_points = true\n")
    )
    assert (alone.earned_points, [each.missing for each in alone.missed]) == (1, [290_000])
    assert (with_points.earned_points, with_points.missed) == (37 + 7, ())
