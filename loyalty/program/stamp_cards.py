"""Punch cards as values: what gets a stamp, how many make a reward, and which voucher that is.

What one sale stamps is worked out in `loyalty.quote.stamps`, what a member's card holds in
`loyalty.account.stamps`.
"""

from dataclasses import dataclass
from typing import Literal

from loyalty.program.model import Promotion
from loyalty.units import Money

StampPer = Literal["unit", "visit", "amount"]
STAMP_PER: tuple[StampPer, ...] = ("unit", "visit", "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class StampCard:
    """One `[[stamp_card]]`.

    `rule` has its id, its name, its lines and its conditions. `amount` is what one stamp takes where the
    stamps are for an amount; `start` are stamps that a new card comes with; a stamp dies at the end of its
    local month, `expire_months` later, never where that is 0.
    """

    rule: Promotion
    per: StampPer
    goal: int
    voucher: str
    amount: Money = Money(1)
    start: int = 0
    expire_months: int = 0

    @property
    def id(self) -> str:
        """The id under which a member's stamps are kept."""
        return self.rule.id

    @property
    def name(self) -> str:
        """What people call it."""
        return self.rule.name
