"""A shift: the span between counting the drawer twice, and the figures that its end report shows."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.units import Money, Points
from terminal.sale import TenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An open shift. `number` counts this till's shifts from 1."""

    shift: str
    number: int
    operator: str
    operator_name: str
    opened_at: datetime
    opening_float: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderFigures:
    """What came in by one kind of tender, and what voids gave back."""

    kind: TenderKind
    count: int
    taken: Money
    given_back: Money

    @property
    def net(self) -> Money:
        """What is left of it."""
        return Money(self.taken - self.given_back)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyFigures:
    """What the program did in the shift."""

    earned: Points
    burned: Points
    taken_back: Points
    given_back: Points
    enrolled: int
    sales_with_member: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftReport:
    """The Z figures. `expected` is what the drawer should hold; `difference` is counted less expected.

    `sales` and `voids` count receipts; `gross`, `discounts`, `burned` and `total` are of the sales, voided
    ones included, whose money is in `voided`. `gifts_sold` is what was put on gift cards: taken in, and no
    part of `total`. `rounding` is the sum of cash rounding, below 0 in the customers' favour, refunds' taken
    off. `refunds` are returns, and `refunded` is what went out for them;
    those `without_receipt` are in both. `confirmed_by_hand` is the transfers that no bank has confirmed.
    """

    shift: Shift
    closed_at: datetime
    closed_by: str
    closed_by_name: str
    till_name: str
    sales: int
    voids: int
    gross: Money
    discounts: Money
    burned: Money
    total: Money
    voided: Money
    rounding: Money
    tenders: tuple[TenderFigures, ...]
    confirmed_by_hand: int
    confirmed_by_hand_amount: Money
    reprints: int
    drawer_openings: int
    expected: Money
    counted: Money
    loyalty: LoyaltyFigures
    currency: str = "VND"
    refunds: int = 0
    refunded: Money = Money(0)
    refunds_without_receipt: int = 0
    gifts_sold: Money = Money(0)

    @property
    def difference(self) -> Money:
        """Counted less expected: below 0, money is missing."""
        return Money(self.counted - self.expected)
