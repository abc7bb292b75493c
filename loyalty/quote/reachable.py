"""What a basket could still reach, and what is missing for it: money, units or points.

A promotion is reachable where all but its `min_spend` holds and something that counts for it is bought, or
where a few more units make a group or a gift. A reward is reachable whatever points are missing. Off the path
of a scan.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from loyalty.program.model import (
    AmountOff,
    BonusPoints,
    BuyGet,
    Gift,
    MultiplyPoints,
    PercentOff,
    Promotion,
)
from loyalty.program.rewards import Reward
from loyalty.program.selectors import EVERY_LINE
from loyalty.quote.bits import members
from loyalty.quote.line_facts import LineReader
from loyalty.quote.missed import gross_of_lines, missing_spend, not_holding
from loyalty.quote.model import Grounds, Quote, Reachable
from loyalty.quote.situation import Situation
from loyalty.sentences import Param, Sentence, say
from loyalty.units import Money, Points

_BRIEF: Final = {
    "reach-spend-amount": "near-spend-amount",
    "reach-spend-percent": "near-spend-percent",
    "reach-spend-factor": "near-spend-factor",
    "reach-spend-points": "near-spend-points",
}


class _Missing(NamedTuple):
    """What is missing for one thing, and what there is to say of it."""

    money: Money = Money(0)
    units: int = 0
    points: Points = Points(0)
    whys: tuple[Sentence, ...] = ()


class _Bought:
    """What was bought that counts for a rule of the program, by the number of its bit."""

    def __init__(self, grounds: Grounds) -> None:
        self._rules = grounds.program.compiled
        read = LineReader(self._rules).facts(grounds.basket.lines)
        self._lines = [facts for facts in read if facts is not None]

    def missing_spend(self, number: int) -> Money:
        """How much more must be bought for its `min_spend`."""
        rule = self._rules.spends.get(number)
        if rule is None:
            return Money(0)
        bit = 1 << rule.bit
        return Money(max(0, rule.least - sum([line.gross for line in self._lines if line.has & bit])))

    def missing_units(self, number: int, rule: Promotion) -> int:
        """How many more units make a group that is begun, or a gift."""
        if not isinstance(rule, BuyGet | Gift):
            return 0
        bit = 1 << number
        units = sum([line.units for line in self._lines if line.has & bit])
        if isinstance(rule, Gift):
            return 0 if units else 1
        size = rule.buy + rule.get
        return size - units if 0 < units < size else 0


def reachable(quote: Quote) -> tuple[Reachable, ...]:
    """The promotions, and then the rewards, that the basket could still reach, in file order."""
    situation = Situation.of(quote.grounds.basket, quote.grounds.program.zone)
    bought = _Bought(quote.grounds)
    return (*_promotions(quote, situation, bought), *_rewards(quote, situation, bought))


def in_brief(near: Reachable, promotion: Promotion) -> Sentence:
    """What is missing for a promotion, and what for, without its name where all goods count alike."""
    said = near.whys[0]
    code = _BRIEF.get(said.code)
    if code is None or promotion.on != EVERY_LINE:
        return said
    return Sentence(code, said.params)


def _promotions(quote: Quote, situation: Situation, bought: _Bought) -> Iterator[Reachable]:
    grounds = quote.grounds
    given = {each.rule for each in quote.discounts} | {each.rule for each in quote.earned}
    for number in members(grounds.program.compiled.holding.holding(situation)):
        promotion = grounds.program.promotions[number]
        if promotion.id not in given:
            missing = _for_promotion(number, promotion, grounds, bought)
            if missing.whys:
                yield _reachable(promotion, missing)


def _for_promotion(number: int, promotion: Promotion, grounds: Grounds, bought: _Bought) -> _Missing:
    money = bought.missing_spend(number)
    if money:
        is_begun = money < (promotion.when.min_spend or 0)
        whys = (_spend_more(promotion, grounds, money),) if is_begun else ()
        return _Missing(money=money, whys=whys)
    units = bought.missing_units(number, promotion)
    return _Missing(units=units, whys=(_units_more(promotion, units),) if units else ())


def _rewards(quote: Quote, situation: Situation, bought: _Bought) -> Iterator[Reachable]:
    grounds = quote.grounds
    program, basket = grounds.program, grounds.basket
    asked = {each.id for each in basket.rewards}
    if basket.member is None or not basket.lines:
        return
    balance = max(0, basket.member.points - quote.spent_points)
    for reward in program.rewards:
        has_stock = reward.stock_per_day is None or basket.stock.get(reward.id, reward.stock_per_day) > 0
        if reward.id in asked or not has_stock or any(not_holding(reward.rule, situation, program)):
            continue
        yield _reachable(reward.rule, _for_reward(reward, grounds, bought, balance))


def _for_reward(reward: Reward, grounds: Grounds, bought: _Bought, balance: int) -> _Missing:
    program, rule = grounds.program, reward.rule
    points = Points(max(0, reward.least_points - balance))
    number = program.compiled.reward_numbers.get(reward.id)
    if number is None:
        money, units = missing_spend(rule, program, gross_of_lines(grounds)), 0
    else:
        money, units = bought.missing_spend(number), bought.missing_units(number, rule)
    common = _common(rule, grounds)
    whys: list[Sentence] = []
    if points:
        whys.append(say("reach-reward-points", missing=points, **common))
    if money:
        whys.append(say("reach-spend", missing=money, **common))
    if units:
        whys.append(_units_more(rule, units))
    now = say("reach-reward-now", points=reward.least_points, **common)
    return _Missing(money, units, points, tuple(whys) or (now,))


def _reachable(rule: Promotion, missing: _Missing) -> Reachable:
    return Reachable(rule.id, rule.name, missing.money, missing.units, missing.points, missing.whys)


def _common(rule: Promotion, grounds: Grounds) -> dict[str, Param]:
    program = grounds.program
    return {"name": rule.name, "unit": program.points.unit, "currency": program.currency}


def _spend_more(promotion: Promotion, grounds: Grounds, missing: Money) -> Sentence:
    common = _common(promotion, grounds)
    if isinstance(promotion, AmountOff):
        return say("reach-spend-amount", missing=missing, amount=promotion.amount, **common)
    if isinstance(promotion, PercentOff):
        return say("reach-spend-percent", missing=missing, percent=promotion.percent, **common)
    if isinstance(promotion, MultiplyPoints):
        return say("reach-spend-factor", missing=missing, factor=promotion.factor, **common)
    if isinstance(promotion, BonusPoints):
        return say("reach-spend-points", missing=missing, points=promotion.points, **common)
    return say("reach-spend", missing=missing, **common)


def _units_more(rule: Promotion, units: int) -> Sentence:
    return say("reach-units", missing=units, name=rule.name)
