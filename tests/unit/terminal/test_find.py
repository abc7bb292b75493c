"""The one box: every kind of text a counter sees, and the nearest thing to do where it means nothing."""

import pytest

from terminal.usecases.find import find, find_members, find_products
from terminal.usecases.found import (
    AmountFound,
    MemberFound,
    MixedFound,
    NothingFound,
    ProductFound,
    ProductsFound,
    ReceiptFound,
)
from tests.unit.terminal.finding import a_sale, nothing
from tests.unit.terminal.till_kit import Counter, product_row


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("8934563138165", "8934563138165"),
        ("8936079120016", "RICE-ST25"),
        ("RICE-ST25", "RICE-ST25"),
        ("PORK", "PORK"),
        (" 8934563138165\r", "8934563138165"),
    ],
)
def test_a_product_is_found_by_its_code_and_by_its_bar_code(shop: Counter, text: str, sku: str) -> None:
    found = find(shop.till, text)
    assert isinstance(found, ProductFound)
    assert (found.product.sku, found.quantity) == (sku, None)


@pytest.mark.parametrize(
    ("text", "quantity"), [("3*8934563138165", 3000), ("0,755 x PORK", 755), ("12×8934563138165", 12_000)]
)
def test_a_quantity_may_stand_before_a_product(shop: Counter, text: str, quantity: int) -> None:
    found = find(shop.till, text)
    assert isinstance(found, ProductFound)
    assert found.quantity == quantity


def test_a_quantity_before_no_product_changes_nothing(shop: Counter) -> None:
    assert nothing(find(shop.till, "3*7777777")).code == "digits-unknown"


def test_a_quantity_of_nothing_is_refused_in_a_sentence(shop: Counter) -> None:
    assert nothing(find(shop.till, "0*PORK")).code == "quantity-out-of-range"


@pytest.mark.parametrize("text", ["=25000", "= 25.000", "25k", "25.000", "25,000 ₫", "25000đ"])
def test_a_typed_amount_is_sold_as_the_open_price_product(shop: Counter, text: str) -> None:
    found = find(shop.till, text)
    assert isinstance(found, AmountFound)
    assert (found.product.sku, found.amount) == ("OTHER", 25_000)


def test_an_amount_that_is_none_says_so(shop: Counter) -> None:
    assert nothing(find(shop.till, "=abc")).code == "amount-not-a-number"


def test_without_an_open_price_product_amounts_cannot_be_sold(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("OTHER", "Hàng khác", 0, state="blocked", tags=["open-price"])])
    assert nothing(find(shop.till, "25k")).code == "no-open-price-product"


def test_a_bar_code_with_a_wrong_check_digit_says_so_and_names_the_right_one(shop: Counter) -> None:
    found = nothing(find(shop.till, "8934563138166"))
    assert (found.code, found.suggestion, found.value) == (
        "check-digit-wrong",
        "scan-again",
        "8934563138165",
    )


def test_an_unknown_bar_code_may_be_added_and_a_short_number_is_looked_for(shop: Counter) -> None:
    found = nothing(find(shop.till, "4006381333931"))
    assert (found.kind, found.code, found.suggestion) == ("product", "product-unknown", "add-product")
    assert found.text == "4006381333931"
    assert nothing(find(shop.till, "123")).suggestion == "search-goods"


def test_digits_may_be_a_product_and_the_end_of_a_phone_at_once(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("5678", "Cà phê sữa", 25_000)])
    found = find(shop.till, "5678")
    assert isinstance(found, MixedFound)
    assert ([row.member for row in found.members], [row.sku for row in found.products]) == (
        ["member-anh"],
        ["5678"],
    )


def test_a_code_that_looks_like_a_phone_is_a_product_where_nobody_has_the_number(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("0909000111", "Nước mắm", 45_000)])
    assert isinstance(find(shop.till, "0909000111"), ProductFound)


def test_round_digits_that_mean_nothing_may_have_been_an_amount(shop: Counter) -> None:
    found = nothing(find(shop.till, "25000"))
    assert (found.suggestion, found.value) == ("sell-as-amount", "25000")
    assert nothing(find(shop.till, "25013")).suggestion == "none"


def test_a_receipt_of_this_till_is_found_by_both_of_its_forms(shop: Counter) -> None:
    sale = a_sale(shop)
    for text in (sale.receipt.digits, sale.receipt.label, "q2-1"):
        found = find(shop.till, text)
        assert isinstance(found, ReceiptFound)
        assert found.sale.sale == sale.sale


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("9700002000000992", "receipt-unknown"),
        ("9700002000000991", "check-digit-wrong"),
        ("Q2-000077", "receipt-unknown"),
        ("Q9-000001", "receipt-unknown"),
    ],
)
def test_a_receipt_nobody_knows_here_says_so(shop: Counter, text: str, code: str) -> None:
    a_sale(shop)
    found = nothing(find(shop.till, text))
    assert (found.kind, found.code) == ("receipt", code)


def test_a_products_own_code_may_look_like_a_receipt(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("AB-12", "Áo thun", 99_000)])
    assert isinstance(find(shop.till, "AB-12"), ProductFound)


def test_a_payment_qr_and_a_bank_card_are_named_and_not_kept(shop: Counter) -> None:
    assert nothing(find(shop.till, "00020101021238570010A000000727")).code == "bank-qr"
    found = nothing(find(shop.till, "4111111111111111"))
    assert (found.code, found.text) == ("bank-card", "")


@pytest.mark.parametrize("text", ["", "   ", "\r\n"])
def test_nothing_typed_says_so(shop: Counter, text: str) -> None:
    assert nothing(find(shop.till, text)).code == "nothing-typed"


def test_words_may_be_goods(shop: Counter) -> None:
    found = find(shop.till, "mi hao")
    assert isinstance(found, ProductsFound)
    assert [row.sku for row in found.rows] == ["8934563138165"]


def test_words_may_be_goods_and_people_at_once(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("PEAR", "Lê Ánh Hồng", 30_000)])
    found = find(shop.till, "ánh")
    assert isinstance(found, MixedFound)
    assert ([row.member for row in found.members], [row.sku for row in found.products]) == (
        ["member-anh"],
        ["PEAR"],
    )


def test_goods_that_are_sold_no_more_are_found_by_code_only(shop: Counter) -> None:
    found = find(shop.till, "GONE")
    assert isinstance(found, ProductFound)
    assert not found.product.active
    assert isinstance(find(shop.till, "ngừng bán"), NothingFound)


def test_among_goods_only_goods_are_found(shop: Counter) -> None:
    assert isinstance(find_products(shop.till, "PORK"), ProductFound)
    assert isinstance(find_products(shop.till, "thịt"), ProductsFound)
    missed = find_products(shop.till, "ánh")
    assert isinstance(missed, NothingFound)
    assert (missed.code, missed.suggestion) == ("goods-not-found", "none"), "it was just looked for there"
    listed = find_products(shop.till, "")
    assert isinstance(listed, ProductsFound)
    assert len(listed.rows) == 5


def test_whole_words_go_before_parts_of_words(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("A", "An Mil", 1_000), product_row("B", "An Milk", 1_000)])
    listed = find_products(shop.till, "mil")
    assert isinstance(listed, ProductsFound)
    assert [row.sku for row in listed.rows] == ["A", "B"]


@pytest.mark.parametrize(
    "typed",
    [
        "1,5",
        "O'Brien",
        "3*3*4500",
        "' OR 1=1 --",
        "1.234.567",
        "u%u",
        "-",
        '"',
        "a\U0001e4d0b",
        "a\u0e33b",
        "()",
    ],
)
def test_what_stands_between_letters_is_not_looked_for(shop: Counter, typed: str) -> None:
    assert isinstance(find_members(shop.till, typed), NothingFound)
    assert not isinstance(find(shop.till, f"{typed} qqq"), MemberFound)


@pytest.mark.parametrize(
    "typed", ["RICE-ST25\x1d", "\x00RICE-ST25", "\ud800RICE-ST25", "\x022*RICE-ST25\x03"]
)
def test_control_characters_of_a_scanner_do_not_count(shop: Counter, typed: str) -> None:
    assert isinstance(find(shop.till, typed), ProductFound)
    if "*" not in typed:
        assert isinstance(find_products(shop.till, typed), ProductFound)
