"""Goods that come back: the bodies of the two events, version 1. They hold no personal data.

A part of a sale comes back with `sale_refunded`, as often as something of it is left; goods whose sale nobody
can show come back with `goods_returned`, and nothing happens to points. What must add up in them: see `kept`.
"""

from dataclasses import dataclass
from typing import Annotated

from loyalty.wire.codec import Message
from loyalty.wire.exchange import EXCHANGE
from loyalty.wire.feed import Percent
from loyalty.wire.limits import Amount, AnyInt, Between, Id, Key, Most, Words
from loyalty.wire.sold import MAX_LINES, BurnSlice, QuantityText, SaleTender
from loyalty.wire.wallet import WalletTakenBack


@dataclass(frozen=True, slots=True)
class ReturnedLine(Message):
    """So much of one line, counted from 0; `money` is before any rounding for cash."""

    line: Annotated[int, Between(0, MAX_LINES - 1)]
    quantity: QuantityText
    money: Amount
    points_taken: Amount = 0
    points_returned: Amount = 0


@dataclass(frozen=True, slots=True)
class SaleRefunded(Message):
    """A part of a sale came back. What was paid out is `money + rounding`, and so are the tenders.

    `lots` are where the burned points go back to. `exchange` is the sale that takes a part of the money,
    or all of it: that part is a tender `exchange` of its own.
    `top_up`: the line that paid into the wallet comes back, alone; then nothing but its `money` is paid out.
    `held` is what of a paid membership's price the shop keeps for the days that are gone; it comes back
    alone, and `money` is what is left.
    """

    sale: Id
    lines: Annotated[tuple[ReturnedLine, ...], Most(MAX_LINES)]
    money: Amount
    rounding: AnyInt
    points_taken: Amount
    points_returned: Amount
    lots: Annotated[tuple[BurnSlice, ...], Most(10_000)] = ()
    tenders: Annotated[tuple[SaleTender, ...], Most(64)] = ()
    receipt_label: Words = ""
    reason: Words = ""
    approver: Id | None = None
    shift: Id | None = None
    exchange: Id | None = None
    top_up: WalletTakenBack | None = None
    held: Amount = 0

    @property
    def credit(self) -> int:
        """What of the money went into the sale of an exchange."""
        return sum(tender.amount for tender in self.tenders if tender.kind == EXCHANGE)

    @property
    def credit_by_means(self) -> dict[str, int]:
        """The same, by the means that it had come in by; there is at most one such tender."""
        means: dict[str, int] = {}
        return next((each.exchange.by_means() for each in self.tenders if each.exchange is not None), means)


@dataclass(frozen=True, slots=True)
class ReturnedGoods(Message):
    """Goods that came back without a receipt, at the price that was agreed.

    `vat_percent` is the product's rate of that day, whose VAT is in `money`.
    """

    sku: Key
    quantity: QuantityText
    unit_price: Amount
    money: Amount
    name: Words = ""
    vat_percent: Percent | None = None


@dataclass(frozen=True, slots=True)
class GoodsReturned(Message):
    """Money for goods whose sale nobody can show; `approver` is who allowed it."""

    lines: Annotated[tuple[ReturnedGoods, ...], Most(MAX_LINES)]
    money: Amount
    rounding: AnyInt
    approver: Id
    tenders: Annotated[tuple[SaleTender, ...], Most(64)] = ()
    receipt_label: Words = ""
    reason: Words = ""
    shift: Id | None = None
