"""What one line of a file of goods changes of a product that is there: only what differs, from today on."""

from typing import Any, Final

from loyalty.shelf import DETAILS, new_product, price_on, stamp, with_change, with_price
from loyalty.wire.canonical import Json
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import DatedPrice, ProductChanged
from server.clock import moment_text
from server.context import Server
from server.ids import new_id
from server.store.shelf import ShelfChange

KIND: Final = "product_imported"


def told_by_file(
    server: Server, held: ProductRow | None, line: ProductRow, *, today: str
) -> tuple[ProductRow, ShelfChange] | None:
    """The product as a line of a file wants it, and what is noted of it; None where it is so already."""
    now = server.clock.now()
    at, change = moment_text(now), new_id(now)
    before = held or new_product(line.sku)
    details = [name for name in DETAILS if held is None or name != "unit_price"]
    others = [name for name in details if getattr(line, name) != getattr(before, name)]
    differs: dict[str, Any] = {name: _said(line, name) for name in others}
    product = with_change(before, ProductChanged(line.sku, **differs), stamp(at, change))
    said = ProductChanged(line.sku, **differs).to_json()
    body: dict[str, Json] = {name: value for name, value in said.items() if value is not None}
    if held is not None and line.unit_price != price_on(held, today):
        product = with_price(product, DatedPrice(change, today, line.unit_price, at))
        body |= {"day": today, "amount": line.unit_price}
    if product == held:
        return None
    return product, ShelfChange(line.sku, change, KIND, "", None, now, body)


def _said(line: ProductRow, name: str) -> object:
    value = getattr(line, name)
    return "" if name == "vat_percent" and value is None else value
