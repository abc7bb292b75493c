"""What of a program one till may give at a time, what is worth asking for, and what a sale used of it."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from loyalty.basket import Basket, BasketMember
from loyalty.claimable import is_left, things_of_rule, things_to_claim, things_used, withheld_rules
from loyalty.program import parse_program
from loyalty.quote import quote
from loyalty.units import Points
from loyalty.wire.claims import (
    FIRST_PURCHASE,
    kind_of,
    rule_of,
    rule_thing,
    stock_of,
    stock_thing,
    voucher_of,
)

RULES = """
format = 1
name = "x"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"
[points]
earn = 1
per_amount = 10000
worth = 500
[[tier]]
id = "member"
at = 0
[[tier]]
id = "silver"
at = 5000000
[[promotion]]
id = "plain"
name = "Plain"
kind = "amount_off"
amount = 1
[[promotion]]
id = "twice"
name = "Twice"
kind = "bonus_points"
points = 5
when = { limit = { times = 2, per = "ever" }, paid_with = ["cash"] }
[[promotion]]
id = "silver-once"
name = "Silver"
kind = "amount_off"
amount = 2
when = { limit = { times = 1, per = "day" }, tiers = ["silver"] }
[[promotion]]
id = "first"
name = "First"
kind = "amount_off"
amount = 3
when = { first_purchase = true }
[[promotion]]
id = "first-with-code"
name = "First, with code"
kind = "amount_off"
amount = 4
when = { first_purchase = true, code = "HELLO", limit = { times = 1, per = "ever" } }
[[reward]]
id = "gift"
name = "Gift"
kind = "donation"
cause = "School"
points_min = 10
when = { limit = { times = 1, per = "year" } }
[[reward]]
id = "coffee"
name = "Coffee"
kind = "gift"
sku = "COFFEE"
points = 60
stock_per_day = 20
when = { tiers = ["silver"] }
"""
PROGRAM = parse_program(RULES, name="x.toml")
NEW = BasketMember("member", Points(0))
AT = datetime(2026, 11, 29, 10, tzinfo=timezone(timedelta(hours=7)))
ALL = {rule_thing("twice"), FIRST_PURCHASE, rule_thing("first-with-code"), rule_thing("gift")}


def wanted(member: BasketMember | None, points: int = 0) -> set[str]:
    return set(things_to_claim(PROGRAM, Basket(AT, (), member=member), points=Points(points)))


def test_one_of_a_stock_is_worth_claiming_for_who_has_the_points_and_may_have_it() -> None:
    silver = BasketMember("silver", Points(0))
    assert stock_thing("coffee") in wanted(silver, points=60)
    assert stock_thing("coffee") not in wanted(silver, points=59)
    assert stock_thing("coffee") not in wanted(NEW, points=60)
    assert things_of_rule(PROGRAM, PROGRAM.rules["coffee"]) == (stock_thing("coffee"),)
    assert "coffee" in withheld_rules(PROGRAM, ALL)
    assert "coffee" not in withheld_rules(PROGRAM, {*ALL, stock_thing("coffee")})
    assert stock_of(stock_thing("coffee")) == "coffee"
    assert stock_of(rule_thing("coffee")) is None


def test_only_what_is_limited_needs_something_kept() -> None:
    assert things_of_rule(PROGRAM, PROGRAM.rules["plain"]) == ()
    assert things_of_rule(PROGRAM, PROGRAM.rules["first-with-code"]) == (
        rule_thing("first-with-code"),
        FIRST_PURCHASE,
    )
    assert {rule.id for rule in PROGRAM.claimable} == set(PROGRAM.rules) - {"plain"}


def test_what_may_still_hold_before_the_member_pays_is_worth_asking_for() -> None:
    assert wanted(NEW) == ALL
    assert wanted(replace(NEW, withheld=frozenset(PROGRAM.rules))) == ALL
    assert wanted(replace(NEW, tier="silver")) == ALL | {rule_thing("silver-once")}


def test_what_is_used_up_is_not() -> None:
    assert wanted(replace(NEW, purchases=1)) == {rule_thing("twice"), rule_thing("gift")}
    assert wanted(replace(NEW, purchases=1, used={"twice": 2, "gift": 1})) == set()
    assert wanted(None) == set()


@pytest.mark.parametrize(
    ("thing", "used", "purchases", "is_there"),
    [
        (rule_thing("twice"), {"twice": 1}, 7, True),
        (rule_thing("twice"), {"twice": 2}, 0, False),
        (rule_thing("gift"), {}, 0, True),
        (FIRST_PURCHASE, {}, 0, True),
        (FIRST_PURCHASE, {}, 1, False),
        (rule_thing("first"), {}, 0, False),
        (rule_thing("never"), {}, 0, False),
        ("voucher:1", {}, 0, False),
    ],
)
def test_what_is_left_of_a_thing(thing: str, used: dict[str, int], purchases: int, *, is_there: bool) -> None:
    assert is_left(PROGRAM, thing, used=used, purchases=purchases) is is_there


def test_a_rule_is_given_only_with_all_that_it_needs() -> None:
    assert withheld_rules(PROGRAM, ()) == set(PROGRAM.rules) - {"plain"}
    assert withheld_rules(PROGRAM, [FIRST_PURCHASE, rule_thing("twice")]) == {
        "silver-once",
        "first-with-code",
        "gift",
        "coffee",
    }


def test_a_sale_used_the_things_of_the_rules_that_gave_something() -> None:
    assert things_used(PROGRAM, ["plain"]) == {}
    assert things_used(PROGRAM, ["first-with-code", "first", "twice"]) == {
        rule_thing("twice"): ("twice",),
        FIRST_PURCHASE: ("first", "first-with-code"),
        rule_thing("first-with-code"): ("first-with-code",),
    }


def test_what_is_withheld_does_not_hold_and_says_so_once() -> None:
    held_back = replace(NEW, withheld=frozenset({"first", "twice"}))
    whys = {
        each.rule: [why.code for why in each.whys]
        for each in quote(PROGRAM, Basket(AT, (), member=held_back)).missed
    }
    assert whys["first"] == ["missed-withheld"]
    assert whys["twice"] == ["missed-tender", "missed-withheld"]
    later = replace(held_back, purchases=1, used={"twice": 2})
    whys = {
        each.rule: [why.code for why in each.whys]
        for each in quote(PROGRAM, Basket(AT, (), member=later)).missed
    }
    assert whys["first"] == ["missed-first-purchase"]
    assert whys["twice"] == ["missed-tender", "missed-limit-ever"]


def test_names_of_things_are_told_apart() -> None:
    assert (rule_of(rule_thing("a")), rule_of("voucher:1"), voucher_of(rule_thing("a"))) == ("a", None, None)
    assert [kind_of(each) for each in (rule_thing("a"), "voucher:1", FIRST_PURCHASE)] == [
        "rule",
        "voucher",
        "first-purchase",
    ]
