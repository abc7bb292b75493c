"""Goods as the till sells them. A value; the catalogue itself is in the store."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from loyalty.shelf import OPEN_PRICE_TAG
from loyalty.units import Money, Quantity

Unit = Literal["piece", "kg"]

SIGN_OF: Final[Mapping[Unit, str]] = {"piece": "", "kg": "kg"}
"""What stands behind a quantity: the sign of a measure is the same in every language, pieces have none."""

_ONE: Final = 1000
"""A whole quantity, in thousandths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One thing that can be sold. `unit_price` is for one piece or for one kilogram, VAT included."""

    sku: str
    name: str
    unit_price: Money
    unit: Unit = "piece"
    category: str = ""
    brand: str = ""
    tags: tuple[str, ...] = ()
    vat_percent: Decimal | None = None
    active: bool = True

    @property
    def price_is_typed(self) -> bool:
        """Whether the cashier types the price."""
        return OPEN_PRICE_TAG in self.tags


def unit_of(quantity: Quantity, *, is_weighed: bool) -> Unit:
    """By what something was sold; where nobody knows that it was weighed, a broken quantity still says so."""
    return "kg" if is_weighed or quantity % _ONE else "piece"
