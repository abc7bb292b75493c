"""How far a member is with a challenge in one period, as an account keeps it."""

from dataclasses import dataclass
from datetime import date

from loyalty.program.challenges import ChallengeMeasure
from loyalty.units import Points


@dataclass(frozen=True, slots=True)
class FeatSale:
    """What one sale adds as it stands now."""

    sale: str
    day: date
    worth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Feat:
    """One challenge in the period that begins on `since`, by the rules of its first sale there.

    `given` are the lots, or the codes of the vouchers, of the prizes so far.
    """

    challenge: str
    name: str
    measure: ChallengeMeasure
    since: date
    goal: int
    times: int
    points: Points = Points(0)
    voucher: str = ""
    sales: tuple[FeatSale, ...] = ()
    given: tuple[str, ...] = ()

    @property
    def have(self) -> int:
        """The progress: days with a visit, money or units."""
        if self.measure == "visits":
            return len({each.day for each in self.sales if each.worth})
        return sum(each.worth for each in self.sales)

    @property
    def due(self) -> int:
        """How many prizes that is worth."""
        return min(self.times, self.have // self.goal)

    def lot_of(self, number: int) -> str:
        """The id of the lot that a prize of points is kept in."""
        return f"{self.challenge}/{self.since.isoformat()}/{number}"
