"""The goods that a batch names: loading them under lock, and storing what was changed of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from loyalty.wire.codec import Message
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import PriceSet, PriceWithdrawn, ProductChanged
from server.store.catalogue import load_products, save_products
from server.store.database import Connection
from server.store.feed import Thing
from server.store.shelf import ShelfChange, holders_of, keep_history, lock_shelf


@dataclass(slots=True)
class Shelf:
    """The goods, whose each bar code is that is given, and what was changed."""

    products: dict[str, ProductRow] = field(default_factory=dict[str, ProductRow])
    holders: dict[str, str] = field(default_factory=dict[str, str])
    changed: dict[str, None] = field(default_factory=dict[str, None])
    """By SKU, in the order of the changes: whoever lost a bar code is told of before who has it now."""
    history: list[ShelfChange] = field(default_factory=list[ShelfChange])

    def put(self, product: ProductRow) -> None:
        """Take over a product, if anything of it is another."""
        if self.products.get(product.sku) == product:
            return
        self.products[product.sku] = product
        self.changed.pop(product.sku, None)
        self.changed[product.sku] = None


def load_shelf(connection: Connection, tenant: str, bodies: Iterable[Message | None]) -> Shelf:
    """The goods that these bodies name, locked; nothing is read or locked where they name none."""
    said = [each for each in bodies if isinstance(each, ProductChanged | PriceSet | PriceWithdrawn)]
    if not said:
        return Shelf()
    lock_shelf(connection, tenant)
    changes = [each for each in said if isinstance(each, ProductChanged)]
    holders = holders_of(connection, tenant, {code for each in changes for code in each.barcodes or ()})
    skus = {each.sku for each in said} | set(holders.values())
    return Shelf(load_products(connection, tenant, skus), holders)


def save_shelf(connection: Connection, tenant: str, shelf: Shelf) -> list[Thing]:
    """Store what changed; gives what the feed has to tell."""
    save_products(connection, tenant, [shelf.products[sku] for sku in shelf.changed])
    keep_history(connection, tenant, shelf.history)
    return [("product", sku) for sku in shelf.changed]
