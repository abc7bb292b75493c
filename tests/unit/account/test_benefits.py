"""Benefits that are not money: whose they are, counted when used, and a use taken back."""

from datetime import datetime

import pytest

from loyalty.account import Account
from loyalty.account.benefits import (
    SECTION,
    benefits_held,
    is_use_left,
    take_back_use,
    use_benefit,
    uses_that_count,
    uses_to_claim,
    with_use,
)
from loyalty.account.joining import joined, parted
from loyalty.account.keeping import NOTHING_KEPT, Change, current, keep_change, keeps_anything
from loyalty.account.kept_json import use_from_json, use_to_json
from loyalty.account.read_year import parse_year
from loyalty.account.uses import BenefitUse, TermName
from loyalty.account.year import walk
from loyalty.errors import Refused
from loyalty.program import ProgramRefused
from loyalty.program.contents import contents
from loyalty.program.faults import YearRefused
from loyalty.refusals import SentenceRefused
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

TIERS = '[[tier]]\nid = "member"\nat = 0\n[[tier]]\nid = "gold"\nname = "Vàng"\nat = 100000\n'
MORE = """
[[membership]]
id = "vip"
name = "VIP"
sku = "V"
price = 365000
months = 12
tier = "gold"
refund_days = 0

[[benefit]]
id = "lounge"
name = "Phòng chờ"
tiers = ["gold"]
memberships = ["vip"]
limit = { times = 2, per = "month" }

[[benefit]]
id = "water"
name = "Nước uống"
"""
BY = program(tiers=TIERS, more=MORE)
VIP = basket(line("V", price=365_000), at=day(0))


def gold() -> Account:
    return sell(BY, Account(), "g", basket(line(price=100_000), at=day(0))).account


def test_a_use_is_counted_in_its_period() -> None:
    once = use_benefit(BY, gold(), "lounge", day(1), use="a")
    assert [each.text("vi") for each in once.news] == ["Đã dùng quyền lợi Phòng chờ: 1/2 lần trong kỳ"]
    twice = use_benefit(BY, once.account, "lounge", day(2), use="b")
    with pytest.raises(SentenceRefused) as refused:
        use_benefit(BY, twice.account, "lounge", day(3), use="c")
    assert refused.value.sentence.text("en") == "Phòng chờ: used 2 of 2 times in this period already"
    december = use_benefit(BY, twice.account, "lounge", day(8), use="c")
    assert SECTION.figures(BY, december.account, day(9)) == {"benefits": {"lounge": 1, "water": 0}}
    back = take_back_use(BY, december.account, "c", day(9))
    assert [each.text("en") for each in back.news] == [
        "One use of Phòng chờ is taken back: 0 of 2 in this period"
    ]
    assert [each.text("vi") for each in SECTION.told(BY, back.account, day(9))] == [
        "Quyền lợi Phòng chờ: đã dùng 0/2 lần trong kỳ",
        "Quyền lợi Nước uống: đã dùng 0 lần",
    ]
    assert back.account.uses == twice.account.uses


def test_a_benefit_is_its_members() -> None:
    with pytest.raises(SentenceRefused) as refused:
        use_benefit(BY, Account(), "lounge", day(1), use="a")
    assert refused.value.sentence.text("vi") == "Phòng chờ chỉ dành cho: Vàng, VIP"
    assert codes_of(use_benefit(BY, Account(), "water", day(1), use="a")) == ["benefit-used"]
    assert SECTION.figures(BY, Account(), day(1)) == {"benefits": {"water": 0}}
    assert SECTION.figures(program(), Account(), day(1)) == {}


def test_what_is_not_there_is_no_benefit_and_no_use() -> None:
    with pytest.raises(Refused) as refused:
        use_benefit(BY, gold(), "spa", day(1), use="a")
    assert refused.value.code == "no-such-benefit"
    with pytest.raises(Refused) as refused:
        take_back_use(BY, gold(), "a", day(1))
    assert (refused.value.code, refused.value.params["use"]) == ("no-such-use", "a")
    used = use_benefit(BY, gold(), "water", day(1), use="a").account
    assert take_back_use(program(tiers=TIERS), used, "a", day(2)).news == ()


def test_a_membership_without_which_there_would_be_no_benefit_is_used_by_it() -> None:
    sold = sell(BY, Account(), "v", VIP)
    used = use_benefit(BY, sold.account, "lounge", day(1), use="a").account
    with pytest.raises(SentenceRefused) as refused:
        give_back(BY, used, sold.record, day(2))
    assert refused.value.code == "membership-used"
    undone = take_back_use(BY, used, "a", day(2)).account
    assert give_back(BY, undone, sold.record, day(2)).refund.money == 362_000
    water = use_benefit(BY, sold.account, "water", day(1), use="a").account
    assert give_back(BY, water, sold.record, day(2)).refund.money == 362_000
    rich = sell(BY, gold(), "v", VIP)
    own = use_benefit(BY, rich.account, "lounge", day(1), use="a").account
    assert give_back(BY, own, rich.record, day(2)).refund.money == 362_000


def test_one_of_another_time_is_not_used() -> None:
    sold = sell(BY, Account(), "v", VIP)
    second = sell(BY, sold.account, "w", basket(line("V", price=365_000), at=day(1)))
    used = use_benefit(BY, second.account, "lounge", day(2), use="a").account
    assert [bool(term.used_in) for term in used.memberships] == [True, False]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[benefit]]\n", 'benefit[3].id: it is missing; write "id = …" here'),
        (
            '[[benefit]]\nid = "x"\nname = ""\ntiers = ["golden"]\n',
            'benefit[3].tiers[1]: there is no tier "golden"; the nearest is "gold"',
        ),
        (
            '[[benefit]]\nid = "x"\nname = ""\nmemberships = ["wip"]\n',
            'benefit[3].memberships[1]: there is no membership "wip"; the nearest is "vip"',
        ),
        ('[[benefit]]\nid = "water"\nname = ""\n', 'benefit[3].id: "water" is used already; each benefit'),
        ("[[benefit]]\n" * 99, "benefit: there are 101 of them; at most 100 are allowed"),
    ],
)
def test_what_is_wrong_with_one_is_told(text: str, told: str) -> None:
    with pytest.raises(ProgramRefused) as refused:
        program(tiers=TIERS, more=MORE + text)
    assert any(str(fault).split(": ", 1)[1].startswith(told) for fault in refused.value.faults)


YEAR = """
name = "A year"
[member.an]
[member.binh]
person = "B"
[goods.rice]
sku = "R"
unit_price = 200000
[[step]]
at = 2026-11-24T15:00:00
member = "binh"
be_recommended = { by = "an" }
[[step]]
at = 2026-11-24T16:00:00
member = "binh"
buy = { sale = "one", lines = ["1 rice"] }
expect = { points = 70, recommended_by = "an" }
[[step]]
at = 2026-11-24T17:00:00
use_benefit = { benefit = "water", use = "glass" }
expect = { points = 100, friends = 1, benefits = { water = 1 } }
[[step]]
at = 2026-11-24T18:00:00
take_back_use = { use = "glass" }
expect = { benefits = { water = 0 } }
[[step]]
at = 2026-11-24T19:00:00
member = "binh"
give_back = { sale = "one" }
expect = { points = 0, recommended_by = "an" }
[[step]]
at = 2026-11-24T20:00:00
be_recommended = { by = "binh" }
expect = { refused = "referral-loop", points = 0, friends = 0 }
"""
REFERRAL = "[referral]\npoints_referrer = 100\npoints_friend = 50\n"


def test_a_year_has_steps_for_all_of_it() -> None:
    by = program(tiers=TIERS, more=MORE + REFERRAL)
    steps = list(walk(by, parse_year(by, YEAR, name="year.toml")))
    assert [step.mismatches for step in steps] == [()] * 6
    assert [why.code for step in steps[:2] for why in step.from_others] == []
    assert [why.code for why in steps[2].from_others] == ["referral-won"]
    assert [why.code for why in steps[5].from_others] == ["referral-lost"]
    assert steps[5].step.at == datetime.fromisoformat("2026-11-24T20:00:00+07:00")


TOLD = (
    'step[3].use_benefit.benefit: "watr" is not known here; the nearest is "water"; '
    'it is one of "lounge", "water"'
)


def test_what_is_wrong_with_such_a_step_is_told() -> None:
    wrong = YEAR.replace('by = "an"', 'by = "ann"').replace('"water", use = "glass"', '"watr", use = "cup"')
    wrong += '[[step]]\nat = 2026-11-25T20:00:00\nuse_benefit = { benefit = "water", use = "cup" }\n'
    with pytest.raises(YearRefused) as refused:
        parse_year(BY, wrong, name="year.toml")
    assert [str(fault).split(": ", 1)[1] for fault in refused.value.faults] == [
        'step[1].be_recommended.by: "ann" is not known here; the nearest is "an"; it is one of "an", "binh"',
        TOLD,
        'step[4].take_back_use.use: "glass" is not known here; the nearest is "cup"; it is one of "cup"',
        'step[7].use_benefit.use: "cup" was used already; each use needs a name of its own',
    ]


def test_the_sections_of_members_are_counted() -> None:
    wallet = '[wallet]\nsku = "W"\n'
    challenge = '[[challenge]]\nid = "c"\nname = "C"\nmeasure = "visits"\ngoal = 1\npoints = 1\n'
    read = program(tiers=TIERS, more=MORE + REFERRAL + wallet + challenge)
    assert dict(contents(read)) == {
        "tiers": 2,
        "promotions": 0,
        "memberships": 1,
        "challenges": 1,
        "benefits": 2,
        "wallet": 1,
        "referral": 1,
    }


def test_at_a_counter_the_tier_and_the_memberships_say_whose_they_are() -> None:
    held = [
        [each.id for each in benefits_held(BY, tier=tier, memberships=memberships)]
        for tier, memberships in (("member", ()), ("gold", ()), ("member", ("vip",)))
    ]
    assert held == [["water"], ["lounge", "water"], ["lounge", "water"]]


def held_by(tier: str, account: Account = NOTHING_KEPT, at: float = 1) -> tuple[str, ...]:
    return uses_to_claim(BY, account, day(at), tier=tier, memberships=())


def is_left(thing: str, account: Account = NOTHING_KEPT, tier: str = "gold", at: float = 1) -> bool:
    return is_use_left(BY, account, thing, day(at), tier=tier, memberships=())


def test_a_till_claims_one_use_more_of_what_is_limited_the_members_and_left() -> None:
    assert held_by("gold") == ("benefit:lounge",)
    assert held_by("member") == ()
    things = ("benefit:lounge", "benefit:water", "benefit:spa", "rule:lounge")
    assert [is_left(thing) for thing in things] == [True, False, False, False]
    assert not is_left("benefit:lounge", tier="member")
    twice = with_use(with_use(NOTHING_KEPT, use("a", 1)), use("b", 2))
    assert held_by("gold", twice, at=3) == ()
    assert not is_left("benefit:lounge", twice, at=3)
    assert is_left("benefit:lounge", twice, at=8)  # December


def use(name: str, at: float, benefit: str = "lounge", *, terms: tuple[TermName, ...] = ()) -> BenefitUse:
    return BenefitUse(name, benefit, day(at), terms)


def test_the_fold_counts_a_use_and_takes_it_back_as_the_rules_do() -> None:
    sold = sell(BY, Account(), "v", VIP)
    ruled = use_benefit(BY, sold.account, "lounge", day(1), use="a").account
    (noted,) = ruled.uses
    assert noted == use("a", 1, terms=(TermName("v", 0),))
    assert use_from_json(use_to_json(noted)) == noted
    folded = keep_change(sold.account, Change(used=(noted,)))
    assert (folded.uses, folded.memberships) == (ruled.uses, ruled.memberships)
    assert keep_change(folded, Change(unused=("a",))) == sold.account
    assert keep_change(folded, Change(unused=("x",))) == folded
    assert keeps_anything(BY)
    assert not keeps_anything(program())


LIMITS = [("day", 2), ("week", 8), ("month", 32), ("year", 367), ("birthday", 367)]


@pytest.mark.parametrize(("per", "days"), LIMITS)
def test_a_use_is_told_for_as_long_as_it_may_count(per: str, days: int) -> None:
    by = program(tiers=TIERS, more=MORE.replace('per = "month"', f'per = "{per}"'))
    account = with_use(NOTHING_KEPT, use("a", 0))
    assert uses_that_count(by, account, day(days - 0.1)) == account.uses
    assert uses_that_count(by, account, day(days)) == ()
    assert current(account, day(days), by) == NOTHING_KEPT
    assert current(account, day(days), None) == account


def test_a_use_counts_for_ever_where_the_limit_is_for_ever_and_two_days_where_there_is_none() -> None:
    by = program(tiers=TIERS, more=MORE.replace('per = "month"', 'per = "ever"'))
    account = with_use(with_use(NOTHING_KEPT, use("a", 0)), use("b", 0, "water"))
    account = with_use(account, use("c", 0, "gone"))
    assert [each.id for each in uses_that_count(by, account, day(1))] == ["a", "b", "c"]
    assert [each.id for each in uses_that_count(by, account, day(9_000))] == ["a"]


def test_what_was_taken_back_while_two_were_one_does_not_come_back_with_the_undoing() -> None:
    mine, theirs = with_use(Account(id="m1"), use("a", 1)), Account(id="m2")
    theirs = with_use(with_use(theirs, use("b", 1)), use("c", 2))
    both = keep_change(joined(mine, theirs), Change(unused=("b",)))
    apart = parted(both, theirs, ())
    assert [[each.id for each in account.uses] for account in apart] == [["a"], ["c"]]
