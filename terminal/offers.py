"""What a till may give of promotions and rewards that are limited: what the server keeps for it. Pure.

As with vouchers (`terminal.claiming`): what is not kept for this till may be given somewhere else at this
very moment, so it is not given here, and the screen says why. One of a reward's stock is the store's: this
till has a few in hand (`stock_in_hand`), asks for the next as one is given, and gives back what it has as the
day ends or another till's customer wants one.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.wire.claims import stock_of, stock_thing
from terminal.claiming import claim_on, claim_trouble
from terminal.membership import AttachedMember, HeldClaim
from terminal.open_sale import OpenSale, as_basket, attach

if TYPE_CHECKING:
    from loyalty.program.model import Program, Promotion
    from loyalty.quote.model import Quote

_NOTHING = frozenset[str]()


def things_wanted(
    program: "Program | None", open_sale: OpenSale, member: AttachedMember, *, at: datetime, store: str
) -> tuple[str, ...]:
    """What to ask for as this member comes to the sale."""
    if program is None or not program.claimable:
        return ()
    from loyalty.claimable import things_to_claim

    basket = as_basket(attach(open_sale, member), at=at, store=store)
    return things_to_claim(program, basket, points=member.points)


def stock_in_hand(program: "Program | None") -> Mapping[str, int]:
    """How many of each reward's stock a till should have before anybody asks, by the thing to claim."""
    stocked = () if program is None else program.stocked.values()
    return {stock_thing(each.id): each.stock_ahead for each in stocked if each.stock_per_day}


def end_of_day(at: datetime) -> datetime:
    """When the local day of a moment is over: what is kept of its stock is no good after that."""
    return datetime.combine(at.date() + timedelta(days=1), time(), at.tzinfo)


def withheld(program: "Program", open_sale: OpenSale, at: datetime) -> frozenset[str]:
    """The rules that may not be given in this sale now."""
    if open_sale.member is None or not program.claimable:
        return _NOTHING
    from loyalty.claimable import withheld_rules

    return withheld_rules(program, (each.thing for each in open_sale.claims if each.is_usable(at)))


def rules_given(quote: "Quote") -> tuple[str, ...]:
    """The rules by which a priced basket gets something, each once; of rewards those that take points."""
    given = [*(each.rule for each in quote.discounts), *(each.rule for each in quote.earned)]
    given += [each.rule for each in quote.rewards if each.points]
    return tuple(dict.fromkeys(given))


def takes_of_member(quote: "Quote") -> bool:
    """Whether it takes something that the server keeps for the member; a stock is the store's."""
    program = quote.grounds.program
    if not program.claimable:
        return False
    from loyalty.claimable import things_used

    return any(stock_of(thing) is None for thing in things_used(program, rules_given(quote)))


def offer_trouble(
    program: "Program", rule: "Promotion", claims: Iterable[HeldClaim], at: datetime
) -> Refused | None:
    """Why a limited rule cannot be given here now; None where it can.

    The codes are those of vouchers, for an offer: `offer-waiting`, `offer-called-back`, `offer-elsewhere`,
    `offer-gone`, `offer-frozen`, `offer-expired`; and for what the store has so many of today the same with
    `stock-`.
    """
    from loyalty.claimable import things_of_rule

    held = tuple(claims)
    for thing in things_of_rule(program, rule):
        trouble = claim_trouble(claim_on(held, thing), at)
        if trouble:
            kind = "offer" if stock_of(thing) is None else "stock"
            return Refused(f"{kind}-{trouble}", name=rule.name)
    return None
