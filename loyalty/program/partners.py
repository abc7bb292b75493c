"""Partners as values: stores of another brand that earn and burn from the same points, at rates of their own.

What they owe each other for it is worked out in `loyalty.settlement`.
"""

from dataclasses import dataclass

from loyalty.units import Money, Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One `[[partner]]`: at its stores `earn` points are given for each `per_amount`, and one pays `worth`.

    `pays_per_point` is what the partner owes the pool for a point that is earned with it,
    `receives_per_point` what it is owed for one that is burned with it.
    """

    id: str
    name: str
    stores: frozenset[str]
    earn: Points
    per_amount: Money
    worth: Money
    pays_per_point: Money = Money(0)
    receives_per_point: Money = Money(0)
