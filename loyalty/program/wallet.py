"""Prepaid money as the program says it: `[wallet]`. What a member has of it is the account's matter."""

from dataclasses import dataclass
from typing import Literal

from loyalty.program.selectors import NO_LINE, Selector
from loyalty.units import Money

EarnOn = Literal["use", "top_up"]
EARN_ON: tuple[EarnOn, ...] = ("use", "top_up")
SpendFirst = Literal["bonus", "paid"]
SPEND_FIRST: tuple[SpendFirst, ...] = ("bonus", "paid")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUp:
    """One step: who pays in at least this much has this bonus."""

    amount: Money
    bonus: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletRules:
    """How prepaid money is paid in, earns, is spent and ends.

    `sku` is the product whose line pays in. Points are earned when the money is used, or when it is paid
    in, never both. `max_balance` is `None` where there is no limit; bonuses die `bonus_expire_months`
    later, at the end of the local month, money that was paid in never.
    """

    sku: str
    top_ups: tuple[TopUp, ...] = ()
    earn_on: EarnOn = "use"
    max_balance: Money | None = None
    bonus_expire_months: int = 0
    spend_first: SpendFirst = "bonus"
    exclude: Selector = NO_LINE

    def bonus_for(self, amount: Money) -> Money:
        """The bonus for paying in this much: that of the highest step that it reaches."""
        reached = [step.bonus for step in self.top_ups if step.amount <= amount]
        return reached[-1] if reached else Money(0)
