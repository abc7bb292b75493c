"""The rewards that a basket asks for: read from its JSON, and held against the program's.

Only what no basket may say is a fault here. A reward that cannot be had is none: its sale goes on without it
and says why (`loyalty.quote.asking`).
"""

from collections.abc import Iterator

from loyalty.basket import AskedReward, Basket
from loyalty.json_fields import Fields, shown
from loyalty.limits import AMOUNT_LIMIT, REWARDS_ASKED_MAX
from loyalty.misread import Misread
from loyalty.program.faults import nearest
from loyalty.program.model import Program
from loyalty.program.rewards import Reward, Sizes
from loyalty.sentences import Sentence, say
from loyalty.units import Money, Points


def read_asked(basket: Fields, faults: list[str]) -> tuple[AskedReward, ...]:
    """The rewards that a basket's JSON asks for."""
    asked: list[AskedReward] = []
    for index, item in enumerate(basket.items("rewards")):
        fields = Fields(item, basket.place(f"rewards[{index}]"), faults)
        fields.need("id")
        points = None if fields.value("points") is None else Points(fields.whole("points"))
        asked.append(AskedReward(fields.text("id"), points))
    return tuple(asked)


def reward_faults(program: Program, basket: Basket, *, place: str = "") -> list[str]:
    """What is wrong with the asked rewards under this program; `place` is the way to the basket."""
    way = f"{place}.rewards" if place else "rewards"
    asked = basket.rewards
    if len(asked) > REWARDS_ASKED_MAX:
        return [Misread(way, say("fault-too-many", count=len(asked), most=REWARDS_ASKED_MAX))]
    faults: list[str] = []
    for index, each in enumerate(asked):
        reward = program.reward(each.id)
        if reward is None:
            faults.append(Misread(f"{way}[{index}].id", _unknown(program, each.id)))
        elif each.id in (other.id for other in asked[:index]):
            twice = say("fault-asked-twice", value=shown(each.id))
            faults.append(Misread(f"{way}[{index}].id", twice))
        else:
            found = _point_faults(program.points_at(basket.store).worth, reward, each)
            faults.extend(Misread(f"{way}[{index}].points", fault) for fault in found)
    return faults


def _unknown(program: Program, reward_id: str) -> Sentence:
    if not program.rewards:
        return say("fault-no-rewards")
    near = nearest(reward_id, [reward.id for reward in program.rewards])
    return say("fault-no-reward", value=shown(reward_id), near=near)


def _point_faults(worth: Money, reward: Reward, asked: AskedReward) -> Iterator[Sentence]:
    if isinstance(reward.price, Sizes):
        if asked.points is None:
            yield say("fault-points-chosen", value=shown(reward.id))
    elif asked.points is not None and asked.points != reward.price:
        yield say("fault-points-price", value=shown(reward.id), price=reward.price, asked=asked.points)
    pays = worth * (reward.least_points if asked.points is None else asked.points)
    if pays >= AMOUNT_LIMIT:
        yield say("fault-points-worth", sum=pays, most=AMOUNT_LIMIT - 1)
