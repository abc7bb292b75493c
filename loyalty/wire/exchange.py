"""Goods brought back that pay for others: what of the return's money went into the sale.

The return and the sale are two events of one transaction, the return first. Each names the other: the return
by `exchange` the sale, the sale by `exchange` the operation of the return; and both have one tender
`exchange` of the same amount, which is money that nobody touches.
"""

from dataclasses import dataclass
from typing import Final

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount

EXCHANGE: Final = "exchange"


@dataclass(frozen=True, slots=True)
class Exchanged(Message):
    """What the goods brought back had been paid with: where it goes if the new ones come back as well."""

    cash: Amount = 0
    card: Amount = 0
    transfer: Amount = 0

    @property
    def amount(self) -> int:
        """All of it."""
        return self.cash + self.card + self.transfer

    def by_means(self) -> dict[str, int]:
        """By each means, cash last; without those of which there is nothing."""
        parts = {"card": self.card, "transfer": self.transfer, "cash": self.cash}
        return {means: amount for means, amount in parts.items() if amount}
