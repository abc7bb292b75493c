"""Puts into words what a reward that was asked for gave, or why it gave nothing."""

from typing import cast

from loyalty.program.model import Discount
from loyalty.program.rewards import DonationReward, Reward
from loyalty.quote.missed import outdone
from loyalty.quote.model import RuleReward
from loyalty.sentences import Param, Sentence, say


def reward_whys(given: RuleReward) -> tuple[Sentence, ...]:
    """What it gave, with its figures; every reason there is where it gave nothing."""
    if given.refusals:
        return given.refusals
    program = given.grounds.program
    reward = cast("Reward", program.reward(given.rule))
    if not given.points:
        return (outdone(reward.rule, given.grounds),)
    common: dict[str, Param] = {
        "name": reward.name,
        "points": given.points,
        "amount": given.amount,
        "unit": program.points.unit,
        "currency": program.currency,
    }
    if isinstance(reward.rule, Discount):
        return (say("reward-off", **common),)
    if isinstance(reward, DonationReward):
        return (say("reward-donation", cause=reward.cause, **common),)
    return (say("reward-voucher", **common),)
