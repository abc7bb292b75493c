"""When a promotion holds."""

from datetime import date, datetime

import pytest

from loyalty.basket import Basket, BasketMember, Birthday, Tender
from loyalty.periods import birthday_in
from loyalty.program import parse_program
from loyalty.program.conditions import HourSpan
from loyalty.quote import quote
from loyalty.quote.situation import birthday_spans
from tests.unit.loyalty.shop import basket, discounts_of, line, member, program, program_text

OFF = 'kind = "percent_off"\npercent = 10\n'


def holds(when: str, given: Basket) -> bool:
    """Whether a promotion with these conditions gives something on the basket."""
    return "p0" in discounts_of(quote(program(f"{OFF}when = {{ {when} }}"), given))


def at(text: str) -> Basket:
    return basket(line(), by=member(), at=datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("when", "moment", "expected"),
    [
        ("from = 2026-11-24", "2026-11-24T00:00:00+07:00", True),
        ("from = 2026-11-24", "2026-11-23T23:59:59+07:00", False),
        ("from = 2026-11-24", "2026-11-23T17:00:00+00:00", True),
        ("until = 2026-11-24", "2026-11-24T23:59:59+07:00", True),
        ("until = 2026-11-24", "2026-11-25T00:00:00+07:00", False),
        ("from = 2026-11-24T08:00:00", "2026-11-24T08:00:00+07:00", True),
        ("from = 2026-11-24T08:00:00", "2026-11-24T07:59:59+07:00", False),
        ("until = 2026-11-24T08:00:00", "2026-11-24T08:00:00+07:00", True),
        ("until = 2026-11-24T08:00:00", "2026-11-24T08:00:01+07:00", False),
        ("from = 2026-11-24T08:00:00Z", "2026-11-24T15:00:00+07:00", True),
        ("from = 2026-11-24T08:00:00Z", "2026-11-24T14:59:59+07:00", False),
        ("until = 2026-11-24T08:00:00Z", "2026-11-24T15:00:00+07:00", True),
        ("until = 2026-11-24T08:00:00Z", "2026-11-24T15:00:01+07:00", False),
        ('weekdays = ["tue"]', "2026-11-24T00:00:00+07:00", True),
        ('weekdays = ["tue"]', "2026-11-24T23:30:00+00:00", False),
        ("weekdays = []", "2026-11-24T12:00:00+07:00", False),
        ('hours = ["07:00-10:00"]', "2026-11-24T07:00:00+07:00", True),
        ('hours = ["07:00-10:00"]', "2026-11-24T09:59:59+07:00", True),
        ('hours = ["07:00-10:00"]', "2026-11-24T10:00:00+07:00", False),
        ('hours = ["07:00-10:00", "20:00-21:00"]', "2026-11-24T20:30:00+07:00", True),
        ('hours = ["22:00-02:00"]', "2026-11-24T23:00:00+07:00", True),
        ('hours = ["22:00-02:00"]', "2026-11-24T01:59:00+07:00", True),
        ('hours = ["22:00-02:00"]', "2026-11-24T02:00:00+07:00", False),
        ('hours = ["22:00-02:00"], weekdays = ["mon"]', "2026-11-24T01:00:00+07:00", False),
        ('hours = ["22:00-24:00"]', "2026-11-24T23:59:59+07:00", True),
        ('hours = ["22:00-24:00"]', "2026-11-24T00:00:00+07:00", False),
        ('hours = ["05:00-05:00"]', "2026-11-24T03:00:00+07:00", True),
        ("hours = []", "2026-11-24T03:00:00+07:00", False),
    ],
)
def test_conditions_of_time(when: str, moment: str, *, expected: bool) -> None:
    assert holds(when, at(moment)) is expected


def test_a_span_says_itself_as_the_file_does() -> None:
    assert str(HourSpan(8 * 60, 24 * 60)) == "08:00-24:00"


BORN = Birthday(11, 21)


@pytest.mark.parametrize(
    ("when", "by", "expected"),
    [
        ('tiers = ["silver"]', member("silver"), True),
        ('tiers = ["silver"]', member(), False),
        ("tiers = []", member(), False),
        ("first_purchase = true", member(), True),
        ("first_purchase = true", member(purchases=1), False),
        ("first_purchase = false", member(purchases=1), True),
        ('memberships = ["vip", "club"]', member(memberships=("club",)), True),
        ('memberships = ["vip"]', member(memberships=("club",)), False),
        ('segments = ["staff"]', member(segments=("staff", "old")), True),
        ('segments = ["staff"]', member(), False),
        ('limit = { times = 2, per = "day" }', member(used={"p0": 1}), True),
        ('limit = { times = 2, per = "day" }', member(used={"p0": 2}), False),
        ('limit = { times = 1, per = "ever" }', member(used={"other": 5}), True),
        ('birthday = "week"', member(birthday=BORN), True),
        ('birthday = "day"', member(birthday=BORN), False),
        ('birthday = "month"', member(), False),
        ("voucher = false", member(), True),
    ],
)
def test_conditions_of_a_member(when: str, by: BasketMember, *, expected: bool) -> None:
    assert holds(when, basket(line(), by=by)) is expected
    assert not holds(when, basket(line()))


@pytest.mark.parametrize(
    "when",
    [
        'tiers = ["member", "silver"]',
        "first_purchase = true",
        'memberships = ["vip"]',
        'segments = ["staff"]',
        'limit = { times = 1, per = "day" }',
        'birthday = "month"',
        "voucher = true",
    ],
)
def test_a_condition_about_a_member_does_not_hold_without_one(when: str) -> None:
    assert not holds(f"{when}, members_only = false", basket(line(), codes=("V1",)))


def test_members_only_is_the_default() -> None:
    assert not holds("", basket(line()))
    assert not holds('stores = ["q1"]', basket(line()))
    assert holds("members_only = false", basket(line()))
    assert holds('members_only = false, stores = ["q1"]', basket(line()))


def test_the_store() -> None:
    assert holds('stores = ["q1", "q2"]', basket(line(), by=member()))
    assert not holds('stores = ["q2"]', basket(line(), by=member()))
    assert not holds('stores = ["q2"]', basket(line(), by=member(), store=""))


@pytest.mark.parametrize(
    ("paid", "expected"),
    [(("cash",), True), (("cash", "card"), True), (("cash", "wallet"), False), ((), False)],
)
def test_every_tender_must_be_named(paid: tuple[Tender, ...], *, expected: bool) -> None:
    given = basket(line(), by=member(), paid_with=paid)
    assert holds('paid_with = ["card", "cash"]', given) is expected


def test_a_code_must_be_presented() -> None:
    assert holds('code = "TET"', basket(line(), by=member(), codes=("X", "TET")))
    assert not holds('code = "TET"', basket(line(), by=member(), codes=("tet",)))
    assert holds('code = "TET", members_only = false', basket(line(), codes=("TET",)))


def test_a_voucher_must_be_presented_and_be_of_this_promotion() -> None:
    vouchers = {"1": "p0", "2": "other"}
    assert holds("voucher = true", basket(line(), by=member(vouchers=vouchers), codes=("1",)))
    assert not holds("voucher = true", basket(line(), by=member(vouchers=vouchers), codes=("2", "3")))
    assert not holds("voucher = true", basket(line(), by=member(vouchers=vouchers)))


@pytest.mark.parametrize(
    ("birthday", "today", "spans"),
    [
        (Birthday(11, 21), date(2026, 11, 21), {"day", "week", "month"}),
        (Birthday(11, 21), date(2026, 11, 24), {"week", "month"}),
        (Birthday(11, 21), date(2026, 11, 25), {"month"}),
        (Birthday(11, 21), date(2026, 11, 17), {"month"}),
        (Birthday(12, 31), date(2027, 1, 3), {"week"}),
        (Birthday(1, 1), date(2026, 12, 29), {"week"}),
        (Birthday(1, 1), date(2026, 12, 28), set[str]()),
        (Birthday(2, 29), date(2027, 2, 28), {"day", "week", "month"}),
        (Birthday(2, 29), date(2028, 2, 28), {"week", "month"}),
        (Birthday(2, 29), date(2028, 3, 3), {"week"}),
        (Birthday(2, 29), date(2027, 3, 4), set[str]()),
    ],
)
def test_spans_around_a_birthday(birthday: Birthday, today: date, spans: set[str]) -> None:
    assert birthday_spans(birthday, today) == spans


def test_29_february_in_years_of_centuries() -> None:
    assert birthday_in(Birthday(2, 29), 2000) == date(2000, 2, 29)
    assert birthday_in(Birthday(2, 29), 2100) == date(2100, 2, 28)


@pytest.mark.parametrize(
    ("on", "least", "expected"),
    [
        ("{}", 30_000, True),
        ("{}", 30_001, False),
        ('{ skus = ["A"] }', 20_000, True),
        ('{ skus = ["A"] }', 20_001, False),
        ('{ skus = ["none"] }', 0, False),
    ],
)
def test_min_spend_counts_the_gross_of_the_lines_selected(on: str, least: int, *, expected: bool) -> None:
    rules = program(f"{OFF}on = {on}\nwhen = {{ min_spend = {least} }}")
    given = basket(line("A", "2"), line("B"), by=member())
    assert ("p0" in discounts_of(quote(rules, given))) is expected


def test_lines_excluded_from_discounts_count_for_no_min_spend_of_a_discount() -> None:
    rules = program(
        f"{OFF}when = {{ min_spend = 15000 }}",
        'kind = "bonus_points"\npoints = 5\nwhen = { min_spend = 15000 }',
        discounts='exclude = { skus = ["B"] }\n',
    )
    given = quote(rules, basket(line("A"), line("B"), by=member()))
    assert discounts_of(given) == {}
    assert [each.rule for each in given.earned] == ["base", "p1"]


def test_a_fractional_line_counts_for_min_spend_of_a_promotion_that_cannot_have_it() -> None:
    rules = program('kind = "buy_get"\nbuy = 1\nget = 1\nwhen = { min_spend = 25000 }')
    assert discounts_of(quote(rules, basket(line("A", "2"), line("B", "0.5"), by=member()))) == {"p0": 10_000}
    assert discounts_of(quote(rules, basket(line("A", "2"), line("B", "0.4"), by=member()))) == {}


def test_many_lines_and_many_minimum_spends() -> None:
    rules = program(
        *[
            f'{OFF}on = {{ skus = ["S{number}"] }}\nwhen = {{ min_spend = {number * 100} }}'
            for number in range(30)
        ]
    )
    lines = [line(f"S{number % 30}", "1", 1000) for number in range(60)]
    given = quote(rules, basket(*lines, by=member()))
    assert set(discounts_of(given)) == {f"p{number}" for number in range(21)}


@pytest.mark.parametrize(
    ("moment", "expected"), [("00:30:00+02:00", False), ("01:30:00+02:00", True), ("01:30:00+01:00", True)]
)
def test_a_moment_without_an_offset_is_the_wall_clock_also_where_it_is_set_back(
    moment: str, *, expected: bool
) -> None:
    text = program_text(f"{OFF}when = {{ from = 2026-10-25T01:00:00 }}").replace(
        "Asia/Ho_Chi_Minh", "Europe/Berlin"
    )
    given = at(f"2026-10-25T{moment}")
    assert ("p0" in discounts_of(quote(parse_program(text, name=""), given))) is expected
