"""Goods that came back, as every slip says them: the name in lines of its own, how much of it below."""

from collections.abc import Iterator
from typing import Final

from loyalty.units import Quantity
from terminal.goods import Unit
from terminal.receipts.document import Block, Columns, Text
from terminal.receipts.wording import Wording

INDENT: Final = 2
"""So many characters further in stands what belongs to the line above it."""


def goods_back(name: str, quantity: Quantity, unit: Unit, figure: str, wording: Wording) -> Iterator[Block]:
    """One line of a sale; a name that is longer than the paper is wide is not mistaken for two."""
    yield Text(name)
    counted = wording.text("slip.void.quantity", quantity=wording.quantity(quantity, unit))
    yield Columns(counted, figure, indent=INDENT)
