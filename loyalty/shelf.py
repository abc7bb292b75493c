"""Goods as two tills may change them at once: how a change, a price and its withdrawal are folded in. Pure.

The rule, the same at every till and at the server. Each detail stands by itself, and the one set later holds;
of two prices from one day the one set later holds; a price that was withdrawn never holds again. *Later* is
the moment by the clock of the till that said it, never in the server's future, and at one moment the greater
id. So the order in which the changes are heard does not matter.
"""

from dataclasses import replace
from typing import Any, Final

from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import MAX_PRICES, DatedPrice, FieldStamp, ProductChanged

OPEN_PRICE_TAG: Final = "open-price"
"""A product with this tag has its price typed at the counter: a department, such as *other goods*."""
DETAILS: Final = (
    "name", "category", "brand", "tags", "unit", "vat_percent", "barcodes", "state", "unit_price",
)  # fmt: skip


def stamp(at: str, operation: str) -> str:
    """A moment of the wire and what was done then; greater is later."""
    return f"{at} {operation}"


def price_on(product: ProductRow, day: str) -> Money:
    """What a product costs on a local day (`2026-12-07`): the newest price whose day has come."""
    held = dated_price_on(product, day)
    return product.unit_price if held is None else Money(held.amount)


def dated_price_on(product: ProductRow, day: str) -> DatedPrice | None:
    """The price with a day that holds on a local day; None where the first one still does."""
    come = [each for each in product.prices if each.day <= day and not each.withdrawn]
    return max(come, key=_place, default=None)


def as_told(product: ProductRow, day: str) -> ProductRow:
    """The row as the feed says it on a day."""
    if not product.prices:
        return product
    return replace(product, unit_price=price_on(product, day), first_price=product.unit_price)


def as_held(product: ProductRow) -> ProductRow:
    """The row as the rules of this module read it, from one that the feed said."""
    if product.first_price is None:
        return product
    return replace(product, unit_price=Money(product.first_price), first_price=None)


def new_product(sku: str) -> ProductRow:
    """What a product is before anything has been said of it."""
    return ProductRow(
        sku=sku, name=sku, category="", brand="", tags=(), unit_price=Money(0), unit="piece",
        vat_percent=None, barcodes=(), state="active",
    )  # fmt: skip


def with_change(product: ProductRow, change: ProductChanged, when: str) -> ProductRow:
    """The product with those details that no later change has set; `when` is a stamp."""
    stamps = {each.field: each.stamp for each in product.stamps}
    fresh: dict[str, Any] = {}
    for name in DETAILS:
        value = getattr(change, name)
        if value is not None and stamps.get(name, "") < when:
            fresh[name] = (value or None) if name == "vat_percent" else value
            stamps[name] = when
    if not fresh:
        return product
    told = tuple(FieldStamp(name, stamps[name]) for name in DETAILS if name in stamps)
    return replace(product, **fresh, stamps=told)


def without_codes(product: ProductRow, codes: frozenset[str]) -> ProductRow:
    """The product without bar codes that another one was given later."""
    kept = tuple(code for code in product.barcodes if code not in codes)
    return product if kept == product.barcodes else replace(product, barcodes=kept)


def codes_since(product: ProductRow) -> str:
    """Since when the product has the bar codes it has, as a stamp; empty: since a file was read."""
    return next((each.stamp for each in product.stamps if each.field == "barcodes"), "")


def with_price(product: ProductRow, price: DatedPrice) -> ProductRow:
    """The product with a price from a day on; one that it has, or had and lost again, stays as it is."""
    if any(each.price == price.price for each in product.prices):
        return product
    prices = sorted((*product.prices, price), key=_place)
    dropped = prices[:-MAX_PRICES]
    first = [each.amount for each in dropped if not each.withdrawn][-1:]
    base = Money(first[0]) if first else product.unit_price
    return replace(product, unit_price=base, prices=tuple(prices[-MAX_PRICES:]))


def without_price(product: ProductRow, price: str) -> ProductRow:
    """The product with that price withdrawn."""
    prices = tuple(replace(each, withdrawn=True) if each.price == price else each for each in product.prices)
    return product if prices == product.prices else replace(product, prices=prices)


def _place(price: DatedPrice) -> tuple[str, str, str]:
    return price.day, price.at, price.price
