"""What came back of the VAT with a return that is in the journal, as it was worked out then."""

from typing import TYPE_CHECKING, NamedTuple

from loyalty.units import Money, Quantity
from loyalty.wire.returning import GoodsReturned
from loyalty.wire.vat_back import (
    VatBack,
    untaxed_back,
    untaxed_without_receipt,
    vat_back,
    vat_without_receipt,
)

if TYPE_CHECKING:
    from loyalty.wire.chain import Event
    from terminal.returned import ReturnableSale
    from terminal.store.books import Reading
    from terminal.store.returns import KeptRefund


class TaxedBack(NamedTuple):
    """What came back by rate, and of goods that bear no VAT the money for them."""

    rates: tuple[VatBack, ...]
    untaxed: Money


def taxed_back(
    reading: "Reading", event: "Event", sale: "ReturnableSale | None", kept: "KeptRefund"
) -> TaxedBack:
    """Of a return with its event and rows; `sale` is None where nobody could show a receipt.

    What has come back since is taken off what had come back by now.
    """
    if sale is None:
        goods = GoodsReturned.from_json(event.body).lines
        return TaxedBack(vat_without_receipt(goods), untaxed_without_receipt(goods))
    held = held_of(event)
    since = reading.returns.returned_since(sale.sale, (kept.row["incarnation"], kept.row["seq"]))
    before = {line: Quantity(quantity - since.get(line, 0)) for line, quantity in sale.returned.items()}
    back = {line.line: line.quantity for line in kept.lines if line.line is not None}
    return TaxedBack(
        vat_back(sale.body, before, back, held=held), untaxed_back(sale.body, before, back, held=held)
    )


def held_of(event: "Event") -> Money:
    """What was kept of a membership's price for the days that were gone."""
    return Money(int(str(event.body.get("held", 0))))
