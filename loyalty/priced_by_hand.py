"""Reads which lines of a basket have a price that a cashier set, and what it was before.

What a manager must approve of it is asked in `loyalty.quote.approving`; no price depends on it.
"""

from collections.abc import Mapping, Sequence

from loyalty.basket import PriceByHand
from loyalty.json_fields import Fields, shown
from loyalty.program.faults import nearest
from loyalty.units import Money

_CALLED = ("price", "discount")


def read_by_hand(
    lines: Sequence[object], places: Sequence[str], faults: list[str]
) -> Mapping[int, PriceByHand]:
    """The lines whose price was set by hand: those that say what it was before."""
    found: dict[int, PriceByHand] = {}
    for number, (line, place) in enumerate(zip(lines, places, strict=True)):
        fields = Fields(line, place, faults if isinstance(line, dict) else [])
        called = fields.text("by_hand")
        if called not in {"", *_CALLED}:
            near = nearest(called, _CALLED)
            fields.fault("by_hand", "fault-unknown-word", value=shown(called), near=near)
        if fields.value("list_price") is not None:
            found[number] = PriceByHand(Money(fields.whole("list_price")), is_discount=called == "discount")
        elif called:
            fields.fault("list_price", "fault-no-list-price")
    return found
