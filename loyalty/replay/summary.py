"""Adds up what a replay found: over all sales, by rule and by member.

Keeps sums and receipt numbers, never sales, so that its memory grows with members and receipts alone.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from loyalty.replay.compare import Difference
from loyalty.replay.model import Figures
from loyalty.units import Money, Points

NAMED_MAX = 20
"""So many receipts are named one by one; the rest is counted."""


@dataclass(slots=True)
class RuleSum:
    """What one rule did over all sales, on one side."""

    sales: int = 0
    amount: int = 0
    points: int = 0


@dataclass(slots=True)
class SideSum:
    """What all sales came to on one side: before, or under the draft."""

    total: int = 0
    discount: int = 0
    burned: int = 0
    burned_points: int = 0
    earned_points: int = 0

    def add(self, figures: Figures) -> None:
        """Adds one sale."""
        self.total += figures.total
        self.discount += figures.discount
        self.burned += figures.burned
        self.burned_points += figures.burned_points
        self.earned_points += figures.earned_points


@dataclass(slots=True)
class MemberSum:
    """What would have been different for one member: more to pay, more points to keep; below 0, less."""

    sales: int = 0
    changed: int = 0
    money: int = 0
    points: int = 0

    def add(self, difference: Difference) -> None:
        """Adds one sale."""
        self.sales += 1
        self.changed += difference.is_change
        self.money += difference.money
        self.points += difference.points

    def gain(self, worth: Money) -> int:
        """By how much the member would have been better off, points counted at this worth; below 0, worse."""
        return self.points * worth - self.money


@dataclass(slots=True)
class RuleRow:
    """What one rule did before, and what it would have done."""

    rule: str
    before: RuleSum
    after: RuleSum

    @property
    def is_change(self) -> bool:
        """Whether anything in the sums differs."""
        return self.before != self.after


class Summary:
    """What the replay of so many sales comes to."""

    def __init__(self) -> None:
        self.before = SideSum()
        self.after = SideSum()
        self.everyone = MemberSum()
        self.nobody = MemberSum()
        self.members: dict[str, MemberSum] = {}
        self.versions: Counter[int] = Counter()
        self.span: tuple[datetime, datetime] | None = None
        self.burn_short_sales = 0
        self.burn_short_points = 0
        self.astray_sales = 0
        self.astray_receipts: list[str] = []
        self._rules: dict[str, RuleRow] = {}

    def add(self, difference: Difference) -> None:
        """Adds one sale."""
        sale = difference.sale
        self.everyone.add(difference)
        whose = self.members.setdefault(sale.member, MemberSum()) if sale.member else self.nobody
        whose.add(difference)
        self.before.add(difference.before)
        self.after.add(difference.after)
        for rule in difference.rules:
            row = self._rules.setdefault(rule, RuleRow(rule, RuleSum(), RuleSum()))
            _add_rule(row.before, difference.before, rule)
            _add_rule(row.after, difference.after, rule)
        self.versions[sale.version] += 1
        self._note_time(sale.basket.at)
        self._note_trouble(difference)

    def rules(self) -> list[RuleRow]:
        """Every rule that did anything, those that changed most money first, then most points."""
        return sorted(self._rules.values(), key=_by_change)

    def ranked(self, worth: Money) -> list[tuple[str, MemberSum]]:
        """The members for whom anything would have been different, from the best off to the worst off."""
        changed = ((member, each) for member, each in self.members.items() if each.changed)
        return sorted(changed, key=lambda pair: (-pair[1].gain(worth), pair[0]))

    def _note_time(self, at: datetime) -> None:
        first, last = self.span or (at, at)
        self.span = min(first, at), max(last, at)

    def _note_trouble(self, difference: Difference) -> None:
        if difference.burn_short:
            self.burn_short_sales += 1
            self.burn_short_points += difference.burn_short
        if difference.is_astray:
            self.astray_sales += 1
            if len(self.astray_receipts) < NAMED_MAX:
                self.astray_receipts.append(difference.sale.receipt)


def _add_rule(side: RuleSum, figures: Figures, rule: str) -> None:
    amount, points = figures.discounts.get(rule, Money(0)), figures.earned.get(rule, Points(0))
    side.sales += bool(amount or points)
    side.amount += amount
    side.points += points


def _by_change(row: RuleRow) -> tuple[int, int, bool, str]:
    amount = abs(row.after.amount - row.before.amount)
    points = abs(row.after.points - row.before.points)
    return (-amount, -points, not row.is_change, row.rule)
