"""Why something was given, why not, and what is missing."""

import pytest

from loyalty.basket import Basket, BasketLine, BasketMember, Birthday
from loyalty.figures import LANGUAGES
from loyalty.quote import Missed, quote
from loyalty.quote.missed import not_holding
from loyalty.quote.situation import Situation
from tests.unit.loyalty.shop import basket, line, member, program
from tests.unit.loyalty.told_why import EXACT, OFF, why


@pytest.mark.parametrize(
    ("promotion", "lines", "discounts", "told"),
    [
        (OFF, (line("A", "1", 378_000),), EXACT, "P0: 10% of 378,000 = 37,800"),
        (OFF, (line("A", "1", 15), line("B", "1", 15)), EXACT, "P0: 10% of 30, rounded line by line = 4"),
        (OFF, (line("A", "1", 1000),), "max_percent = 5\n", "P0: 10% of 1,000, stopped at the cap = 50"),
        (f"{OFF}\nmax_amount = 40", (line("A", "1", 1000),), EXACT, "P0: 10% of 1,000, at most 40 = 40"),
        (
            f"{OFF}\nmax_amount = 90",
            (line("A", "1", 1000),),
            "max_percent = 5\n",
            "P0: 10% of 1,000, stopped at the cap = 50",
        ),
        ('kind = "price"\nprice = 700', (line("A", "2", 1000),), EXACT, "P0: now 700 each, 600 less"),
        (
            'kind = "price"\nprice = 700',
            (line("A", "2", 1000),),
            "max_percent = 5\n",
            "P0: now 700 each, stopped at the cap, 100 less",
        ),
        ('kind = "amount_off"\namount = 30', (line("A", "1", 100),), EXACT, "P0: 30 off"),
        ('kind = "amount_off"\namount = 300', (line("A", "1", 100),), EXACT, "P0: 100 off"),
        (
            'kind = "amount_off"\namount = 30',
            (line("A", "1", 100),),
            "max_percent = 5\n",
            "P0: 30 off, but only 5 may still be cut",
        ),
        (
            'kind = "buy_get"\nbuy = 2\nget = 1',
            (line("A", "3", 100),),
            EXACT,
            "P0: buy 2, get 1 free, 100 off",
        ),
        (
            'kind = "buy_get"\nbuy = 1\nget = 1\npercent = 50',
            (line("A", "2", 100),),
            EXACT,
            "P0: buy 1, get 1 at 50% off, 50 off",
        ),
        ('kind = "gift"\nsku = "A"', (line("A", "2", 100),), EXACT, "P0: Hàng A as a gift, worth 100"),
        (
            'kind = "gift"\nsku = "A"',
            (BasketLine("A", line().quantity, line().unit_price),),
            EXACT,
            "P0: A as a gift, worth 10,000",
        ),
        (
            'kind = "multiply_points"\nfactor = 2',
            (line("A", "1", 30_000),),
            EXACT,
            "P0: points times 2, 3 points more",
        ),
        ('kind = "bonus_points"\npoints = 3\nper = "unit"', (line("A", "2"),), EXACT, "P0: 2 × 3 = 6 points"),
        ('kind = "bonus_points"\npoints = 3', (line("A", "2"),), EXACT, "P0: 3 points more"),
    ],
)
def test_why_a_promotion_gave_what_it_gave(
    promotion: str, lines: tuple[BasketLine, ...], discounts: str, told: str
) -> None:
    assert why(promotion, *lines, discounts=discounts) == told


def test_a_second_stage_tells_what_the_first_left() -> None:
    rules = program('kind = "price"\nprice = 900', f'{OFF}\nstage = "voucher"', discounts=EXACT)
    given = quote(rules, basket(line("A", "1", 1000), by=member()))
    assert [each.why.text("en") for each in given.discounts] == [
        "P0: now 900 each, 100 less",
        "P1: 10% of 900 = 90",
    ]
    late = program(f"{OFF}", 'kind = "price"\nprice = 800\nstage = "voucher"', discounts=EXACT)
    given = quote(late, basket(line("A", "1", 1000), by=member()))
    assert given.discounts[1].why.text("en") == "P1: now 800 each, 100 less"


def test_why_the_tier_gave_what_it_gave() -> None:
    rules = program(points='exclude = { skus = ["T"] }\nunit = "điểm"\n')
    given = quote(rules, basket(line("A", "1", 378_000), line("T", "1", 100), by=member("silver")))
    assert given.discounts[0].why.text("vi") == "Hạng silver: 3 % của 378.100 = 11.343"
    assert [each.why.text("vi") for each in given.earned] == [
        "Tính điểm trên 366.660 ₫, mỗi 10.000 được 1 điểm = 36 điểm",
        "Hạng silver: điểm nhân 1,25, thêm 9 điểm",
    ]


def missed(promotion: str, given: Basket) -> Missed:
    (only,) = quote(program(promotion), given).missed
    assert all(why.text("vi") and why.text("en") for why in only.whys)
    return only


@pytest.mark.parametrize(
    ("when", "by", "codes"),
    [
        ("from = 2027-01-01", member(), "missed-from"),
        ("until = 2026-01-01T00:00:00", member(), "missed-until"),
        ('weekdays = ["sat", "sun"]', member(), "missed-weekday"),
        ('hours = ["08:00-10:00"]', member(), "missed-hours"),
        ('stores = ["q2"]', member(), "missed-store"),
        ('paid_with = ["wallet"]', member(), "missed-tender"),
        ("", None, "missed-member"),
        ('members_only = false, weekdays = ["sat"]', None, "missed-weekday"),
        ("voucher = true, members_only = false", None, "missed-member"),
        ('tiers = ["silver"]', member(), "missed-tier"),
        ('birthday = "week"', member(birthday=Birthday(1, 1)), "missed-birthday-week"),
        ('birthday = "week"', member(), "missed-birthday-unknown"),
        ("first_purchase = true", member(purchases=1), "missed-first-purchase"),
        ('memberships = ["vip"]', member(), "missed-membership"),
        ('segments = ["staff"]', member(), "missed-segment"),
        ('limit = { times = 1, per = "day" }', member(used={"p0": 1}), "missed-limit-day"),
        ('code = "X"', member(), "missed-code"),
        ("voucher = true", member(), "missed-voucher"),
        ("voucher = true", member(vouchers={"93": "p0"}), "missed-voucher-held"),
        ("min_spend = 10001", member(), "missed-min-spend"),
        (
            'weekdays = ["sat"], code = "X", min_spend = 99999',
            member(),
            "missed-weekday missed-code missed-min-spend",
        ),
    ],
)
def test_what_does_not_hold_is_told(when: str, by: BasketMember | None, codes: str) -> None:
    only = missed(f"{OFF}\nwhen = {{ {when} }}", basket(line(), by=by))
    assert [why.code for why in only.whys] == codes.split()
    assert (only.rule, only.name) == ("p0", "P0")


def test_a_code_that_was_not_given_is_not_told_to_who_does_not_have_it() -> None:
    only = missed(f'{OFF}\nwhen = {{ code = "TET27" }}', basket(line(), by=member()))
    assert all("TET27" not in only.whys[0].text(language) for language in LANGUAGES)


def test_what_is_missing_for_one_spend_is_told_of_each_that_asks_for_it() -> None:
    at_least = [
        f'kind = "amount_off"\namount = 500\nwhen = {{ min_spend = {least} }}' for least in (900, 700)
    ]
    given = quote(program(*at_least), basket(line("A", "1", 300), by=member()))
    assert [each.missing for each in given.missed] == [600, 400]


def test_what_is_missing_for_a_spend_on_some_goods_is_told_of_those() -> None:
    at_least = [f'{OFF}\non = {{ skus = ["{sku}"] }}\nwhen = {{ min_spend = 900 }}' for sku in "AB"]
    given = quote(program(*at_least), basket(line("A", "1", 300), line("B", "1", 200), by=member()))
    assert [each.missing for each in given.missed] == [600, 700]


def test_what_is_missing_is_told_to_the_unit() -> None:
    only = missed(f"{OFF}\nwhen = {{ min_spend = 29700 }}", basket(line(), by=member()))
    assert only.missing == 19_700
    assert only.whys[0].text("vi") == "Còn thiếu 19.700 ₫ để đạt 29.700 ₫"


@pytest.mark.parametrize(
    ("promotion", "lines", "code"),
    [
        (f'{OFF}\non = {{ skus = ["B"] }}', (line("A"),), "missed-no-line"),
        ('kind = "gift"\nsku = "A"', (line("A", "0.5"),), "missed-no-line"),
        ('kind = "buy_get"\nbuy = 2\nget = 1', (line("A", "2"),), "missed-group"),
        ('kind = "buy_get"\nbuy = 1\nget = 1', (line("A", "2", 0),), "missed-nothing-left"),
        ('kind = "percent_off"\npercent = 0', (line("A"),), "missed-nothing-left"),
        ('kind = "multiply_points"\nfactor = 1.1', (line("A"),), "missed-no-points"),
    ],
)
def test_what_holds_and_gave_nothing_is_told_too(
    promotion: str, lines: tuple[BasketLine, ...], code: str
) -> None:
    assert [why.code for why in missed(promotion, basket(*lines, by=member())).whys] == [code]


def test_a_better_offer_is_told() -> None:
    given = quote(
        program(OFF, 'kind = "percent_off"\npercent = 20'), basket(line("A", "1", 100), by=member())
    )
    (outdone,) = given.missed
    assert [why.text("vi") for why in outdone.whys] == ["Đã chọn ưu đãi có lợi hơn cho khách: P1"]
    assert outdone.rule == "p0"


def test_what_another_stage_took_is_no_better_offer() -> None:
    half = 'kind = "percent_off"\npercent = 50'
    rules = program(half, f'{OFF}\nstage = "voucher"', discounts="max_percent = 50\n")
    (left,) = quote(rules, basket(line("A", "1", 100), by=member())).missed
    assert [why.code for why in left.whys] == ["missed-nothing-left"]


def test_excluded_lines_do_not_count_as_what_is_there() -> None:
    rules = program(OFF, discounts='exclude = { skus = ["A"] }\n')
    (only,) = quote(rules, basket(line("A"), by=member())).missed
    assert only.whys[0].code == "missed-no-line"


def test_no_reason_is_told_for_what_holds() -> None:
    rules = program(f'{OFF}\nwhen = {{ weekdays = ["tue"], hours = ["00:00-24:00"], tiers = ["silver"] }}')
    given = basket(line(), by=member("silver"))
    situation = Situation.of(given, rules.zone)
    assert list(not_holding(rules.promotions[0], situation, rules)) == []
