"""What is asked back of a sale, before the refund is worked out: sections may lower what a line is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.account.model import SoldRecord
from loyalty.refund import KeptSale
from loyalty.units import Money, Quantity


@dataclass(frozen=True, slots=True)
class Asked:
    """So much of each line of a sale, at a moment."""

    record: SoldRecord
    returns: Mapping[int, Quantity]
    at: datetime

    def with_worth(self, line: int, money: Money) -> "Asked":
        """The same, with a line worth this much when all of it comes back."""
        kept = self.record.kept.lines[line]
        lines = list(self.record.kept.lines)
        lines[line] = replace(kept, net=Money(kept.burned + money))
        return replace(self, record=replace(self.record, kept=KeptSale(tuple(lines))))
