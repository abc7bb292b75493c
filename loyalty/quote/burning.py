"""Burning points: how many a sale can burn, what they pay, and which line each đồng and each point is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from loyalty.basket import BasketMember
from loyalty.program.caps import NO_LIMITS, Limits
from loyalty.program.model import PointRules
from loyalty.quote.burn_cap import BurnCap
from loyalty.refusals import BurnRefused
from loyalty.sentences import say
from loyalty.splits import split
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True)
class Burned:
    """The points and the amount, whole and by line."""

    points: Points
    amount: Money
    max_points: Points
    amounts: Sequence[int]
    line_points: Sequence[int]


def max_burn(rules: PointRules, balance: int, due: int) -> Points:
    """The most points that can be burned out of a balance for this much due; 0 if under the minimum."""
    percent = rules.burn_max_percent
    payable = due * percent.numerator // (percent.denominator * 100 * rules.worth)
    most = max(0, min(balance, payable))
    most -= most % rules.burn_step
    return Points(most if most >= rules.burn_min else 0)


def burn(
    rules: PointRules,
    member: BasketMember | None,
    asked: Points | Literal["max"],
    nets: Sequence[int],
    limits: Limits = NO_LIMITS,
    *,
    spent: int = 0,
) -> Burned:
    """Burns what is asked; `nets` are the lines' nets, 0 where a line is not paid with points.

    `limits` are the program's, which may leave less than the balance and what is due; `spent` are points of
    the member that rewards have taken already.

    Raises:
        BurnRefused: there is no member, or it is more than the most, under the minimum, or off the step.
    """
    due = sum(nets)
    most = max_burn(rules, member.points - spent, due) if member else Points(0)
    cap = None
    if limits is not NO_LIMITS and member is not None:
        cap = BurnCap.of(limits, member, most)
        most = max_burn(rules, min(most, cap.most), due) if cap else most
    points = most if asked == "max" else asked
    if points and member is None:
        sentence = say("burn-needs-member", asked=points, unit=rules.unit)
        raise BurnRefused(sentence, asked=points, max_points=most)
    if points:
        _refuse_wrong(rules, points, most, cap)
    amount = points * rules.worth
    amounts = split(amount, nets)
    return Burned(points, Money(amount), most, amounts, split(points, amounts))


def _refuse_wrong(rules: PointRules, asked: Points, most: Points, cap: BurnCap | None) -> None:
    if asked > most and cap is not None:
        sentence = cap.refusal(asked, most, rules.unit)
    elif asked > most:
        sentence = say("burn-over-max", asked=asked, max=most, unit=rules.unit)
    elif asked < rules.burn_min:
        sentence = say("burn-under-min", asked=asked, min=rules.burn_min, unit=rules.unit)
    elif asked % rules.burn_step:
        sentence = say("burn-off-step", asked=asked, step=rules.burn_step, unit=rules.unit)
    else:
        return
    raise BurnRefused(sentence, asked=asked, max_points=most)
