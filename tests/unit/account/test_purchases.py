"""A member's purchases: the tier that is told of, and what is counted in each period."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from loyalty.account import Account, member_of, pass_to
from loyalty.account.purchases import SECTION
from loyalty.basket import Birthday
from loyalty.periods import nearest_birthday, period_of
from loyalty.program.conditions import Period
from tests.unit.account.accounts import codes_of, day, give_back, sell
from tests.unit.loyalty.shop import basket, line, program

LIMITED = 'kind = "percent_off"\npercent = 10\nwhen = { limit = { times = 1, per = "month" } }'


def tiers(measure: str) -> str:
    return (
        f'[tiers]\nmeasure = "{measure}"\nwindow = "calendar-year"\n[[tier]]\nid = "member"\nat = 0\n'
        '[[tier]]\nid = "silver"\nname = "Bạc"\nat = 2\n'
    )


def told(account: Account, rules: str, at: datetime) -> list[str]:
    return [each.text("en") for each in SECTION.told(program(tiers=tiers(rules)), account, at)]


def test_a_rise_and_a_fall_are_told_and_count_from_the_next_sale() -> None:
    rules = program(tiers=tiers("visits"))
    first = sell(rules, Account(), "a", basket(line(), at=day(0)))
    assert first.account.tier == "member"
    second = sell(rules, first.account, "b", basket(line(), at=day(1)))
    assert codes_of(second) == ["points-earned", "tier-risen"]
    assert member_of(rules, second.account, day(1)).tier == "member"
    assert member_of(rules, second.account, day(2)).tier == "silver"
    back = give_back(rules, second.account, first.record, day(2))
    assert codes_of(back.after) == ["points-taken-back", "tier-fallen"]


def test_a_tier_of_a_calendar_year_ends_with_the_next() -> None:
    rules = program(tiers=tiers("visits"))
    first = sell(rules, Account(), "a", basket(line(), at=day(0)))
    second = sell(rules, first.account, "b", basket(line(), at=day(1)))
    at = datetime.fromisoformat("2028-01-01T00:00:00+07:00")
    kept = pass_to(rules, second.account, at - timedelta(seconds=1))
    assert (kept.account.tier, kept.news) == ("silver", ())
    gone = pass_to(rules, kept.account, at)
    assert [sentence.text("vi") for sentence in gone.news] == ["Xuống hạng member"]
    assert gone.account.seen_at == at


def test_time_does_not_run_backwards() -> None:
    rules = program()
    later = pass_to(rules, Account(), day(5)).account
    assert pass_to(rules, later, day(3)).account.seen_at == day(5)


def test_a_tier_that_the_program_has_no_more_is_replaced_without_a_word() -> None:
    passed = pass_to(program(), Account(tier="bronze"), day(0))
    assert (passed.account.tier, passed.news) == ("member", ())


def test_a_limited_promotion_counts_in_the_sales_that_were_kept() -> None:
    rules = program(LIMITED)
    first = sell(rules, Account(), "a", basket(line(), at=day(0)))
    assert member_of(rules, first.account, day(1)).used == {"p0": 1}
    assert member_of(rules, first.account, day(10)).used == {}
    assert member_of(rules, first.account, day(1)).purchases == 1
    back = give_back(rules, first.account, first.record, day(1))
    assert member_of(rules, back.after.account, day(2)).used == {}
    assert member_of(rules, back.after.account, day(2)).purchases == 0


@pytest.mark.parametrize(
    ("measure", "first", "second"),
    [
        ("spend", "member tier: ₫0 spent in the period", "₫2 more to the Bạc tier"),
        ("points", "member tier: 0 points earned in the period", "2 points more to the Bạc tier"),
        (
            "visits",
            "member tier: 0 days with a visit in the period",
            "2 more days with a visit to the Bạc tier",
        ),
    ],
)
def test_the_standing_is_told_in_the_measure_of_the_program(measure: str, first: str, second: str) -> None:
    assert told(Account(), measure, day(0)) == [first, second]


def test_at_the_top_nothing_is_missing() -> None:
    rules = program(tiers=tiers("points"))
    top = sell(rules, Account(), "a", basket(line(price=30_000), at=day(0))).account
    assert told(top, "points", day(1)) == ["Bạc tier: 3 points earned in the period"]


BORN = Birthday(2, 29)
NEW_YEAR = Birthday(1, 1)


@pytest.mark.parametrize(
    ("per", "birthday", "one", "other", "same"),
    [
        ("day", None, date(2026, 1, 1), date(2026, 1, 2), False),
        ("week", None, date(2026, 12, 28), date(2027, 1, 3), True),
        ("week", None, date(2027, 1, 3), date(2027, 1, 4), False),
        ("month", None, date(2026, 1, 1), date(2027, 1, 1), False),
        ("year", None, date(2026, 1, 1), date(2026, 12, 31), True),
        ("ever", None, date(1, 1, 1), date(9999, 12, 31), True),
        ("birthday", None, date(2026, 1, 1), date(2028, 1, 1), True),
        ("birthday", BORN, date(2026, 2, 20), date(2026, 3, 5), True),
        ("birthday", NEW_YEAR, date(2026, 12, 25), date(2027, 1, 3), True),
        ("birthday", NEW_YEAR, date(2026, 1, 3), date(2026, 12, 25), False),
    ],
)
def test_two_days_of_one_period_are_alike(
    per: Period, birthday: Birthday | None, one: date, other: date, *, same: bool
) -> None:
    assert (period_of(per, one, birthday) == period_of(per, other, birthday)) is same


def test_a_birthday_is_near_at_either_end_of_the_calendar() -> None:
    assert nearest_birthday(BORN, date(1, 1, 1)) == date(1, 2, 28)
    assert nearest_birthday(NEW_YEAR, date(9999, 12, 31)) == date(9999, 1, 1)
    assert nearest_birthday(BORN, date(2028, 3, 1)) == date(2028, 2, 29)


def test_a_member_keeps_birthday_and_segments() -> None:
    account = Account(birthday=BORN, segments=("staff",))
    kept = member_of(program(), replace(account, tier="silver"), day(0))
    assert (kept.birthday, kept.segments, kept.tier) == (BORN, ("staff",), "member")
