"""Earning points: how many a sale earns, which rule gave them, and which line each of them is of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loyalty.program.model import PointRules, Tier
from loyalty.quote.bits import flags_of, rows_by_member, sums_by_row
from loyalty.quote.compiled import CompiledProgram
from loyalty.quote.line_facts import LineFacts
from loyalty.split_sums import SplitSums
from loyalty.splits import split
from loyalty.units import Points

BASE = -2
BY_TIER = -1
"""Stand for the rate itself and the member's tier, where promotions are named by their numbers."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Points that a limit of the program took off a sale, and what each rule gave before that."""

    rule: str
    points: Points
    uncut: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Earned:
    """What every rule gave, those that gave something only, and what every line has of it.

    `by_line` is empty where there is no member to earn. `cut` is what a limit took off both.
    """

    by_rule: tuple[tuple[int, int], ...]
    by_line: Sequence[int]
    cut: Cut | None = None


NOTHING_EARNED = Earned((), ())


class PointSums(NamedTuple):
    """What the points of a sale are worked out from.

    By line: the earn base, the base × factor as a weight, and the flat points for its units. By promotion:
    the base that each multiplier covers, and the units that each flat bonus a unit covers.
    """

    bases: Sequence[int]
    weights: Sequence[int]
    unit_points: Sequence[int]
    covered: Mapping[int, int]
    units: Mapping[int, int]


class Earner:
    """Earns by the rules of a program for one tier and one set of promotions that hold."""

    def __init__(self, rules: CompiledProgram, tier: Tier, holding: int) -> None:
        self.multipliers = rules.multipliers & holding
        self.unit_bonuses = rules.unit_bonuses & holding
        self._sale_bonuses = rules.sale_bonuses & holding
        self._rules = rules
        self._of_tier = rules.tier_extra_parts[tier.id]
        self._least = rules.factor_parts + self._of_tier

    def factor(self, row: int) -> int:
        """The factor of lines with these bits of multipliers: in parts, or 1 where all lines are alike."""
        if not self.multipliers:
            return 1
        return self._least + self._rules.extra_parts.over(row)

    def unit_points(self, row: int) -> int:
        """The flat points for each whole unit of lines with these bits of bonuses."""
        return self._rules.bonus_points.over(row)

    def sums(self, lines: Sequence[LineFacts], bases: Sequence[int]) -> PointSums:
        """The sums for lines that have these earn bases, 0 where a line does not earn."""
        weights, flat = bases, [0] * len(lines)
        covered: Mapping[int, int] = {}
        units: Mapping[int, int] = {}
        if self.multipliers:
            rows = [line.has & self.multipliers for line in lines]
            bases_by_row = sums_by_row(rows, bases)
            extra, least = self._rules.extra_parts.over, self._least
            factors = {row: least + extra(row) for row in bases_by_row}
            weights = [base * factors[row] for base, row in zip(bases, rows, strict=True)]
            covered = self._rules.members.sums(bases_by_row)
        if self.unit_bonuses:
            rows = [line.has & self.unit_bonuses if line.earns else 0 for line in lines]
            whole_units = [line.whole_units for line in lines]
            units_by_row = sums_by_row(rows, whole_units)
            points_of = self._rules.bonus_points.over
            points = {row: points_of(row) for row in units_by_row}
            flat = [points[row] * each for row, each in zip(rows, whole_units, strict=True)]
            units = self._rules.members.sums(units_by_row)
        return PointSums(bases, weights, flat, covered, units)

    def earned(self, lines: Sequence[LineFacts], sums: PointSums, rates: PointRules) -> Earned:
        """The points of the sale, by the rates of its store."""
        each = self._rules.bonus_points.values
        given = dict(self._rises(sums, rates))
        by_line = split(sum(given.values()), sums.weights)
        if sums.units:
            by_line = list(map(int.__add__, by_line, sums.unit_points))
            given.update([(number, units * each[number]) for number, units in sums.units.items()])
        if self._sale_bonuses:
            self._add_sale_bonuses(lines, sums.bases, given, by_line)
        # The numbers that stand for them sort as they are told: `base`, the tier, promotions in file order.
        return Earned(tuple([pair for pair in sorted(given.items()) if pair[1]]), by_line)

    def _rises(self, sums: PointSums, rates: PointRules) -> Iterable[tuple[int, int]]:
        """What each source raises the floor of the points by, one source after the other."""
        rules, total = self._rules, sum(sums.bases)
        earn, divisor = rates.earn, rates.per_amount * rules.factor_parts
        weighed = total * rules.factor_parts
        points = weighed * earn // divisor
        yield BASE, points
        extras = [(BY_TIER, total * self._of_tier)]
        extras += [
            (number, sums.covered[number] * rules.extra_parts.values[number])
            for number in sorted(sums.covered)
        ]
        for source, extra in extras:
            weighed += extra
            before, points = points, weighed * earn // divisor
            yield source, points - before

    def _add_sale_bonuses(
        self,
        lines: Sequence[LineFacts],
        bases: Sequence[int],
        given: dict[int, int],
        by_line: list[int],
    ) -> None:
        """Adds the flat points of a sale, each split over the lines that it stands on."""
        rows = [line.has & self._sale_bonuses if line.earns else 0 for line in lines]
        alike: dict[int, list[int]] = {}
        for number, places in rows_by_member(rows).items():
            alike.setdefault(places, []).append(number)
        sums = SplitSums(bases)
        for places, numbers in alike.items():
            points = [self._rules.bonus_points.values[number] for number in numbers]
            given.update(zip(numbers, points, strict=True))
            sums.add(points, flags_of(places, len(bases)))
        by_line[:] = map(int.__add__, by_line, sums.parts())
