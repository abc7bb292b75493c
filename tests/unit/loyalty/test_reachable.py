"""What a basket could still reach, and what is missing for it."""

import pytest

from loyalty.basket import BasketLine
from loyalty.quote import quote, quote_to_json
from loyalty.quote.reachable import in_brief
from tests.unit.loyalty.shop import basket, line, member, program

FROM_1000 = "when = { min_spend = 1000 }"
REWARD = '[[reward]]\nid = "r"\nname = "R"\n'


def told(*lines: BasketLine, promotion: str = "", more: str = "", points: int = 0) -> list[str]:
    """What is within reach, in English, with what is missing."""
    rules = program(*([promotion] if promotion else []), more=more)
    found = quote(rules, basket(*lines, by=member("member", points))).reachable
    for each in found:
        assert [why.text("vi") for why in each.whys] != [why.text("en") for why in each.whys]
    return [
        f"{each.money} {each.units} {each.points} " + "; ".join(why.text("en") for why in each.whys)
        for each in found
    ]


@pytest.mark.parametrize(
    ("promotion", "reach"),
    [
        ('kind = "amount_off"\namount = 30', "₫400 more for ₫30 off: P0"),
        ('kind = "percent_off"\npercent = 7', "₫400 more for 7% off: P0"),
        ('kind = "multiply_points"\nfactor = 2', "₫400 more for points times 2: P0"),
        ('kind = "bonus_points"\npoints = 9', "₫400 more for 9 points: P0"),
        ('kind = "buy_get"\nbuy = 9\nget = 1', "₫400 more for: P0"),
        ('kind = "gift"\nsku = "B"', "₫400 more for: P0"),
    ],
)
def test_what_lacks_spend_says_how_much_and_what_for(promotion: str, reach: str) -> None:
    assert told(line("A", "1", 600), promotion=f"{promotion}\n{FROM_1000}") == [f"400 0 0 {reach}"]
    assert told(line("B", "1", 0), promotion=f"{promotion}\n{FROM_1000}") == []


@pytest.mark.parametrize(
    ("promotion", "brief"),
    [
        ('kind = "amount_off"\namount = 30', "₫400 more for ₫30 off"),
        ('kind = "percent_off"\npercent = 7', "₫400 more for 7% off"),
        ('kind = "multiply_points"\nfactor = 2', "₫400 more for points times 2"),
        ('kind = "bonus_points"\npoints = 9', "₫400 more for 9 points"),
        ('kind = "amount_off"\namount = 30\non = { skus = ["A"] }', "₫400 more for ₫30 off: P0"),
        ('kind = "gift"\nsku = "B"', "₫400 more for: P0"),
    ],
)
def test_in_brief_an_offer_is_named_only_where_it_is_for_some_goods(promotion: str, brief: str) -> None:
    rules = program(f"{promotion}\n{FROM_1000}")
    (near,) = quote(rules, basket(line("A", "1", 600), by=member("member", 0))).reachable
    said = in_brief(near, rules.rules[near.rule])
    assert said.text("en") == brief
    assert said.text("vi").startswith("Thêm 400 ₫ để được" if ": P0" not in brief else "Mua thêm 400 ₫")


@pytest.mark.parametrize(
    "promotion",
    [
        'kind = "amount_off"\namount = 30',
        f'kind = "amount_off"\namount = 30\n{FROM_1000}',
        'kind = "amount_off"\namount = 30\nwhen = { min_spend = 90000, tiers = ["silver"] }',
        'kind = "bonus_points"\npoints = 9',
        'kind = "gift"\nsku = "A"\nquantity = 2',
        'kind = "buy_get"\nbuy = 1\nget = 1\non = { skus = ["C"] }',
        'kind = "buy_get"\nbuy = 1\nget = 1\npercent = 0',
    ],
)
def test_what_was_given_or_lacks_something_else_is_not_within_reach(promotion: str) -> None:
    assert told(line("A", "2", 600), promotion=promotion) == []


@pytest.mark.parametrize(
    ("promotion", "quantity", "reach"),
    [
        ('kind = "buy_get"\nbuy = 2\nget = 1', "2", ["0 1 0 1 more of it for: P0"]),
        ('kind = "buy_get"\nbuy = 2\nget = 1', "1", ["0 2 0 2 more of it for: P0"]),
        ('kind = "buy_get"\nbuy = 2\nget = 1', "1.5", []),
        ('kind = "gift"\nsku = "B"', "1", ["0 1 0 1 more of it for: P0"]),
    ],
)
def test_what_lacks_units_says_how_many(promotion: str, quantity: str, reach: list[str]) -> None:
    assert told(line("A", quantity, 600), promotion=promotion) == reach


@pytest.mark.parametrize(
    ("reward", "points", "reach"),
    [
        ('kind = "amount_off"\npoints = 40\namount = 5', 30, ["0 0 10 10 points short of: R"]),
        ('kind = "amount_off"\npoints = 40\namount = 5', 40, ["0 0 0 To be had for 40 points: R"]),
        (
            'kind = "donation"\ncause = "C"\npoints_step = 3\npoints_min = 4',
            5,
            ["0 0 1 1 point short of: R"],
        ),
        (
            f'kind = "gift"\nsku = "B"\npoints = 4\n{FROM_1000}',
            -9,
            ["400 1 4 4 points short of: R; ₫400 more for: R; 1 more of it for: R"],
        ),
        ('kind = "gift"\nsku = "A"\npoints = 4\nstock_per_day = 0', 9, []),
        ('kind = "gift"\nsku = "A"\npoints = 4\nstock_per_day = 1', 9, ["0 0 0 To be had for 4 points: R"]),
        ('kind = "gift"\nsku = "A"\npoints = 4\nwhen = { tiers = ["silver"] }', 9, []),
    ],
)
def test_what_a_reward_lacks(reward: str, points: int, reach: list[str]) -> None:
    assert told(line("A", "1", 600), more=REWARD + reward, points=points) == reach


def test_rewards_are_within_reach_of_members_with_something_in_the_basket() -> None:
    rules = program(more=f'{REWARD}kind = "donation"\ncause = "C"\npoints = 4')
    assert quote(rules, basket(line())).reachable == ()
    assert quote(rules, basket(by=member("member", 9))).reachable == ()
    asked = quote(rules, basket(line(), by=member("member", 9), rewards=["r"]))
    assert asked.reachable == ()


def test_what_the_sale_takes_is_not_there_for_another_reward() -> None:
    two = 'kind = "donation"\ncause = "C"\npoints = 6\n'
    other = REWARD.replace('id = "r"', 'id = "s"')
    rules = program(more=f"{REWARD}{two}{other}{two}")
    asked = quote(rules, basket(line("A", "1", 99_000), by=member("member", 9), rewards=["r"], burn=2))
    assert [(each.rule, each.points) for each in asked.reachable] == [("s", 5)]


def test_json_says_what_is_within_reach_where_there_are_rewards() -> None:
    spend = f'kind = "amount_off"\namount = 30\n{FROM_1000}'
    rules = program(spend, more=f'{REWARD}kind = "donation"\ncause = "C"\npoints = 4')
    out = quote_to_json(quote(rules, basket(line("A", "1", 600), by=member("member", 9))), "en")
    assert out["reachable"] == [
        {"rule": "p0", "missing": {"money": 400}, "why": "₫400 more for ₫30 off: P0"},
        {"rule": "r", "missing": {}, "why": "To be had for 4 points: R"},
    ]
    plain = quote_to_json(quote(program(spend), basket(line("A", "1", 600), by=member())))
    assert "reachable" not in plain
