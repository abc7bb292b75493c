"""Changes of goods that were said at this till: folded in here, and kept until the server has them.

The server's word on a product is what it had heard when it said it. What this till said since is folded in
again on top, so that a price set without a network does not fall back when the network returns.
"""

from collections.abc import Collection
from typing import Final

from loyalty.errors import Refused
from loyalty.shelf import new_product, stamp, with_change, with_price, without_price
from loyalty.wire.chain import Event
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import DatedPrice, PriceSet, PriceWithdrawn, ProductChanged
from terminal.store.books import Reading, Unit

KINDS: Final = frozenset({"product_changed", "price_set", "price_withdrawn"})


def fold_in(unit: Unit, event: Event) -> ProductRow:
    """The product with what the event says of it, stored.

    Raises:
        Refused: `product-unknown`.
    """
    row = folded(unit.products.row_of(str(event.body["sku"])), event)
    unit.products.put([row])
    return row


def folded(held: ProductRow | None, event: Event) -> ProductRow:
    """The product with what the event says of it.

    Raises:
        Refused: `product-unknown`.
    """
    sku = str(event.body["sku"])
    if event.kind == "product_changed":
        change = ProductChanged.from_json(event.body)
        return with_change(held or new_product(sku), change, stamp(event.at, event.operation_id))
    if held is None:
        raise Refused("product-unknown")
    if event.kind == "price_set":
        said = PriceSet.from_json(event.body)
        price = DatedPrice(said.price, said.day, said.amount, event.at, event.operator or None)
        return with_price(held, price)
    return without_price(held, PriceWithdrawn.from_json(event.body).price)


def take_products(unit: Unit, rows: Collection[ProductRow], *, acked_seq: int) -> None:
    """Take goods that the server sent, with what this till has said of them since on top."""
    if not rows:
        return
    unit.products.put(rows)
    skus = {row.sku for row in rows}
    for event in unheard(unit, acked_seq):
        if event.body.get("sku") in skus:
            fold_in(unit, event)


def unheard(reading: Reading, acked_seq: int) -> tuple[Event, ...]:
    """What this till has said of goods and the server has not acknowledged up to there."""
    identity = reading.state.identity()
    if identity is None:
        return ()
    return reading.journal.after_of(
        KINDS, till=identity.till, incarnation=identity.incarnation, seq=acked_seq
    )
