"""Goods that can be changed, for scenes and tests of the screen *Products*; what is changed is kept here."""

from datetime import date
from decimal import Decimal
from typing import Final

from loyalty.errors import Refused
from loyalty.identity.names import fold
from loyalty.shelf import dated_price_on, new_product, price_on, stamp, with_change, with_price, without_price
from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import DatedPrice, ProductChanged
from terminal.goods import Product
from terminal.returned import Approval
from terminal.session import OperatorTile, Session
from terminal.usecases.shelf import ShelfPage
from terminal.usecases.shelf_drafts import Fault, ProductDraft
from tools.sample_shop import COFFEE, GOODS, GREENS, NOODLES, NOW, PIN

TODAY: Final = "2026-11-21"
AT: Final = "2026-11-21T03:42:00.000Z"
MANAGER: Final = Session(operator="anh", name="Quốc Anh", role="manager", at=NOW)
_BY: Final = OperatorTile(operator="anh", name="Quốc Anh", role="manager")


class SampleProducts:
    """Implements `ui.presenters.products.errands.ProductsErrands` in memory; `calls` is what was asked."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.asked_by: list[str] = []
        self.managers_here: tuple[OperatorTile, ...] = (_BY,)
        rows = (_row(product) for product in GOODS)
        self.rows = {row.sku: row for row in rows}
        for price in (
            DatedPrice("p1", "2026-08-01", 4_300, AT, None),
            DatedPrice("p2", "2026-11-01", 4_500, AT, "anh"),
            DatedPrice("p3", "2026-12-24", 4_900, AT, "anh"),
            DatedPrice("p4", "2026-12-01", 5_500, AT, "anh", withdrawn=True),
        ):
            self.rows[NOODLES.sku] = with_price(self.rows[NOODLES.sku], price)
        change = ProductChanged(COFFEE.sku, state="blocked")
        self.rows[COFFEE.sku] = with_change(self.rows[COFFEE.sku], change, "0")

    def find(self, text: str) -> tuple[Product, ...]:
        """Goods by code or words, sold or not."""
        words = fold(text).split()
        found = [
            row
            for row in self.rows.values()
            if text in (row.sku, *row.barcodes) or all(word in fold(row.name) for word in words)
        ]
        return tuple(_product(row) for row in sorted(found, key=lambda row: fold(row.name)))

    def page(self, sku: str) -> ShelfPage:
        """A product with its prices."""
        row = self.rows[sku]
        return ShelfPage(
            row=row,
            today=TODAY,
            price=price_on(row, TODAY),
            dated=dated_price_on(row, TODAY),
            names={"anh": "Quốc Anh"},
            waits=bool(self.calls),
        )

    def categories(self) -> tuple[str, ...]:
        """The categories that goods are in."""
        return tuple(sorted({row.category for row in self.rows.values() if row.category}))

    def scale_patterns(self) -> tuple[str, ...]:
        """How labels are read here."""
        return ("21.....{NNDDD}",)

    def quick_draft(self, code: str) -> ProductDraft:
        """The form for a code that no product has."""
        return ProductDraft(sku=code, name="", barcodes=(code,), vat_percent="8")

    def check(self, draft: ProductDraft, *, is_new: bool) -> tuple[Fault, ...]:
        """All that is wrong with a draft, as far as no store is needed."""
        faults = [] if draft.name else [Fault(detail="name", code="name-missing")]
        if is_new and draft.price is None:
            faults.append(Fault(detail="price", code="price-missing"))
        if NOODLES.sku in draft.barcodes and draft.sku != NOODLES.sku:
            faults.append(Fault(detail="barcodes", code="code-taken", value=NOODLES.name))
        return tuple(faults)

    def save(self, session: Session, draft: ProductDraft, approval: Approval | None) -> Product:
        """Keep it."""
        self._note("save", session, approval, draft.sku)
        change = ProductChanged(
            draft.sku,
            name=draft.name,
            category=draft.category,
            brand=draft.brand,
            tags=draft.tags,
            unit=draft.unit,
            vat_percent=draft.vat_percent,
            barcodes=draft.barcodes,
            state="active" if draft.is_sold else "blocked",
            unit_price=draft.price,
        )
        held = self.rows.get(draft.sku) or new_product(draft.sku)
        self.rows[draft.sku] = with_change(held, change, stamp(AT, str(len(self.calls))))
        return _product(self.rows[draft.sku])

    def set_price(
        self, session: Session, *, sku: str, amount: Money, day: date, approval: Approval | None
    ) -> None:
        """Keep it."""
        self._note("price", session, approval, f"{sku} {amount} {day}")
        price = DatedPrice(f"n{len(self.calls)}", day.isoformat(), amount, AT, session.operator)
        self.rows[sku] = with_price(self.rows[sku], price)

    def withdraw(self, session: Session, *, sku: str, price: str, approval: Approval | None) -> None:
        """Keep it."""
        self._note("withdraw", session, approval, f"{sku} {price}")
        self.rows[sku] = without_price(self.rows[sku], price)

    def managers(self) -> tuple[OperatorTile, ...]:
        """Who may give their word."""
        return self.managers_here

    def approve(self, *, operator: str, pin: str, asked_by: str) -> Approval:
        """Their word, by PIN."""
        if pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.asked_by.append(asked_by)
        return Approval(operator=operator, name=_BY.name)

    def _note(self, what: str, session: Session, approval: Approval | None, said: str) -> None:
        word = "" if approval is None else f"+{approval.operator}"
        self.calls.append(f"{what} {session.operator}{word} {said}")


def _row(product: Product) -> ProductRow:
    code = product.sku if product.sku.isdigit() else ""
    change = ProductChanged(
        product.sku,
        name=product.name,
        category=product.category,
        unit=product.unit,
        tags=product.tags,
        vat_percent="5" if product is GREENS else "8",
        barcodes=(code,) if code else ("2112345000000",) if product is GREENS else (),
        unit_price=product.unit_price,
    )
    return with_change(new_product(product.sku), change, "0")


def _product(row: ProductRow) -> Product:
    return Product(
        sku=row.sku,
        name=row.name,
        unit_price=price_on(row, TODAY),
        unit=row.unit,
        category=row.category,
        brand=row.brand,
        tags=row.tags,
        vat_percent=None if row.vat_percent is None else Decimal(row.vat_percent),
        active=row.state == "active",
    )
