"""What is owed of a lot, as an account keeps it."""

from dataclasses import dataclass

from loyalty.units import Points


@dataclass(frozen=True, slots=True)
class Debt:
    """Points of a lot that were taken back after they had been spent.

    `paid_by` is the lot that has paid them since; empty where they are still owed. A paid debt is kept, so
    that either sale can still come back.
    """

    lot: str
    points: Points
    paid_by: str = ""


def owed_of(debts: tuple[Debt, ...]) -> Points:
    """What is owed, and nothing has paid yet."""
    return Points(sum(debt.points for debt in debts if not debt.paid_by))
