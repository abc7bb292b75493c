"""Random programs, baskets and returns from a seed: small and close together, so that rules meet often.

Plain dice, not search strategies: a search for simple cases spends itself on empty ones, and what goes
wrong here goes wrong where five rules meet. `shrunk` makes a failing case small again. Everything thrown is
valid, but for a burn that the page refuses now and then.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any, cast

from tests.reference.plain_basics import Json

CATALOGUE: list[Json] = [
    {"sku": "A1", "category": "noodles", "brand": "Acecook", "tags": []},
    {"sku": "A2", "category": "noodles", "brand": "Vifon", "tags": ["fresh"]},
    {"sku": "B1", "category": "coffee", "brand": "Acecook", "tags": ["hot", "fresh"]},
    {"sku": "B2", "category": "coffee", "brand": "", "tags": ["hot"]},
    {"sku": "C1", "category": "tobacco", "brand": "Vifon", "tags": []},
    {"sku": "D1", "category": "rice", "brand": "", "tags": ["fresh"]},
]
SELECTED: dict[str, list[str]] = {
    "skus": [line["sku"] for line in CATALOGUE],
    "categories": ["noodles", "coffee", "tobacco", "rice"],
    "brands": ["Acecook", "Vifon"],
    "tags": ["fresh", "hot"],
}
TIERS = ["member", "silver", "gold"]
TENDERS = ["cash", "card", "transfer", "wallet"]
VOUCHERS = ["9300000000017", "9300000000024"]
PERCENTS = [Decimal(text) for text in ("0", "3", "7.5", "12.25", "33.3", "50", "99.99", "100")]
STAGES = [
    ["promotion", "tier", "voucher"],
    ["voucher", "promotion", "tier"],
    ["tier", "late", "promotion", "voucher"],
    ["promotion", "voucher"],
]
DAYS: list[date] = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)]
MOMENTS: list[date] = [
    *DAYS,
    *(datetime.fromisoformat(text) for text in ("2026-11-25T18:30:00", "2026-11-25T18:31:00+07:00")),
]
HOURS = ["08:00-12:00", "18:30-24:00", "22:00-02:00", "05:00-05:00", "17:00-18:30"]


def some(dice: Random, values: list[Any], most: int) -> list[Any]:
    """Up to `most` different values."""
    return dice.sample(values, dice.randint(0, min(most, len(values))))


def selector(dice: Random) -> Json:
    """A selector; now and then with an empty list, or an exception."""
    thrown: Json = {}
    for key in some(dice, sorted(SELECTED), 2):
        thrown[key] = some(dice, SELECTED[key], 3) if dice.random() < 0.2 else dice.sample(SELECTED[key], 2)
    if dice.random() < 0.25:
        key = dice.choice(sorted(SELECTED))
        thrown["except_" + key] = some(dice, SELECTED[key], 2)
    return thrown


CONDITIONS: dict[str, Callable[[Random], Any]] = {
    "from": lambda dice: dice.choice(MOMENTS),
    "until": lambda dice: dice.choice(MOMENTS),
    "weekdays": lambda dice: some(dice, ["tue", "wed", "thu", "mon"], 3),
    "hours": lambda dice: dice.sample(HOURS, 2),
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
    "limit": lambda dice: {"times": dice.randint(1, 2), "per": dice.choice(["day", "year", "birthday"])},
    "members_only": lambda dice: dice.random() < 0.3,
}
KINDS: list[Callable[[Random], Json]] = [
    lambda dice: {"kind": "percent_off", "percent": dice.choice(PERCENTS)},
    lambda dice: {
        "kind": "percent_off",
        "percent": dice.choice(PERCENTS),
        "max_amount": dice.choice([0, 1, 999, 5000, 40000]),
    },
    lambda dice: {"kind": "price", "price": dice.choice([0, 3333, 29000])},
    lambda dice: {"kind": "amount_off", "amount": dice.choice([0, 1, 10, 9999, 50000])},
    lambda dice: {"kind": "buy_get", "buy": dice.randint(1, 3), "get": dice.randint(1, 2)},
    lambda dice: {
        "kind": "buy_get",
        "buy": dice.randint(1, 2),
        "get": dice.randint(1, 2),
        "percent": dice.choice(PERCENTS),
    },
    lambda dice: {"kind": "gift", "sku": dice.choice(["A1", "B1"]), "quantity": dice.randint(1, 3)},
    lambda dice: {"kind": "multiply_points", "factor": dice.choice([Decimal(1), Decimal("1.5"), Decimal(3)])},
    lambda dice: {"kind": "bonus_points", "points": dice.choice([0, 1, 7, 100])},
    lambda dice: {"kind": "bonus_points", "points": dice.randint(1, 5), "per": dice.choice(["sale", "unit"])},
]
GROUP_KINDS = ("amount_off", "buy_get", "gift")


def promotion(dice: Random, stages: list[str], name: str) -> Json:
    """One promotion of any kind."""
    thrown: Json = {"id": name, "name": f"Promotion {name}", **dice.choice(KINDS)(dice)}
    if thrown["kind"] != "gift" and dice.random() < 0.6:
        thrown["on"] = selector(dice)
    chosen = dice.sample(sorted(CONDITIONS), dice.choice([0, 0, 0, 0, 1, 1, 2]))
    when = {key: CONDITIONS[key](dice) for key in chosen}
    if when:
        thrown["when"] = when
    if thrown["kind"] not in ("multiply_points", "bonus_points"):
        default = "voucher" if "code" in when or when.get("voucher") else "promotion"
        if default not in stages or dice.random() < 0.2:
            thrown["stage"] = dice.choice([stage for stage in stages if stage != "tier"])
    return thrown


def points_table(dice: Random) -> Json:
    """The [points] table."""
    points: Json = {
        "earn": dice.choice([1, 1, 3]),
        "per_amount": dice.choice([1, 100, 1000, 10000]),
        "worth": dice.choice([1, 7, 100, 500]),
    }
    optional: Json = {
        "burn_min": dice.choice([0, 5, 20]),
        "burn_step": dice.choice([1, 10, 7]),
        "burn_max_percent": dice.choice(PERCENTS),
        "burn_as": dice.choice(["tender", "discount"]),
        "exclude": selector(dice),
    }
    points.update({key: value for key, value in optional.items() if dice.random() < 0.5})
    return points


def program(dice: Random) -> Json:
    """A whole program, at most seven of its promotions group promotions."""
    stages = dice.choice(STAGES)
    discounts: Json = {"stages": stages}
    optional: Json = {
        "max_percent": dice.choice(PERCENTS),
        "exclude": selector(dice),
        "tier_skips_discounted": dice.random() < 0.5,
    }
    discounts.update({key: value for key, value in optional.items() if dice.random() < 0.4})
    tiers: list[Json] = []
    for number, name in enumerate(TIERS):
        tier: Json = {"id": name, "at": number * 1000}
        extra: Json = {
            "percent_off": dice.choice(PERCENTS),
            "multiplier": dice.choice([Decimal(1), Decimal("1.25"), Decimal(2)]),
            "on": selector(dice),
        }
        tier.update({key: value for key, value in extra.items() if dice.random() < 0.6})
        tiers.append(tier)
    promotions = [promotion(dice, stages, f"p{number}") for number in range(dice.randint(0, 10))]
    groups = [entry["id"] for entry in promotions if entry["kind"] in GROUP_KINDS or "max_amount" in entry]
    return {
        "format": 1,
        "name": "Thrown",
        "currency": "VND",
        "timezone": "Asia/Ho_Chi_Minh",
        "points": points_table(dice),
        "discounts": discounts,
        "tier": tiers,
        "promotion": [entry for entry in promotions if entry["id"] not in groups[7:]],
    }


def member(dice: Random) -> Json | None:
    """A member, or none."""
    if dice.random() < 0.12:
        return None
    thrown: Json = {"tier": dice.choice(TIERS), "points": dice.choice([-5, 0, 37, 1250, 5000, 10**6])}
    optional: Json = {
        "birthday": dice.choice(["1990-11-25", "11-21", "11-29", "02-29", "1985-11-22", "12-25"]),
        "purchases": dice.randint(0, 1),
        "memberships": some(dice, ["vip", "prime"], 2),
        "segments": some(dice, ["staff", "lapsed"], 2),
        "vouchers": {code: f"p{dice.randint(0, 9)}" for code in VOUCHERS},
        "used": {f"p{number}": dice.randint(0, 2) for number in range(4)},
    }
    thrown.update({key: value for key, value in optional.items() if dice.random() < 0.6})
    return thrown


def basket(dice: Random) -> Json:
    """A basket of up to eight lines."""
    thrown: Json = {
        "at": dice.choice(
            [
                "2026-11-25T18:30:00+07:00",
                "2026-11-24T17:29:59Z",
                "2026-11-25T16:59:59Z",
                "2027-02-28T09:00:00+07:00",
                "2028-02-29T09:00:00+07:00",
                "2026-11-25T01:59:00+07:00",
            ]
        ),
        "store": dice.choice(["q1", "q2"]),
        "member": member(dice),
        "codes": some(dice, ["TET", "HE", *VOUCHERS], 4),
        "burn_points": dice.choice([0, "max", "max", "max", 20]),
        "lines": [],
    }
    if dice.random() < 0.7:
        thrown["paid_with"] = dice.choice([dice.choice(TENDERS), some(dice, TENDERS, 2)])
    for _ in range(dice.randint(0, 8)):
        line = dict(dice.choice(CATALOGUE))
        line["quantity"] = dice.choice(["1", "1", "2", "3", "5", "0.5", "1.337", "2.000"])
        line["unit_price"] = dice.choice([0, 1, 999, 4500, 9700, 35000, 189000])
        if dice.random() < 0.6:
            line["vat_percent"] = dice.choice([0, 5, 8, 10])
        thrown["lines"].append(line)
    return thrown


def returns(dice: Random, bought: Json) -> list[list[Json]]:
    """Up to four refunds of a basket, some of which ask for too much."""
    lines = range(len(bought["lines"]))
    return [
        [
            {"line": line, "quantity": dice.choice(["0.5", "1", "1", "2", bought["lines"][line]["quantity"]])}
            for line in some(dice, list(lines), 3)
        ]
        for _ in range(dice.randint(1, 4))
    ]


def smaller(program: Json, basket: Json) -> Iterator[tuple[Json, Json]]:
    """The case with one promotion, one line, or one key left out."""
    for place in range(len(program["promotion"])):
        yield (
            {**program, "promotion": program["promotion"][:place] + program["promotion"][place + 1 :]},
            basket,
        )
    for place in range(len(basket["lines"])):
        yield program, {**basket, "lines": basket["lines"][:place] + basket["lines"][place + 1 :]}
    for place, entry in enumerate(program["promotion"]):
        for key in sorted({"on", "when", "max_amount", "percent"} & set(entry)):
            if key == "percent" and entry["kind"] != "buy_get":
                continue
            lighter = {name: value for name, value in entry.items() if name != key}
            rest = program["promotion"]
            yield {**program, "promotion": [*rest[:place], lighter, *rest[place + 1 :]]}, basket
    for key in sorted(set(basket) - {"at", "lines"}):
        yield program, {name: value for name, value in basket.items() if name != key}


def shrunk(program: Json, basket: Json, fails: Callable[[Json, Json], bool]) -> tuple[Json, Json]:
    """The smallest case reached by leaving things out one at a time while it still fails."""
    for candidate in smaller(program, basket):
        if fails(*candidate):
            return shrunk(*candidate, fails)
    return program, basket


def toml_value(value: Any) -> str:
    """One value as TOML writes it inline."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        table = cast("Json", value)
        return "{ " + ", ".join(f"{key} = {toml_value(inner)}" for key, inner in table.items()) + " }"
    if isinstance(value, list):
        entries = cast("Iterable[Any]", value)
        return "[" + ", ".join(toml_value(inner) for inner in entries) + "]"
    return str(value)


def toml_lines(program: Json) -> Iterable[str]:
    """A program as a TOML file, line by line."""
    for key in ("format", "name", "currency", "timezone"):
        yield f"{key} = {toml_value(program[key])}"
    for table in ("points", "discounts"):
        yield f"[{table}]"
        yield from (f"{key} = {toml_value(value)}" for key, value in program[table].items())
    for array in ("tier", "promotion"):
        for entry in program[array]:
            yield f"[[{array}]]"
            yield from (f"{key} = {toml_value(value)}" for key, value in entry.items())


def program_text(program: Json) -> str:
    """A program as the text of its file."""
    return "\n".join(toml_lines(program)) + "\n"
