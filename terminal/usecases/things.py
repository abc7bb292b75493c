"""What a till asks to have for itself alone: for the member of an open sale, for a regular, for its store.

A member's vouchers, limited offers and benefits, and first purchase; and one of a reward's stock, which is
the store's: a few of these the till has in hand before anybody asks.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from loyalty.errors import Refused
from loyalty.program.model import Gift
from loyalty.wire.claims import stock_of, voucher_thing
from terminal.benefits import uses_wanted
from terminal.in_force import in_force
from terminal.membership import AttachedMember, HeldClaim
from terminal.offers import end_of_day, stock_in_hand, things_wanted
from terminal.open_sale import OpenSale
from terminal.till import Till
from terminal.usecases.members import read_member

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from terminal.store.books import Unit


def things_ahead(till: Till, unit: "Unit", member: str) -> tuple[str, ...]:
    """What is worth claiming beforehand for a regular; nothing for one whom the till does not know."""
    try:
        known = read_member(till, unit, member)
    except Refused:
        return ()
    nothing = OpenSale(sale="", started_at=till.clock.now())
    return tuple(each for each in things_of_member(till, unit, nothing, known) if stock_of(each) is None)


def stock_ahead(till: Till, unit: "Unit") -> tuple[str, datetime, Mapping[str, int]]:
    """Whose stock the till gives from, when its day is over, and what of it to have in hand."""
    force = in_force(till, unit)
    now = till.clock.now()
    return force.identity.store, end_of_day(now.astimezone(force.zone)), stock_in_hand(force.program)


def things_of_member(
    till: Till, unit: "Unit", open_sale: OpenSale, member: AttachedMember
) -> tuple[str, ...]:
    """All that only one till may use at a time, and that this sale may use for the member."""
    force = in_force(till, unit)
    vouchers = tuple(voucher_thing(code) for code in member.vouchers)
    at = till.clock.now().astimezone(force.zone)
    limited = things_wanted(force.program, open_sale, member, at=at, store=force.store)
    return (*vouchers, *limited, *uses_wanted(force.program, member, at))


def unsold_gifts(till: Till, program: "Program") -> frozenset[str]:
    """The rewards that give a product which this shop does not sell, so that no sale can have them."""
    gifts = {each.id: each.rule.sku for each in program.rewards if isinstance(each.rule, Gift)}
    if not gifts:
        return frozenset()
    with till.store.read() as reading:
        kept = {sku: reading.products.by_code(sku) for sku in set(gifts.values())}
    sold = {sku for sku, product in kept.items() if product and product.active and product.sku == sku}
    return frozenset(reward for reward, sku in gifts.items() if sku not in sold)


def claim_for_sale(
    till: Till, unit: "Unit", open_sale: OpenSale, member: AttachedMember, thing: str
) -> HeldClaim:
    """Ask for a thing for this sale; one of the store's stock is taken from what the till has in hand."""
    sale = open_sale.sale
    if stock_of(thing) is None:
        wish = unit.claims.want(claim=till.new_id(), member=member.member, thing=thing, sale=sale)
        return till.lender.claim(unit, wish)
    in_hand = unit.claims.adopt_one(thing, sale=sale, at=till.clock.now())
    if in_hand is not None:
        return in_hand
    store, until, _ = stock_ahead(till, unit)
    wish = unit.claims.want(claim=till.new_id(), member=store, thing=thing, sale=sale, until=until)
    return till.lender.claim(unit, wish)
