"""The whole numbers that everything is counted in, each with a type of its own.

Binary floating point touches none of them. Parsing and formatting live in `loyalty.figures` and at the edges.
"""

from typing import NewType

Money = NewType("Money", int)
"""Whole minor units of the program's currency: 45000 VND is 45.000 ₫, 450 USD is $4.50."""

Points = NewType("Points", int)
"""Whole loyalty points."""

Quantity = NewType("Quantity", int)
"""Thousandths of a unit or of a kilogram: "1.5" is 1500. From 1 to 99,999,999."""
