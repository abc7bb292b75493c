"""Challenges: what a sale adds, prizes at the goals, and what a return undoes."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, Settling, SoldRecord, member_of, settle_sale
from loyalty.account.challenges import SECTION
from loyalty.account.sold import quoted_sale
from loyalty.errors import Refused
from loyalty.periods import period_begins
from loyalty.program import Program, ProgramRefused
from loyalty.program.challenges import ChallengePeriod
from loyalty.quote import quote
from loyalty.quote.explain import explain
from loyalty.quote.quote_json import quote_to_json
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.account.lots_left import lots
from tests.unit.loyalty.shop import basket, line, member, program

ONE_TIER = '[[tier]]\nid = "member"\nat = 0\n'
VISITS = """
[[challenge]]
id = "four"
name = "Bốn lần"
measure = "visits"
goal = 2
per = "month"
points = 200
"""
SPEND = VISITS.replace("four", "spend").replace("visits", "spend").replace("2", "100000\ntimes = 3", 1)
UNITS = VISITS.replace("four", "units").replace("visits", "units").replace("2", "5\non = { skus = ['A'] }", 1)


def rules(*challenges: str) -> Program:
    return program(tiers=ONE_TIER, more="".join(challenges))


def buy(
    by: Program, account: Account, sale: str, number: float, price: int = 1_000, quantity: str = "1"
) -> Settling:
    return sell(by, account, sale, basket(line("A", quantity, price), line("B", price=10), at=day(number)))


def progress(by: Program, account: Account, number: float = 3) -> dict[str, object]:
    return dict(SECTION.figures(by, account, day(number)))


def test_a_top_up_brings_no_challenge_forward_but_what_it_buys_does() -> None:
    by = rules(SPEND, '[wallet]\nsku = "W"\nearn_on = "top_up"\n')
    paid_in = sell(by, Account(), "s", basket(line("W", price=30_000), at=day(0)))
    assert progress(by, paid_in.account) == {"challenges": {}}
    asked = replace(basket(line("A", price=30_000), at=day(0.1)), wallet_amount="max")
    assert progress(by, sell(by, paid_in.account, "t", asked).account) == {"challenges": {"spend": 30_000}}


def test_days_with_a_visit_count_once_and_the_goal_gives_points() -> None:
    by = rules(VISITS)
    first = buy(by, Account(), "a", 0)
    assert [each.text("vi") for each in first.news] == ["Bốn lần: đã đến 1/2 ngày"]
    second = buy(by, first.account, "b", 0.1)
    assert progress(by, second.account) == {"challenges": {"four": 1}}
    assert member_of(by, second.account, day(0.2)).visited == ("four",)
    third = buy(by, second.account, "c", 1)
    assert [each.text("en") for each in third.news] == [
        "Bốn lần: 2 of 2 days with a visit, done",
        "Bốn lần: 200 points as the prize",
    ]
    assert sum(lots(third.account).values()) == 200
    fourth = buy(by, third.account, "d", 2)
    assert "challenge-points" not in codes_of(fourth)
    assert [each.text("vi") for each in SECTION.told(by, fourth.account, day(3))] == [
        "Bốn lần: đã đến 3/2 ngày, hoàn thành"
    ]


def test_a_month_begins_anew() -> None:
    by = rules(VISITS)
    first = buy(by, Account(), "a", 0)
    assert progress(by, first.account, 7) == {"challenges": {}}
    second = buy(by, first.account, "b", 7)
    assert progress(by, second.account, 8) == {"challenges": {"four": 1}}
    back = give_back(by, second.account, first.record, day(8))
    assert [feat.have for feat in back.after.account.feats] == [0, 1]
    none = give_back(by, back.after.account, second.record, day(9)).after.account
    assert list(SECTION.told(by, none, day(9))) == []


def test_money_that_is_brought_back_is_not_spent() -> None:
    by = rules(SPEND)
    first = buy(by, Account(), "a", 0, price=99_990, quantity="2")
    assert [each.text("en") for each in first.news][-2:] == [
        "Bốn lần: done 1 of 3 times, ₫99,990 of ₫100,000 spent towards the next",
        "Bốn lần: 200 points as the prize",
    ]
    assert progress(by, first.account) == {"challenges": {"spend": 199_990}}
    more = buy(by, first.account, "b", 1, price=300_000)
    assert sum(points for lot, points in lots(more.account).items() if "/" in lot) == 600
    assert [each.text("vi") for each in SECTION.told(by, more.account, day(1))] == [
        "Bốn lần: đã hoàn thành đủ 3 lượt"
    ]
    back = give_back(by, more.account, more.record, day(2))
    assert [each.text("vi") for each in back.after.news][-3:] == [
        "Bốn lần: đã hoàn thành 1/3 lượt, lượt này đã mua 99.990 ₫/100.000 ₫",
        "Bốn lần: thu lại 200 điểm đã thưởng",
        "Bốn lần: thu lại 200 điểm đã thưởng",
    ]
    assert lots(back.after.account) == lots(first.account)


def test_whole_units_of_what_is_selected_count() -> None:
    by = rules(UNITS)
    first = buy(by, Account(), "a", 0, quantity="4.5")
    assert progress(by, first.account) == {"challenges": {"units": 4}}
    second = buy(by, first.account, "b", 1, quantity="3")
    assert codes_of(second)[-1] == "challenge-points"
    back = give_back(by, second.account, second.record, day(2), {0: 2500})
    assert progress(by, back.after.account) == {"challenges": {"units": 4}}
    assert codes_of(back.after)[-1] == "challenge-points-taken-back"


def test_what_was_promised_holds_for_the_period_whatever_the_program_says_later() -> None:
    by, later = rules(VISITS), rules(VISITS.replace("200", "7").replace("goal = 2", "goal = 9"))
    first = buy(by, Account(), "a", 0)
    second = buy(later, first.account, "b", 1)
    assert sum(lots(second.account).values()) == 200
    gone = rules()
    back = give_back(gone, second.account, second.record, day(2))
    assert lots(back.after.account) == {}
    assert progress(gone, back.after.account) == {}


def test_a_sale_that_does_not_hold_or_has_nothing_to_count_adds_nothing() -> None:
    by = rules(VISITS + "when = { min_spend = 5000, weekdays = ['wed'] }\n")
    assert buy(by, Account(), "a", 0, price=9_000).account.feats == ()
    assert buy(by, Account(), "a", 1, price=4_000).account.feats == ()
    assert buy(by, Account(), "a", 1, price=9_000).account.feats != ()
    assert buy(rules(VISITS + "on = { skus = ['C'] }\n"), Account(), "a", 1).account.feats == ()
    gift = program('kind = "gift"\nsku = "A"', tiers=ONE_TIER, more=UNITS)
    assert buy(gift, Account(), "a", 0).account.feats == ()


def test_a_challenge_that_the_program_has_given_up_meanwhile_is_passed_over() -> None:
    by, later = rules(VISITS), rules(SPEND)
    asked = replace(basket(line("A"), at=day(0)), member=member_of(by, Account(), day(0)))
    settled = settle_sale(later, Account(), quoted_sale("a", quote(by, asked)))
    assert settled.account.feats == ()


def test_a_quote_says_what_the_basket_would_add() -> None:
    by = rules(VISITS, SPEND)
    held = replace(member(), challenges={"four": 1, "spend": 50_000})
    priced = quote(by, basket(line(price=60_000), by=held))
    assert quote_to_json(priced, "en")["challenges"] == [
        {
            "challenge": "four",
            "adds": 1,
            "have": 2,
            "goal": 2,
            "times": 1,
            "reached": 1,
            "why": "Bốn lần: 2 of 2 days with a visit, done",
        },
        {
            "challenge": "spend",
            "adds": 60_000,
            "have": 110_000,
            "goal": 100_000,
            "times": 3,
            "reached": 1,
            "why": "Bốn lần: done 1 of 3 times, ₫10,000 of ₫100,000 spent towards the next",
        },
    ]
    assert "  Bốn lần: đã đến 2/2 ngày, hoàn thành" in list(explain(priced, "vi"))
    again = quote(by, basket(line(price=10), by=replace(held, visited=("four",))))
    assert [(each.challenge, each.have, each.reached) for each in again.challenges] == [("spend", 50_010, 0)]
    assert quote(by, basket(line())).challenges == ()


@pytest.mark.parametrize(
    ("per", "begins"),
    [("week", "2026-11-23"), ("month", "2026-11-01"), ("year", "2026-01-01"), ("ever", "0001-01-01")],
)
def test_a_period_begins(per: ChallengePeriod, begins: str) -> None:
    assert period_begins(per, date(2026, 11, 24)) == date.fromisoformat(begins)


EVENTS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 60_000), st.integers(1, 4), st.integers(0, 2)), max_size=12
)
ALL = rules(VISITS, SPEND, UNITS)


def told(events: list[tuple[bool, int, int, int]]) -> tuple[Account, dict[str, SoldRecord], float]:
    account, records, now = Account(), dict[str, SoldRecord](), 0.0
    for is_sale, price, quantity, later in events:
        now += later
        if is_sale or not records:
            name = f"s{len(records)}"
            settled = buy(ALL, account, name, now, price, str(quantity))
            account, records[name] = settled.account, settled.record
        else:
            name = list(records)[price % len(records)]
            try:
                done = give_back(ALL, account, records[name], day(now), {0: quantity * 700})
            except Refused:
                continue
            account, records[name] = done.after.account, done.after.record
        assert all(len(feat.given) == feat.due for feat in account.feats)
    return account, records, now


@given(EVENTS, st.randoms(use_true_random=False))
def test_who_brings_everything_back_has_no_progress_and_no_prize(
    events: list[tuple[bool, int, int, int]], chance: Random
) -> None:
    account, records, now = told(events)
    names = list(records)
    chance.shuffle(names)
    for name in names:
        try:
            account = give_back(ALL, account, records[name], day(now + 1)).after.account
        except Refused:
            continue
    assert lots(account) == {}
    assert account.owed == 0
    assert [feat.have for feat in account.feats] == [0] * len(account.feats)


@given(EVENTS, st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2500)), max_size=5))
def test_any_order_of_partial_returns_ends_where_one_full_return_does(
    events: list[tuple[bool, int, int, int]], parts: list[tuple[int, int]]
) -> None:
    account, records, now = told([*events, (True, 40_000, 3, 1), (True, 70_000, 2, 1)])
    record = records[f"s{len(records) - 2}"]
    if not any(each.quantity > each.returned for each in record.kept.lines):
        return
    whole = give_back(ALL, account, record, day(now)).after.account
    for place, quantity in parts:
        try:
            done = give_back(ALL, account, record, day(now), {place: quantity})
        except Refused:
            continue
        account, record = done.after.account, done.after.record
    if any(each.quantity > each.returned for each in record.kept.lines):
        account = give_back(ALL, account, record, day(now)).after.account
    assert account.feats == whole.feats
    assert (lots(account), account.debts) == (lots(whole), whole.debts)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("", 'points: it is missing; write "points = …" or "voucher = …" here'),
        (
            'points = 1\nvoucher = "x"',
            "voucher: points are its prize already; write points or voucher, not both",
        ),
        ("points = 0", "points: 0 is out of range; it runs from 1 to 999999999999"),
        ("points = 1\ntimes = 1001", "times: 1001 is out of range; it runs from 1 to 1000"),
        ('points = 1\nper = "day"', 'per: "day" is not known here; the nearest is "year"'),
        ('voucher = "x"', 'voucher: there is no voucher "x"; there is no [[voucher]]'),
        (
            "points = 1\nwhen = { limit = {} }",
            "when.limit: times says how often it can be reached in a period",
        ),
    ],
)
def test_what_is_wrong_with_one_is_told(keys: str, told: str) -> None:
    head = '[[challenge]]\nid = "c"\nname = "C"\nmeasure = "units"\ngoal = 1\n'
    with pytest.raises(ProgramRefused) as refused:
        rules(head + keys + "\n")
    assert any(str(fault).split("challenge[1].", 1)[1].startswith(told) for fault in refused.value.faults)


def test_there_is_an_end_to_challenges() -> None:
    many = "".join(VISITS.replace("four", f"c{number}") for number in range(101))
    with pytest.raises(ProgramRefused) as refused:
        rules(many)
    assert [fault.what for fault in refused.value.faults] == ["there are 101 of them"]
