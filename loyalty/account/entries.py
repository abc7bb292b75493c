"""What a sale keeps of one draw it takes part in."""

from dataclasses import dataclass

from loyalty.units import Points


@dataclass(frozen=True, slots=True)
class Entry:
    """`number` is what was drawn, `None` until then; `prize` is its id, empty where the number wins nothing.

    `points` are those of the prize.
    """

    draw: str
    name: str
    number: int | None = None
    prize: str = ""
    points: Points = Points(0)

    def lot_of(self, sale: str) -> str:
        """The id of the lot that a prize of points is."""
        return f"{sale}:{self.draw}"
