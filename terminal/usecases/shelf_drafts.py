"""What somebody typed into the form of a product: what is wrong with it, all at once, and what it changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Literal

from loyalty.identity.codes import MemberCard, ProductCode, classify, cleaned
from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from terminal.goods import Unit

if TYPE_CHECKING:
    from terminal.store.books import Reading

LONGEST_NAME: Final = 100
LONGEST_SKU: Final = 64
MOST_CODES: Final = 20

Detail = Literal["sku", "name", "price", "vat_percent", "barcodes", "day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """What was typed. `price` counts for a new product only; one that is there has prices with a day."""

    sku: str
    name: str
    category: str = ""
    brand: str = ""
    tags: tuple[str, ...] = ()
    unit: Unit = "piece"
    vat_percent: str = ""
    barcodes: tuple[str, ...] = ()
    is_sold: bool = True
    price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a detail: the text `products.fault-<code>` says it, of this value."""

    detail: Detail
    code: str
    value: str = ""


def draft_of(row: ProductRow) -> ProductDraft:
    """The form of a product as it is."""
    return ProductDraft(
        sku=row.sku,
        name=row.name,
        category=row.category,
        brand=row.brand,
        tags=row.tags,
        unit=row.unit,
        vat_percent=row.vat_percent or "",
        barcodes=row.barcodes,
        is_sold=row.state == "active",
    )


def faults_of(reading: "Reading", draft: ProductDraft, *, is_new: bool) -> Iterator[Fault]:
    """All that is wrong with it, in the order of the form."""
    sku, name = cleaned(draft.sku), cleaned(draft.name)
    if not name:
        yield Fault(detail="name", code="name-missing")
    elif len(name) > LONGEST_NAME:
        yield Fault(detail="name", code="name-long", value=str(LONGEST_NAME))
    if is_new:
        yield from _new_faults(reading, draft, sku)
    if draft.vat_percent and not _is_rate(draft.vat_percent):
        yield Fault(detail="vat_percent", code="rate", value=draft.vat_percent)
    if len(draft.barcodes) > MOST_CODES:
        yield Fault(detail="barcodes", code="codes-many", value=str(MOST_CODES))
        return
    for code in draft.barcodes:
        fault = _code_fault(reading, code, sku)
        if fault is not None:
            yield fault
            return


def said_by(held: ProductRow, draft: ProductDraft, *, is_new: bool) -> dict[str, Any]:
    """The details that the draft has otherwise than the product."""
    wanted: dict[str, Any] = {
        "name": cleaned(draft.name),
        "category": cleaned(draft.category),
        "brand": cleaned(draft.brand),
        "tags": draft.tags,
        "unit": draft.unit,
        "vat_percent": draft.vat_percent,
        "barcodes": tuple(sorted(dict.fromkeys(draft.barcodes))),
        "state": "active" if draft.is_sold else "blocked",
    }
    has = {name: getattr(held, name) for name in wanted} | {
        "vat_percent": held.vat_percent or "",
        "barcodes": tuple(sorted(held.barcodes)),
    }
    said = {name: value for name, value in wanted.items() if value != has[name]}
    if is_new:
        said |= {"name": wanted["name"], "unit_price": draft.price}
    return said


def _new_faults(reading: "Reading", draft: ProductDraft, sku: str) -> Iterator[Fault]:
    if not sku:
        yield Fault(detail="sku", code="sku-missing")
    elif len(sku) > LONGEST_SKU or " " in sku:
        yield Fault(detail="sku", code="sku-form", value=str(LONGEST_SKU))
    elif reading.products.row_of(sku) is not None:
        yield Fault(detail="sku", code="sku-taken", value=sku)
    if draft.price is None:
        yield Fault(detail="price", code="price-missing")


def _code_fault(reading: "Reading", code: str, sku: str) -> Fault | None:
    shape = classify(code)
    if isinstance(shape, MemberCard):
        return Fault(detail="barcodes", code="code-card", value=code)
    if isinstance(shape, ProductCode) and not shape.holds:
        return Fault(detail="barcodes", code="code-digit", value=shape.right)
    holder = reading.products.holder_of(code)
    if holder is not None and holder != sku:
        other = reading.products.by_code(holder)
        return Fault(detail="barcodes", code="code-taken", value=holder if other is None else other.name)
    return None


def _is_rate(text: str) -> bool:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return False
    exponent = rate.as_tuple().exponent
    return isinstance(exponent, int) and -4 <= exponent <= 0 and 0 <= rate <= 100
