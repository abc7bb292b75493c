"""A shift: the span between counting the drawer twice, and the figures that its end report shows."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.units import Money, Points
from loyalty.wire.cash import CashWay
from terminal.sale import TenderKind
from terminal.vat import VatFigures


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
    """What the program did in the shift. `earned` is by its sales, `claimed` for receipts of before.

    `adjusted` was given by hand less what was taken, also since the shift before.
    """

    earned: Points
    burned: Points
    taken_back: Points
    given_back: Points
    enrolled: int
    sales_with_member: int
    overrides: int = 0
    claimed: Points = Points(0)
    adjusted: Points = Points(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMove:
    """Cash that was put into the drawer or taken out of it, and belongs to no sale."""

    move: str
    shift: str
    at: datetime
    operator: str
    operator_name: str
    way: CashWay
    amount: Money
    reason: str
    note: str = ""
    approver_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountGiven:
    """A count of the drawer as it was given, and what the till expected in that moment."""

    number: int
    operator_name: str
    counted: Money
    expected: Money

    @property
    def difference(self) -> Money:
        """Counted less expected: below 0, money is missing."""
        return Money(self.counted - self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEnd:
    """How a shift was closed. `first_counted` is what was counted first, where it was counted again.

    `incarnation` and `seq` are the place of its event, None before there is one; a seq of 0 is of a shift
    that an older version closed, of which only its rows tell.
    """

    at: datetime
    operator: str
    operator_name: str
    counted: Money
    incarnation: int | None = None
    seq: int | None = None
    reason: str = ""
    note: str = ""
    first_counted: Money | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftReport:
    """The Z figures. `expected` is what the drawer should hold; `difference` is counted less expected.

    `sales` and `voids` count receipts; `gross`, `discounts`, `burned` and `total` are of the sales, voided
    ones included, whose money is in `voided`. `gifts_sold` is what was put on gift cards, `topped_up` what
    was paid into wallets: taken in, and no part of `gross` and `total`. `rounding` is the sum of cash
    rounding, below 0 in the customers' favour, refunds' taken off. `refunds` are returns, and `refunded` is
    what went out for them; those `without_receipt` are in both. `confirmed_by_hand` is the transfers that no
    bank has confirmed. `vat` is by rate, the lowest first, and last what bears none; top-ups and
    money on cards are no goods. `paid_in` and `paid_out` are the `moves`, which no sale explains. One that
    `is_blind` was made for somebody who is still to count: what the drawer could be reckoned from is not to
    be shown.
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
    paid_in: Money = Money(0)
    paid_out: Money = Money(0)
    moves: tuple[CashMove, ...] = ()
    reason: str = ""
    note: str = ""
    first_counted: Money | None = None
    is_blind: bool = False
    topped_up: Money = Money(0)
    vat: tuple[VatFigures, ...] = ()

    @property
    def difference(self) -> Money:
        """Counted less expected: below 0, money is missing."""
        return Money(self.counted - self.expected)

    @property
    def vat_left(self) -> Money:
        """The VAT of every rate together, less what came back."""
        return Money(sum(each.vat for each in self.vat))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """A day of one or several shifts that somebody closed. `number` counts this till's days from 1."""

    number: int
    operator: str
    operator_name: str
    at: datetime
