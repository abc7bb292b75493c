"""What of a sale counts for its member's tier, and whether it is a purchase at all, by the sale's own event.

The same rule as `loyalty.account.purchases`, which works on a sale as the account takes it: products that are
apart from points count for no tier, and alone they are no purchase; money from a wallet that earned as it was
paid in counted then.
"""

from collections.abc import Iterator

from loyalty.program.model import Program
from loyalty.refund import KeptSale, Refund
from loyalty.units import Money
from loyalty.wire.journal import SaleSettled


def counted_spend(program: Program, body: SaleSettled) -> Money | None:
    """What the sale adds to the measure of spend; None where it is no purchase."""
    used, counted = body.from_wallet, list(_counted(program, body))
    if not counted:
        return None
    shares = used.by_line if used is not None and not used.earns else (0,) * len(body.lines)
    return Money(sum(body.lines[place].net - body.lines[place].burned - shares[place] for place in counted))


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


def _counted(program: Program, body: SaleSettled) -> Iterator[int]:
    apart = program.set_apart.no_points
    return (place for place, line in enumerate(body.lines) if line.sku not in apart)
