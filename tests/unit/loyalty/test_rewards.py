"""Rewards at the till: who wins a line, what they cost, what is left to burn, and what comes back."""

from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.basket import Basket
from loyalty.figures import LANGUAGES
from loyalty.limits import AMOUNT_LIMIT
from loyalty.program import Program
from loyalty.quote import BasketRefused, basket_from_json, quote, quote_to_json
from loyalty.quote.explain import explain
from loyalty.quote.model import Quote
from loyalty.quote.pricing import Pricer
from loyalty.refund import everything_left, refund
from loyalty.refund_json import kept_sale
from loyalty.units import Points, Quantity
from tests.unit.loyalty.shop import asked_reward, basket, discounts_of, line, member, program

OPENED = 'kind = "amount_off"\namount = 5\nwhen = { voucher = true }'
VOUCHER = '[[voucher]]\nid = "v"\npromotion = "p0"\nissue = "reward"\n'


def reward(id_: str, keys: str) -> str:
    return f'[[reward]]\nid = "{id_}"\nname = "{id_.title()}"\n{keys}\n'


HUNDRED = reward("hundred", 'kind = "amount_off"\npoints = 10\namount = 100')
CHOSEN = reward("chosen", 'kind = "amount_off"\npoints_min = 4\npoints_step = 2\npoints_max = 100')
TENTH = reward("tenth", 'kind = "percent_off"\npoints = 10\npercent = 10\non = { skus = ["A", "B"] }')
TREAT = reward("treat", 'kind = "gift"\npoints = 7\nsku = "B"\nquantity = 2\nstock_per_day = 3')
CAUSE = reward("cause", 'kind = "donation"\ncause = "School"\npoints_min = 1')
LATER = reward("later", 'kind = "voucher"\npoints = 20\nvoucher = "v"')
ALL = HUNDRED + CHOSEN + TREAT + TENTH + CAUSE + LATER
RULES = program(OPENED, more=VOUCHER + ALL)


def points_of(priced: Quote) -> dict[str, int]:
    return {each.rule: each.points for each in priced.rewards}


def whys(priced: Quote) -> list[str]:
    return ["; ".join(why.text("en") for why in each.whys) for each in priced.rewards]


def test_a_reward_is_split_like_any_group_and_its_points_are_split_like_it() -> None:
    priced = quote(
        RULES, basket(line("A", "1", 300), line("B", "1", 100), by=member("member", 50), rewards=["hundred"])
    )
    assert discounts_of(priced) == {"hundred": 100}
    (given_,) = priced.rewards
    assert (given_.points, given_.amount, given_.by_line) == (10, 100, (8, 2))
    assert [line.net for line in priced.lines] == [225, 75]
    assert priced.discounts[0].why.text("en") == "Hundred: 100 off"
    assert whys(priced) == ["Hundred: 100 off for 10 points"]


def test_a_percentage_without_a_maximum_is_a_group_too() -> None:
    rules = program('kind = "percent_off"\npercent = 9\nstage = "voucher"', more=TENTH)
    lines = (line("A", "1", 1000), line("B", "1", 55), line("C", "1", 1000))
    priced = quote(rules, basket(*lines, by=member("member", 50), rewards=["tenth"]))
    assert [dict(each.discounts) for each in priced.lines] == [{"tenth": 100}, {"tenth": 6}, {"p0": 90}]


def test_the_better_one_has_the_lines_and_the_other_costs_nothing() -> None:
    rules = program('kind = "percent_off"\npercent = 50\nstage = "voucher"', more=HUNDRED)
    priced = quote(rules, basket(line("A", "1", 300), by=member("member", 50), rewards=["hundred"]))
    assert discounts_of(priced) == {"p0": 150}
    assert points_of(priced) == {"hundred": 0}
    assert whys(priced) == ["A better offer was chosen instead: P0"]
    assert priced.spent_points == 0


def test_where_two_take_off_as_much_the_promotion_wins_over_the_reward() -> None:
    rules = program('kind = "amount_off"\namount = 100\nstage = "voucher"', more=HUNDRED)
    priced = quote(rules, basket(line("A", "1", 300), by=member("member", 50), rewards=["hundred"]))
    assert discounts_of(priced) == {"p0": 100}
    assert points_of(priced) == {"hundred": 0}


def test_nobody_has_a_reward_without_asking() -> None:
    assert quote(RULES, basket(line("B", "1", 300), by=member("member", 50))).discounts == ()


@pytest.mark.parametrize(
    ("price", "asked", "cost", "off"), [(3000, 6, 6, 3000), (2500, 6, 6, 2500), (1700, 6, 4, 1700)]
)
def test_a_chosen_size_costs_no_more_than_pays_for_what_it_gave(
    price: int, asked: int, cost: int, off: int
) -> None:
    priced = quote(RULES, basket(line("A", "1", price), by=member("member", 50), rewards=[f"chosen {asked}"]))
    assert (points_of(priced), discounts_of(priced)) == ({"chosen": cost}, {"chosen": off})
    assert priced.discounts[0].why.text("en") == f"Chosen: {off:,} off"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("chosen 2", "2 points cannot be given: it takes at least 4 points"),
        (
            "chosen 102",
            (
                "102 points cannot be given: it takes at most 100 points; "
                "2 points short of the 102 points it costs"
            ),
        ),
        ("chosen 5", "5 points cannot be given: it must be a multiple of 2"),
        ("cause 0", "0 points cannot be given: it takes at least 1 point"),
        ("cause 101", "1 point short of the 101 points it costs"),
    ],
)
def test_a_size_that_cannot_be_had_says_why(asked: str, told: str) -> None:
    priced = quote(RULES, basket(line("A", "1", 9000), by=member("member", 100), rewards=[asked]))
    assert whys(priced) == [told]
    assert priced.total == 9000


def test_stock_is_what_the_store_has_left_today() -> None:
    given_ = basket(line("B", "3", 100), by=member("member", 100), rewards=["treat"])
    assert points_of(quote(RULES, given_)) == {"treat": 7}
    priced = quote(RULES, replace(given_, stock={"treat": 0}))
    assert whys(priced) == ["None is left today: there are 3 a day"]


def test_points_pay_for_the_first_asked_first_and_burning_has_the_rest() -> None:
    lines = (line("A", "1", 100_000), line("B", "2", 100))
    given_ = basket(*lines, by=member("member", 45), rewards=["cause 8", "later", "treat", "tenth"])
    priced = quote(RULES, given_)
    assert points_of(priced) == {"cause": 8, "later": 20, "treat": 7, "tenth": 10}
    assert (priced.spent_points, priced.burn.max_points) == (45, 0)
    assert priced.unbound_points == 28
    poorer = quote(RULES, replace(given_, member=member("member", 40), burn_points="max"))
    assert points_of(poorer) == {"cause": 8, "later": 20, "treat": 7, "tenth": 0}
    assert (poorer.burn.points, poorer.spent_points) == (5, 40)
    assert whys(priced) == [
        "Cause: 8 points, worth ₫4,000, go to School",
        "Later: a voucher for later, for 20 points",
        "Treat: 200 off for 7 points",
        "Tenth: 10,000 off for 10 points",
    ]


def test_owed_points_buy_nothing() -> None:
    priced = quote(RULES, basket(line("A", "1", 900), by=member("member", -5), rewards=["hundred"]))
    assert whys(priced) == ["10 points short of the 10 points it costs"]


def test_conditions_hold_for_rewards() -> None:
    keys = 'kind = "donation"\npoints = 5\ncause = "School"\nwhen = { min_spend = 1000, tiers = ["silver"] }'
    rules = program(
        more=reward("r", keys)
        + reward("s", 'kind = "donation"\npoints = 5\ncause = "School"\nwhen = { code = "X" }')
    )
    priced = quote(rules, basket(line("A", "1", 900), by=member("member", 50), rewards=["r"]))
    assert whys(priced) == ["Only for the tiers silver, the customer's is member; ₫100 short of ₫1,000"]
    nobody = quote(rules, basket(line("A", "1", 900), rewards=["s"]))
    assert whys(nobody) == [
        "For members only; The code of this promotion was not given; 5 points short of the 5 points it costs"
    ]
    shown = quote(rules, basket(line("A", "1", 900), by=member("member", 5), rewards=["s"], codes=("X",)))
    assert points_of(shown) == {"s": 5}
    assert shown.used_codes == ()
    nothing = quote(rules, basket(by=member("member", 50), rewards=["s"], codes=("X",)))
    assert whys(nothing) == ["Nothing in the basket belongs to it"]


def test_the_code_of_a_reward_is_used_with_it() -> None:
    rules = program(
        more=reward("r", 'kind = "amount_off"\npoints = 5\namount = 7\nwhen = { code = "X", min_spend = 50 }')
    )
    priced = quote(rules, basket(line("A", "1", 900), by=member("member", 50), rewards=["r"], codes=("X",)))
    assert priced.used_codes == ("X",)
    assert discounts_of(priced) == {"r": 7}


def test_what_no_basket_may_ask_is_refused_with_every_fault() -> None:
    given_ = basket(
        line("A"), by=member(), rewards=["hundered", "hundred 9", "hundred", "chosen", "cause 99999999999"]
    )
    with pytest.raises(BasketRefused) as refused:
        quote(RULES, given_)
    assert refused.value.faults == (
        'rewards[0].id: the program has no reward "hundered"; the nearest is "hundred"',
        'rewards[1].points: "hundred" costs 10 points, not 9',
        'rewards[2].id: "hundred" is asked for twice, ask for it once',
        'rewards[3].points: it is missing: how many points "chosen" takes is chosen by the customer',
        "rewards[4].points: they are worth 49999999999500, at most 999999999999 is allowed",
    )
    with pytest.raises(BasketRefused, match="there are 11 of them, at most 10 are allowed"):
        quote(RULES, basket(line("A"), rewards=["cause 1"] * 11))
    with pytest.raises(BasketRefused, match="the program has no rewards"):
        quote(program(), basket(line("A"), rewards=["coffee"]))


JSON_BASKET = {
    "at": "2026-11-25T18:30:00+07:00",
    "member": {"tier": "member", "points": 60, "stamps": {"card": -3}},
    "rewards": [{"id": "hundred", "points": 10}, {"id": "later"}, {"id": "chosen", "points": 40}],
    "stock": {"treat": 2},
    "lines": [{"sku": "A", "quantity": "1", "unit_price": 900}],
}


def test_rewards_go_in_and_out_as_json() -> None:
    read = basket_from_json(JSON_BASKET, program=RULES)
    assert read.rewards == tuple(map(asked_reward, ["hundred 10", "later", "chosen 40"]))
    assert read.stock == {"treat": 2}
    assert read.member is not None
    assert read.member.stamps == {"card": -3}
    out = quote_to_json(quote(RULES, read), "en")
    assert out["rewards"] == [
        {
            "rule": "hundred",
            "points": 10,
            "amount": 100,
            "points_by_line": [10],
            "why": "Hundred: 100 off for 10 points",
        },
        {"rule": "later", "points": 20, "amount": 0, "why": "Later: a voucher for later, for 20 points"},
        {"rule": "chosen", "points": 0, "amount": 0, "why": "10 points short of the 40 points it costs"},
    ]
    both = quote_to_json(quote(RULES, read))
    assert [set(each) for each in rewards_of(both)][1] == {"rule", "points", "amount", "why", "why_en"}
    assert "rewards" not in quote_to_json(quote(program(), basket(line(), by=member())))


def rewards_of(out: dict[str, object]) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", out["rewards"])


WRONG: list[tuple[object, str]] = [
    (5, "rewards: 5 is not a list"),
    ([5], "rewards[0]: 5 is not an object"),
    ([{}], "rewards[0].id: it is missing"),
    ([{"id": "x", "points": "5"}], 'rewards[0].points: "5" is not a whole number'),
    ([{"id": "x"}], 'rewards[0].id: the program has no reward "x"'),
]


@pytest.mark.parametrize(("rewards", "told"), WRONG)
def test_rewards_that_are_none_are_faults(rewards: object, told: str) -> None:
    with pytest.raises(BasketRefused) as refused:
        basket_from_json(JSON_BASKET | {"rewards": rewards}, program=RULES, place="basket")
    assert any(fault.startswith(f"basket.{told}") for fault in refused.value.faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rewards_are_explained_to_people(language: str) -> None:
    told = "\n".join(explain(quote(RULES, basket_from_json(JSON_BASKET)), "vi" if language == "vi" else "en"))
    if language == "vi":
        assert (
            "Đổi điểm:\n  Hundred: đổi 10 điểm, bớt 100\n  Later: đổi 20 điểm lấy phiếu dùng lần sau" in told
        )
        assert "Còn có thể được hưởng:\n  Lấy thêm 1 món để được hưởng: Treat\n" in told
    else:
        assert "Rewards:\n  Hundred: 100 off for 10 points\n" in told


def test_a_pricer_asks_for_rewards_as_it_scans() -> None:
    pricer = Pricer(RULES)
    by = member("silver", 200)
    lines = tuple(line("AB"[number % 2], "2", 100 + number) for number in range(12))
    asked: list[tuple[str, ...]] = [
        (),
        ("hundred",),
        ("hundred", "treat"),
        ("chosen 10",),
        ("chosen 20",),
        (),
    ]
    for count in range(len(lines)):
        for rewards in asked:
            given_ = basket(*lines[:count], by=by, rewards=rewards)
            assert pricer.quote(given_) == quote(RULES, given_)


ASKS = ("hundred", "chosen 10", "chosen 60", "tenth", "treat", "cause 3", "later")


@st.composite
def sales(draw: st.DrawFn) -> Basket:
    """Baskets that ask for rewards, and burn what they can on top."""
    count = draw(st.integers(1, 4))
    lines = [
        line(
            draw(st.sampled_from("ABC")), draw(st.sampled_from(["1", "3", "0.5"])), draw(st.integers(0, 9000))
        )
        for _ in range(count)
    ]
    asked = draw(st.lists(st.sampled_from(ASKS), max_size=4, unique_by=lambda each: each.split()[0]))
    by = member(draw(st.sampled_from(["member", "silver"])), draw(st.integers(-5, 200)))
    return basket(*lines, by=by, rewards=asked, burn=draw(st.sampled_from([0, "max"])))


@given(sales())
def test_points_that_are_given_have_a_place_and_come_back(sold: Basket) -> None:
    priced = quote(RULES, sold)
    assert sold.member is not None
    assert priced.spent_points <= max(0, sold.member.points)
    of_lines = sum(line.burned_points for line in kept_sale(priced).lines)
    assert priced.spent_points == of_lines + priced.unbound_points
    given_off = discounts_of(priced)
    for each in priced.rewards:
        assert bool(each.points) == bool(each.amount or each.rule == "later") or each.refusals
        if each.rule in given_off:
            assert (each.amount, sum(each.by_line)) == (given_off[each.rule], each.points)
    sale = kept_sale(priced)
    assert sum(line.points_still_paid for line in sale.lines) == priced.burn.points
    whole = refund(sale, everything_left(sale))
    assert sum(line.points_still_paid for line in whole.sale.lines) == 0
    assert whole.points_returned == priced.spent_points
    assert whole.money == priced.total


@given(sales(), st.integers(0, 9))
def test_any_order_of_partial_returns_gives_back_every_point(sold: Basket, first: int) -> None:
    priced = quote(RULES, sold)
    sale = kept_sale(priced)
    points = money = 0
    while not sale.is_returned:
        left = everything_left(sale)
        place = sorted(left)[(first + points + money) % len(left)]
        done = refund(sale, {place: Quantity(min(left[place], 700))})
        sale, points, money = done.sale, points + done.points_returned, money + done.money
    assert (points, money) == (priced.spent_points, priced.total)
    assert refund(sale, {}).points_returned == 0


@given(sales())
def test_asking_never_makes_a_basket_dearer(sold: Basket) -> None:
    plain = replace(sold, rewards=(), burn_points=Points(0))
    assert quote(RULES, replace(sold, burn_points=Points(0))).total <= quote(RULES, plain).total


def test_the_limit_of_amounts_holds_for_a_price_too() -> None:
    dear = reward("r", f'kind = "donation"\ncause = "School"\npoints = {AMOUNT_LIMIT - 1}')
    rules: Program = program(more=dear)
    with pytest.raises(BasketRefused, match="they are worth"):
        quote(rules, basket(line(), by=member(), rewards=["r"]))
