"""What the events of sales and of returns have in common: quantities, points out of lots, ways of paying."""

from dataclasses import dataclass
from typing import Annotated, Literal

from loyalty.units import Quantity
from loyalty.wire.codec import Message
from loyalty.wire.exchange import Exchanged
from loyalty.wire.limits import Amount, AnyInt, Id, Moment, Pattern
from loyalty.wire.prepaid import GiftUsed
from loyalty.wire.wallet import WalletUsed

MAX_LINES = 1_000
MAX_APPROVED = 16
QuantityText = Annotated[str, Pattern(r"\d{1,5}(\.\d{1,3})?", "a quantity like 3 or 0.755")]


@dataclass(frozen=True, slots=True)
class BurnSlice(Message):
    """Points taken from one lot.

    `dies_at` is when the lot would have died, as the lease had it: a till that gives points back into a lot
    which is used up, and which no server lists any more, knows by it until when they live. None of one
    that never dies, of a return, and of what tills of before said.
    """

    lot: Id
    points: Amount
    dies_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class SaleTender(Message):
    """One way the sale was paid, or paid back.

    `exchange`: goods that were brought back paid for it, or pay; what they had been paid with is beside it.
    `gift`: a gift card did, which is beside it; `wallet`: the member's wallet did, likewise.
    """

    kind: Literal["cash", "card", "transfer", "exchange", "gift", "wallet"]
    amount: AnyInt
    given: AnyInt = 0
    change: AnyInt = 0
    confirmed_by_hand: bool = False
    gift: GiftUsed | None = None
    wallet: WalletUsed | None = None
    exchange: Exchanged | None = None


def quantity_of(text: str) -> Quantity:
    """Thousandths of a plain decimal with at most three places."""
    whole, _, rest = text.partition(".")
    return Quantity(int(whole) * 1000 + int(rest.ljust(3, "0")))


def quantity_text(quantity: Quantity) -> str:
    """Thousandths as the plain decimal of the wire: 755 is `0.755`, 3000 is `3`."""
    whole, rest = divmod(quantity, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
