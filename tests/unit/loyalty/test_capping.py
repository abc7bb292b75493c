"""Limits of points: cut to the point, told, split over rules and lines, and nothing where there are none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import BasketMember, Today
from loyalty.basket_json import basket_from_json
from loyalty.program import Program
from loyalty.quote import BasketRefused, BurnRefused, Quote, quote, quote_to_json
from loyalty.quote.explain import explain
from loyalty.quote.pricing import Pricer
from loyalty.units import Points
from tests.unit.loyalty.shop import basket, earned_of, line, member, program

BONUS = 'kind = "bonus_points"\npoints = 10'
UNIT = 'unit = "điểm"\n'


def limited(*lines: str) -> Program:
    return program(BONUS, points=UNIT, more="[limits]\n" + "".join(f"{line}\n" for line in lines))


def with_today(*, earned: int = 0, burned: int = 0, sales: int = 0, points: int = 0) -> BasketMember:
    day = Today(earned=Points(earned), burned=Points(burned), sales=sales)
    found = member("silver", points)
    return BasketMember(tier=found.tier, points=found.points, today=day)


def bought(rules: Program, by: BasketMember, price: int = 400_000) -> Quote:
    """Two lines of a silver member: 40 base points or so, 10 of the tier, 10 of the bonus."""
    given = basket(line("A", "1", price // 4), line("B", "1", price * 3 // 4), by=by)
    priced = quote(rules, given)
    assert priced == Pricer(rules).quote(given)
    assert sum(each.points for each in priced.earned) == priced.earned_points
    assert sum(each.earned_points for each in priced.lines) == priced.earned_points
    return priced


@pytest.mark.parametrize(
    ("limits", "today", "kept", "told"),
    [
        ("earn_max_per_sale = 29", {}, 29, "Mỗi đơn được cộng nhiều nhất 29 điểm, bớt 29 điểm"),
        (
            "earn_max_per_day = 100",
            {"earned": 80},
            20,
            "Mỗi ngày được cộng nhiều nhất 100 điểm, đã cộng 80 điểm, bớt 38 điểm",
        ),
        (
            "earn_max_per_day = 100",
            {"earned": 120},
            0,
            "Mỗi ngày được cộng nhiều nhất 100 điểm, đã cộng 120 điểm, bớt 58 điểm",
        ),
        (
            "sales_per_day = 2",
            {"sales": 2},
            0,
            "Mỗi ngày chỉ 2 đơn đầu được cộng điểm, đã có 2, bớt 58 điểm",
        ),
    ],
)
def test_a_limit_cuts_what_is_earned_and_says_so(
    limits: str, today: dict[str, int], kept: int, told: str
) -> None:
    priced = bought(limited(limits), with_today(**today))
    assert (priced.earned_points, priced.cut and priced.cut.points) == (kept, 58 - kept)
    assert priced.cut is not None
    assert priced.cut.why.text("vi") == told
    assert "less" in priced.cut.why.text("en")
    assert f"  {told}" in list(explain(priced, "vi"))
    assert not any(each.rule == "p0" for each in priced.missed)


def test_what_is_cut_is_split_over_the_rules_and_the_lines() -> None:
    priced = bought(limited("earn_max_per_sale = 29"), with_today())
    assert earned_of(priced) == {"base": 19, "tier:silver": 5, "p0": 5}
    assert [each.earned_points for each in priced.lines] == [8, 21]
    assert [each.before_cut for each in priced.earned] == [38, 10, 10]
    assert priced.earned[0].why.text("vi") == "Tính điểm trên 388.000 ₫, mỗi 10.000 được 1 điểm = 38 điểm"


def test_the_strictest_limit_counts_and_one_that_is_not_reached_does_not() -> None:
    rules = limited("earn_max_per_sale = 30", "earn_max_per_day = 50", "sales_per_day = 2")
    both = bought(rules, with_today(earned=25, sales=1))
    assert (both.earned_points, both.cut and both.cut.rule) == (25, "limits.earn_max_per_day")
    assert bought(limited("earn_max_per_sale = 58"), with_today()).cut is None
    assert quote(rules, basket(line(price=900_000))).cut is None


def test_json_says_what_was_cut() -> None:
    written = quote_to_json(bought(limited("earn_max_per_sale = 29"), with_today()), "en")
    assert written["cut"] == {
        "rule": "limits.earn_max_per_sale",
        "points": 29,
        "why": "A sale earns at most 29 điểm, 29 điểm less",
    }
    assert written["earned"] == [
        {
            "rule": "base",
            "points": 19,
            "before_cut": 38,
            "why": "₫388,000 earns 1 điểm for each 10,000 = 38 điểm",
        },
        {
            "rule": "tier:silver",
            "points": 5,
            "before_cut": 10,
            "why": "silver tier: points times 1.25, 10 điểm more",
        },
        {"rule": "p0", "points": 5, "before_cut": 10, "why": "P0: 10 điểm more"},
    ]
    assert "cut" not in quote_to_json(bought(limited("sales_per_day = 9"), with_today()))


@pytest.mark.parametrize(
    ("limits", "today", "most", "told"),
    [
        (
            ("burn_max_per_sale = 120",),
            {},
            120,
            "Không thể dùng 500 điểm: mỗi đơn dùng nhiều nhất 120 điểm",
        ),
        (
            ("burn_max_per_day = 200",),
            {"burned": 150},
            50,
            "mỗi ngày dùng nhiều nhất 200 điểm, hôm nay đã dùng 150 điểm, còn 50 điểm",
        ),
        (
            ("burn_max_per_sale = 40", "burn_max_per_day = 200"),
            {"burned": 150},
            40,
            "Không thể dùng 500 điểm: mỗi đơn dùng nhiều nhất 40 điểm",
        ),
        (
            ("burn_max_per_sale = 900",),
            {},
            400,
            "Không thể dùng 500 điểm: đơn này dùng được nhiều nhất 400 điểm",
        ),
        (
            ("burn_max_per_day = 10",),
            {"burned": 15},
            0,
            "Không thể dùng 500 điểm: mỗi ngày dùng nhiều nhất 10 điểm, hôm nay đã dùng 15 điểm, còn 0 điểm",
        ),
    ],
)
def test_a_limit_leaves_fewer_points_to_burn(
    limits: tuple[str, ...], today: dict[str, int], most: int, told: str
) -> None:
    rules, by = limited(*limits), with_today(points=400, **today)
    assert bought(rules, by).burn.max_points == most
    assert quote(rules, basket(line(price=900_000), by=by, burn="max")).burn.points == most
    with pytest.raises(BurnRefused) as refused:
        quote(rules, basket(line(price=900_000), by=by, burn=500))
    assert refused.value.sentence.text("vi").endswith(told)
    assert refused.value.max_points == most


def test_nobody_has_no_limits() -> None:
    assert quote(limited("burn_max_per_sale = 1"), basket(line())).burn.max_points == 0


def test_the_day_comes_with_the_member() -> None:
    value: dict[str, Any] = {
        "at": "2026-11-24T15:00:00+07:00",
        "member": {"tier": "member", "points": 0, "today": {"earned": -3, "burned": 5, "sales": 2}},
        "lines": [],
    }
    read = basket_from_json(value)
    assert read.member is not None
    assert read.member.today == Today(earned=Points(-3), burned=Points(5), sales=2)
    value["member"] = {"tier": "member", "points": 0, "today": {"sales": -1, "burned": "1"}}
    with pytest.raises(BasketRefused) as refused:
        basket_from_json(value)
    assert [fault.split(":")[0] for fault in refused.value.faults] == [
        "member.today.burned",
        "member.today.sales",
    ]


@given(
    st.lists(st.integers(0, 500_000), min_size=1, max_size=6),
    st.integers(0, 120),
    st.integers(0, 200),
    st.integers(-50, 250),
)
def test_limits_hold_for_any_basket(prices: list[int], of_sale: int, of_day: int, before: int) -> None:
    given = basket(
        *[line(f"G{place}", "1", price) for place, price in enumerate(prices)], by=with_today(earned=before)
    )
    free = quote(program(BONUS), given)
    rules = limited(f"earn_max_per_sale = {of_sale}", f"earn_max_per_day = {of_day}")
    held = quote(rules, given)
    assert held.earned_points == min(free.earned_points, of_sale, max(0, of_day - before))
    assert all(
        kept.earned_points <= full.earned_points for kept, full in zip(held.lines, free.lines, strict=True)
    )
    assert sum(each.earned_points for each in held.lines) == held.earned_points
    given_before = earned_of(free)
    assert all(points <= given_before[rule] for rule, points in earned_of(held).items())
    assert held.total == free.total
