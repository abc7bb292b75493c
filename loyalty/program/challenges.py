"""Challenges as values: so many visits, so much money or so many units in a period, and what that is worth.

What one sale adds is worked out in `loyalty.quote.challenges`, how far a member is in
`loyalty.account.challenges`.
"""

from dataclasses import dataclass
from typing import Literal

from loyalty.program.model import Promotion
from loyalty.units import Points

ChallengeMeasure = Literal["visits", "spend", "units"]
CHALLENGE_MEASURES: tuple[ChallengeMeasure, ...] = ("visits", "spend", "units")
ChallengePeriod = Literal["week", "month", "year", "ever"]
CHALLENGE_PERIODS: tuple[ChallengePeriod, ...] = ("week", "month", "year", "ever")


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One `[[challenge]]`.

    `rule` has its id, its name, its lines and its conditions. Each `goal` that a period's progress reaches,
    up to `times` of them, gives the points or the voucher.
    """

    rule: Promotion
    measure: ChallengeMeasure
    goal: int
    per: ChallengePeriod = "ever"
    times: int = 1
    points: Points = Points(0)
    voucher: str = ""

    @property
    def id(self) -> str:
        """The id under which a member's progress is kept."""
        return self.rule.id

    @property
    def name(self) -> str:
        """What people call it."""
        return self.rule.name
