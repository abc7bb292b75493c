"""What the open sale comes to, by the program in force."""

from typing import TYPE_CHECKING

from terminal.open_sale import OpenSale
from terminal.till import Till

if TYPE_CHECKING:
    from loyalty.quote.model import Quote


def price(till: Till, open_sale: OpenSale, *, paid_with: tuple[str, ...] = ()) -> "Quote":
    """The quote. Raises Refused: `burn-…` (the wish cannot be met, with the most that can), `no-program`."""
    raise NotImplementedError


def price_fitting(
    till: Till, open_sale: OpenSale, *, paid_with: tuple[str, ...] = ()
) -> "tuple[OpenSale, Quote]":
    """The quote, with a burn that no longer fits lowered to what does; for after the goods changed."""
    raise NotImplementedError
