"""The goods as a manager changes them: details, prices with a day; and a code that nobody knew, sold at once.

Each is an event that a manager stands behind: whoever is signed in and is one, or a manager with a PIN over
the screen (`approval`). All of it works without a network; every till has it by the feed. A line of a sale
under way keeps the price at which it was added, whatever is set meanwhile.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused
from loyalty.identity.codes import cleaned
from loyalty.shelf import dated_price_on, new_product, price_on
from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from loyalty.wire.shelf import DatedPrice, PriceSet, PriceWithdrawn, ProductChanged
from terminal.goods import Product
from terminal.returned import Approval
from terminal.session import Session
from terminal.store.config import local_day
from terminal.store.shelf import fold_in, unheard
from terminal.till import Till
from terminal.usecases.shelf_drafts import Fault, ProductDraft, faults_of, said_by
from terminal.usual_categories import by_its_id, known_to_rules

if TYPE_CHECKING:
    from loyalty.wire.canonical import JsonObject
    from terminal.store.books import Reading
    from terminal.store.books import Unit as StoreUnit

MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfPage:
    """A product with its prices: what holds today, what was, what is planned."""

    row: ProductRow
    today: str
    price: Money
    dated: DatedPrice | None
    names: dict[str, str]
    """Who set the prices, by operator."""
    waits: bool
    """Whether something that was said of it here is not at the server yet."""


def list_products(till: Till, text: str) -> tuple[Product, ...]:
    """Goods with that code, or with those words in their names, with or without accents; sold or not.

    A label that a scale printed stands for the article on it.
    """
    weighed = till.weighed().read(cleaned(text))
    with till.store.read() as reading:
        if weighed is not None and weighed.holds:
            found = (reading.products.by_code(article) for article in weighed.articles)
            article = next((each for each in found if each is not None), None)
            if article is not None:
                return (article,)
        return reading.products.listed(text, most=MOST_ROWS)


def categories(till: Till) -> tuple[str, ...]:
    """The categories that goods are in, and those that the program in force speaks of."""
    with till.store.read() as reading:
        return tuple(sorted({*reading.products.categories(), *known_to_rules(reading, till.clock.now())}))


def product_page(till: Till, sku: str) -> ShelfPage:
    """A product with its prices.

    Raises:
        Refused: `product-unknown`.
    """
    with till.store.read() as reading:
        row = reading.products.row_of(sku)
        if row is None:
            raise Refused("product-unknown")
        today = local_day(reading.config, till.clock.now())
        people = {each.by for each in row.prices if each.by}
        found = (reading.operators.by_id(each) for each in sorted(people))
        return ShelfPage(
            row=row,
            today=today,
            price=price_on(row, today),
            dated=dated_price_on(row, today),
            names={each.operator: each.name for each in found if each is not None},
            waits=_waits(reading, sku),
        )


def check_draft(till: Till, draft: ProductDraft, *, is_new: bool) -> tuple[Fault, ...]:
    """All that is wrong with it, in the order of the form."""
    with till.store.read() as reading:
        return tuple(faults_of(reading, draft, is_new=is_new))


def save_product(
    till: Till, session: Session, draft: ProductDraft, *, approval: Approval | None = None
) -> Product:
    """Record what is different, and give the product as it is sold now; nothing is written where nothing is.

    Raises:
        Refused: `product-faults` (see `check_draft`), `managers-word-needed`, `approver-…`, `role-may-not`.
    """
    sku = cleaned(draft.sku)
    with till.store.write() as unit:
        held = unit.products.row_of(sku)
        if tuple(faults_of(unit, draft, is_new=held is None)):
            raise Refused("product-faults")
        named = by_its_id(unit, draft, till.clock.now())
        said = said_by(held or new_product(sku), named, is_new=held is None)
        if said:
            body = ProductChanged(sku, **said, approver=_approver(approval)).to_json()
            _record(unit, session, "product_changed", body)
        sold = unit.products.by_code(sku)
    till.nudge_sync()
    if sold is None:
        raise Refused("product-unknown")
    return sold


def set_price(
    till: Till, session: Session, *, sku: str, amount: Money, day: date, approval: Approval | None = None
) -> None:
    """Let it cost so much from a local day on; from today on is at once.

    Raises:
        Refused: `product-unknown`, `price-day-over`, `price-too-high`, `managers-word-needed`, `approver-…`.
    """
    if not 0 <= amount < 10**12:
        raise Refused("price-too-high")
    with till.store.write() as unit:
        if unit.products.row_of(sku) is None:
            raise Refused("product-unknown")
        if day.isoformat() < local_day(unit.config, till.clock.now()):
            raise Refused("price-day-over")
        body = PriceSet(sku, till.new_id(), day.isoformat(), amount, _approver(approval)).to_json()
        _record(unit, session, "price_set", body)
    till.nudge_sync()


def withdraw_price(
    till: Till, session: Session, *, sku: str, price: str, approval: Approval | None = None
) -> None:
    """Let a price hold no more, or never.

    Raises:
        Refused: `product-unknown`, `price-unknown`, `managers-word-needed`, `approver-…`.
    """
    with till.store.write() as unit:
        row = unit.products.row_of(sku)
        if row is None:
            raise Refused("product-unknown")
        if not any(each.price == price and not each.withdrawn for each in row.prices):
            raise Refused("price-unknown")
        _record(unit, session, "price_withdrawn", PriceWithdrawn(sku, price, _approver(approval)).to_json())
    till.nudge_sync()


def quick_draft(till: Till, code: str) -> ProductDraft:
    """The form for a code that no product has. The code is its SKU: two tills that add it make one product.

    The rate is the one that most goods have.
    """
    with till.store.read() as reading:
        rates = [str(each.vat_percent) for each in reading.products.by_words("", most=MOST_ROWS)]
    usual = max(dict.fromkeys(rates), key=rates.count, default="")
    return ProductDraft(sku=code, name="", barcodes=(code,), vat_percent="" if usual == "None" else usual)


def _record(unit: "StoreUnit", session: Session, kind: str, body: "JsonObject") -> None:
    fold_in(unit, unit.journal.append(kind, {"v": 1, **body}, session.operator))


def _approver(approval: Approval | None) -> str | None:
    return None if approval is None else approval.operator


def _waits(reading: "Reading", sku: str) -> bool:
    return any(event.body.get("sku") == sku for event in unheard(reading, reading.state.acked_seq()))
