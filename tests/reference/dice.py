"""Random programs from a seed: small and close together, so that rules meet often.

Plain dice, not search strategies: a search for simple cases spends itself on empty ones, and what goes
wrong here goes wrong where five rules meet. Every program has a slant of its own, so that each part of the
page is pressed hard by some of them. Everything thrown is valid.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from tests.reference.plain_basics import Json

SKUS = ["A1", "A2", "B1", "B2", "C1", "D1"]
SELECTED: dict[str, list[str]] = {
    "skus": SKUS,
    "categories": ["noodles", "coffee", "tobacco", "rice"],
    "brands": ["Acecook", "Vifon"],
    "tags": ["fresh", "hot"],
}
TIERS = ["member", "silver", "gold"]
TENDERS = ["cash", "card", "transfer", "wallet"]
ZONES = ["Asia/Ho_Chi_Minh", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", "UTC"]
PERCENTS = [Decimal(text) for text in ("0", "3", "7.5", "12.25", "33.3", "50", "66.6667", "99.99", "100")]
FACTORS = [Decimal(text) for text in ("1", "1.1", "1.25", "1.333", "2", "3")]
STAGES = [
    ["promotion", "tier", "voucher"],
    ["voucher", "promotion", "tier"],
    ["tier", "late", "promotion", "voucher"],
    ["promotion", "voucher"],
]
DAYS: list[date] = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26), date(2027, 3, 1)]
MOMENTS: list[date] = [
    *DAYS,
    *map(
        datetime.fromisoformat,
        ("2026-11-25T18:30:00", "2026-11-25T18:31:00+07:00", "2026-11-25T11:30:00Z", "2028-02-29T09:00:00"),
    ),
]
HOURS = ["08:00-12:00", "18:30-24:00", "22:00-02:00", "05:00-05:00", "17:00-18:30", "00:00-09:01"]
GROUPS = ("amount_off", "buy_get", "gift")


@dataclass(frozen=True, slots=True)
class Slant:
    """What a program has more of than others: promotions, group promotions among them, and conditions."""

    promotions: int
    groups: int
    conditions: tuple[int, ...]
    kinds: str = ""


SLANTS = (
    *[Slant(10, 6, (0, 0, 0, 0, 1, 1, 2))] * 12,
    *[Slant(6, 5, (0, 0, 1), "groups")] * 5,
    *[Slant(8, 3, (0, 0, 0, 1), "lines")] * 2,
    *[Slant(8, 2, (1, 1, 2, 3))] * 3,
    *[Slant(9, 1, (0, 0, 0, 1), "points")] * 2,
    Slant(12, 9, (0,), "groups"),
)


def some(dice: Random, values: list[Any], most: int) -> list[Any]:
    """Up to `most` different values."""
    return dice.sample(values, dice.randint(0, min(most, len(values))))


def selector(dice: Random) -> Json:
    """A selector; now and then with an empty list, or with exceptions."""
    thrown: Json = {}
    for key in some(dice, sorted(SELECTED), 2):
        thrown[key] = some(dice, SELECTED[key], 3) if dice.random() < 0.2 else dice.sample(SELECTED[key], 2)
    for key in sorted(SELECTED):
        if dice.random() < 0.08:
            thrown["except_" + key] = some(dice, SELECTED[key], 2)
    return thrown


CONDITIONS: dict[str, Callable[[Random], Any]] = {
    "from": lambda dice: dice.choice(MOMENTS),
    "until": lambda dice: dice.choice(MOMENTS),
    "weekdays": lambda dice: some(dice, ["tue", "wed", "thu", "mon", "sat"], 4),
    "hours": lambda dice: dice.sample(HOURS, dice.randint(0, 2)),
    "tiers": lambda dice: some(dice, TIERS, 3),
    "birthday": lambda dice: dice.choice(["day", "week", "month"]),
    "first_purchase": lambda dice: dice.random() < 0.5,
    "min_spend": lambda dice: dice.choice([0, 1, 10000, 50000, 200000]),
    "memberships": lambda dice: some(dice, ["vip", "prime"], 2),
    "segments": lambda dice: some(dice, ["staff", "lapsed"], 2),
    "stores": lambda dice: some(dice, ["q1", "q2"], 2),
    "code": lambda dice: dice.choice(["TET", "HE"]),
    "voucher": lambda dice: dice.random() < 0.8,
    "paid_with": lambda dice: some(dice, TENDERS, 3),
    "limit": lambda dice: {
        "times": dice.randint(1, 2),
        "per": dice.choice(["day", "week", "month", "year", "ever", "birthday"]),
    },
    "members_only": lambda dice: dice.random() < 0.3,
}


def conditions(dice: Random, keys: list[str]) -> Json:
    """These conditions; no span of them ends before it begins, in whatever zone."""
    when = {key: CONDITIONS[key](dice) for key in keys}
    if "from" in when and "until" in when:
        begins = when["from"]
        when["until"] = dice.choice([each for each in MOMENTS if each == begins or _days(begins, each) > 1])
    return when


def _days(begins: date, ends: date) -> int:
    """How many days of the calendar lie between two, as they are written."""
    return date(ends.year, ends.month, ends.day).toordinal() - begins.toordinal()


def _percent_off(dice: Random) -> Json:
    return {"kind": "percent_off", "percent": dice.choice(PERCENTS)}


def _percent_off_at_most(dice: Random) -> Json:
    return {**_percent_off(dice), "max_amount": dice.choice([0, 1, 999, 5000, 40000])}


def _price(dice: Random) -> Json:
    return {"kind": "price", "price": dice.choice([0, 3333, 9700, 29000])}


def _amount_off(dice: Random) -> Json:
    return {"kind": "amount_off", "amount": dice.choice([0, 1, 10, 999, 9999, 50000, 10**6])}


def _buy_get(dice: Random) -> Json:
    thrown: Json = {"kind": "buy_get", "buy": dice.randint(1, 3), "get": dice.randint(1, 2)}
    if dice.random() < 0.5:
        thrown["percent"] = dice.choice(PERCENTS)
    return thrown


def _gift(dice: Random) -> Json:
    thrown: Json = {"kind": "gift", "sku": dice.choice(["A1", "B1"])}
    if dice.random() < 0.7:
        thrown["quantity"] = dice.randint(1, 4)
    return thrown


def _multiply_points(dice: Random) -> Json:
    return {"kind": "multiply_points", "factor": dice.choice(FACTORS)}


def _bonus_points(dice: Random) -> Json:
    thrown: Json = {"kind": "bonus_points", "points": dice.choice([0, 1, 7, 100, 9999])}
    if dice.random() < 0.6:
        thrown["per"] = dice.choice(["sale", "unit"])
    return thrown


KINDS: dict[str, list[Callable[[Random], Json]]] = {
    "lines": [_percent_off, _price],
    "groups": [_percent_off_at_most, _amount_off, _buy_get, _gift],
    "points": [_multiply_points, _bonus_points],
}


def promotion(dice: Random, slant: Slant, stages: list[str], name: str) -> Json:
    """One promotion of any kind, or, for all but a few, of those that the program is slanted to."""
    is_slanted = slant.kinds and dice.random() < 0.75
    sort = slant.kinds if is_slanted else dice.choice(["lines", "groups", "groups", "points"])
    thrown: Json = {"id": name, "name": f"Promotion {name}", **dice.choice(KINDS[sort])(dice)}
    if thrown["kind"] != "gift" and dice.random() < 0.6:
        thrown["on"] = selector(dice)
    chosen = dice.sample(sorted(CONDITIONS), dice.choice(slant.conditions))
    when = conditions(dice, chosen)
    if when or dice.random() < 0.05:
        thrown["when"] = when
    if thrown["kind"] not in ("multiply_points", "bonus_points"):
        default = "voucher" if "code" in when or when.get("voucher") else "promotion"
        if default not in stages or dice.random() < 0.15:
            thrown["stage"] = dice.choice([stage for stage in stages if stage != "tier"])
    return thrown


def program(dice: Random) -> Json:
    """A whole program; of its promotions no more are group promotions than its slant allows."""
    slant = dice.choice(SLANTS)
    thrown: Json = {
        "format": 1,
        "name": "Thrown",
        "currency": dice.choice(["VND", "USD"]),
        "timezone": ZONES[0] if dice.random() < 0.7 else dice.choice(ZONES),
        "points": _points(dice),
    }
    stages = STAGES[0]
    if dice.random() < 0.85:
        stages = dice.choice(STAGES)
        thrown["discounts"] = _discounts(dice, stages)
    thrown["tier"] = [_tier(dice, number, name) for number, name in enumerate(TIERS)]
    count = dice.randint(0, slant.promotions)
    promotions = [promotion(dice, slant, stages, f"p{number}") for number in range(count)]
    groups = [each["id"] for each in promotions if each["kind"] in GROUPS or "max_amount" in each]
    thrown["promotion"] = [each for each in promotions if each["id"] not in groups[slant.groups :]]
    return thrown


def _points(dice: Random) -> Json:
    points: Json = {
        "earn": dice.choice([0, 1, 1, 3]),
        "per_amount": dice.choice([1, 100, 777, 1000, 10000]),
        "worth": dice.choice([1, 7, 100, 500]),
    }
    optional: Json = {
        "burn_min": dice.choice([0, 5, 20]),
        "burn_step": dice.choice([1, 10, 7]),
        "burn_max_percent": dice.choice(PERCENTS),
        "burn_as": dice.choice(["tender", "discount"]),
        "exclude": selector(dice),
    }
    points.update({key: value for key, value in optional.items() if dice.random() < 0.45})
    return points


def _discounts(dice: Random, stages: list[str]) -> Json:
    optional: Json = {
        "max_percent": dice.choice(PERCENTS),
        "exclude": selector(dice),
        "tier_skips_discounted": dice.random() < 0.5,
    }
    kept = {key: value for key, value in optional.items() if dice.random() < 0.4}
    return {"stages": stages, **kept}


def _tier(dice: Random, number: int, name: str) -> Json:
    tier: Json = {"id": name, "at": number * 1000}
    optional: Json = {
        "name": name.title(),
        "percent_off": dice.choice(PERCENTS),
        "multiplier": dice.choice(FACTORS),
        "on": selector(dice),
    }
    tier.update({key: value for key, value in optional.items() if dice.random() < 0.6})
    return tier
