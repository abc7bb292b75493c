"""The goods on the shelf, by code, by bar code and by words."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Connection, RowMapping, bindparam, delete, literal, or_, select
from sqlalchemy.dialects.sqlite import insert

from loyalty.identity.names import fold
from loyalty.shelf import OPEN_PRICE_TAG, as_held, price_on
from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import DatedPrice, FieldStamp
from terminal.goods import Product, Unit
from terminal.store.tables.catalogue import barcodes, products

MAX_WORDS = 6

_BY_CODE = (
    select(products)
    .where(
        or_(
            products.c.sku == bindparam("code"),
            products.c.sku
            == select(barcodes.c.sku).where(barcodes.c.barcode == bindparam("code")).scalar_subquery(),
        )
    )
    .order_by(products.c.sku != bindparam("code"))
    .limit(1)
)
_BY_WORDS = select(products).where(products.c.active == 1).order_by(products.c.folded, products.c.sku)
_SPACED = literal(" ").concat(products.c.folded)
"""With a blank before each word, the first one included: words are found from their beginning on."""
_OPEN_PRICE = (
    select(products)
    .where(products.c.active == 1, products.c.tags.contains(f'"{OPEN_PRICE_TAG}"', autoescape=True))
    .order_by(products.c.sku)
    .limit(1)
)
_BY_SKU = select(products).where(products.c.sku == bindparam("code"))
_CODES_OF = select(barcodes.c.barcode).where(barcodes.c.sku == bindparam("code")).order_by(barcodes.c.barcode)
_HOLDER = select(barcodes.c.sku).where(barcodes.c.barcode == bindparam("code"))
_CATEGORIES = (
    select(products.c.category).where(products.c.category != "").distinct().order_by(products.c.category)
)
_NONE = "[]"
_PUT = insert(products)
_UPSERT = _PUT.on_conflict_do_update(
    index_elements=[products.c.sku],
    set_={column.name: _PUT.excluded[column.name] for column in products.c if column.name != "sku"},
)
_FORGET_BARCODES = delete(barcodes).where(barcodes.c.sku == bindparam("of_sku"))
_PUT_BARCODE = insert(barcodes)
_TAKE_BARCODE = _PUT_BARCODE.on_conflict_do_update(
    index_elements=[barcodes.c.barcode], set_={"sku": _PUT_BARCODE.excluded.sku}
)


class Products:
    """The catalogue of this store."""

    __slots__ = ("_connection", "_today")

    def __init__(self, connection: Connection, *, today: Callable[[], str]) -> None:
        """`today` is the store's own day, like `2026-12-07`; it is asked only where a price has a day."""
        self._connection = connection
        self._today = today

    def by_code(self, code: str) -> Product | None:
        """The product of that SKU or bar code, sold or withdrawn; a SKU goes before a bar code."""
        row = self._connection.execute(_BY_CODE, {"code": code}).mappings().first()
        return None if row is None else self._product(row)

    def by_words(self, text: str, *, most: int) -> tuple[Product, ...]:
        """Those sold whose names have all the words, or words that begin so, with or without accents."""
        words = fold(text).split()[:MAX_WORDS]
        query = _BY_WORDS
        for word in words:
            query = query.where(_SPACED.contains(f" {word}", autoescape=True))
        rows = self._connection.execute(query.limit(most * 4)).mappings()
        found = sorted((self._product(row) for row in rows), key=lambda product: _distance(product, words))
        return tuple(found[:most])

    def open_price(self) -> Product | None:
        """The first product whose price is typed at the counter."""
        row = self._connection.execute(_OPEN_PRICE).mappings().first()
        return None if row is None else self._product(row)

    def row_of(self, sku: str) -> ProductRow | None:
        """All that is known of a product, as the feed tells it."""
        row = self._connection.execute(_BY_SKU, {"code": sku}).mappings().first()
        if row is None:
            return None
        codes = self._connection.execute(_CODES_OF, {"code": sku}).scalars()
        return _row(row, tuple(codes))

    def walk(self) -> Iterator[ProductRow]:
        """Every product, sold or not, by its SKU."""
        codes: dict[str, list[str]] = {}
        for each in self._connection.execute(select(barcodes).order_by(barcodes.c.barcode)):
            codes.setdefault(each.sku, []).append(each.barcode)
        for row in self._connection.execute(select(products).order_by(products.c.sku)).mappings():
            yield _row(row, tuple(codes.get(row["sku"], ())))

    def holder_of(self, barcode: str) -> str | None:
        """The SKU that a bar code belongs to."""
        return self._connection.execute(_HOLDER, {"code": barcode}).scalar_one_or_none()

    def listed(self, text: str, *, most: int) -> tuple[Product, ...]:
        """For who looks after them: as `by_words`, those not sold any more included, a code before words."""
        exact = self.by_code(text.strip()) if text.strip() else None
        if exact is not None:
            return (exact,)
        words = fold(text).split()[:MAX_WORDS]
        query = select(products).order_by(products.c.folded, products.c.sku)
        for word in words:
            query = query.where(_SPACED.contains(f" {word}", autoescape=True))
        return tuple(self._product(row) for row in self._connection.execute(query.limit(most)).mappings())

    def categories(self) -> tuple[str, ...]:
        """The categories that goods are in."""
        return tuple(self._connection.execute(_CATEGORIES).scalars())

    def put(self, rows: Iterable[ProductRow]) -> None:
        """Take products the server sent, each whole; a bar code belongs to who had it last."""
        held = tuple(as_held(row) for row in rows)
        if not held:
            return
        self._connection.execute(_UPSERT, [_values(row) for row in held])
        self._connection.execute(_FORGET_BARCODES, [{"of_sku": row.sku} for row in held])
        codes = [{"barcode": code, "sku": row.sku} for row in held for code in row.barcodes]
        if codes:
            self._connection.execute(_TAKE_BARCODE, codes)

    def _product(self, row: RowMapping) -> Product:
        if row["prices"] == _NONE:
            return _product(row, Money(row["unit_price"]))
        return _product(row, price_on(_row(row, ()), self._today()))


def _distance(product: Product, words: list[str]) -> tuple[int, str]:
    """How far a name is from what was typed: words that are not whole, then the alphabet."""
    whole = set(fold(product.name).split())
    return sum(word not in whole for word in words), product.name


def _values(row: ProductRow) -> Mapping[str, Any]:
    return {
        "sku": row.sku,
        "name": row.name,
        "folded": fold(row.name),
        "category": row.category,
        "brand": row.brand,
        "tags": json.dumps(list(row.tags), ensure_ascii=False),
        "unit_price": row.unit_price,
        "unit": row.unit,
        "vat_percent": row.vat_percent,
        "active": int(row.state == "active"),
        "prices": json.dumps([each.to_json() for each in row.prices]),
        "stamps": json.dumps([each.to_json() for each in row.stamps]),
    }


def _row(row: RowMapping, codes: tuple[str, ...]) -> ProductRow:
    return ProductRow(
        sku=row["sku"],
        name=row["name"],
        category=row["category"],
        brand=row["brand"],
        tags=tuple(json.loads(row["tags"])),
        unit_price=Money(row["unit_price"]),
        unit=cast("Unit", row["unit"]),
        vat_percent=row["vat_percent"],
        barcodes=codes,
        state="active" if row["active"] else "blocked",
        prices=tuple(DatedPrice.from_json(each) for each in json.loads(row["prices"])),
        stamps=tuple(FieldStamp.from_json(each) for each in json.loads(row["stamps"])),
    )


def _product(row: RowMapping, price: Money) -> Product:
    vat = row["vat_percent"]
    return Product(
        sku=row["sku"],
        name=row["name"],
        unit_price=price,
        unit=cast("Unit", row["unit"]),
        category=row["category"],
        brand=row["brand"],
        tags=tuple(json.loads(row["tags"])),
        vat_percent=None if vat is None else Decimal(vat),
        active=bool(row["active"]),
    )
