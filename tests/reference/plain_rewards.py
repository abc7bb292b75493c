"""Rewards as `docs/program/rewards.md` says them, on top of the plain reading of the program page.

Which are in play is asked one by one, in the order of the basket. Those that take something off stand behind
all promotions of the file; what they gave, and so what they cost, is read off the priced basket, which is
then priced once more with what is left of the points.
"""

import math
from typing import Any

from tests.reference.plain_basics import Json, split
from tests.reference.plain_conditions import SaleConditions
from tests.reference.plain_rules import plain_quote

TAKES_OFF = ("amount_off", "percent_off", "gift")
NO_MAXIMUM = 10**30


def is_chosen(reward: Json) -> bool:
    """Whether the customer chooses how many points to give."""
    return any(key in reward for key in ("points_min", "points_max", "points_step"))


def sizes(reward: Json) -> tuple[int, int, float]:
    """The fewest points, the step and the most."""
    step = int(reward.get("points_step", 1))
    return int(reward.get("points_min", step)), step, float(reward.get("points_max", math.inf))


def is_a_size(reward: Json, points: int) -> bool:
    """Whether so many points may be given."""
    if not is_chosen(reward):
        return True
    least, step, most = sizes(reward)
    return least <= points <= most and points % step == 0


def conditions_hold(sale: SaleConditions, reward: Json) -> bool:
    """Whether what a promotion would need holds; only what takes something off looks at excluded lines."""
    standing = reward if reward["kind"] in TAKES_OFF else {**reward, "kind": "bonus_points"}
    return bool(sale.lines) and sale.member is not None and sale.holds(standing)


def asked(basket: Json) -> list[Json]:
    """What the basket asks for."""
    wishes: list[Json] = basket.get("rewards") or []
    return wishes


def in_play(program: Json, basket: Json) -> list[tuple[Json, int]]:
    """The rewards that are in play, each with the points it was asked for with."""
    sale = SaleConditions(program, basket)
    balance = max(0, (sale.member or {"points": 0})["points"])
    known = {reward["id"]: reward for reward in program.get("reward", [])}
    found: list[tuple[Json, int]] = []
    stock: dict[str, int] = basket.get("stock") or {}
    for wish in asked(basket):
        reward = known[wish["id"]]
        points: int = wish["points"] if is_chosen(reward) else reward["points"]
        a_day: int = reward.get("stock_per_day", 1)
        left = stock.get(reward["id"], a_day) if "stock_per_day" in reward else 1
        if conditions_hold(sale, reward) and is_a_size(reward, points) and left >= 1 and points <= balance:
            balance -= points
            found.append((reward, points))
    return found


def as_promotion(reward: Json, points: int, worth: int) -> Json:
    """A reward as the group promotion that it competes as."""
    kept = {key: value for key, value in reward.items() if key in ("id", "name", "kind", "when", "on")}
    promotion: Json = {**kept, "stage": reward.get("stage", "voucher")}
    if reward["kind"] == "amount_off":
        promotion["amount"] = points * worth if is_chosen(reward) else reward["amount"]
    elif reward["kind"] == "percent_off":
        promotion |= {"percent": reward["percent"], "max_amount": reward.get("max_amount", NO_MAXIMUM)}
    else:
        promotion |= {"sku": reward["sku"], "quantity": reward.get("quantity", 1)}
    return promotion


def cost(reward: Json, points: int, given: int, worth: int) -> int:
    """What a reward costs that gave so much off."""
    if given == 0 or not is_chosen(reward):
        return points if given else 0
    least, step, _ = sizes(reward)
    enough = step
    while enough < least or enough * worth < given:
        enough += step
    return min(points, enough)


def plain_rewards(program: Json, basket: Json) -> tuple[Json, Json]:
    """The quote with the rewards in it, and what each reward came to: points, amount, points by line.

    Raises:
        Refused: the burn that was asked for is not allowed.
    """
    worth = program["points"]["worth"]
    playing = in_play(program, basket)
    in_file_order = [reward["id"] for reward in program.get("reward", [])]
    playing_in_order = sorted(playing, key=lambda pair: in_file_order.index(pair[0]["id"]))
    standing = [
        as_promotion(reward, points, worth)
        for reward, points in playing_in_order
        if reward["kind"] in TAKES_OFF
    ]
    priced_by = {**program, "promotion": [*program.get("promotion", []), *standing]}
    first = plain_quote(priced_by, {**basket, "burn_points": 0})
    came_to: Json = {wish["id"]: (0, 0, None) for wish in asked(basket)}
    for reward, points in playing:
        came_to[reward["id"]] = _came_to(reward, points, worth, first)
    spent = sum(points for points, _, _ in came_to.values())
    member = basket.get("member")
    poorer = member and {**member, "points": member["points"] - spent}
    return plain_quote(priced_by, {**basket, "member": poorer}), came_to


def _came_to(reward: Json, points: int, worth: int, priced: Json) -> tuple[int, int, Any]:
    if reward["kind"] == "donation":
        return points, points * worth, None
    if reward["kind"] == "voucher":
        return points, 0, None
    amounts = [line["discounts"].get(reward["id"], 0) for line in priced["lines"]]
    paid = cost(reward, points, sum(amounts), worth)
    return paid, sum(amounts), split(paid, amounts) if paid else None
