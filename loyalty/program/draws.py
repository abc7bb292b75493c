"""Draws as values: who takes part, what can be won, and the seed that was committed to.

The seed itself is never in the program: whoever holds it can tell beforehand which receipt wins. How a
receipt is drawn is `loyalty.drawing`'s matter.
"""

from dataclasses import dataclass

from loyalty.program.model import Promotion
from loyalty.units import Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """One prize: so many numbers win it, and it is points, or a voucher of the `[[voucher]]` named."""

    id: str
    name: str
    wins: int
    points: Points = Points(0)
    voucher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One `[[draw]]`: every sale of which `rule` holds draws a number from 0 to `of` − 1.

    The lowest numbers win the first prize, those above them the next. `commitment` is the SHA-256 of the seed
    in hexadecimal digits; empty only where the draw is not enabled.
    """

    rule: Promotion
    is_enabled: bool
    of: int
    prizes: tuple[Prize, ...]
    commitment: str

    @property
    def id(self) -> str:
        """The id under which a sale takes part in it."""
        return self.rule.id

    @property
    def name(self) -> str:
        """What people call it."""
        return self.rule.name

    def prize_of(self, number: int) -> Prize | None:
        """The prize of a drawn number; `None` where it wins nothing."""
        for prize in self.prizes:
            if number < prize.wins:
                return prize
            number -= prize.wins
        return None
