"""How many points the limits of a program let a sale burn, and what is said where more are asked."""

from dataclasses import dataclass

from loyalty.basket import BasketMember
from loyalty.program.caps import Limits
from loyalty.sentences import Sentence, say
from loyalty.units import Points


@dataclass(frozen=True, slots=True)
class BurnCap:
    """A limit that leaves a sale fewer points than it could burn without it.

    `most` is what is left: of a sale, or of a day on which `before` were burned already.
    """

    most: Points
    of_day: Points | None
    before: Points

    @classmethod
    def of(cls, limits: Limits, member: BasketMember, most: Points) -> "BurnCap | None":
        """The strictest limit, if it leaves fewer than `most`; that of the sale where two are alike."""
        of_sale, of_day, before = limits.burn_max_per_sale, limits.burn_max_per_day, member.today.burned
        caps: list[BurnCap] = []
        if of_sale is not None:
            caps.append(cls(of_sale, None, Points(0)))
        if of_day is not None:
            caps.append(cls(Points(max(0, of_day - before)), of_day, before))
        strictest = min(caps, key=lambda cap: cap.most, default=None)
        return strictest if strictest is not None and strictest.most < most else None

    def refusal(self, asked: Points, left: Points, unit: str) -> Sentence:
        """Why so many points cannot be burned, where `left` can."""
        if self.of_day is None:
            return say("burn-over-sale", asked=asked, most=self.most, unit=unit)
        return say("burn-over-day", asked=asked, most=self.of_day, before=self.before, max=left, unit=unit)
