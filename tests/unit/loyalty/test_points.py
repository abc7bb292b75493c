"""Burning, earning and VAT, clause by clause of the format."""

import pytest

from loyalty.basket import BasketLine
from loyalty.quote import BurnRefused, Quote, quote
from tests.unit.loyalty.shop import basket, earned_of, line, member, program

RULES = "burn_min = 20\nburn_step = 10\nburn_max_percent = 50\n"


def most(balance: int, price: int, points: str = RULES) -> int:
    return quote(
        program(points=points), basket(line("A", "1", price), by=member(points=balance))
    ).burn.max_points


@pytest.mark.parametrize(
    ("balance", "price", "expected"),
    [
        (1000, 100_000, 100),
        (1000, 99_999, 90),
        (37, 1_000_000, 30),
        (19, 1_000_000, 0),
        (1000, 19_999, 0),
        (1000, 20_000, 20),
        (0, 1_000_000, 0),
        (-50, 1_000_000, 0),
    ],
)
def test_the_most_points_a_sale_can_burn(balance: int, price: int, expected: int) -> None:
    assert most(balance, price) == expected


def test_what_is_left_out_of_the_burning_rules() -> None:
    assert most(1000, 7_499, "") == 14


def test_lines_excluded_from_points_are_not_paid_with_them() -> None:
    rules = program(points=f'{RULES}exclude = {{ skus = ["T"] }}\n')
    given = quote(
        rules, basket(line("A", "1", 100_000), line("T", "1", 500_000), by=member(points=5000), burn="max")
    )
    assert (given.burn.points, given.burn.amount) == (100, 50_000)
    assert [(each.burned, each.burned_points) for each in given.lines] == [(50_000, 100), (0, 0)]
    assert given.total == 550_000


def test_the_burned_amount_and_points_are_split_over_the_lines() -> None:
    lines = (line("A", "1", 366_660), line("B", "1", 7420))
    given = quote(program(), basket(*lines, by=member(points=1250), burn=200))
    assert [(each.burned, each.burned_points) for each in given.lines] == [(98_016, 196), (1984, 4)]


@pytest.mark.parametrize(
    ("asked", "code"),
    [(110, "burn-over-max"), (10, "burn-under-min"), (25, "burn-off-step"), (105, "burn-over-max")],
)
def test_a_burn_that_cannot_be_is_refused_with_the_most(asked: int, code: str) -> None:
    with pytest.raises(BurnRefused) as refused:
        quote(program(points=RULES), basket(line("A", "1", 100_000), by=member(points=1000), burn=asked))
    assert refused.value.code == code
    assert refused.value.max_points == 100
    for language in ("vi", "en"):
        assert str(asked) in refused.value.sentence.text(language)


def test_nothing_burns_without_a_member() -> None:
    assert quote(program(), basket(line(), burn="max")).burn.points == 0
    with pytest.raises(BurnRefused) as refused:
        quote(program(), basket(line("A", "1", 100_000), burn=50))
    assert refused.value.sentence.text("vi") == (
        "Không thể dùng 50 điểm: điểm là của thành viên, hãy gắn thành viên vào đơn"
    )
    assert refused.value.max_points == 0


def test_the_burned_amount_earns_nothing() -> None:
    given = quote(program(), basket(line("A", "1", 100_000), by=member(points=100), burn=100))
    assert given.earned_points == 5


def earned(*promotions: str, lines: tuple[BasketLine, ...], tier: str = "member", points: str = "") -> Quote:
    return quote(program(*promotions, points=points), basket(*lines, by=member(tier)))


def test_multipliers_add_up_and_each_source_raises_the_floor() -> None:
    given = earned(
        'kind = "multiply_points"\nfactor = 2\nwhen = { weekdays = ["tue"] }',
        'kind = "multiply_points"\nfactor = 1.5\non = { skus = ["A"] }',
        lines=(line("A", "1", 55_000), line("B", "1", 35_000)),
        tier="silver",
    )
    # 53.350 + 33.950 after the tier's 3 %: 8.73; + 2.1825; + 8.73; + 2.6675 = 22.31.
    assert earned_of(given) == {"base": 8, "tier:silver": 2, "p0": 9, "p1": 3}
    assert [each.earned_points for each in given.lines] == [14, 8]


def test_points_are_floored_once_for_the_sale() -> None:
    assert earned(lines=(line("A", "1", 5000), line("B", "1", 5000))).earned_points == 1
    assert earned(lines=(line("A", "1", 9999),)).earned_points == 0


def test_a_factor_of_one_and_a_bonus_of_nothing_give_nothing() -> None:
    given = earned(
        'kind = "multiply_points"\nfactor = 1',
        'kind = "bonus_points"\npoints = 0',
        lines=(line("A", "1", 20_000),),
    )
    assert earned_of(given) == {"base": 2}


def test_excluded_lines_earn_nothing() -> None:
    given = earned(
        'kind = "bonus_points"\npoints = 3\nper = "unit"\non = { skus = ["T"] }',
        'kind = "bonus_points"\npoints = 5\non = { skus = ["T"] }',
        'kind = "bonus_points"\npoints = 7\non = { skus = ["T", "A"] }',
        lines=(line("A", "1", 20_000), line("T", "3", 90_000)),
        points='exclude = { skus = ["T"] }\n',
    )
    assert earned_of(given) == {"base": 2, "p2": 7}
    assert [each.earned_points for each in given.lines] == [9, 0]


def test_a_bonus_a_unit_stands_on_its_lines_by_whole_units() -> None:
    given = earned(
        'kind = "bonus_points"\npoints = 3\nper = "unit"\non = { skus = ["A", "B"] }',
        'kind = "bonus_points"\npoints = 1\nper = "unit"\non = { skus = ["B"] }',
        lines=(line("A", "2", 0), line("B", "1.5", 0), line("C", "9", 0), line("A", "0.9", 0)),
    )
    assert [each.earned_points for each in given.lines] == [6, 4, 0, 0]
    assert earned_of(given) == {"p0": 9, "p1": 1}


def test_a_bonus_a_sale_is_split_by_the_earn_base() -> None:
    bonus = 'kind = "bonus_points"\npoints = 100\non = { skus = ["A", "B"] }'
    given = earned(bonus, lines=(line("A", "1", 9000), line("B", "1", 1000), line("C", "1", 5000)))
    assert [each.earned_points for each in given.lines] == [91, 10, 0]


def test_where_no_line_has_a_base_the_first_has_the_bonus() -> None:
    bonus = 'kind = "bonus_points"\npoints = 7\non = { skus = ["B"] }'
    given = earned(bonus, lines=(line("A", "1", 0), line("B", "1", 0), line("B", "1", 0)))
    assert [each.earned_points for each in given.lines] == [0, 7, 0]


def test_min_spend_of_a_points_promotion_counts_every_line_on_selects() -> None:
    bonus = 'kind = "bonus_points"\npoints = 7\nwhen = { min_spend = 100000 }'
    given = quote(
        program(bonus, points='exclude = { skus = ["T"] }\n', discounts='exclude = { skus = ["T"] }\n'),
        basket(line("A", "1", 1000), line("T", "1", 99_000), by=member()),
    )
    assert earned_of(given) == {"p0": 7}


def test_no_member_no_points() -> None:
    given = quote(
        program('kind = "bonus_points"\npoints = 7\nwhen = { members_only = false }'), basket(line())
    )
    assert (given.earned, given.earned_points, given.lines[0].earned_points) == ((), 0, 0)


def test_many_multipliers_and_bonuses_on_lines_that_differ() -> None:
    """More rules than are picked bit by bit, counted another way: the sums must be the same."""
    tags = [f"t{number}" for number in range(60)]
    multipliers = [
        f'kind = "multiply_points"\nfactor = 1.{number:02d}\non = {{ tags = ["{tag}"] }}'
        for number, tag in enumerate(tags)
    ]
    bonuses = [
        f'kind = "bonus_points"\npoints = {number}\nper = "{per}"\non = {{ tags = ["{tag}"] }}'
        for number, tag in enumerate(tags)
        for per in ("unit", "sale")
    ]
    lines = tuple(line(f"s{n}", str(n % 3 + 1), 10_000, tags=tuple(tags[n : n + 45])) for n in range(12))
    given = earned(*multipliers, *bonuses, lines=lines)
    base = sum(each.gross for each in given.lines)
    factor = sum(each.gross * (100 + sum(range(n, min(60, n + 45)))) for n, each in enumerate(given.lines))
    by_rule = earned_of(given)
    assert by_rule["base"] == base // 10_000
    rate = factor // 100 // 10_000
    units = {f"p{60 + 2 * k}": k * sum(n % 3 + 1 for n in range(12) if n <= k < n + 45) for k in range(60)}
    sales = {f"p{61 + 2 * k}": k for k in range(56)}
    expected = {rule: points for rule, points in {**units, **sales}.items() if points}
    assert {
        rule: points for rule, points in by_rule.items() if int(rule.strip("pbase") or 0) >= 60
    } == expected
    assert sum(by_rule.values()) == rate + sum(expected.values()) == given.earned_points


@pytest.mark.parametrize(
    ("burn_as", "vat", "expected"),
    [
        ("tender", "8", (8148, 101_852)),
        ("discount", "8", (4444, 55_556)),
        ("tender", None, (0, 110_000)),
        ("discount", None, (0, 60_000)),
        ("tender", "0", (0, 110_000)),
        ("tender", "100", (55_000, 55_000)),
        ("tender", "8.5", (8618, 101_382)),
    ],
)
def test_vat_is_within_the_price(burn_as: str, vat: str | None, expected: tuple[int, int]) -> None:
    rules = program(points=f'burn_as = "{burn_as}"\n')
    given = quote(rules, basket(line("A", "1", 110_000, vat=vat), by=member(points=100), burn=100))
    assert (given.lines[0].vat, given.lines[0].vat_base) == expected
