"""Goods changed at a till: with a manager's word, at once, and kept when the server's word comes."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from loyalty.errors import Refused
from loyalty.units import Money, Quantity
from loyalty.wire.feed import ProductRow
from terminal.open_sale import OpenSale, add_product
from terminal.returned import Approval
from terminal.session import Session
from terminal.store.shelf import take_products, unheard
from terminal.usecases.basket import new_sale
from terminal.usecases.drawer import open_drawer
from terminal.usecases.pricing import price
from terminal.usecases.shelf import (
    categories,
    check_draft,
    list_products,
    product_page,
    quick_draft,
    save_product,
    set_price,
    withdraw_price,
)
from terminal.usecases.shelf_drafts import ProductDraft, draft_of
from tests.unit.terminal.till_kit import (
    ANH_CARD,
    LAN,
    MORNING,
    NOODLES,
    PROGRAM,
    RICE,
    Counter,
    product_row,
    program_row,
)

MINH = Session(operator="op-minh", name="Minh", role="manager", at=MORNING)
MINHS_WORD = Approval(operator="op-minh", name="Minh")
TODAY = date(2026, 11, 21)
NEW = ProductDraft(
    sku="8938505974194", name="Nước mắm", price=Money(52_000), vat_percent="8", barcodes=("8938505974194",)
)


def price_of(shop: Counter, code: str) -> Money:
    with shop.store.read() as reading:
        product = reading.products.by_code(code)
    assert product is not None
    return product.unit_price


def kinds(shop: Counter) -> list[str]:
    with shop.store.read() as reading:
        events = reading.journal.walk(till="till-2", incarnation=1)
        return [event.kind for event in events if event.kind.startswith(("product", "price"))]


def test_a_price_holds_from_its_day_on_by_the_shops_own_clock(shop: Counter) -> None:
    set_price(shop.till, MINH, sku=NOODLES.sku, amount=Money(5_000), day=date(2026, 11, 22))
    assert price_of(shop, NOODLES.sku) == 4_500
    shop.clock.move(hours=13)  # eleven at night there
    assert price_of(shop, NOODLES.sku) == 4_500
    shop.clock.move(hours=2)
    assert price_of(shop, NOODLES.sku) == 5_000
    with shop.store.read() as reading:
        assert [each.unit_price for each in reading.products.by_words("mi hao", most=5)] == [5_000]
    assert shop.rung == ["sync"]


def test_a_price_from_today_holds_at_once_and_a_past_day_is_refused(shop: Counter) -> None:
    set_price(shop.till, MINH, sku=NOODLES.sku, amount=Money(5_000), day=TODAY)
    assert price_of(shop, NOODLES.sku) == 5_000
    for day, amount, code in (
        (date(2026, 11, 20), 1, "price-day-over"),
        (TODAY, 10**12, "price-too-high"),
    ):
        with pytest.raises(Refused) as caught:
            set_price(shop.till, MINH, sku=NOODLES.sku, amount=Money(amount), day=day)
        assert caught.value.code == code
    with pytest.raises(Refused, match="product-unknown"):
        set_price(shop.till, MINH, sku="none", amount=Money(1), day=TODAY)


def test_a_withdrawn_price_gives_way_to_the_one_before(shop: Counter) -> None:
    set_price(shop.till, MINH, sku=NOODLES.sku, amount=Money(5_000), day=TODAY)
    page = product_page(shop.till, NOODLES.sku)
    assert (page.price, page.names, page.waits) == (5_000, {"op-minh": "Minh"}, True)
    assert page.dated is not None
    withdraw_price(shop.till, MINH, sku=NOODLES.sku, price=page.dated.price)
    after = product_page(shop.till, NOODLES.sku)
    assert (after.price, after.dated, after.row.prices[0].withdrawn) == (4_500, None, True)
    for sku, code in ((NOODLES.sku, "price-unknown"), ("none", "product-unknown")):
        with pytest.raises(Refused, match=code):
            withdraw_price(shop.till, MINH, sku=sku, price=page.dated.price)


def test_a_line_keeps_the_price_it_was_added_at_and_the_next_scan_is_a_line_of_its_own(shop: Counter) -> None:
    def added(sale: OpenSale) -> OpenSale:
        with shop.store.read() as reading:
            product = reading.products.by_code(NOODLES.sku)
        assert product is not None
        return add_product(sale, product)

    sale = added(new_sale(shop.till))
    set_price(shop.till, MINH, sku=NOODLES.sku, amount=Money(5_000), day=TODAY)
    sale = added(added(sale))
    assert [(line.unit_price, line.quantity) for line in sale.lines] == [
        (4_500, Quantity(1000)), (5_000, Quantity(2000)),
    ]  # fmt: skip
    assert price(shop.till, sale).subtotal == 14_500


def test_a_cashier_changes_nothing_without_a_managers_pin(shop: Counter) -> None:
    with pytest.raises(Refused, match="managers-word-needed"):
        set_price(shop.till, LAN, sku=NOODLES.sku, amount=Money(1), day=TODAY)
    with pytest.raises(Refused, match="managers-word-needed"):
        save_product(shop.till, LAN, NEW)
    with pytest.raises(Refused, match="approver-may-not"):
        save_product(shop.till, LAN, NEW, approval=Approval(operator="nobody", name=""))
    assert kinds(shop) == []
    assert price_of(shop, NOODLES.sku) == 4_500
    sold = save_product(shop.till, LAN, NEW, approval=MINHS_WORD)
    assert (sold.sku, sold.unit_price, sold.name) == ("8938505974194", 52_000, "Nước mắm")
    assert kinds(shop) == ["product_changed"]


def test_a_category_that_is_typed_by_its_name_is_known_to_the_rules(shop: Counter) -> None:
    save_product(shop.till, MINH, replace(NEW, category="Thuốc lá "))
    assert product_page(shop.till, NEW.sku).row.category == "tobacco"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Bìa", "Bìa"), ("Sửa", "Sửa"), ("Gáo", "Gáo"), ("SỮA", "dairy"), ("sua", "dairy")],
)
def test_another_word_that_only_its_marks_tell_apart_is_no_usual_category(
    shop: Counter, typed: str, kept: str
) -> None:
    save_product(shop.till, MINH, replace(NEW, category=typed))
    assert product_page(shop.till, NEW.sku).row.category == kept


def test_a_word_that_the_program_itself_uses_stays_as_it_is_typed(shop: Counter) -> None:
    own = '[[promotion]]\nid = "own"\nkind = "percent_off"\npercent = 1\non = { categories = ["Gạo"] }\n'
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + own, version=2))
    save_product(shop.till, MINH, replace(NEW, category="Gạo"))
    assert product_page(shop.till, NEW.sku).row.category == "Gạo"


def test_only_what_differs_is_said(shop: Counter) -> None:
    draft = draft_of(product_page(shop.till, RICE.sku).row)
    save_product(shop.till, MINH, draft)
    assert kinds(shop) == []
    save_product(shop.till, MINH, replace(draft, name="Gạo ST25 5 kg", is_sold=False))
    with shop.store.read() as reading:
        (event,) = [
            each
            for each in reading.journal.walk(till="till-2", incarnation=1)
            if each.kind == "product_changed"
        ]
    said = {name for name, value in event.body.items() if value is not None}
    assert said == {"v", "sku", "name", "state"}
    assert [each.active for each in list_products(shop.till, "gao st25")] == [False]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": " "}, [("name", "name-missing")]),
        ({"name": "x" * 101}, [("name", "name-long")]),
        ({"sku": ""}, [("sku", "sku-missing")]),
        ({"sku": "a b"}, [("sku", "sku-form")]),
        ({"sku": "CAKE"}, [("sku", "sku-taken")]),
        ({"price": None}, [("price", "price-missing")]),
        ({"vat_percent": "101"}, [("vat_percent", "rate")]),
        ({"vat_percent": "1e1"}, [("vat_percent", "rate")]),
        ({"vat_percent": "x"}, [("vat_percent", "rate")]),
        ({"barcodes": ("8938505974195",)}, [("barcodes", "code-digit")]),
        ({"barcodes": ("8936079120016",)}, [("barcodes", "code-taken")]),
        ({"barcodes": tuple(str(number) for number in range(21))}, [("barcodes", "codes-many")]),
        ({"name": "", "price": None, "vat_percent": "x"}, [
            ("name", "name-missing"), ("price", "price-missing"), ("vat_percent", "rate"),
        ]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_is_said_at_once(
    shop: Counter, changes: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    draft = ProductDraft(**{each.name: getattr(NEW, each.name) for each in fields(NEW)} | changes)
    assert [(each.detail, each.code) for each in check_draft(shop.till, draft, is_new=True)] == faults
    if "sku-taken" not in {code for _, code in faults}:
        with pytest.raises(Refused, match="product-faults"):
            save_product(shop.till, MINH, draft)


def test_a_card_of_ours_is_no_bar_code(shop: Counter) -> None:
    (fault,) = check_draft(shop.till, replace(NEW, barcodes=(ANH_CARD,)), is_new=True)
    assert (fault.code, fault.value) == ("code-card", ANH_CARD)


def test_an_unknown_code_begins_as_its_own_sku_with_the_rate_that_most_goods_have(shop: Counter) -> None:
    draft = quick_draft(shop.till, "8938505974194")
    assert (draft.sku, draft.barcodes, draft.vat_percent) == ("8938505974194", ("8938505974194",), "8")


def test_of_all_that_the_server_has_not_heard_only_what_was_said_of_goods_is_read(shop: Counter) -> None:
    open_drawer(shop.till, LAN)
    set_price(shop.till, MINH, sku=NOODLES.sku, amount=Money(5_000), day=TODAY)
    open_drawer(shop.till, LAN)
    with shop.store.read() as reading:
        last = reading.journal.head().seq
        said = [[event.kind for event in unheard(reading, acked)] for acked in (0, last - 2, last - 1, last)]
    assert said == [["price_set"], ["price_set"], [], []]
    assert [product_page(shop.till, each).waits for each in (NOODLES.sku, RICE.sku)] == [True, False]


def test_the_servers_word_does_not_undo_what_it_has_not_heard_yet(shop: Counter) -> None:
    set_price(shop.till, MINH, sku=NOODLES.sku, amount=Money(5_000), day=TODAY)
    renamed: ProductRow = replace(NOODLES, name="Mì tôm")
    with shop.store.write() as unit:
        acked = unit.journal.head().seq
        take_products(unit, [renamed], acked_seq=acked - 1)
    assert price_of(shop, NOODLES.sku) == 5_000
    assert [each.name for each in list_products(shop.till, NOODLES.sku)] == ["Mì tôm"]
    with shop.store.write() as unit:
        take_products(unit, [], acked_seq=acked)
        take_products(unit, [renamed], acked_seq=acked)
    assert price_of(shop, NOODLES.sku) == 4_500


def test_a_row_of_the_feed_is_held_with_its_first_price(shop: Counter) -> None:
    told = {"price": "p1", "day": "2026-11-20", "amount": 5_000, "at": "2026-11-01T00:00:00.000Z"}
    row = product_row("TEA", "Trà", 5_000, prices=[told], first_price=4_000)
    with shop.store.write() as unit:
        unit.products.put([row])
    page = product_page(shop.till, "TEA")
    assert (page.price, page.row.unit_price, page.waits, page.names) == (5_000, 4_000, False, {})
    with pytest.raises(Refused, match="product-unknown"):
        product_page(shop.till, "none")


def test_goods_are_found_by_code_and_by_words_without_accents(shop: Counter) -> None:
    assert [each.sku for each in list_products(shop.till, "8936079120016")] == ["RICE-ST25"]
    assert [each.sku for each in list_products(shop.till, "hang da ngung")] == ["GONE"]
    assert len(list_products(shop.till, "")) == 6
    assert categories(shop.till) == ("cake", "food", "meat", "noodles")
