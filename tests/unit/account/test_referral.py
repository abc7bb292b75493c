"""Recommendations: who may recommend whom, points for both sides, a cap, and all of it taken back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.account import Account, Passing, Settling, SoldRecord
from loyalty.account.joining import joined
from loyalty.account.keeping import emptied, forgotten
from loyalty.account.recommended import Notice, PassedOver, Recommendation
from loyalty.account.referral import SECTION, recommend, settle_notice
from loyalty.errors import Refused
from loyalty.program import Program, ProgramRefused
from loyalty.refusals import SentenceRefused
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.account.lots_left import lots
from tests.unit.loyalty.shop import basket, line, program

ONE_TIER = '[[tier]]\nid = "member"\nat = 0\n'
REFERRAL = """
[referral]
points_referrer = 100
points_friend = 50
min_spend = 200000
within_days = 30
cap = { times = 2, per = "month" }
"""
BY = program(tiers=ONE_TIER, more=REFERRAL)
NOBODY = Recommendation(by="", at=day(0))
PLAIN = program(tiers=ONE_TIER)


def knows(chain: Mapping[str, str]) -> Callable[[str], str]:
    return lambda member: chain.get(member, "")


def friend(name: str = "binh", number: float = 0) -> Account:
    return recommend(BY, Account(id=name), Account(id="an"), day(number), referrer_of=knows({}))


def buy(account: Account, number: float, *prices: int, by: Program = BY, sale: str = "s") -> Settling:
    lines = [line(f"G{place}", price=price) for place, price in enumerate(prices)]
    return sell(by, account, sale, basket(*lines, at=day(number)))


def test_the_first_purchase_that_is_enough_gives_points_to_both() -> None:
    small = buy(friend(), 1, 199_999)
    assert (small.notices, codes_of(small)) == ((), ["points-earned"])
    enough = buy(small.account, 2, 200_000, sale="t")
    assert [each.text("vi") for each in enough.news] == ["Được cộng 20 điểm", "Thưởng giới thiệu 50 điểm"]
    (notice,) = enough.notices
    assert notice == Notice(to="an", friend="binh", sale="t", at=day(2), counts=True)
    referrer = settle_notice(BY, Account(id="an"), notice)
    assert [each.text("en") for each in referrer.news] == [
        "A friend has bought: 100 points for the recommendation"
    ]
    assert lots(referrer.account) == {"t/referrer": 100}
    again = buy(enough.account, 3, 300_000, sale="u")
    assert again.notices == ()


def test_of_somebody_who_was_two_friends_what_counted_comes_back_and_the_other_counts_on() -> None:
    first, other = friend(), replace(friend("chi"), id="chi")
    other = replace(other, recommendation=replace(other.recommendation or NOBODY, by="dung"))
    bought, too = buy(first, 1, 200_000), buy(other, 1, 200_000, sale="t")
    both = joined(bought.account, too.account)
    assert [each.by for each in both.recommendations] == ["an", "dung"]
    assert buy(both, 2, 300_000, sale="u").notices == ()
    back = give_back(BY, both, bought.record, day(3), {0: 1}).after
    assert [(each.to, each.sale, each.counts) for each in back.notices] == [("an", "s", False)]
    assert [(each.by, each.sale) for each in back.account.recommendations] == [("dung", "t"), ("an", "")]
    assert buy(back.account, 4, 300_000, sale="v").notices == ()
    none = give_back(BY, back.account, too.record, day(5), {0: 1}).after
    assert [(each.to, each.sale, each.counts) for each in none.notices] == [("dung", "t", False)]
    assert [each.to for each in buy(none.account, 6, 300_000, sale="w").notices] == ["dung"]


def test_of_a_friend_who_was_forgotten_only_what_counted_is_known_and_it_counts_no_more() -> None:
    bought = buy(friend(), 1, 200_000)
    gone = forgotten(replace(bought.account, tier="member"))
    assert gone == replace(emptied(gone), recommendation=gone.recommendation)
    assert [(each.by, each.sale, each.points) for each in gone.recommendations] == [("an", "s", 0)]
    assert forgotten(friend()).recommendations == ()
    back = give_back(BY, gone, bought.record, day(2), {0: 1}).after
    assert [(each.to, each.sale, each.counts) for each in back.notices] == [("an", "s", False)]
    assert back.account.recommendations == ()
    assert buy(back.account, 3, 300_000, sale="t").notices == ()


def test_a_top_up_is_no_purchase_though_it_earns_and_cannot_help_to_the_minimum() -> None:
    by = program(tiers=ONE_TIER, more=REFERRAL + '[wallet]\nsku = "W"\nearn_on = "top_up"\n')
    top_up, goods = line("W", price=500_000), line("A", price=199_999)
    small = sell(by, friend(), "s", basket(goods, top_up, at=day(1)))
    assert (codes_of(small), small.notices) == (["points-earned", "topped-up"], ())
    enough = sell(by, friend(), "t", basket(line("A", price=200_000), top_up, at=day(1)))
    assert [notice.counts for notice in enough.notices] == [True]
    less = give_back(by, enough.account, enough.record, day(2), {0: 1})
    assert [notice.counts for notice in less.after.notices] == [False]


def test_a_purchase_that_comes_too_late_gives_nothing() -> None:
    assert buy(friend(), 30, 200_000).notices != ()
    late = buy(friend(), 31, 200_000)
    assert late.notices == ()
    assert list(SECTION.told(BY, late.account, day(32))) == []
    assert buy(Account(), 1, 200_000).notices == ()
    assert buy(friend(), 1, 200_000, by=PLAIN).notices == ()


def test_what_comes_back_takes_both_back_and_the_next_purchase_counts() -> None:
    bought = buy(friend(), 1, 150_000, 60_000)
    part = give_back(BY, bought.account, bought.record, day(2), {1: 100})
    assert part.after.notices == ()
    rest = give_back(BY, part.after.account, part.after.record, day(3), {1: 900})
    assert codes_of(rest.after) == ["points-taken-back", "referral-taken-back"]
    (lost,) = rest.after.notices
    assert (lost.to, lost.sale, lost.counts) == ("an", "s", False)
    won = settle_notice(BY, Account(id="an"), bought.notices[0])
    undone = settle_notice(BY, won.account, lost)
    assert [each.text("vi") for each in undone.news] == ["Bạn được giới thiệu đã trả hàng: thu lại 100 điểm"]
    assert (lots(undone.account), undone.account.friends) == ({}, ())
    assert settle_notice(BY, undone.account, lost) == Passing(undone.account)
    last = give_back(BY, rest.after.account, rest.after.record, day(4))
    assert last.after.notices == ()
    assert buy(last.after.account, 5, 200_000, sale="t").notices != ()


def test_a_minimum_of_nothing_is_undone_by_the_whole_return_only() -> None:
    free = program(tiers=ONE_TIER, more="[referral]\npoints_referrer = 0\npoints_friend = 0\n")
    bought = buy(friend(), 99, 10_000, by=free)
    assert codes_of(bought) == ["points-earned"]
    part = give_back(free, bought.account, bought.record, day(100), {0: 999})
    assert part.after.notices == ()
    assert give_back(free, part.after.account, part.after.record, day(100)).after.notices != ()
    assert settle_notice(free, Account(), bought.notices[0]).news == ()
    assert settle_notice(PLAIN, Account(), bought.notices[0]) == Passing(Account())


def test_of_one_name_one_sale_counts() -> None:
    notice = Notice(to="an", friend="f", sale="s", at=day(0), counts=True)
    won = settle_notice(BY, Account(), notice).account
    assert settle_notice(BY, won, replace(notice, friend="g")) == Passing(won)


def test_there_is_a_cap_in_a_period() -> None:
    account = Account(id="an")
    for number in (0, 1, 2):
        notice = Notice(to="an", friend=f"f{number}", sale=f"s{number}", at=day(number), counts=True)
        settled = settle_notice(BY, account, notice)
        account = settled.account
    assert [each.text("en") for each in settled.news] == [
        "Nothing more for recommendations in this period: there were 2"
    ]
    assert sum(lots(account).values()) == 200
    next_month = Notice(to="an", friend="g", sale="g", at=day(10), counts=True)
    assert sum(lots(settle_notice(BY, account, next_month).account).values()) == 300


@pytest.mark.parametrize(
    ("one", "other", "chain", "code"),
    [
        (Account(id="an"), Account(id="an"), {}, "referral-self"),
        (Account(id="binh", person="P"), Account(id="an", person="P"), {}, "referral-self"),
        (Account(id="binh"), Account(id="an"), {"an": "chi", "chi": "binh"}, "referral-loop"),
        (friend(), Account(id="chi"), {}, "referral-already"),
    ],
)
def test_nobody_recommends_themselves_or_in_a_ring(
    one: Account, other: Account, chain: Mapping[str, str], code: str
) -> None:
    with pytest.raises(SentenceRefused) as refused:
        recommend(BY, one, other, day(0), referrer_of=knows(chain))
    assert refused.value.code == code


def test_only_a_new_member_is_recommended_and_only_where_the_program_gives_something() -> None:
    bought = buy(Account(id="binh"), 0, 1_000)
    with pytest.raises(SentenceRefused) as refused:
        recommend(BY, bought.account, Account(id="an"), day(1), referrer_of=knows({}))
    assert refused.value.code == "referral-not-new"
    with pytest.raises(SentenceRefused) as refused:
        recommend(PLAIN, Account(id="binh"), Account(id="an"), day(1), referrer_of=knows({}))
    assert refused.value.code == "referral-none"


def test_a_chain_that_comes_round_by_itself_is_walked_once() -> None:
    ring = knows({"an": "chi", "chi": "an"})
    assert recommend(BY, Account(id="binh"), Account(id="an"), day(0), referrer_of=ring).recommendation


def test_how_it_stands_is_told() -> None:
    account = friend()
    assert [each.text("vi") for each in SECTION.told(BY, account, day(1))] == [
        "Mua lần đầu từ 200.000 ₫ được thưởng 50 điểm"
    ]
    assert SECTION.figures(BY, account, day(1)) == {"recommended_by": "an", "friends": 0}
    assert SECTION.figures(PLAIN, account, day(1)) == {}
    won = settle_notice(BY, Account(), Notice(to="an", friend="f", sale="s", at=day(0), counts=True)).account
    assert [each.text("en") for each in SECTION.told(BY, won, day(1))] == ["Friends won so far: 1"]
    assert SECTION.figures(BY, won, day(1)) == {"recommended_by": "", "friends": 1}
    over = Account(passed_over=(PassedOver(friend="f", at=day(0)), PassedOver(friend="g", at=day(10))))
    assert [each.text("vi") for each in SECTION.told(BY, over, day(1))] == [
        "2 người bạn đã được người khác giới thiệu trước, không tính thưởng"
    ]
    assert [each.text("en") for each in SECTION.told(BY, over, day(60))] == [
        "Friends whom somebody else had recommended before, for whom nothing is given: 1"
    ]
    assert list(SECTION.told(BY, over, day(70))) == list(SECTION.told(PLAIN, over, day(1))) == []
    always = program(tiers=ONE_TIER, more=REFERRAL.replace("within_days = 30", ""))
    assert len(list(SECTION.told(always, account, day(900)))) == 1


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 300_000), st.integers(1, 1000)), max_size=8))
def test_who_brings_everything_back_leaves_both_with_nothing(events: list[tuple[bool, int, int]]) -> None:
    account, referrer = friend(), Account(id="an")
    records: dict[str, SoldRecord] = {}
    for number, (is_sale, price, part) in enumerate([*events, *[(False, place, 0) for place in range(8)]]):
        try:
            if is_sale:
                done = buy(account, number, price, sale=f"s{number}")
            else:
                name = list(records)[price % len(records)] if records else ""
                lines = {0: part} if part else None
                done = give_back(BY, account, records[name], day(number), lines).after
        except (Refused, KeyError):
            continue
        records[done.record.id], account = done.record, done.account
        for notice in done.notices:
            referrer = settle_notice(BY, referrer, notice).account
        assert len(referrer.friends) == bool(account.recommendation and account.recommendation.sale)
    assert (lots(account), lots(referrer), account.owed, referrer.owed) == ({}, {}, 0, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[referral]\n",
            "referral.points_referrer: it is missing; write one or more of points_referrer, points_friend",
        ),
        (
            "[referral]\npoints_friend = 1\npoints_referrer = -1\n",
            "referral.points_referrer: -1 is out of range",
        ),
        (REFERRAL.replace("month", "birthday"), 'referral.cap.per: "birthday" is not known here'),
        (REFERRAL.replace("times = 2, ", ""), "referral.cap.times: it is missing"),
        (REFERRAL + "points = 1\n", "referral.points: there is no such key"),
    ],
)
def test_what_is_wrong_is_told(text: str, told: str) -> None:
    with pytest.raises(ProgramRefused) as refused:
        program(more=text)
    assert str(refused.value.faults[0]).split(": ", 1)[1].startswith(told)
