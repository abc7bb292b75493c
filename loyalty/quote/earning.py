"""Earning points: how many a sale earns, which rule gave them, and which line each of them is of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loyalty.program.model import ONCE, BonusPoints, MultiplyPoints, Tier
from loyalty.quote.bits import members, rows_by_member
from loyalty.quote.compiled import CompiledProgram
from loyalty.quote.line_facts import LineFacts
from loyalty.quote.stages import BY_TIER
from loyalty.rates import Rate, common_denominator
from loyalty.splits import split

BASE = -2
"""Stands for the points of the rate itself where a promotion is named by its number."""


@dataclass(frozen=True, slots=True)
class Earned:
    """What every rule gave, those that gave something only, and what every line has of it.

    `by_line` is empty where there is no member to earn.
    """

    by_rule: tuple[tuple[int, int], ...]
    by_line: Sequence[int]


NOTHING_EARNED = Earned((), ())


def earn(
    rules: CompiledProgram,
    facts: Sequence[LineFacts],
    bases: Sequence[int],
    *,
    tier: Tier,
    holding: int,
) -> Earned:
    """The points of a sale whose lines have these earn bases, 0 where a line does not earn."""
    factors = _Factors(rules, facts, bases, tier=tier, holding=rules.multipliers & holding)
    given = dict(factors.rises())
    rate_points = sum(given.values())
    by_line = split(rate_points, factors.weights()) if rate_points else [0] * len(facts)
    bonuses = rules.bonuses & holding
    if bonuses:
        rows = [line.has & bonuses if line.earns else 0 for line in facts]
        for number, places in rows_by_member(rows).items():
            bonus = rules.program.promotions[number]
            if isinstance(bonus, BonusPoints):
                given[number] = _add_bonus(bonus, places, facts, bases, by_line)
    in_order = sorted(given.items(), key=_breakdown_order)
    return Earned(tuple(pair for pair in in_order if pair[1]), by_line)


def _add_bonus(
    bonus: BonusPoints,
    places: Sequence[int],
    facts: Sequence[LineFacts],
    bases: Sequence[int],
    by_line: list[int],
) -> int:
    """Adds a bonus to the lines it stands on, at least one; what it comes to."""
    if bonus.per == "unit":
        shares = [bonus.points * facts[place].whole_units for place in places]
    else:
        weights = [bases[place] for place in places]
        shares = split(bonus.points, weights if any(weights) else [1] + [0] * (len(places) - 1))
    for place, share in zip(places, shares, strict=True):
        by_line[place] += share
    return sum(shares)


def _breakdown_order(pair: tuple[int, int]) -> int:
    """`base` first, then the tier, then promotions in file order."""
    return pair[0]


class _Factors:
    """The factors of the lines, in parts of one common denominator, and what each source adds."""

    def __init__(
        self,
        rules: CompiledProgram,
        facts: Sequence[LineFacts],
        bases: Sequence[int],
        *,
        tier: Tier,
        holding: int,
    ) -> None:
        self._rules = rules
        self._bases = bases
        self._rows = [line.has & holding for line in facts]
        factors = {number: self._factor(number) for number in members(holding)}
        self._parts = common_denominator((tier.multiplier, *factors.values()))
        self._extra_of_tier = self._extra(tier.multiplier)
        self._extras = {number: self._extra(factor) for number, factor in factors.items()}

    def rises(self) -> Iterable[tuple[int, int]]:
        """What each source raises the floor by, one source after the other."""
        total = sum(self._bases)
        yield from _rises(self._steps(total), self._rules.program.points.earn, self._divisor)

    def weights(self) -> list[int]:
        """Base × factor of each line, in parts."""
        flat = self._parts + self._extra_of_tier
        if not self._extras:
            return [base * flat for base in self._bases]
        factors = {
            row: flat + sum(self._extras[number] for number in members(row)) for row in set(self._rows)
        }
        return [base * factors[row] for base, row in zip(self._bases, self._rows, strict=True)]

    @property
    def _divisor(self) -> int:
        return self._rules.program.points.per_amount * self._parts

    def _steps(self, total: int) -> Iterable[tuple[int, int]]:
        """Each source with the base × factor it adds, in parts."""
        yield BASE, total * self._parts
        yield BY_TIER, total * self._extra_of_tier
        covered = self._covered()
        for number, extra in self._extras.items():
            yield number, covered.get(number, 0) * extra

    def _covered(self) -> Mapping[int, int]:
        """The base that each multiplier covers."""
        by_row: dict[int, int] = {}
        for row, base in zip(self._rows, self._bases, strict=True):
            by_row[row] = by_row.get(row, 0) + base
        covered: dict[int, int] = {}
        for row, base in by_row.items():
            for number in members(row):
                covered[number] = covered.get(number, 0) + base
        return covered

    def _factor(self, number: int) -> Rate:
        promotion = self._rules.program.promotions[number]
        return promotion.factor if isinstance(promotion, MultiplyPoints) else ONCE

    def _extra(self, multiplier: Rate) -> int:
        return (multiplier.numerator - multiplier.denominator) * self._parts // multiplier.denominator


def _rises(steps: Iterable[tuple[int, int]], earn: int, divisor: int) -> Iterable[tuple[int, int]]:
    weighed = points = 0
    for source, more in steps:
        weighed += more
        before, points = points, weighed * earn // divisor
        yield source, points - before
