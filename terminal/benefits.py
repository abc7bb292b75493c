"""Benefits that are not money at the counter: how often each may still be used, and whether here. Pure.

What is limited is used only inside a claim of this till's, as a limited offer is given (`terminal.offers`):
what is not kept here may be used somewhere else at this very moment.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.wire.benefit_use import is_of_visit
from loyalty.wire.claims import benefit_thing
from terminal.claiming import claim_on, claim_trouble
from terminal.open_sale import birthday_of

if TYPE_CHECKING:
    from loyalty.account import Account
    from loyalty.account.uses import TermName
    from loyalty.program.benefits import Benefit
    from loyalty.program.model import Program
    from terminal.membership import AttachedMember, HeldClaim
    from terminal.open_sale import OpenSale


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitHere:
    """One benefit of the member at the counter.

    `used` is how often in the running period; `here` are the uses of this visit, the last one last; `trouble`
    is why it cannot be used here now, None where it can.
    """

    benefit: "Benefit"
    used: int
    here: tuple[str, ...] = ()
    trouble: Refused | None = None

    @property
    def left(self) -> int | None:
        """How often it can still be used in the period; None where there is no limit."""
        limit = self.benefit.limit
        return None if limit is None else max(0, limit.times - self.used)


def benefits_here(program: "Program", open_sale: "OpenSale", at: datetime) -> tuple[BenefitHere, ...]:
    """What the member of the sale has, in the order of the program."""
    member = open_sale.member
    if member is None or not program.benefits:
        return ()
    from loyalty.account.benefits import benefits_held, times_used

    account = account_of(member)
    return tuple(
        BenefitHere(
            benefit=each,
            used=times_used(program, account, each, at),
            here=tuple(
                use.id
                for use in account.uses
                if use.benefit == each.id and is_of_visit(use.id, open_sale.sale)
            ),
            trouble=use_trouble(program, account, each, open_sale.claims, at),
        )
        for each in benefits_held(program, tier=member.tier, memberships=member.memberships)
    )


def benefits_of(program: "Program | None", member: "AttachedMember", at: datetime) -> tuple[BenefitHere, ...]:
    """The same of a member who stands at no counter: how often each was used."""
    if program is None or not program.benefits:
        return ()
    from loyalty.account.benefits import benefits_held, times_used

    account = account_of(member)
    return tuple(
        BenefitHere(benefit=each, used=times_used(program, account, each, at))
        for each in benefits_held(program, tier=member.tier, memberships=member.memberships)
    )


def use_trouble(
    program: "Program", account: "Account", benefit: "Benefit", claims: "tuple[HeldClaim, ...]", at: datetime
) -> Refused | None:
    """Why a benefit cannot be used here now; None where it can.

    The codes are `benefit-used-up`, and those of a limited offer for a benefit: `benefit-waiting`,
    `benefit-called-back`, `benefit-elsewhere`, `benefit-gone`, `benefit-frozen`, `benefit-expired`.
    """
    from loyalty.account.benefits import has_left

    if benefit.limit is None:
        return None
    if not has_left(program, account, benefit, at):
        return Refused("benefit-used-up", name=benefit.name, times=benefit.limit.times)
    trouble = claim_trouble(claim_on(claims, benefit_thing(benefit.id)), at)
    return Refused(f"benefit-{trouble}", name=benefit.name) if trouble else None


def uses_wanted(program: "Program | None", member: "AttachedMember", at: datetime) -> tuple[str, ...]:
    """What to ask for as this member comes: one use more of each limited benefit that has one left."""
    if program is None or not any(each.limit for each in program.benefits):
        return ()
    from loyalty.account.benefits import uses_to_claim

    return uses_to_claim(program, account_of(member), at, tier=member.tier, memberships=member.memberships)


def terms_of_use(
    program: "Program", member: "AttachedMember", benefit: "Benefit", at: datetime
) -> "tuple[TermName, ...]":
    """The paid memberships without which the member would not have it, by what is known here.

    A tier that a membership grants is not the member's own; then that is the one reached by purchases.
    """
    from loyalty.account.benefits import terms_behind
    from loyalty.account.granted import granted_tiers

    account = account_of(member)
    own = member.tier
    if own in granted_tiers(program, account, at):
        own = [tier.id for tier in program.tiers if tier.at <= max(0, member.measure)][-1]
    return terms_behind(program, account, benefit, at, own=own)


def account_of(member: "AttachedMember") -> "Account":
    """What is kept of the member, with the birthday by which years are counted."""
    from loyalty.account.keeping import NOTHING_KEPT

    born = None if member.birthday is None else birthday_of(member.birthday)
    return replace(member.kept or NOTHING_KEPT, birthday=born)
