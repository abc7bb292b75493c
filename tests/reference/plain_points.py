"""What a sale burns and earns, line by line."""

import math
from fractions import Fraction

from tests.reference.plain_basics import Json, exact, matches, split
from tests.reference.plain_conditions import POINTS_KINDS
from tests.reference.plain_discounts import SaleDiscounts


class Refused(Exception):
    """The burn that was asked for is refused; the figure is the most that could be burned."""


class SalePoints(SaleDiscounts):
    """A sale that can burn and earn once its stages were run."""

    def most_to_burn(self) -> int:
        """The most points that this sale can burn."""
        points = self.program["points"]
        if self.member is None:
            return 0
        due = sum(net for net, out in zip(self.remaining, self.no_points, strict=True) if not out)
        by_share = math.floor(due * exact(points.get("burn_max_percent", 100)) / 100 / points["worth"])
        most = max(0, min(self.member["points"], by_share))
        step = points.get("burn_step", 1)
        most -= most % step
        return 0 if most < points.get("burn_min", 0) else most

    def points_to_burn(self, most: int) -> int:
        """What was asked for, if it is allowed."""
        asked = self.basket.get("burn_points") or 0
        if asked == "max":
            return most
        points = self.program["points"]
        if asked == 0:
            return 0
        if asked > most or asked < points.get("burn_min", 0) or asked % points.get("burn_step", 1):
            raise Refused(str(most))
        return int(asked)

    def earn(self, base: list[int]) -> tuple[list[tuple[str, int]], list[int]]:
        """The breakdown of earned points, and each line's points."""
        count = len(self.lines)
        if self.member is None or self.tier is None:
            return [], [0] * count
        points = self.program["points"]
        rate = exact(points["earn"]) / points["per_amount"]
        factors = [Fraction(1)] * count
        breakdown: list[tuple[str, int]] = []
        reached = 0

        def add(rule: str) -> None:
            nonlocal reached
            total = math.floor(sum((b * f for b, f in zip(base, factors, strict=True)), Fraction(0)) * rate)
            breakdown.append((rule, total - reached))
            reached = total

        add("base")
        factors = [factor + exact(self.tier.get("multiplier", 1)) - 1 for factor in factors]
        add("tier:" + self.tier["id"])
        holding = [
            p for p in self.program.get("promotion", []) if p["kind"] in POINTS_KINDS and self.holds(p)
        ]
        for promotion in holding:
            if promotion["kind"] == "multiply_points":
                for index, line in enumerate(self.lines):
                    if matches(promotion.get("on", {}), line):
                        factors[index] += exact(promotion["factor"]) - 1
                add(promotion["id"])
        by_line = split(reached, [b * f for b, f in zip(base, factors, strict=True)])
        for promotion in holding:
            if promotion["kind"] == "bonus_points":
                given = self.bonus(promotion, base)
                by_line = [old + new for old, new in zip(by_line, given, strict=True)]
                breakdown.append((promotion["id"], sum(given)))
        return [(rule, amount) for rule, amount in breakdown if amount], by_line

    def bonus(self, promotion: Json, base: list[int]) -> list[int]:
        """A flat bonus, on its lines."""
        given = [0] * len(self.lines)
        on = [
            index
            for index, line in enumerate(self.lines)
            if not self.no_points[index] and matches(promotion.get("on", {}), line)
        ]
        if not on:
            return given
        if promotion.get("per", "sale") == "unit":
            for index in on:
                given[index] = math.floor(self.quantity[index]) * promotion["points"]
            return given
        weights = [base[index] for index in on]
        parts = (
            split(promotion["points"], weights)
            if sum(weights)
            else [promotion["points"]] + [0] * (len(on) - 1)
        )
        for index, part in zip(on, parts, strict=True):
            given[index] = part
        return given
