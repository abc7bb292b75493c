"""What a basket asks for that a cashier may not do alone: the deeds in it, held against the program's limits.

Off the path of a scan: nothing of a price depends on it.
"""

from collections.abc import Iterator

from loyalty.approvals import (
    LIMITS,
    BurnedWithoutCard,
    Deed,
    LineDiscounted,
    NeededApproval,
    PriceChanged,
    approvals,
)
from loyalty.quote.model import Quote
from loyalty.rates import round_half_up
from loyalty.units import Money

_THOUSAND = 1000


def approvals_of(quote: Quote) -> tuple[NeededApproval, ...]:
    """What a manager must approve, in the order of the lines, points last."""
    return tuple(_needed(quote))


def _needed(quote: Quote) -> Iterator[NeededApproval]:
    program, basket = quote.grounds.program, quote.grounds.basket
    taken_off: int = basket.taken_off
    for line, deed in _deeds(quote):
        for why in approvals(program, deed, taken_off=Money(taken_off)):
            yield NeededApproval(LIMITS[why.code], why, line)
        taken_off += deed.off


def _deeds(quote: Quote) -> Iterator[tuple[int | None, Deed]]:
    """What was done by hand, each with its line: prices that were set, and points burned without a card."""
    basket = quote.grounds.basket
    for place, change in sorted(basket.by_hand.items()):
        before = Money(round_half_up(basket.lines[place].quantity * change.list_price, _THOUSAND))
        changed = PriceChanged(before, quote.lines[place].gross)
        yield place, LineDiscounted(gross=before, off=changed.off) if change.is_discount else changed
    if basket.member is not None and not basket.member.card_shown and quote.spent_points:
        yield None, BurnedWithoutCard(quote.spent_points)
