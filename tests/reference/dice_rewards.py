"""Random rewards for the programs and the baskets that the dice throw."""

from collections.abc import Callable
from random import Random

from tests.reference import dice, dice_baskets
from tests.reference.plain_basics import Json

CONDITIONS = sorted(set(dice.CONDITIONS) - {"voucher", "members_only"})
VOUCHER_PROMOTION: Json = {
    "id": "pv",
    "name": "Voucher",
    "kind": "amount_off",
    "amount": 5000,
    "stage": "promotion",
    "when": {"voucher": True},
}


def _price(thrown: Random) -> Json:
    return {"points": thrown.choice([1, 10, 30, 500])}


def _sizes(thrown: Random) -> Json:
    """Sizes that leave at least one to choose."""
    step = thrown.choice([1, 10, 7])
    sizes: Json = {"points_step": step}
    if thrown.random() < 0.5:
        sizes["points_min"] = thrown.choice([1, 5, 20])
    if thrown.random() < 0.5:
        sizes["points_max"] = thrown.choice([30, 70, 1000])
    return sizes


def _amount_off(thrown: Random) -> Json:
    if thrown.random() < 0.5:
        return {"kind": "amount_off", **_sizes(thrown)}
    return {"kind": "amount_off", "amount": thrown.choice([0, 1, 999, 20000, 10**6]), **_price(thrown)}


def _percent_off(thrown: Random) -> Json:
    cut: Json = {"max_amount": thrown.choice([0, 999, 40000])} if thrown.random() < 0.4 else {}
    return {"kind": "percent_off", "percent": thrown.choice(dice.PERCENTS), **cut, **_price(thrown)}


def _gift(thrown: Random) -> Json:
    return {
        "kind": "gift",
        "sku": thrown.choice(["A1", "B1", "B2"]),
        "quantity": thrown.randint(1, 3),
        **_price(thrown),
    }


def _donation(thrown: Random) -> Json:
    price = _sizes(thrown) if thrown.random() < 0.5 else _price(thrown)
    return {"kind": "donation", "cause": "School", **price}


def _voucher(thrown: Random) -> Json:
    return {"kind": "voucher", "voucher": "later", **_price(thrown)}


KINDS: tuple[Callable[[Random], Json], ...] = (_amount_off, _percent_off, _gift, _donation, _voucher)


def reward(thrown: Random, name: str, stages: list[str]) -> Json:
    """One reward of any kind."""
    kind = thrown.choice((*KINDS, *KINDS[:3]))(thrown)
    keys: Json = {"id": name, "name": f"Reward {name}", **kind}
    is_off = keys["kind"] in ("amount_off", "percent_off", "gift")
    if keys["kind"] in ("amount_off", "percent_off") and thrown.random() < 0.6:
        keys["on"] = dice.selector(thrown)
    if is_off and ("voucher" not in stages or thrown.random() < 0.3):
        keys["stage"] = thrown.choice([stage for stage in stages if stage != "tier"])
    if thrown.random() < 0.25:
        chosen = thrown.sample(CONDITIONS, thrown.choice([1, 1, 2]))
        keys["when"] = dice.conditions(thrown, chosen)
    if thrown.random() < 0.3:
        keys["stock_per_day"] = thrown.randint(0, 3)
    return keys


def program(thrown: Random) -> Json:
    """A program of the dice with up to six rewards, and the voucher that some of them give."""
    made = dice.program(thrown)
    stages = made.get("discounts", {}).get("stages", dice.STAGES[0])
    groups = [each for each in made["promotion"] if each["kind"] in dice.GROUPS or "max_amount" in each]
    spared = [each["id"] for each in groups[4:]]
    promotions = [each for each in made["promotion"] if each["id"] not in spared]
    return {
        **made,
        "promotion": [*promotions, VOUCHER_PROMOTION],
        "reward": [reward(thrown, f"r{number}", stages) for number in range(thrown.randint(1, 6))],
        "voucher": [{"id": "later", "promotion": "pv", "issue": "reward"}],
    }


def basket(thrown: Random, made: Json) -> Json:
    """A basket of the dice that asks for some of a program's rewards."""
    bought = dice_baskets.basket(thrown)
    wishes: list[Json] = []
    for each in dice.some(thrown, made["reward"], 4):
        wish: Json = {"id": each["id"]}
        if "points" not in each:
            wish["points"] = thrown.choice([0, 5, 10, 20, 35, 70, 140])
        wishes.append(wish)
    member = bought["member"]
    if member is not None:
        used: Json = member.get("used") or {}
        points = thrown.choice([member["points"], 37, 1250, 1250])
        member = {**member, "points": points, "used": {**used, "r0": thrown.randint(0, 2)}}
    stock = {f"r{number}": thrown.randint(0, 2) for number in range(3)} if thrown.random() < 0.5 else None
    return {**bought, "member": member, "rewards": wishes, "stock": stock}
