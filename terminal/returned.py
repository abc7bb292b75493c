"""Goods that come back, as values: a sale with what is left of it, what is wished, and what was done.

A sale is the same here whether this till sold it or another let it go to this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, NamedTuple

from loyalty.units import Money, Points, Quantity
from loyalty.wire.journal import SaleSettled
from loyalty.wire.sold import quantity_of
from loyalty.wire.vat_back import VatBack
from terminal.goods import Unit, unit_of
from terminal.sale import SaleMember, Tender

REASONS: Final = ("mind", "damaged", "wrong", "expired")
"""Why goods come back, to choose from: so it is kept, and whoever reads it has `returns.reason-<word>`."""


class ReturnableLine(NamedTuple):
    """One line of a sale: what was sold, what has come back of it, and what the whole line was paid with."""

    line: int
    sku: str
    name: str
    quantity: Quantity
    returned: Quantity
    paid: Money
    unit: Unit = "piece"

    @property
    def left(self) -> Quantity:
        """What may still come back."""
        return Quantity(self.quantity - self.returned)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnableSale:
    """A sale with what has come back of it.

    `body` is that of its event; `paid` is what was received by each means, in the order in which it goes
    back, `given` what has gone back by each. `till_code` is empty where this till sold it; `voided` is true
    once nothing is left, `released` once another till gives it back. `weighed` are the lines that went by
    weight; of others that is only known where their quantity is no whole number. `member_name` is that of
    who stood there; empty as of a `SaleRow`.
    """

    body: SaleSettled
    label: str
    digits: str
    at: datetime
    operator_name: str
    till_code: str
    returned: Mapping[int, Quantity]
    paid: Mapping[str, Money]
    given: Mapping[str, Money]
    voided: bool
    released: bool = False
    weighed: frozenset[int] = frozenset()
    member_name: str = ""

    @property
    def sale(self) -> str:
        """Its id."""
        return self.body.sale

    @property
    def lines(self) -> tuple[ReturnableLine, ...]:
        """Its lines, in order."""
        return tuple(
            ReturnableLine(
                line=place,
                sku=line.sku,
                name=line.name or line.sku,
                quantity=quantity_of(line.quantity),
                returned=self.returned.get(place, Quantity(0)),
                paid=Money(line.net - line.burned),
                unit=unit_of(quantity_of(line.quantity), is_weighed=place in self.weighed),
            )
            for place, line in enumerate(self.body.lines)
        )


class SaleRow(NamedTuple):
    """A sale as one line of a list; `left` is false once nothing can come back of it.

    `member_name` is empty where it is nobody's, and where whoever `has_member` is was forgotten since.
    """

    sale: str
    label: str
    at: datetime
    to_pay: Money
    member_name: str
    goods: str
    left: bool
    has_member: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Somebody else at this till has allowed a thing, with their own PIN."""

    operator: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundWish:
    """What is to come back of a sale; `refund` is the operation's id, made before the first try.

    `in_cash` pays all of it in cash, whatever it was paid with; that takes an `approval`.
    """

    refund: str
    sale: str
    returns: Mapping[int, Quantity]
    reason: str = ""
    in_cash: bool = False
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLine:
    """Goods that come back without a receipt, at today's price."""

    sku: str
    name: str
    quantity: Quantity
    unit_price: Money
    money: Money
    vat_percent: Decimal | None = None
    unit: Unit = "piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsWish:
    """What is to come back without a receipt."""

    refund: str
    lines: tuple[GoodsLine, ...]
    reason: str
    approval: Approval


class RefundedLine(NamedTuple):
    """What came back of one line; `line` is None for goods without a receipt."""

    line: int | None
    sku: str
    name: str
    quantity: Quantity
    money: Money
    unit: Unit = "piece"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundedSale:
    """A return that is in the journal. `money` is before rounding, `paid_out` is what went out.

    `vat` is what of the sale's VAT came back with the goods, by rate; without a receipt
    it is what is in the money at the rates of the products.
    """

    refund: str
    seq: int
    receipt_label: str
    at: datetime
    shift: str
    operator: str
    operator_name: str
    till_name: str
    approval: Approval | None
    sale: str | None
    sale_label: str
    sale_at: datetime | None
    lines: tuple[RefundedLine, ...]
    money: Money
    rounding: Money
    points_taken: Points
    points_returned: Points
    tenders: tuple[Tender, ...]
    reason: str = ""
    is_whole: bool = False
    member: SaleMember | None = None
    points_after: Points | None = None
    held: Money = Money(0)
    vat: tuple[VatBack, ...] = ()
    currency: str = "VND"

    @property
    def paid_out(self) -> Money:
        """What the customer was given."""
        return Money(self.money + self.rounding)
