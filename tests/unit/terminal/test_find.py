"""The one box: every kind of text a counter sees, and the nearest thing to do where it means nothing."""

from dataclasses import replace
from typing import Literal

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import card_number
from loyalty.identity.digits import ean_digit
from loyalty.identity.weighed import weighed_table
from loyalty.wire.feed import ProductRow
from terminal.open_sale import OpenSale, add_product
from terminal.sale import SettledSale, Tender
from terminal.till import Till
from terminal.usecases.basket import new_sale
from terminal.usecases.enrol import enrol_member
from terminal.usecases.find import find, find_members, find_products
from terminal.usecases.found import (
    AmountFound,
    Found,
    MemberFound,
    MembersFound,
    MixedFound,
    NothingFound,
    ProductFound,
    ProductsFound,
    ReceiptFound,
    VoucherFound,
)
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.guards.logs import ExpectLog
from tests.unit.terminal.till_kit import (
    ANH,
    ANH_CARD,
    LAN,
    LOST_CARD,
    MORNING,
    PROGRAM,
    Counter,
    member_state,
    product_row,
    program_row,
    store_settings,
)


def a_sale(counter: Counter) -> SettledSale:
    sale = with_product(counter, new_sale(counter.till), "RICE-ST25")
    due = price(counter.till, sale).total
    return settle_sale(counter.till, LAN, sale, (Tender(kind="transfer", amount=due),))


def with_product(counter: Counter, sale: OpenSale, code: str) -> OpenSale:
    found = find(counter.till, code)
    assert isinstance(found, ProductFound)
    return add_product(sale, found.product)


def nothing(found: Found) -> NothingFound:
    assert isinstance(found, NothingFound)
    return found


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


def test_a_card_gives_its_member_with_the_end_of_its_number(shop: Counter) -> None:
    found = find(shop.till, ANH_CARD)
    assert isinstance(found, MemberFound)
    assert (found.member.member, found.member.card_tail) == ("member-anh", ANH_CARD[-3:])


@pytest.mark.parametrize(
    ("card", "code", "suggestion"),
    [
        (LOST_CARD, "card-blocked", "none"),
        (card_number(99), "card-unknown", "ask-server"),
        ("9800000000000012", "check-digit-wrong", "scan-again"),
    ],
)
def test_a_card_that_gives_nobody_says_why(shop: Counter, card: str, code: str, suggestion: str) -> None:
    found = nothing(find(shop.till, card))
    assert (found.kind, found.code, found.suggestion) == ("card", code, suggestion)


@pytest.mark.parametrize("state", ["blocked", "erased"])
def test_a_card_of_someone_who_is_no_member_any_more_says_so(
    shop: Counter, state: Literal["blocked", "erased"]
) -> None:
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state=state, revision=2)])
    assert nothing(find(shop.till, ANH_CARD)).code == f"member-{state}"


@pytest.mark.parametrize("text", ["0912345678", "091 234 5678", "+84912345678", "84912345678", "912345678"])
def test_a_whole_phone_number_gives_its_member(shop: Counter, text: str) -> None:
    found = find(shop.till, text)
    if isinstance(found, MembersFound):  # nine digits may also be the end of a longer number
        assert [row.member for row in found.rows] == ["member-anh"]
    else:
        assert isinstance(found, MemberFound)
        assert found.member.member == "member-anh"


def test_an_old_number_of_eleven_digits_finds_who_has_it_today(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([member_state("member-old", "Lê Tám", "+84701234567")])
    found = find(shop.till, "01201234567")
    assert isinstance(found, MemberFound)
    assert found.member.member == "member-old"


def test_two_members_with_one_number_are_both_shown_until_the_server_has_merged_them(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([member_state("member-twin", "Nguyễn Thị Ánh", "+84912345678")])
    found = find(shop.till, "0912345678")
    assert isinstance(found, MembersFound)
    assert sorted(row.member for row in found.rows) == ["member-anh", "member-twin"]


def test_an_unknown_phone_leads_to_enrolling(shop: Counter) -> None:
    found = nothing(find(shop.till, "0909000111"))
    assert (found.code, found.suggestion, found.value) == ("phone-unknown", "enrol", "0909000111")


def test_a_phone_that_cannot_be_one_says_why(shop: Counter) -> None:
    assert nothing(find(shop.till, "0000000000")).code.startswith("phone-")


@pytest.mark.parametrize("text", ["5678", "345678", "12345678"])
def test_the_last_four_digits_and_more_find_who_has_them(shop: Counter, text: str) -> None:
    found = find(shop.till, text)
    assert isinstance(found, MembersFound)
    assert [(row.member, row.phone_masked) for row in found.rows] == [("member-anh", "09•• ••• 678")]


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


def test_a_voucher_number_is_presented_and_a_product_with_such_a_number_sold(shop: Counter) -> None:
    assert find(shop.till, "9300000000017") == VoucherFound(code="9300000000017")
    with shop.store.write() as unit:
        unit.products.put([product_row("MILK", "Sữa Úc", 42_000, barcodes=["9310072000459"])])
    assert isinstance(find(shop.till, "9310072000459"), ProductFound)


def test_the_code_of_a_promotion_is_presented(shop: Counter) -> None:
    assert find(shop.till, "TET2027") == VoucherFound(code="TET2027", is_for_all=True)


FLYER = """
[[promotion]]
id = "flyer"
name = "Tờ rơi"
kind = "amount_off"
amount = 10000
when = { code = "9300000020260" }
"""


def test_the_number_on_a_flyer_is_a_code_for_all_and_no_voucher_of_somebodys(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + FLYER, version=2, valid_from=MORNING))
    shop.clock.move(minutes=1)
    assert find(shop.till, "9300000020260") == VoucherFound(code="9300000020260", is_for_all=True)
    assert find(shop.till, "9300000000017") == VoucherFound(code="9300000000017")


@pytest.mark.parametrize("code", ["2027", "100200", "8931234500012", "0777123456"])
def test_a_programs_code_of_digits_is_taken_where_no_product_has_it_and_no_member_that_whole_number(
    shop: Counter, code: str
) -> None:
    with shop.store.write() as unit:
        flyer = FLYER.replace("9300000020260", code)
        unit.config.put_program(program_row(PROGRAM + flyer, version=2, valid_from=MORNING))
        unit.members.put([member_state("member-tail", "Lý Thị Đuôi", "+84912342027")])
    shop.clock.move(minutes=1)
    assert find(shop.till, code) == VoucherFound(code=code, is_for_all=True)
    with shop.store.write() as unit:
        unit.products.put([product_row("OF-THAT-NUMBER", "Hàng có mã này", 5_000, barcodes=[code])])
    found = find(shop.till, code)
    assert isinstance(found, ProductFound | MixedFound)
    goods = found.products if isinstance(found, MixedFound) else (found.product,)
    assert [each.sku for each in goods] == ["OF-THAT-NUMBER"]


def test_a_members_whole_number_is_theirs_though_a_program_has_it_as_a_code(shop: Counter) -> None:
    with shop.store.write() as unit:
        flyer = FLYER.replace("9300000020260", "0912345678")
        unit.config.put_program(program_row(PROGRAM + flyer, version=2, valid_from=MORNING))
    shop.clock.move(minutes=1)
    assert isinstance(find(shop.till, "0912345678"), MemberFound)


def test_a_payment_qr_and_a_bank_card_are_named_and_not_kept(shop: Counter) -> None:
    assert nothing(find(shop.till, "00020101021238570010A000000727")).code == "bank-qr"
    found = nothing(find(shop.till, "4111111111111111"))
    assert (found.code, found.text) == ("bank-card", "")


@pytest.mark.parametrize("text", ["", "   ", "\r\n"])
def test_nothing_typed_says_so(shop: Counter, text: str) -> None:
    assert nothing(find(shop.till, text)).code == "nothing-typed"


@pytest.mark.parametrize("text", ["nguyễn thị ánh", "nguyen thi anh", "ÁNH", "thi anh", "ánh nguyễn"])
def test_a_name_is_found_with_and_without_accents(shop: Counter, text: str) -> None:
    found = find(shop.till, text)
    assert isinstance(found, MembersFound)
    assert [row.member for row in found.rows] == ["member-anh"]


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


def test_words_nobody_has_say_so(shop: Counter) -> None:
    assert nothing(find(shop.till, "xyzzy")).code == "member-not-found"


def test_goods_that_are_sold_no_more_are_found_by_code_only(shop: Counter) -> None:
    found = find(shop.till, "GONE")
    assert isinstance(found, ProductFound)
    assert not found.product.active
    assert isinstance(find(shop.till, "ngừng bán"), NothingFound)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ANH_CARD, MemberFound),
        ("0912345678", MemberFound),
        ("5678", MembersFound),
        ("12345678", MembersFound),
        ("anh", MembersFound),
        ("9300000000017", NothingFound),
        ("00020101", NothingFound),
        ("nobody here", NothingFound),
    ],
)
def test_among_members_only_members_are_found(shop: Counter, text: str, kind: type) -> None:
    assert isinstance(find_members(shop.till, text), kind)


def test_among_goods_only_goods_are_found(shop: Counter) -> None:
    assert isinstance(find_products(shop.till, "PORK"), ProductFound)
    assert isinstance(find_products(shop.till, "thịt"), ProductsFound)
    assert isinstance(find_products(shop.till, "ánh"), NothingFound)
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


def test_a_name_with_a_hyphen_is_found_by_its_parts(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.members.put([member_state("member-jean", "Lê Jean-Pierre", "+84911111111")])
    for typed in ("jean-pierre", "pierre", "jean", "Jean Pierre", "lê jean-pi"):
        found = find_members(shop.till, typed)
        assert isinstance(found, MembersFound), typed
        assert [row.member for row in found.rows] == ["member-jean"], typed


@pytest.mark.parametrize(
    "typed", ["RICE-ST25\x1d", "\x00RICE-ST25", "\ud800RICE-ST25", "\x022*RICE-ST25\x03"]
)
def test_control_characters_of_a_scanner_do_not_count(shop: Counter, typed: str) -> None:
    assert isinstance(find(shop.till, typed), ProductFound)
    if "*" not in typed:
        assert isinstance(find_products(shop.till, typed), ProductFound)


WEIGHED = weighed_table({"21.....{NNDDD}": "weight", "23.....{NNNNN}": "price"})


def scale_label(digits: str) -> str:
    return digits + ean_digit(digits)


def put(shop: Counter, *rows: ProductRow) -> None:
    with shop.store.write() as unit:
        unit.products.put(rows)


@pytest.fixture
def butcher(shop: Counter) -> Till:
    """The shop with a scale: pork is article 00042 there, a cake 00043."""
    put(
        shop,
        product_row("42", "Thịt heo xay", 120_000, unit="kg"),
        product_row("2300043", "Bánh kem", 50_000),
    )
    return replace(shop.till, weighed=lambda: WEIGHED)


def test_a_label_from_the_scale_is_so_much_of_its_article(butcher: Till) -> None:
    found = find(butcher, scale_label("210004201250"))
    assert isinstance(found, ProductFound)
    assert (found.product.sku, found.quantity) == ("42", 1250)


def test_a_label_with_a_price_is_its_article_at_that_price(butcher: Till) -> None:
    found = find(butcher, scale_label("230004338500"), symbology="ean-13")
    assert isinstance(found, AmountFound)
    assert (found.product.sku, found.amount) == ("2300043", 38_500)


@pytest.mark.parametrize(
    ("digits", "code"),
    [
        (scale_label("210009901250"), "product-unknown"),
        (scale_label("210004200000"), "weighed-nothing"),
        (scale_label("210004201250")[:-1] + "0", "check-digit-wrong"),
    ],
)
def test_a_label_that_cannot_be_sold_says_why(butcher: Till, digits: str, code: str) -> None:
    assert nothing(find(butcher, digits)).code == code


def test_without_a_table_a_number_of_the_scale_is_a_product_like_any_other(shop: Counter) -> None:
    assert nothing(find(shop.till, scale_label("210004201250"))).code == "product-unknown"


def test_the_scanners_word_decides_where_digits_could_be_two_things(shop: Counter) -> None:
    put(shop, product_row("9300000000017", "Vegemite", 90_000))
    assert isinstance(find(shop.till, "9300000000017"), ProductFound)
    assert isinstance(find(shop.till, "9300000000017", symbology="ean-13"), ProductFound)
    assert find(shop.till, "9300000000017", symbology="code-128") == VoucherFound(code="9300000000017")
    assert isinstance(find(shop.till, ANH_CARD, symbology="code-128"), MemberFound)
    assert nothing(find(shop.till, ANH_CARD, symbology="ean-13")).kind == "product"


VOUCHERS = """
[[promotion]]
id = "personal"
name = "Phiếu riêng"
kind = "amount_off"
amount = 10000
when = { voucher = true }
"""


def test_a_number_that_is_goods_and_may_be_a_voucher_is_asked_about(shop: Counter) -> None:
    put(shop, product_row("9300000000017", "Vegemite", 90_000))
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + VOUCHERS, version=2, valid_from=MORNING))
    shop.clock.move(minutes=1)
    found = find(shop.till, "9300000000017")
    assert isinstance(found, MixedFound)
    assert [product.name for product in found.products] == ["Vegemite"]
    assert found.voucher == VoucherFound(code="9300000000017")
    assert isinstance(find(shop.till, "9300000000017", symbology="ean-13"), ProductFound)
    assert isinstance(find(shop.till, "9300000000024", symbology="qr"), VoucherFound)


OLD_CARD = "2912345678906"


def test_an_old_card_is_looked_up_as_a_card_by_the_stores_rules(shop: Counter) -> None:
    assert nothing(find(shop.till, OLD_CARD)).kind == "product"
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(card_rules=["29:13"]))
    for found in (find(shop.till, OLD_CARD, symbology="ean-13"), find_members(shop.till, OLD_CARD)):
        unknown = nothing(found)
        assert (unknown.kind, unknown.code, unknown.suggestion) == ("card", "card-unknown", "ask-server")
    assert nothing(find(shop.till, "2912345678901")).code == "check-digit-wrong"


def test_rules_that_this_till_cannot_read_are_as_good_as_none(shop: Counter, expect_log: ExpectLog) -> None:
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(card_rules=["4:16"]))
    with expect_log("terminal.store.config", "old cards"):
        assert nothing(find(shop.till, OLD_CARD)).kind == "product"


def test_the_other_number_of_who_was_enrolled_twice_finds_them_too(shop: Counter) -> None:
    twice = member_state("member-anh-2", "Nguyễn Ánh", "+84938111222", state="alias", alias_of=ANH.member)
    with shop.store.write() as unit:
        unit.members.put([twice])
    found = find(shop.till, "0938111222")
    assert isinstance(found, MemberFound)
    assert found.member.member == ANH.member
    with pytest.raises(Refused, match="phone-taken"):
        enrol_member(shop.till, LAN, name="Phạm Thị Cúc", phone_text="0938111222")


def test_who_has_a_number_now_goes_before_an_alias_that_had_it(shop: Counter) -> None:
    was = member_state("member-old", "Nguyễn Ánh", "+84938111222", state="alias", alias_of=ANH.member)
    has = member_state("member-cuc", "Phạm Thị Cúc", "+84938111222")
    with shop.store.write() as unit:
        unit.members.put([was, has])
    found = find(shop.till, "0938111222")
    assert isinstance(found, MemberFound)
    assert found.member.member == "member-cuc"
