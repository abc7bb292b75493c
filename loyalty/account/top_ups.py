"""Prepaid money as an account keeps it: what is left of each top-up, and what was spent of which."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.units import Money


@dataclass(frozen=True, slots=True)
class Bonus:
    """So much of a bonus, and the first moment at which it is gone; `None` where it never is."""

    amount: Money
    dies_at: datetime | None

    def is_alive(self, at: datetime) -> bool:
        """Whether it can be spent at this moment."""
        return self.dies_at is None or at < self.dies_at


@dataclass(frozen=True, slots=True)
class PurseSlice:
    """So much of one top-up that was spent: of what was paid in, or of the bonus, which may die."""

    top_up: str
    amount: Money
    is_bonus: bool
    dies_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpLeft:
    """One top-up: what was paid in and promised, and what is left of both.

    `bonuses` has more than one part only where a spent bonus came back after it had died. `settled` is spent
    bonus that was taken off as the top-up was paid back: it has become the member's own money.
    """

    sale: str
    line: int
    at: datetime
    amount: Money
    promised: Money
    paid: Money
    bonuses: tuple[Bonus, ...] = ()
    settled: Money = Money(0)

    @property
    def bonus_spent(self) -> Money:
        """What of the bonus was spent and not settled."""
        left = sum(bonus.amount for bonus in self.bonuses)
        return Money(self.promised - left - self.settled)

    @property
    def refundable(self) -> Money:
        """What is paid back for it now: what is left, less the bonus that was spent; never below 0."""
        return Money(max(0, self.paid - self.bonus_spent))

    def bonus_at(self, at: datetime) -> Money:
        """The bonus that can be spent at this moment."""
        return Money(sum(bonus.amount for bonus in self.bonuses if bonus.is_alive(at)))
