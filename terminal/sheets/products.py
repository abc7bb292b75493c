"""Rows of a file of goods to what the shelf is to be like; what a file says nothing of stays as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from loyalty.identity.names import fold
from loyalty.units import Money
from terminal.sheets import cells
from terminal.sheets.columns import Mapped
from terminal.sheets.faults import RowFault
from terminal.sheets.row_cells import RowCells
from terminal.sheets.text import SheetLine

LONGEST_NAME: Final = 100
LONGEST_SKU: Final = 64
MOST_CODES: Final = 20
_NO: Final = frozenset(
    ("0", "no", "n", "false", "blocked", "khong", "ngung", "ngung kinh doanh", "archived", "inactive")
)
_WEIGHED: Final = frozenset(
    ("kg", "kgs", "kilogram", "kilograms", "y", "yes", "true", "ki lo", "kilo", "can")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLine:
    """A product as a row wants it; None where the row says nothing."""

    sku: str
    name: str | None = None
    price: Money | None = None
    category: str | None = None
    brand: str | None = None
    unit: Literal["piece", "kg"] | None = None
    vat_percent: str | None = None
    barcodes: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    is_sold: bool | None = None
    planned: tuple[tuple[str, Money], ...] = ()
    """Prices of later days, with the day of each (`2026-12-07`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadProduct:
    """A row as read: what the product is to be like, or what is wrong with it."""

    line: int
    cells: tuple[str, ...]
    row: ProductLine | None
    faults: tuple[RowFault, ...] = ()


@dataclass(slots=True)
class ProductReader:
    """Reads one row after the other, and remembers codes: none belongs to two rows."""

    header: Sequence[str]
    mapped: Mapped
    _skus: dict[str, int] = field(default_factory=dict[str, int])
    _codes: dict[str, int] = field(default_factory=dict[str, int])

    def read_one(self, line: SheetLine) -> ReadProduct:
        """One row."""
        row = RowCells(line, self.header, self.mapped)
        sku = row.value("sku", lambda text: cells.line_of(text, most=LONGEST_SKU)) or ""
        if not sku and not row.faults:
            row.fault("sku", "sku-missing")
        if " " in sku:
            row.fault("sku", "sku-blank", sku, sku.replace(" ", "-"))
        self._check_once(row, "sku", sku, self._skus)
        codes = self._barcodes(row)
        amount = row.value("price", cells.whole)
        found = ProductLine(
            sku=sku,
            name=_name(row),
            price=None if amount is None else Money(amount),
            category=_told(row, "category", lambda text: cells.line_of(text, most=200)),
            brand=_told(row, "brand", lambda text: cells.line_of(text, most=200)),
            unit=_unit(row),
            vat_percent=_told(row, "vat", cells.percent),
            barcodes=codes,
            tags=_tags(row),
            is_sold=_is_sold(row),
            planned=_planned(row),
        )
        faults = tuple(sorted(row.faults))
        return ReadProduct(line=line.line, cells=line.cells, row=None if faults else found, faults=faults)

    def _barcodes(self, row: RowCells) -> tuple[str, ...] | None:
        if "barcode" not in self.mapped:
            return None
        codes = dict[str, None]()
        for part in row.text("barcode").replace(";", "|").split("|"):
            code = row.checked("barcode", part.strip(), cells.barcode) if part.strip() else None
            if code is not None:
                self._check_once(row, "barcode", code, self._codes)
                codes[code] = None
        if len(codes) > MOST_CODES:
            row.fault("barcode", "codes-many", str(len(codes)), str(MOST_CODES))
        return tuple(sorted(codes))

    def _check_once(self, row: RowCells, name: str, what: str, seen: dict[str, int]) -> None:
        first = seen.setdefault(what, row.line) if what else row.line
        if first != row.line:
            row.fault(name, "twice", what, str(first))


def _told(row: RowCells, name: str, read: Callable[[str], str]) -> str | None:
    """An empty cell of a column that is there says that there is none."""
    return None if name not in row.order else row.value(name, read) or ""


def _name(row: RowCells) -> str | None:
    parts = [row.text("product_name"), row.text("variant")]
    name = " ".join(part for part in parts if part and part.casefold() not in {"regular", "default title"})
    return row.checked("product_name", name, lambda text: cells.line_of(text, most=LONGEST_NAME)) or None


def _unit(row: RowCells) -> Literal["piece", "kg"] | None:
    text = row.text("unit")
    if not text:
        return None
    return "kg" if fold(text) in _WEIGHED else "piece"


def _tags(row: RowCells) -> tuple[str, ...] | None:
    if "tags" not in row.order:
        return None
    parts = (part.strip() for part in row.text("tags").replace(",", "|").split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))


def _planned(row: RowCells) -> tuple[tuple[str, Money], ...]:
    """An empty cell says nothing: what was planned stays."""
    told = row.value("planned", cells.planned) or ()
    return tuple((day, Money(amount)) for day, amount in told)


def _is_sold(row: RowCells) -> bool | None:
    text = row.text("sold")
    return None if not text else fold(text) not in _NO
