"""The rewards that a basket asks for: which of them are in play, what they gave, and what points they cost.

A reward in play is a group promotion of its stage and competes there like any; one that gave nothing costs
nothing. A reward that cannot be had says why, and the sale goes on without it. The points in hand go to the
rewards in the order in which they are asked for, and what they leave can be burned.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from loyalty.basket import Basket
from loyalty.program.model import Discount, Program
from loyalty.program.rewards import DonationReward, Reward, Sizes
from loyalty.quote.compiled import GroupPromotion
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.missed import missing_spend, not_holding
from loyalty.quote.model import LineDiscount
from loyalty.quote.situation import Situation
from loyalty.sentences import Sentence, say
from loyalty.splits import split
from loyalty.units import Money, Points


class Ask(NamedTuple):
    """A reward asked for with so many points, and why it cannot be had: nothing, where it is in play."""

    reward: Reward
    points: Points
    refusals: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """All that a basket asks for; what takes part in the stages as bits, and as it was asked for.

    `worth` is what one point pays in this store.
    """

    asks: tuple[Ask, ...] = ()
    holding: int = 0
    worth: Money = Money(1)
    sized: Mapping[int, GroupPromotion] = field(default_factory=dict[int, GroupPromotion])


NOTHING_ASKED = Asking()


class GivenReward(NamedTuple):
    """What a reward that was asked for came to.

    `by_line` are its points by the line that they belong to, empty where they belong to none.
    """

    reward: Reward
    points: Points
    amount: Money
    by_line: tuple[int, ...]
    refusals: tuple[Sentence, ...]


def ask(program: Program, basket: Basket, situation: Situation, lines: Sequence[LineFacts]) -> Asking:
    """Which of the rewards that a basket asks for are in play."""
    asks: list[Ask] = []
    holding, sized = 0, dict[int, GroupPromotion]()
    worth = program.points_at(basket.store).worth
    balance = 0 if basket.member is None else max(0, basket.member.points)
    for each in basket.rewards:
        reward = cast("Reward", program.reward(each.id))
        points = reward.least_points if each.points is None else each.points
        refusals = (*_barred(program, reward, situation, lines), *_off_size(program, reward, points))
        refusals += (*_out_of_stock(basket, reward), *_unaffordable(program, reward, points, balance))
        asks.append(Ask(reward, points, refusals))
        if refusals:
            continue
        balance -= points
        number = program.compiled.reward_numbers.get(reward.id)
        if number is not None:
            holding |= 1 << number
            sized[number] = cast("GroupPromotion", reward.rule_for(points, worth))
    return Asking(tuple(asks), holding, worth, sized)


def given_rewards(asking: Asking, discounts: Sequence[Sequence[LineDiscount]]) -> tuple[GivenReward, ...]:
    """What each came to, once the stages have given these discounts, line by line."""
    return tuple([_given(each, asking.worth, discounts) for each in asking.asks])


def _given(asked: Ask, worth: Money, discounts: Sequence[Sequence[LineDiscount]]) -> GivenReward:
    reward, points, refusals = asked
    if refusals:
        return GivenReward(reward, Points(0), Money(0), (), refusals)
    if not isinstance(reward.rule, Discount):
        amount = Money(points * worth if isinstance(reward, DonationReward) else 0)
        return GivenReward(reward, points, amount, (), ())
    amounts = [sum([each.amount for each in line if each.rule == reward.id]) for line in discounts]
    amount = Money(sum(amounts))
    cost = reward.cost(points, amount, worth)
    return GivenReward(reward, cost, amount, tuple(split(cost, amounts)), ())


def _barred(
    program: Program, reward: Reward, situation: Situation, lines: Sequence[LineFacts]
) -> Iterator[Sentence]:
    """The conditions that do not hold, and that a sale of nothing gives nothing."""
    yield from not_holding(reward.rule, situation, program)
    missing = missing_spend(reward.rule, program, [(line.line, line.gross) for line in lines])
    if missing:
        least = reward.rule.when.min_spend or 0
        yield say("missed-min-spend", missing=missing, least=least, currency=program.currency)
    if not lines:
        yield say("missed-no-line")


def _off_size(program: Program, reward: Reward, points: Points) -> Iterator[Sentence]:
    sizes, unit = reward.price, program.points.unit
    if not isinstance(sizes, Sizes):
        return
    if points < sizes.least:
        yield say("reward-under-min", asked=points, min=sizes.least, unit=unit)
    if sizes.most is not None and points > sizes.most:
        yield say("reward-over-max", asked=points, max=sizes.most, unit=unit)
    if points % sizes.step:
        yield say("reward-off-step", asked=points, step=sizes.step, unit=unit)


def _out_of_stock(basket: Basket, reward: Reward) -> Iterator[Sentence]:
    stock = reward.stock_per_day
    if stock is not None and basket.stock.get(reward.id, stock) < 1:
        yield say("reward-out-of-stock", stock=stock)


def _unaffordable(program: Program, reward: Reward, points: Points, balance: int) -> Iterator[Sentence]:
    if points > balance:
        unit = program.points.unit
        yield say("reward-short", missing=points - balance, points=points, name=reward.name, unit=unit)
