"""What a sale keeps of one draw it takes part in."""

from dataclasses import dataclass

from loyalty.units import Points


@dataclass(frozen=True, slots=True)
class Entry:
    """`number` is what was drawn, `None` until then; `prize` is its id, empty where the number wins nothing.

    `points` are those of the prize, `voucher` is the code of one.
    """

    draw: str
    name: str
    number: int | None = None
    prize: str = ""
    points: Points = Points(0)
    voucher: str = ""

    def origin_of(self, sale: str) -> str:
        """What a prize comes from: the id of a lot of points, the origin of a voucher."""
        return f"{sale}:{self.draw}"
