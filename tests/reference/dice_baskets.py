"""Random baskets and returns from a seed, for the programs that the dice throw.

Valid, but for a burn that the page refuses now and then, and for refunds that ask for too much. Nulls and
keys of the caller's own are thrown too, since the page passes them over.
"""

from random import Random

from tests.reference.dice import SKUS, TENDERS, TIERS, some
from tests.reference.plain_basics import Json

CATALOGUE: dict[str, Json] = {
    "A1": {"category": "noodles", "brand": "Acecook", "tags": []},
    "A2": {"category": "noodles", "brand": "Vifon", "tags": ["fresh"]},
    "B1": {"category": "coffee", "brand": "Acecook", "tags": ["hot", "fresh"]},
    "B2": {"category": "coffee", "brand": None, "tags": ["hot"]},
    "C1": {"category": "tobacco", "brand": "Vifon", "tags": None},
    "D1": {"category": "rice", "tags": ["fresh"]},
}
MOMENTS = [
    *("2026-11-25T18:30:00+07:00", "2026-11-24T17:29:59Z", "2026-11-25T16:59:59Z"),
    *("2027-02-28T09:00:00+07:00", "2028-02-29T09:00:00+07:00", "2026-11-25T01:59:00+07:00"),
    *("2026-11-25T11:59:59.999999+07:00", "2026-11-25T12:00:00+07:00", "2026-10-25T00:30:00Z"),
    *("2027-01-01T00:00:00+07:00", "2026-12-31T23:59:59+07:00", "2027-02-28T12:31:00-03:30"),
]
BIRTHDAYS = [
    *("1990-11-25", "11-21", "11-28", "11-29", "02-29", "2000-02-29", "1985-11-22"),
    *("12-25", "12-29", "01-03", "01-04", "03-03", "02-25", "2031-11-26"),
]
QUANTITIES = ["1", "1", "1", "2", "2", "3", "5", "12", "0.5", "1.337", "2.000", "0.001", "2.5"]
PRICES = [0, 1, 3, 999, 4500, 9700, 9700, 35000, 189000, 12_345_678]
VOUCHERS = ["9300000000017", "9300000000024", "9300000000031"]


def member(dice: Random) -> Json | None:
    """A member, or none."""
    if dice.random() < 0.1:
        return None
    thrown: Json = {"tier": dice.choice(TIERS), "points": dice.choice([-5, 0, 37, 1250, 5000, 10**6, 10**9])}
    optional: Json = {
        "birthday": dice.choice(BIRTHDAYS),
        "purchases": dice.randint(0, 1),
        "memberships": some(dice, ["vip", "prime"], 2),
        "segments": some(dice, ["staff", "lapsed"], 2),
        "vouchers": {code: f"p{dice.randint(0, 9)}" for code in VOUCHERS},
        "used": {f"p{number}": dice.randint(0, 2) for number in range(6)},
    }
    for key, value in optional.items():
        if dice.random() < 0.65:
            thrown[key] = value
        elif dice.random() < 0.2:
            thrown[key] = None
    return thrown


def line(dice: Random) -> Json:
    """One line of the catalogue."""
    sku = dice.choice(SKUS)
    thrown: Json = {
        "sku": sku,
        **CATALOGUE[sku],
        "quantity": dice.choice(QUANTITIES),
        "unit_price": dice.choice(PRICES),
    }
    if dice.random() < 0.6:
        thrown["vat_percent"] = dice.choice([None, 0, 5, 8, 10, 100])
    return thrown


def basket(dice: Random) -> Json:
    """A basket of up to eight lines, now and then of many."""
    most = 25 if dice.random() < 0.05 else 8
    thrown: Json = {
        "at": dice.choice(MOMENTS),
        "member": member(dice),
        "lines": [line(dice) for _ in range(dice.randint(0, most))],
        "till": {"number": 7},
    }
    optional: Json = {
        "store": dice.choice(["q1", "q2", None]),
        "codes": some(dice, ["TET", "HE", *VOUCHERS], 4),
        "burn_points": dice.choice([0, "max", "max", "max", 10, 20, 35, 70]),
        "paid_with": dice.choice([dice.choice(TENDERS), some(dice, TENDERS, 2), None]),
    }
    thrown.update({key: value for key, value in optional.items() if dice.random() < 0.85})
    return thrown


def returns(dice: Random, bought: Json) -> list[list[Json]]:
    """Up to six refunds of a basket, some of which ask for too much, or for one line twice."""
    quantities = [line["quantity"] for line in bought["lines"]]
    return [
        [
            {"line": place, "quantity": dice.choice(["0.5", "1", "1", "0.333", quantities[place]])}
            for place in dice.choices(range(len(quantities)), k=dice.randint(0, 4))
        ]
        if quantities
        else []
        for _ in range(dice.randint(1, 6))
    ]
