"""Sums over the lines of a basket, brought up to date from one quote to the next instead of added up again.

Only for baskets that burn no points: burning changes every line.
"""

from collections.abc import Sequence
from itertools import chain

from loyalty.quote.assembly import quote_line
from loyalty.quote.bits import members
from loyalty.quote.earning import Earner, PointSums
from loyalty.quote.model import QuoteLine
from loyalty.quote.outcomes import Outcome

_FEW = 32
"""So many lines that came or changed are added and taken off one by one; more, and all starts anew."""


class RunningSums:
    """The sums over the outcomes of one basket after another, in one situation."""

    def __init__(self, earner: Earner) -> None:
        self.earner = earner
        self._outcomes: list[Outcome] = []
        self._bases: list[int] = []
        self._weights: list[int] = []
        self._unit_points: list[int] = []
        self._covered: dict[int, int] = {}
        self._units: dict[int, int] = {}
        self._rules: list[tuple[str, ...]] = []
        self._totals: dict[str, int] = {}
        self._quoted: list[QuoteLine | None] = []

    def update(self, outcomes: list[Outcome]) -> None:
        """Goes from the outcomes before to these."""
        before, kept = self._outcomes, len(self._outcomes)
        changed: list[int] = []
        if outcomes[:kept] != before:
            pairs = enumerate(zip(before, outcomes, strict=False))
            changed = [place for place, (old, new) in pairs if old is not new]
        if len(outcomes) < kept or len(changed) + len(outcomes) - kept > _FEW:
            self._start(outcomes)
            return
        self._outcomes = outcomes
        for place in changed:
            self._count(before[place], self._bases[place], -1)
            self._set(place, outcomes[place])
        for place in range(kept, len(outcomes)):
            for column in (self._bases, self._weights, self._unit_points):
                column.append(0)
            self._rules.append(())
            self._quoted.append(None)
            self._set(place, outcomes[place])

    @property
    def bases(self) -> list[int]:
        """What remains of each line that earns and is paid with points; 0 for the others."""
        return self._bases

    def point_sums(self) -> PointSums:
        """What the points are worked out from."""
        return PointSums(self._bases, self._weights, self._unit_points, self._covered, self._units)

    def totals(self) -> dict[str, int]:
        """What each rule took off, in the order in which the lines name them."""
        return {rule: self._totals[rule] for rule in dict.fromkeys(chain.from_iterable(self._rules))}

    def quote_lines(self, earned: Sequence[int]) -> tuple[QuoteLine, ...]:
        """The lines priced, with the points that each earned; what is as before is the same object."""
        quoted = self._quoted
        for place, (line, points) in enumerate(zip(quoted, earned, strict=True)):
            if line is None or line.earned_points != points:
                outcome = self._outcomes[place]
                quoted[place] = quote_line(outcome.line, outcome.left, outcome.discounts, points)
        return tuple([line for line in quoted if line is not None])

    def _start(self, outcomes: list[Outcome]) -> None:
        """Adds everything up."""
        lines = [outcome.line for outcome in outcomes]
        bases = [outcome.left if outcome.line.earns else 0 for outcome in outcomes]
        sums = self.earner.sums(lines, bases)
        self._outcomes = outcomes
        self._bases = bases
        self._weights = list(sums.weights)
        self._unit_points = list(sums.unit_points)
        self._covered = dict(sums.covered)
        self._units = dict(sums.units)
        self._rules = [_rules(outcome) for outcome in outcomes]
        self._totals = {}
        for outcome in outcomes:
            self._count_discounts(outcome, 1)
        self._quoted = [None] * len(outcomes)

    def _set(self, place: int, outcome: Outcome) -> None:
        """Adds a line at a place where none is counted."""
        line = outcome.line
        base = outcome.left if line.earns else 0
        self._bases[place] = base
        self._weights[place] = base * self.earner.factor(line.has & self.earner.multipliers)
        row = line.has & self.earner.unit_bonuses if line.earns else 0
        self._unit_points[place] = self.earner.unit_points(row) * line.whole_units
        self._rules[place] = _rules(outcome)
        self._quoted[place] = None
        self._count(outcome, base, 1)

    def _count(self, outcome: Outcome, base: int, sign: int) -> None:
        """Adds a line to the sums, or takes it off."""
        line = outcome.line
        self._count_discounts(outcome, sign)
        for number in members(line.has & self.earner.multipliers):
            self._covered[number] = self._covered.get(number, 0) + sign * base
        if line.earns:
            for number in members(line.has & self.earner.unit_bonuses):
                self._units[number] = self._units.get(number, 0) + sign * line.whole_units

    def _count_discounts(self, outcome: Outcome, sign: int) -> None:
        totals = self._totals
        for rule, amount in outcome.discounts:
            totals[rule] = totals.get(rule, 0) + sign * amount


def _rules(outcome: Outcome) -> tuple[str, ...]:
    return tuple([rule for rule, _ in outcome.discounts])
