"""What is asked back of a sale, before the refund is worked out: sections may lower what a line is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from loyalty.account.model import SoldRecord
from loyalty.rates import round_half_up
from loyalty.units import Money, Points, Quantity


@dataclass(frozen=True, slots=True)
class Asked:
    """So much of each line of a sale, at a moment."""

    record: SoldRecord
    returns: Mapping[int, Quantity]
    at: datetime

    @property
    def is_last(self) -> bool:
        """Whether nothing of the sale would be left with the member."""
        lines = enumerate(self.record.kept.lines)
        return all(kept.returned + self.returns.get(place, 0) == kept.quantity for place, kept in lines)

    def with_worth(self, line: int, money: Money, *, kept_points: int = 0) -> "Asked":
        """The same, with a line worth this much when all of it comes back.

        What a wallet had paid of it shrinks in proportion; so many of the points it earned stay.
        """
        kept = self.record.kept.lines[line]
        paid = kept.net - kept.burned
        wallet = Money(round_half_up(kept.wallet * money, paid) if paid else 0)
        lines = list(self.record.kept.lines)
        lines[line] = replace(
            kept,
            net=Money(kept.burned + money),
            earned_points=Points(kept.earned_points - kept_points),
            wallet=wallet,
            wallet_bonus=Money(round_half_up(kept.wallet_bonus * wallet, kept.wallet) if wallet else 0),
        )
        return replace(self, record=replace(self.record, kept=replace(self.record.kept, lines=tuple(lines))))
