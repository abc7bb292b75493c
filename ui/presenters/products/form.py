"""The form of a product and that of a price: their fields in words, and what was typed as a draft. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from loyalty.shelf import OPEN_PRICE_TAG
from loyalty.units import Money
from loyalty.wire.feed import ProductRow
from terminal.usecases.shelf_drafts import MOST_CODES, Fault, ProductDraft
from ui.presenters.forms import (
    SWITCHED_ON,
    FieldChoice,
    FieldKind,
    FormField,
    FormState,
    meant,
    read_amount,
    read_day,
)
from ui.presenters.products.categories import like
from ui.presenters.products.model import ProductsModel
from ui.presenters.words import Words

RATES: Final = ("", "0", "5", "8", "10")
"""The rates of VAT in Viet Nam; none where it is not known."""
UNITS: Final = ("piece", "kg", "amount")
"""How a product is sold; by the amount is a piece whose price is typed at the counter."""


def values_of(draft: ProductDraft) -> Mapping[str, str]:
    """The form filled in from a draft."""
    return {
        "name": draft.name,
        "sku": draft.sku,
        "price": "" if draft.price is None else str(draft.price),
        "vat_percent": draft.vat_percent,
        "unit": sold_by(draft),
        "category": draft.category,
        "brand": draft.brand,
        "barcodes": " ".join(draft.barcodes),
        "state": SWITCHED_ON if draft.is_sold else "",
    }


def draft_from(values: Mapping[str, str], tags: tuple[str, ...]) -> ProductDraft:
    """What was typed; tags are no field, and stay, but for the one that says that the price is typed."""
    by_amount = values["unit"] == "amount"
    return ProductDraft(
        sku=values["sku"].strip(),
        name=values["name"].strip(),
        category=values["category"].strip(),
        brand=values["brand"].strip(),
        tags=_tags(values["unit"], tags),
        unit="kg" if values["unit"] == "kg" else "piece",
        vat_percent=values["vat_percent"],
        barcodes=tuple(dict.fromkeys(values["barcodes"].split())),
        is_sold=values["state"] == SWITCHED_ON,
        price=Money(0) if by_amount else read_amount(values["price"]),
    )


def sold_by(product: ProductDraft | ProductRow) -> str:
    """How it is sold, of `UNITS`."""
    return "amount" if product.unit == "piece" and OPEN_PRICE_TAG in product.tags else product.unit


def _tags(unit: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """What is weighed keeps its tags: its price of a kilogram may be typed too."""
    others = tuple(each for each in tags if each != OPEN_PRICE_TAG)
    return tags if unit == "kg" else (*others, OPEN_PRICE_TAG) if unit == "amount" else others


def with_code(values: Mapping[str, str], code: str) -> Mapping[str, str]:
    """The form with a bar code that was scanned; it is the product's own code too, where none was typed."""
    codes = dict.fromkeys([*values["barcodes"].split(), code])
    return {**values, "barcodes": " ".join(codes), "sku": values["sku"] or code}


def product_form(model: ProductsModel, words: Words) -> FormState:
    """The fields of a product; in the middle of a sale the code is known, and the price is what is next."""
    values = model.values

    def field(name: str, key: str, kind: FieldKind = FieldKind.TEXT, **more: str) -> FormField:
        return FormField(
            name=name,
            label=words.text(key),
            kind=kind,
            value=values[name],
            fault=fault_of(model.faults, name, words),
            about=like(values[name], model.categories, words) if name == "category" else "",
            hint=words.text(more["hint"]) if "hint" in more else "",
            unit=more.get("unit", ""),
            group=words.group if kind is FieldKind.MONEY else "",
            choices=_choices(name, values[name], words),
            max_length=16 * MOST_CODES if name == "barcodes" else 120,
        )

    per = "products.field-price-kg" if values["unit"] == "kg" else "products.field-price"
    price = field("price", per, FieldKind.MONEY, unit="₫")
    if values["unit"] == "amount":
        price = replace(price, value="", hint=words.text("products.price-typed"), fault="", enabled=False)
    sku = field("sku", "products.sku", hint="products.field-sku-hint")
    new = (price,) if model.is_quick else (sku, price)
    return FormState(
        fields=(
            field("name", "products.field-name", hint="products.field-name-hint"),
            *(new if model.is_new else ()),
            field("vat_percent", "products.rate", FieldKind.CHOICE),
            field("unit", "products.unit", FieldKind.CHOICE),
            field("category", "products.category"),
            field("brand", "products.brand"),
            *((sku,) if model.is_new and model.is_quick else ()),
            field("barcodes", "products.codes", hint="products.field-codes-hint"),
            *(() if model.is_new else (field("state", "products.state", FieldKind.SWITCH),)),
        )
    )


def price_form(model: ProductsModel, words: Words) -> FormState:
    """The two fields of a price."""
    is_weighed = model.page is not None and model.page.row.unit == "kg"
    return FormState(
        fields=(
            FormField(
                name="amount",
                label=words.text("products.field-price-kg" if is_weighed else "products.field-price"),
                kind=FieldKind.MONEY,
                value=model.values["amount"],
                unit="₫",
                group=words.group,
                fault=fault_of(model.faults, "price", words),
            ),
            FormField(
                name="day",
                label=words.text("products.field-day"),
                kind=FieldKind.DATE,
                value=model.values["day"],
                about=_day_said(model, words) or words.text("products.field-day-about"),
                fault=fault_of(model.faults, "day", words),
            ),
        )
    )


def first_day(model: ProductsModel) -> date | None:
    """The day that the field of a price stands for; without a year it is one that is not over."""
    today = None if model.page is None else date.fromisoformat(model.page.today)
    return read_day(model.values.get("day", ""), since=today)


def _day_said(model: ProductsModel, words: Words) -> str:
    return meant(model.values["day"], first_day(model), words)


def fault_of(faults: tuple[Fault, ...], name: str, words: Words) -> str:
    """What is wrong with a field, in words; nothing where nothing is."""
    found = next((each for each in faults if each.detail == name), None)
    if found is None:
        return ""
    key = f"products.fault-{found.code}"
    return words.text(key, value=found.value) if found.value else words.text(key)


def _choices(name: str, value: str, words: Words) -> tuple[FieldChoice, ...]:
    if name == "unit":
        return tuple(FieldChoice(value=unit, text=words.text(f"products.unit-{unit}")) for unit in UNITS)
    if name != "vat_percent":
        return ()
    rates = RATES if value in RATES else (*RATES, value)
    return tuple(
        FieldChoice(value=rate, text=f"{rate} %" if rate else words.text("products.no-rate"))
        for rate in rates
    )
