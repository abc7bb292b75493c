"""Figures as a cashier types them: quantities and amounts. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from loyalty.errors import Refused
from loyalty.units import Money, Points, Quantity
from terminal.goods import Unit

_QUANTITY = re.compile(r"(\d{1,5})(?:[.,](\d{1,3}))?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0 ]\d{3})+")
_AMOUNT_END = re.compile(r"\s*(?:₫|đ|d|vnd)$", re.IGNORECASE)

DOUBTFUL_ABOVE: Final[Mapping[Unit, Quantity]] = {"kg": Quantity(30_000), "piece": Quantity(999_000)}
"""Scales that work out a price at a counter weigh up to 15 or 30 kg (CAS, DIGI, Mettler Toledo)."""


def parse_quantity(text: str) -> Quantity:
    """Thousandths: `3`, `0.755` and `0,755` are 3000, 755 and 755.

    Raises:
        Refused: `quantity-not-a-number`, `quantity-out-of-range`.
    """
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        raise Refused("quantity-not-a-number", text=text[:20])
    whole, fraction = match.groups()
    quantity = int(whole) * 1000 + int((fraction or "").ljust(3, "0"))
    if quantity == 0:
        raise Refused("quantity-out-of-range")
    return Quantity(quantity)


def is_doubtful(quantity: Quantity, unit: Unit) -> bool:
    """Whether so much of one thing is so rarely sold at a counter that it is asked whether it was meant."""
    return quantity > DOUBTFUL_ABOVE[unit]


def weight_of_grams(typed: Quantity) -> Quantity | None:
    """The weight where grams were meant and typed as kilograms; None where it is no whole number."""
    grams, rest = divmod(typed, 1000)
    return None if rest else Quantity(grams)


def parse_points(text: str) -> Points:
    """Points as an amount is typed: `100`, `1.250`.

    Raises:
        Refused: `points-not-a-number`, `amount-out-of-range`.
    """
    try:
        return Points(int(parse_amount(text)))
    except Refused as refused:
        if refused.code == "amount-out-of-range":
            raise
        raise Refused("points-not-a-number") from refused


def parse_amount(text: str) -> Money:
    """Whole minor units: `25000`, `25.000`, `25,000 ₫` and `25k` are one amount.

    Raises:
        Refused: `amount-not-a-number`, `amount-out-of-range`; `amount-from-zero`: a phone number begins so,
            and no amount does.
    """
    bare = _AMOUNT_END.sub("", text.strip())
    thousands = bare[-1:] in ("k", "K")
    digits = bare[:-1] if thousands else bare
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"\D", "", digits)
    if not re.fullmatch(r"[0-9]{1,15}", digits):
        raise Refused("amount-not-a-number", text=text[:20])
    if len(digits) > 1 and digits[0] == "0":
        raise Refused("amount-from-zero", text=text[:20])
    amount = int(digits) * (1000 if thousands else 1)
    if amount >= 10**12:
        raise Refused("amount-out-of-range")
    return Money(amount)
