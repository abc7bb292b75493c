"""The screen *Products* in words. Pure."""

from datetime import date

from loyalty.shelf import OPEN_PRICE_TAG
from loyalty.units import Money
from loyalty.wire.shelf import DatedPrice
from terminal.goods import Product
from terminal.usecases.shelf import MOST_ROWS, ShelfPage
from ui.presenters.checkout.shown import notice_of
from ui.presenters.forms import FormState
from ui.presenters.listing import Column, Listing, Row
from ui.presenters.managers_word import managers_listed
from ui.presenters.products.categories import category_name, named_category
from ui.presenters.products.form import price_form, product_form, sold_by
from ui.presenters.products.model import ProductsModel
from ui.presenters.products.state import ProductsState
from ui.presenters.shown import FigureRow, Tone
from ui.presenters.words import Words


def state_of(model: ProductsModel, words: Words) -> ProductsState:
    """All that it shows."""
    finds, page = model.step == "find", model.page
    has_page = finds and page is not None
    about = words.text(f"products.{_title(model)}")
    return ProductsState(
        takes_text=finds,
        text=model.typed,
        prompt=words.text("products.prompt"),
        listing=_managers(model, words) if model.step == "approve" else _goods(model, words),
        about_title=page.row.name if page is not None else "",
        about=() if page is None else _about(page, model, words),
        prices_title=words.text("products.prices") if page is not None else "",
        prices=Listing() if page is None else _prices(page, words),
        hint=words.text("products.who-hint") if model.step == "approve" else _hint(page, words),
        form_title=about if model.step in ("edit", "price") else "",
        form=_form(model, words),
        pad=model.step == "approve",
        dots=model.asked.dots,
        notice=None if model.said is None else notice_of(model.said, words),
        back=words.text("products.back"),
        new=words.text("products.new") if finds else "",
        price=words.text("products.price") if has_page else "",
        withdraw=words.text("products.withdraw") if has_page and withdrawable(page) is not None else "",
        finish=_finish(model, words),
        can_finish=not model.busy and (not finds or page is not None),
    )


def withdrawable(page: ShelfPage | None) -> DatedPrice | None:
    """The price that would be withdrawn: the last that is planned, else the one with a day that holds."""
    if page is None:
        return None
    coming = [each for each in page.row.prices if each.day > page.today and not each.withdrawn]
    return coming[-1] if coming else page.dated


def _title(model: ProductsModel) -> str:
    if model.step == "price":
        return "price-title"
    if model.is_quick:
        return "quick-title"
    return "new-title" if model.is_new else "edit-title"


def _form(model: ProductsModel, words: Words) -> FormState:
    match model.step:
        case "edit":
            return product_form(model, words)
        case "price":
            return price_form(model, words)
        case _:
            return FormState()


def _finish(model: ProductsModel, words: Words) -> str:
    keys = {"find": "edit", "edit": "save", "price": "save", "approve": "confirm"}
    return words.text(f"products.{keys[model.step]}")


def _goods(model: ProductsModel, words: Words) -> Listing:
    nothing = words.text("products.empty", text=model.looked_for)
    return Listing(
        rows=tuple(_row(each, words) for each in model.rows),
        marked=model.mark if model.rows else None,
        empty=words.text("products.quick-how") if model.is_quick else nothing,
        title=words.text("products.more") if len(model.rows) >= MOST_ROWS else words.text("products.title"),
        columns=(
            Column(title=words.text("products.column-rate")),
            Column(title=words.text("products.column-price")),
        ),
    )


def _row(product: Product, words: Words) -> Row:
    parts = [product.sku, category_name(product.category, words)]
    if product.unit == "kg":
        parts.append(words.text("products.by-weight"))
    if not product.active:
        parts.append(words.text("products.not-sold"))
    rate = "" if product.vat_percent is None else f"{product.vat_percent} %"
    return Row(
        cells=(product.name, rate, "" if product.price_is_typed else words.amount(product.unit_price)),
        detail=" · ".join(part for part in parts if part),
        tone=Tone.PLAIN if product.active else Tone.REFUSED,
        icon="tag" if product.active else "",
    )


def _managers(model: ProductsModel, words: Words) -> Listing:
    title, empty = words.text("products.who"), words.text("products.no-manager")
    return managers_listed(model.asked, words, title=title, empty=empty)


def _about(page: ShelfPage, model: ProductsModel, words: Words) -> tuple[FigureRow, ...]:
    row = page.row
    since = "" if page.dated is None else words.text("products.since", day=_day(page.dated.day, words))
    rows = [
        FigureRow(words.text("products.today"), _price_today(page, words), strong=True),
        *([FigureRow("", since)] if since else []),
        FigureRow(words.text("products.sku"), row.sku),
        FigureRow(
            words.text("products.rate"),
            f"{row.vat_percent} %" if row.vat_percent else words.text("products.no-rate"),
        ),
        FigureRow(words.text("products.unit"), words.text(f"products.unit-{sold_by(row)}")),
        *(
            [FigureRow(words.text("products.category"), named_category(row.category, words))]
            if row.category
            else []
        ),
        FigureRow(words.text("products.codes"), ", ".join(row.barcodes) or words.text("products.no-codes")),
    ]
    if row.unit == "kg" and model.scale:
        rows.append(FigureRow(words.text("products.scale"), ", ".join(model.scale)))
    if row.state == "blocked":
        rows.append(FigureRow(words.text("products.state"), words.text("products.not-sold"), Tone.ATTENTION))
    return tuple(rows)


def _price_today(page: ShelfPage, words: Words) -> str:
    return words.text("products.price-typed") if OPEN_PRICE_TAG in page.row.tags else words.money(page.price)


def _prices(page: ShelfPage, words: Words) -> Listing:
    rows = tuple(_price(each, page, words) for each in reversed(page.row.prices))
    return Listing(rows=rows, empty=words.text("products.no-prices"))


def _price(price: DatedPrice, page: ShelfPage, words: Words) -> Row:
    if price.withdrawn:
        how, tone, icon = "withdrawn", Tone.REFUSED, ""
    elif price == page.dated:
        how, tone, icon = "in-force", Tone.GOOD, ""
    elif price.day > page.today:
        how, tone, icon = "", Tone.PLAIN, "calendar-days"
    else:
        how, tone, icon = "past", Tone.PLAIN, ""
    by = page.names.get(price.by or "", "")
    parts = (
        words.text(f"products.{how}") if how else "",
        words.text("products.by", name=by) if by else words.text("products.by-file") if not price.by else "",
    )
    return Row(
        cells=(words.text("products.planned", day=_day(price.day, words)), words.amount(Money(price.amount))),
        detail=" · ".join(part for part in parts if part),
        tone=tone,
        icon=icon,
    )


def _hint(page: ShelfPage | None, words: Words) -> str:
    return words.text("products.waits") if page is not None and page.waits else ""


def _day(text: str, words: Words) -> str:
    return words.day(date.fromisoformat(text))
