"""Goods from a CSV file: all of it or nothing, and only what changed goes to the tills.

What a file says is said now, as by a till: planned prices stay, and a price that is another holds from today.
"""

from collections import Counter
from typing import Literal, cast

from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from server.context import Server
from server.store.catalogue import load_products, save_products
from server.store.database import Connection
from server.store.feed import touch
from server.store.shelf import keep_history, lock_shelf
from server.usecases.admin.cells import Cells
from server.usecases.admin.setup import find_tenant
from server.usecases.admin.sheet import RowFault, SheetRefused, SheetRow, read_sheet
from server.usecases.admin.shelf_file import told_by_file
from server.usecases.store_day import day_in

NEEDED = ("sku", "name", "unit_price")
COLUMNS = (*NEEDED, "category", "brand", "tags", "unit", "vat_percent", "barcodes", "state")
_MAX_SKU = 64


def import_products(server: Server, *, tenant: str | None, data: bytes, file: str) -> int:
    """Add the goods of a file, or change those with the same SKU; gives how many are new or different.

    Raises:
        SheetRefused: with every fault at once; nothing was written.
        Refused: `tenant-…`.
    """
    rows = read_sheet(data, file=file, columns=COLUMNS, needed=NEEDED)
    cells = Cells()
    goods = [(row, _product(cells, row)) for row in rows]
    _check_repeats(cells, goods)
    if cells.faults:
        raise SheetRefused(file, cells.faults)

    def unit(connection: Connection) -> int:
        owner = find_tenant(connection, tenant)
        lock_shelf(connection, owner)
        held = load_products(connection, owner)
        _check_barcodes(file, goods, held)
        today = day_in(connection, server, owner)
        said = [
            change
            for _, product in goods
            if (change := told_by_file(server, held.get(product.sku), product, today=today)) is not None
        ]
        changed = [product for product, _ in said]
        save_products(connection, owner, changed)
        keep_history(connection, owner, [line for _, line in said])
        touch(connection, owner, [("product", product.sku) for product in changed])
        return len(changed)

    return server.database.write(unit)


def _product(cells: Cells, row: SheetRow) -> ProductRow:
    return ProductRow(
        sku=cells.text(row, "sku", needed=True, most=_MAX_SKU),
        name=cells.text(row, "name", needed=True),
        category=cells.text(row, "category"),
        brand=cells.text(row, "brand"),
        tags=cells.texts(row, "tags"),
        unit_price=Money(cells.whole(row, "unit_price", needed=True)),
        unit=cast("Literal['piece', 'kg']", cells.choice(row, "unit", ("piece", "kg"))),
        vat_percent=cells.percent(row, "vat_percent"),
        barcodes=cells.barcodes(row, "barcodes"),
        state=cast("Literal['active', 'blocked']", cells.choice(row, "state", ("active", "blocked"))),
    )


def _check_repeats(cells: Cells, goods: list[tuple[SheetRow, ProductRow]]) -> None:
    skus = Counter(product.sku for _, product in goods)
    codes = Counter(code for _, product in goods for code in product.barcodes)
    for row, product in goods:
        if skus[product.sku] > 1:
            cells.fault(
                row, "sku", f'"{product.sku}" stands in {skus[product.sku]} lines', "keep one of them"
            )
        for code in product.barcodes:
            if codes[code] > 1:
                cells.fault(row, "barcodes", f"{code} belongs to {codes[code]} goods", "each code to one")


def _check_barcodes(file: str, goods: list[tuple[SheetRow, ProductRow]], held: dict[str, ProductRow]) -> None:
    """Check that no code of the file belongs to goods that the file leaves as they are."""
    here = {product.sku for _, product in goods}
    taken = {code: sku for sku, product in held.items() if sku not in here for code in product.barcodes}
    faults = [
        RowFault(row.line, "barcodes", f"{code} belongs to {taken[code]}", "each code to one")
        for row, product in goods
        for code in product.barcodes
        if code in taken
    ]
    if faults:
        raise SheetRefused(file, faults)
