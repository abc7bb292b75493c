"""What tills say of goods: details, prices with a day, prices withdrawn; and whose a bar code then is.

How two changes made at once are settled is in `loyalty.shelf`; a bar code belongs to the product that was
given it later, by the same measure.
"""

from typing import cast

from loyalty.errors import Refused
from loyalty.shelf import (
    codes_since,
    new_product,
    stamp,
    with_change,
    with_price,
    without_codes,
    without_price,
)
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import DatedPrice, PriceSet, PriceWithdrawn, ProductChanged
from server.clock import moment_text
from server.model import MemberFile
from server.store.shelf import ShelfChange
from server.usecases.incoming import Incoming
from server.usecases.shelf import Shelf
from server.usecases.sitting import Sitting


def post_product(sitting: Sitting, _file: MemberFile | None, incoming: Incoming) -> str:
    """Change details of a product, or begin one."""
    body = cast("ProductChanged", incoming.body)
    held = sitting.shelf.products.get(body.sku)
    if held is None and body.name is None:
        raise Refused("product-unknown", sku=body.sku)
    when = stamp(moment_text(incoming.at), _operation(incoming))
    product = with_change(held or new_product(body.sku), body, when)
    if body.barcodes is not None:
        product = _settle_codes(sitting.shelf, product)
    sitting.shelf.put(product)
    _note(sitting, incoming, body.sku)
    return ""


def post_price(sitting: Sitting, _file: MemberFile | None, incoming: Incoming) -> str:
    """Let a product cost something else from a day on."""
    body = cast("PriceSet", incoming.body)
    by, at = incoming.operator or None, moment_text(incoming.at)
    price = DatedPrice(body.price, body.day, body.amount, at, by)
    sitting.shelf.put(with_price(_known(sitting, body.sku), price))
    _note(sitting, incoming, body.sku)
    return ""


def post_withdrawal(sitting: Sitting, _file: MemberFile | None, incoming: Incoming) -> str:
    """Let a price hold no more."""
    body = cast("PriceWithdrawn", incoming.body)
    sitting.shelf.put(without_price(_known(sitting, body.sku), body.price))
    _note(sitting, incoming, body.sku)
    return ""


def _known(sitting: Sitting, sku: str) -> ProductRow:
    product = sitting.shelf.products.get(sku)
    if product is None:
        raise Refused("product-unknown", sku=sku)
    return product


def _settle_codes(shelf: Shelf, product: ProductRow) -> ProductRow:
    """Let each bar code be of one product alone: of the one that was given it later."""
    since = codes_since(product)
    for code in product.barcodes:
        other = shelf.products.get(shelf.holders.get(code, product.sku), product)
        if other.sku != product.sku and code in other.barcodes and codes_since(other) > since:
            product = without_codes(product, frozenset({code}))
            continue
        if other.sku != product.sku:
            shelf.put(without_codes(other, frozenset({code})))
        shelf.holders[code] = product.sku
    return product


def _note(sitting: Sitting, incoming: Incoming, sku: str) -> None:
    change = ShelfChange(
        sku=sku,
        change=_operation(incoming),
        kind=incoming.kind,
        by=incoming.operator,
        approver=incoming.approver,
        at=incoming.at,
        body=incoming.said,
    )
    sitting.shelf.history.append(change)


def _operation(incoming: Incoming) -> str:
    return incoming.event.operation_id if incoming.origin is None else incoming.origin.operation_id
