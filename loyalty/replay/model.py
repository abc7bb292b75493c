"""What a replay works on: a past sale as it was kept, and the figures of it that can differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty.basket import Basket
from loyalty.quote import Quote
from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a sale came to: what the member paid in money, and what each rule took off or gave.

    `total` has what a wallet paid in it; `burned` is the amount that points paid, `burned_points` are these
    points and those that rewards cost. Rules that gave nothing are in neither mapping.
    """

    total: Money
    burned: Money
    burned_points: Points
    discounts: Mapping[str, Money]
    earned: Mapping[str, Points]

    @property
    def discount(self) -> Money:
        """Everything that was taken off."""
        return Money(sum(self.discounts.values()))

    @property
    def earned_points(self) -> Points:
        """All the points that were earned."""
        return Points(sum(self.earned.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class PastSale:
    """One sale that was made: its receipt, who bought, what by which version, and what it was kept at.

    `member` is empty for a sale without one. `version` and `fingerprint` are of the program it was priced
    with, 0 and empty where that was not written down, and `kept` is `None` where its quote was not.
    """

    receipt: str
    member: str
    version: int
    fingerprint: str
    basket: Basket
    kept: Figures | None


def figures_of(quote: Quote) -> Figures:
    """The figures of a quote."""
    return Figures(
        total=Money(quote.total + (quote.wallet.amount if quote.wallet else 0)),
        burned=quote.burn.amount,
        burned_points=quote.spent_points,
        discounts={each.rule: each.amount for each in quote.discounts},
        earned={each.rule: each.points for each in quote.earned},
    )
