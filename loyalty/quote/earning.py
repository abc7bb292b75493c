"""Earning points: how many a sale earns, which rule gave them, and which line each of them is of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from loyalty.program.model import Tier
from loyalty.quote.bits import members, rows_by_member
from loyalty.quote.compiled import CompiledProgram
from loyalty.quote.line_facts import LineFacts
from loyalty.splits import split

BASE = -2
BY_TIER = -1
"""Stand for the rate itself and the member's tier, where promotions are named by their numbers."""


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
    lines: Sequence[LineFacts],
    bases: Sequence[int],
    *,
    tier: Tier,
    holding: int,
) -> Earned:
    """The points of a sale whose lines have these earn bases, 0 where a line does not earn."""
    given, by_line = _earn_rate(rules, lines, bases, tier=tier, holding=holding)
    units = rules.unit_bonuses & holding
    if units:
        _add_unit_bonuses(
            rules, [line.has & units if line.earns else 0 for line in lines], lines, given, by_line
        )
    sales = rules.sale_bonuses & holding
    if sales:
        _add_sale_bonuses(
            rules, [line.has & sales if line.earns else 0 for line in lines], bases, given, by_line
        )
    # The numbers that stand for them sort as they are told: `base`, the tier, promotions in file order.
    return Earned(tuple([(rule, given[rule]) for rule in sorted(given) if given[rule]]), by_line)


def _earn_rate(
    rules: CompiledProgram,
    lines: Sequence[LineFacts],
    bases: Sequence[int],
    *,
    tier: Tier,
    holding: int,
) -> tuple[dict[int, int], list[int]]:
    """The points of the rate: what each source raises the floor by, and what each line has of them.

    Factors are counted in parts of one common denominator, so that nothing is rounded but the sum.
    """
    parts, of_tier = rules.factor_parts, rules.tier_extra_parts[tier.id]
    multipliers = rules.multipliers & holding
    total = sum(bases)
    steps = [(BASE, total * parts), (BY_TIER, total * of_tier)]
    weights: Sequence[int] = bases
    if multipliers:
        extras = rules.extra_parts
        rows = [line.has & multipliers for line in lines]
        covered = _sums(rows, bases)
        steps += [(number, covered[number] * extras[number]) for number in sorted(covered)]
        flat = parts + of_tier
        by_row = {row: flat + sum([extras[number] for number in members(row)]) for row in set(rows)}
        weights = [base * by_row[row] for base, row in zip(bases, rows, strict=True)]
    points = rules.program.points
    given = dict(_rises(steps, points.earn, points.per_amount * parts))
    return given, split(sum(given.values()), weights)


def _rises(steps: Iterable[tuple[int, int]], earn: int, divisor: int) -> Iterable[tuple[int, int]]:
    """What each source raises the floor of the points by, one source after the other."""
    weighed = points = 0
    for source, more in steps:
        weighed += more
        before, points = points, weighed * earn // divisor
        yield source, points - before


def _add_unit_bonuses(
    rules: CompiledProgram,
    rows: Sequence[int],
    lines: Sequence[LineFacts],
    given: dict[int, int],
    by_line: list[int],
) -> None:
    """Adds the flat points for each whole unit; `rows` are the bits of the bonuses on each line."""
    each = rules.bonus_points
    units = [line.whole_units for line in lines]
    for number, covered in _sums(rows, units).items():
        given[number] = covered * each[number]
    by_row = {row: sum([each[number] for number in members(row)]) for row in set(rows)}
    for place, row in enumerate(rows):
        by_line[place] += by_row[row] * units[place]


def _add_sale_bonuses(
    rules: CompiledProgram,
    rows: Sequence[int],
    bases: Sequence[int],
    given: dict[int, int],
    by_line: list[int],
) -> None:
    """Adds the flat points of a sale, each split over the lines that it stands on."""
    for number, places in rows_by_member(rows).items():
        given[number] = points = rules.bonus_points[number]
        weights = [bases[place] for place in places]
        if not any(weights):
            weights[0] = 1
        for place, share in zip(places, split(points, weights), strict=True):
            by_line[place] += share


def _sums(rows: Sequence[int], values: Sequence[int]) -> Mapping[int, int]:
    """For each number that any row has, the sum of the values of the rows that have it."""
    by_row: dict[int, int] = {}
    for row, value in zip(rows, values, strict=True):
        if row in by_row:
            by_row[row] += value
        else:
            by_row[row] = value
    sums: dict[int, int] = {}
    for row, value in by_row.items():
        for number in members(row):
            sums[number] = sums.get(number, 0) + value
    return sums
