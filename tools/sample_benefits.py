"""Benefits of the sample till's members: used, counted and taken back in memory, by the real rules."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from loyalty.account import Account
from loyalty.account.benefits import with_use, without_use
from loyalty.account.uses import BenefitUse
from loyalty.wire.benefit_use import use_in_visit
from loyalty.wire.claims import benefit_of
from terminal.benefits import account_of, uses_wanted
from terminal.membership import AttachedMember, HeldClaim, LeaseState
from terminal.open_sale import OpenSale
from terminal.session import Session
from tools.sample_errands import SampleErrands

if TYPE_CHECKING:
    from collections.abc import Callable


BENEFIT_RULES: Final = """
[[benefit]]
id = "lounge"
name = "Phòng chờ"
tiers = ["silver", "gold"]
limit = { times = 4, per = "month" }

[[benefit]]
id = "delivery"
name = "Giao hàng tận nhà"
tiers = ["silver", "gold"]
"""
"""For `SampleTill(limits=…)`: the sample program has no benefits of its own."""


@dataclass
class SampleBenefits(SampleErrands):
    """What was used is kept with the member; `keeps_uses` is how the server answers who asks for one."""

    keeps_uses: LeaseState = "open"
    uses_made: int = 0

    def name_use(self, sale: OpenSale) -> str:
        """One name after the other."""
        self.uses_made += 1
        return use_in_visit(sale.sale, str(self.uses_made))

    def use_benefit(self, session: Session, sale: OpenSale, benefit: str, *, use: str) -> OpenSale:
        """It is counted at once."""
        del session
        self.called("use_benefit")
        return self._with(sale, lambda account: with_use(account, BenefitUse(use, benefit, self.moment)))

    def take_back_use(self, session: Session, sale: OpenSale, use: str) -> OpenSale:
        """It is off the count."""
        del session
        return self._with(sale, lambda account: without_use(account, use))

    def ask_use_again(self, session: Session, sale: OpenSale, benefit: str) -> OpenSale:
        """Asked, and answered as `keeps_uses` says."""
        del session, benefit
        return self._with(sale, lambda account: account)

    def use_claims(self, member: AttachedMember) -> tuple[HeldClaim, ...]:
        """One use more of each limited benefit, kept or not."""
        why = "claimed-elsewhere" if self.keeps_uses == "refused" else ""
        return tuple(
            HeldClaim(
                claim=f"claim-{thing}", member=member.member, thing=thing, state=self.keeps_uses, why=why
            )
            for thing in uses_wanted(self.program, member, self.moment)
        )

    def _with(self, sale: OpenSale, change: "Callable[[Account], Account]") -> OpenSale:
        if sale.member is None:
            return sale
        member = replace(sale.member, kept=change(account_of(sale.member)))
        self.members[member.member] = member
        others = tuple(each for each in sale.claims if benefit_of(each.thing) is None)
        return replace(sale, member=member, claims=(*others, *self.use_claims(member)))
