"""The one box, vouchers and codes of a program: presented, where no goods have the number."""

import pytest

from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, MixedFound, ProductFound, VoucherFound
from tests.unit.terminal.finding import FLYER, nothing
from tests.unit.terminal.till_kit import (
    ANH_CARD,
    MORNING,
    PROGRAM,
    Counter,
    member_state,
    product_row,
    program_row,
)


def test_a_voucher_number_is_presented_and_a_product_with_such_a_number_sold(shop: Counter) -> None:
    assert find(shop.till, "9300000000017") == VoucherFound(code="9300000000017")
    with shop.store.write() as unit:
        unit.products.put([product_row("MILK", "Sữa Úc", 42_000, barcodes=["9310072000459"])])
    assert isinstance(find(shop.till, "9310072000459"), ProductFound)


def test_the_code_of_a_promotion_is_presented(shop: Counter) -> None:
    assert find(shop.till, "TET2027") == VoucherFound(code="TET2027", is_for_all=True)


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


def test_the_scanners_word_decides_where_digits_could_be_two_things(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("9300000000017", "Vegemite", 90_000)])
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
    with shop.store.write() as unit:
        unit.products.put([product_row("9300000000017", "Vegemite", 90_000)])
    with shop.store.write() as unit:
        unit.config.put_program(program_row(PROGRAM + VOUCHERS, version=2, valid_from=MORNING))
    shop.clock.move(minutes=1)
    found = find(shop.till, "9300000000017")
    assert isinstance(found, MixedFound)
    assert [product.name for product in found.products] == ["Vegemite"]
    assert found.voucher == VoucherFound(code="9300000000017")
    assert isinstance(find(shop.till, "9300000000017", symbology="ean-13"), ProductFound)
    assert isinstance(find(shop.till, "9300000000024", symbology="qr"), VoucherFound)
