"""Sales of this till that a customer wants to give back elsewhere: let go by an event.

In the transaction that applies the answer which asks for them. What was taken back here is not let go. What
this disk does not hold is: the till sold it in an earlier life, and nobody else could let it go.
"""

from loyalty.wire.refunding import SaleReleased, release_operation
from terminal.store.books import Reading, Unit
from terminal.sync.core import Intake

_NOBODY = ""


def release_sales(unit: Unit, intake: Intake) -> None:
    """Let go what is asked for, once."""
    for asked in intake.releases:
        sale = unit.sales.by_id(asked.sale)
        is_back = unit.returns.is_whole(asked.sale) if sale is None else sale.voided
        if is_back or is_released(unit, asked.sale):
            continue
        body = SaleReleased(sale=asked.sale, to=asked.to).to_json()
        unit.journal.append("sale_released", body, _NOBODY, release_operation(asked.sale))


def is_released(reading: Reading, sale: str) -> bool:
    """Whether another till gives this sale back now."""
    return reading.journal.has_operation(release_operation(sale))
