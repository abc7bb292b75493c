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
    from collections.abc import Mapping
    from typing import Any

    from loyalty.wire.chain import Event
    from loyalty.wire.journal import SaleSettled
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
        return taxed_without_receipt(event.body)
    since = reading.returns.returned_since(sale.sale, (kept.row["incarnation"], kept.row["seq"]))
    before = {line: Quantity(quantity - since.get(line, 0)) for line, quantity in sale.returned.items()}
    back = {line.line: line.quantity for line in kept.lines if line.line is not None}
    return taxed(event.body, sale.body, before, back)


def taxed(
    body: "Mapping[str, Any]",
    sold: "SaleSettled",
    before: "Mapping[int, Quantity]",
    back: "Mapping[int, Quantity]",
) -> TaxedBack:
    """Of a return whose event has this body: what of a sale came back, and what had come back before."""
    held = held_of(body)
    return TaxedBack(vat_back(sold, before, back, held=held), untaxed_back(sold, before, back, held=held))


def taxed_without_receipt(body: "Mapping[str, Any]") -> TaxedBack:
    """The same of goods for which nobody could show one."""
    goods = GoodsReturned.from_json(body).lines
    return TaxedBack(vat_without_receipt(goods), untaxed_without_receipt(goods))


def held_of(body: "Mapping[str, Any]") -> Money:
    """What was kept of a membership's price for the days that were gone."""
    return Money(int(str(body.get("held", 0))))
