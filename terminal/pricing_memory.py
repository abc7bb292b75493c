"""What pricing need not work out twice: the parsed program, and the quote of the sale as it was last shown.

The quote that was shown is the one that is charged, as long as nothing in the sale changed since.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from loyalty.quote.model import Quote
    from terminal.open_sale import OpenSale


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedSale:
    """A quote, and all it was made of."""

    open_sale: "OpenSale"
    paid_with: tuple[str, ...]
    at: datetime
    program_version: int
    quote: "Quote"


@dataclass(slots=True)
class PricingMemory:
    """One program and one quote; replaced whole, so lanes may read it without a lock."""

    program: "tuple[int, Program] | None" = None
    last: PricedSale | None = None
