"""What of a sale counts for its member's tier, and whether it is a purchase at all, by the sale's own event.

The same rule as `loyalty.account.purchases`, which works on a sale as the account takes it: products that are
apart from points count for no tier, and alone they are no purchase; money from a wallet that earned as it was
paid in counted then.
"""

from collections.abc import Sequence

from loyalty.program.model import Program
from loyalty.refund import KeptSale, Refund
from loyalty.units import Money
from loyalty.wire.journal import SaleSettled


def counted_spend(program: Program, body: SaleSettled) -> Money | None:
    """What the sale adds to the measure of spend; None where it is no purchase."""
    counted = _counted(program, body)
    if not counted:
        return None
    used, lines = body.from_wallet, body.lines
    spend = sum([lines[place].net - lines[place].burned for place in counted])
    if used is not None and not used.earns:
        spend -= sum([used.by_line[place] for place in counted])
    return Money(spend)


def counted_refund(program: Program, body: SaleSettled, back: Refund) -> Money:
    """What a return takes off the measure again."""
    used, counted = body.from_wallet, set(_counted(program, body))
    is_spend = used is None or used.earns
    parts = (part for part in back.lines if part.line in counted)
    return Money(sum(part.money - (0 if is_spend else part.to_wallet) for part in parts))


def is_purchase_returned(program: Program, body: SaleSettled, after: KeptSale) -> bool:
    """Whether nothing that made the sale a purchase is left with the member."""
    lines = (after.lines[place] for place in _counted(program, body))
    return all(line.returned == line.quantity for line in lines)


def _counted(program: Program, body: SaleSettled) -> Sequence[int]:
    apart = program.set_apart.no_points
    if not apart:
        return range(len(body.lines))
    return [place for place, line in enumerate(body.lines) if line.sku not in apart]
