"""What a till may give of promotions and rewards that are limited: what the server keeps for it. Pure.

As with vouchers (`terminal.claiming`): what is not kept for this till may be given somewhere else at this
very moment, so it is not given here, and the screen says why.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from terminal.claiming import claim_on, claim_trouble
from terminal.membership import AttachedMember, HeldClaim
from terminal.open_sale import OpenSale, as_basket, attach

if TYPE_CHECKING:
    from loyalty.program.model import Program, Promotion

_NOTHING = frozenset[str]()


def things_wanted(
    program: "Program | None", open_sale: OpenSale, member: AttachedMember, *, at: datetime, store: str
) -> tuple[str, ...]:
    """What to ask for as this member comes to the sale."""
    if program is None or not program.claimable:
        return ()
    from loyalty.claimable import things_to_claim

    return things_to_claim(program, as_basket(attach(open_sale, member), at=at, store=store))


def withheld(program: "Program", open_sale: OpenSale, at: datetime) -> frozenset[str]:
    """The rules that may not be given in this sale now."""
    if open_sale.member is None or not program.claimable:
        return _NOTHING
    from loyalty.claimable import withheld_rules

    return withheld_rules(program, (each.thing for each in open_sale.claims if each.is_usable(at)))


def offer_trouble(rule: "Promotion", claims: Iterable[HeldClaim], at: datetime) -> Refused | None:
    """Why a limited rule cannot be given here now; None where it can.

    The codes are those of vouchers, for an offer: `offer-waiting`, `offer-called-back`, `offer-elsewhere`,
    `offer-gone`, `offer-frozen`, `offer-expired`.
    """
    from loyalty.claimable import things_of_rule

    held = tuple(claims)
    for thing in things_of_rule(rule):
        trouble = claim_trouble(claim_on(held, thing), at)
        if trouble:
            return Refused(f"offer-{trouble}", name=rule.name)
    return None
