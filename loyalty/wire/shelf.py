"""What a till says of goods: details of a product changed, a price from a day on, a price withdrawn.

And what the feed says of a product beside its details: its prices with their days, and when each detail was
last set, by which two changes made at once are settled (`loyalty.shelf`).
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from loyalty.wire.codec import Message
from loyalty.wire.limits import Amount, Id, Key, Length, Moment, Most, Pattern, Words

MAX_PRICES = 24
"""So many prices of a product are told; older ones are in the journals."""
MAX_CODES = 64

Day = Annotated[str, Pattern(r"\d{4}-\d\d-\d\d", "a day like 2026-12-07")]
PercentOrNone = Annotated[str, Pattern(r"(\d{1,3}(\.\d{1,4})?)?", "a percentage like 8 or 2.5, or nothing")]
Stamp = Annotated[str, Length(1, 100)]
"""A moment and what was done then, as text that sorts: see `loyalty.shelf.stamp`."""


@dataclass(frozen=True, slots=True)
class DatedPrice(Message):
    """What a product costs from a local day on, VAT included; `by` is who set it, nobody's where a file did.

    One that was `withdrawn` never holds (any more); it is told so that people see what was planned.
    """

    price: Id
    day: Day
    amount: Amount
    at: Moment
    by: Id | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class FieldStamp(Message):
    """When a detail was last set."""

    field: Key
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class ProductChanged(Message):
    """Details of a product that are so from here on; what is None stays. A product that was not is new.

    `unit_price` is what a new product begins at; after that a price has a day (`PriceSet`). `vat_percent` is
    empty where no rate is known. `approver` is the manager whose word it was, where somebody else did it.
    """

    sku: Annotated[str, Length(1, 64)]
    name: Annotated[str, Length(1, 200)] | None = None
    category: Words | None = None
    brand: Words | None = None
    tags: Annotated[tuple[Key, ...], Most(64)] | None = None
    unit: Literal["piece", "kg"] | None = None
    vat_percent: PercentOrNone | None = None
    barcodes: Annotated[tuple[Key, ...], Most(MAX_CODES)] | None = None
    state: Literal["active", "blocked"] | None = None
    unit_price: Amount | None = None
    approver: Id | None = None


@dataclass(frozen=True, slots=True)
class PriceSet(Message):
    """A product costs so much from a local day on, until another price's day comes."""

    sku: Annotated[str, Length(1, 64)]
    price: Id
    day: Day
    amount: Amount
    approver: Id | None = None


@dataclass(frozen=True, slots=True)
class PriceWithdrawn(Message):
    """A price holds no more: the one before it does again, from the moment on that this is heard."""

    sku: Annotated[str, Length(1, 64)]
    price: Id
    approver: Id | None = None
