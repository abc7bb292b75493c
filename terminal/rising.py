"""Whether a sale lifts its member to a higher tier, by the figures that the way to it is shown from. Pure.

What the next sale will find is worked out here, so that it can be said while the customer is still there.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from loyalty.tiers import place_reached
from terminal.sale import SettledSale
from terminal.standing import counted_of

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from terminal.membership import AttachedMember
    from terminal.open_sale import OpenSale
    from terminal.pricing_memory import PricedSale


def with_tier_reached(sale: SettledSale, body: Mapping[str, Any], priced: "PricedSale") -> SettledSale:
    """The sale with the tier that its member has from now on, if a higher one; `body` is its event."""
    member, program = priced.open_sale.member, priced.in_force.program
    if sale.member is None or member is None or member.missing is None or program is None:
        return sale
    measure = member.measure + _added(body, member, program) - _taken(priced.open_sale, program)
    if measure < member.measure + member.missing:
        return sale
    reached = program.tiers[place_reached(program, measure)]
    return replace(sale, member=replace(sale.member, tier_reached=reached.name))


def _added(body: Mapping[str, Any], member: "AttachedMember", program: "Program") -> int:
    match program.standing.measure:
        case "points":
            return int(body["earned_points"])
        case "visits":
            return 0 if member.today.sales else 1
        case _:
            return counted_of(body, program) or 0


def _taken(sale: "OpenSale", program: "Program") -> int:
    """What an exchange takes off the measure at most: it is all of what comes back, counted or not."""
    exchange, member = sale.exchange, sale.member
    if exchange is None or member is None or exchange.member != member.member:
        return 0
    match program.standing.measure:
        case "points":
            return exchange.points_taken
        case "visits":
            return 0
        case _:
            return exchange.credit + exchange.beside
