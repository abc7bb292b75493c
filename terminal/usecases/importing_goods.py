"""Rows of a file of goods to the shelf: events for what differs, in one transaction for each step.

What a row says nothing of stays; a price that is another holds from today, a planned one from its day. A bar
code of other goods is told and taken from nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from loyalty.shelf import new_product, price_on
from loyalty.wire.shelf import PriceSet, ProductChanged
from terminal.sheets.faults import RowFault
from terminal.sheets.products import ProductLine, ReadProduct
from terminal.store.config import local_day
from terminal.store.shelf import fold_in
from terminal.usecases.shelf_drafts import ProductDraft, draft_of, faults_of, said_by
from terminal.usual_categories import by_its_id

if TYPE_CHECKING:
    from loyalty.wire.canonical import JsonObject
    from loyalty.wire.feed import ProductRow
    from terminal.session import Session
    from terminal.store.books import Reading, Unit
    from terminal.till import Till

_FIELD: Final = {"name": "product_name", "vat_percent": "vat", "barcodes": "barcode"}
Taken = tuple[int, str, tuple[RowFault, ...]]
Saying = tuple[str, "JsonObject"]


def take_goods(
    till: "Till", session: "Session", read: Sequence[ReadProduct], *, write: bool
) -> Iterator[Taken]:
    """For each row its line and what became of it, or what is wrong."""
    if write:
        with till.store.write() as unit:
            taken = [_take(till, unit, each, _Writer(unit, session)) for each in read]
        till.nudge_sync()
    else:
        with till.store.read() as reading:
            taken = [_take(till, reading, each, None) for each in read]
    return iter(taken)


class _Writer:
    """Puts what was said of goods into the journal, and on the shelf."""

    def __init__(self, unit: "Unit", session: "Session") -> None:
        self._unit = unit
        self._session = session

    def say(self, kind: str, body: "JsonObject") -> None:
        """One event."""
        fold_in(self._unit, self._unit.journal.append(kind, {"v": 1, **body}, self._session.operator))


def _take(till: "Till", reading: "Reading", read: ReadProduct, writer: _Writer | None) -> Taken:
    row = read.row
    if row is None:
        return read.line, "refused", read.faults
    held = reading.products.row_of(row.sku)
    draft = by_its_id(reading, _draft(row, held), till.clock.now())
    today = local_day(reading.config, till.clock.now())
    over = [RowFault(read.line, "planned", "planned-over", day) for day, _ in row.planned if day <= today]
    faults = (
        *over,
        *(
            RowFault(read.line, _FIELD.get(each.detail, each.detail), each.code, each.value)
            for each in faults_of(reading, draft, is_new=held is None)
        ),
    )
    if faults:
        return read.line, "refused", faults
    said = [*_said(till, row, draft, held, today), *_planned(till, row, held)]
    if writer is not None:
        for kind, body in said:
            writer.say(kind, body)
    outcome = "unchanged" if not said else "new" if held is None else "changed"
    return read.line, outcome, ()


def _draft(row: ProductLine, held: "ProductRow | None") -> ProductDraft:
    """What the product is to be like: as it is, but for what the row says."""
    base = ProductDraft(sku=row.sku, name="") if held is None else draft_of(held)
    said: dict[str, Any] = {
        "name": row.name,
        "category": row.category,
        "brand": row.brand,
        "tags": row.tags,
        "unit": row.unit,
        "vat_percent": row.vat_percent,
        "barcodes": row.barcodes,
        "is_sold": row.is_sold,
        "price": row.price if held is None else None,
    }
    return replace(base, **{name: value for name, value in said.items() if value is not None})


def _said(
    till: "Till", row: ProductLine, draft: ProductDraft, held: "ProductRow | None", today: str
) -> Iterator[Saying]:
    details = said_by(held or new_product(row.sku), draft, is_new=held is None)
    if details:
        yield "product_changed", ProductChanged(row.sku, **details).to_json()
    if held is None or row.price is None:
        return
    if price_on(held, today) != row.price:
        yield "price_set", PriceSet(row.sku, till.new_id(), today, row.price).to_json()


def _planned(till: "Till", row: ProductLine, held: "ProductRow | None") -> Iterator[Saying]:
    """Prices of later days that are not planned so yet; what is planned beside them stays."""
    known = () if held is None else held.prices
    for day, amount in row.planned:
        is_there = any(each.day == day and not each.withdrawn for each in known)
        if held is None or not is_there or price_on(held, day) != amount:
            yield "price_set", PriceSet(row.sku, till.new_id(), day, amount).to_json()
