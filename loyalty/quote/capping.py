"""Cuts the points that a sale earns to what `[limits]` lets it have, exactly.

Only for programs with limits; what others cost is not touched. What a limit cuts is split over the rules and
over the lines in proportion to what they gave and have.
"""

from collections.abc import Iterator
from dataclasses import replace

from loyalty.basket import Basket, BasketMember
from loyalty.program.caps import EARN_PER_DAY, EARN_PER_SALE, NO_LIMITS, SALES_PER_DAY, Limits
from loyalty.program.model import Program
from loyalty.quote.earning import Cut, Earned
from loyalty.splits import split
from loyalty.units import Points


def capped(program: Program, basket: Basket, earned: Earned) -> Earned:
    """The points that a sale may have of those it earned."""
    member = basket.member
    if program.limits is NO_LIMITS or member is None:
        return earned
    points = [points for _, points in earned.by_rule]
    total = sum(points)
    most, rule = min(_earn_limits(program.limits, member), key=lambda pair: pair[0], default=(total, ""))
    if most >= total:
        return earned
    kept = split(most, points)
    by_rule = [(number, left) for (number, _), left in zip(earned.by_rule, kept, strict=True) if left]
    return replace(
        earned,
        by_rule=tuple(by_rule),
        by_line=split(most, earned.by_line),
        cut=Cut(rule, Points(total - most), earned.by_rule),
    )


def _earn_limits(limits: Limits, member: BasketMember) -> Iterator[tuple[int, str]]:
    """How many points the sale may earn by each limit that there is."""
    today = member.today
    if limits.sales_per_day is not None and today.sales >= limits.sales_per_day:
        yield 0, SALES_PER_DAY
    if limits.earn_max_per_sale is not None:
        yield limits.earn_max_per_sale, EARN_PER_SALE
    if limits.earn_max_per_day is not None:
        yield max(0, limits.earn_max_per_day - today.earned), EARN_PER_DAY
