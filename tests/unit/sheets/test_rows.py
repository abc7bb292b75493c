"""Headings of other makers, and rows of people and of goods."""

import pytest

from loyalty.identity.cards import card_number
from loyalty.units import Money
from loyalty.wire.importing import ImportCard, ImportRow
from terminal.sheets.columns import kind_of, map_columns, missing
from terminal.sheets.faults import RowFault
from terminal.sheets.members import MemberReader, ReadRow
from terminal.sheets.products import ProductLine, ProductReader
from terminal.sheets.text import read_sheet

KIOTVIET = (
    "Loại khách,Chi nhánh tạo,Mã khách hàng,Tên khách hàng,Điện thoại,Địa chỉ,Công ty,Ngày sinh,Giới tính,"
    "Email,Nhóm khách hàng,Ghi chú,Điểm hiện tại,Tổng điểm,Nợ cần thu hiện tại,Tổng bán,Trạng thái"
)
KIOTVIET_GOODS = (
    "Loại hàng,Nhóm hàng(3 Cấp),Mã hàng,Mã vạch,Tên hàng,Thương hiệu,Giá bán,Giá vốn,Tồn kho,ĐVT,"
    "Đang kinh doanh"
)
LOYVERSE_GOODS = (
    "Handle,SKU,Name,Category,Sold by weight,Option 1 value,Default price,Cost,Barcode,"
    "Available for sale [Q1],Price [Q1]"
)
LOYVERSE = (
    "Customer name,Email,Phone number,Address,City,Customer code,Points balance,Note,First visit,Last visit,"
    "Total visits,Total spent"
)
SQUARE = (
    "Reference ID,First Name,Last Name,Email Address,Phone Number,Birthday,Memo,Square Customer ID,"
    "Transaction Count,Lifetime Spend"
)
SAPO = "Mã khách hàng,Họ,Tên,Email,Số điện thoại,Ngày sinh,Giới tính,Hạng thẻ,Điểm tích lũy"
CARD = card_number(7)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (KIOTVIET, {"name", "phone", "birthday", "email", "points"}),
        (LOYVERSE, {"name", "phone", "email", "points", "purchases"}),
        (SQUARE, {"given", "family", "phone", "email", "birthday", "purchases"}),
        (SAPO, {"family", "given", "phone", "email", "birthday", "tier", "points"}),
        ("Name;Phone number", {"name", "phone"}),
        ("name,phone,birthday,email,card,measure,purchases", None),
    ],
)
def test_headings_of_other_makers_are_known(header: str, fields: set[str] | None) -> None:
    columns = header.replace(";", ",").split(",")
    assert kind_of(columns) == "members"
    mapped = map_columns(columns, "members")
    assert {field for field in mapped if field} == (fields or set(columns))
    assert missing(mapped, "members") == ""


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            KIOTVIET_GOODS,
            {"category", "sku", "barcode", "product_name", "brand", "price", "unit", "sold"},
        ),
        (
            LOYVERSE_GOODS,
            {"sku", "product_name", "category", "unit", "variant", "price", "barcode", "sold"},
        ),
        (
            "Token,Item Name,Variation Name,SKU,Category,GTIN,Price",
            {"product_name", "variant", "sku", "category", "barcode", "price"},
        ),
        (
            "Tên sản phẩm*,Loại sản phẩm,Nhãn hiệu,Mã SKU*,Barcode,Đơn vị,PL_Giá bán lẻ",
            {"product_name", "category", "brand", "sku", "barcode", "unit", "price"},
        ),
    ],
)
def test_headings_of_goods_are_known(header: str, fields: set[str]) -> None:
    columns = header.split(",")
    assert kind_of(columns) == "products"
    assert {field for field in map_columns(columns, "products") if field} == fields


def test_what_a_file_needs_is_said() -> None:
    assert missing(map_columns(["Tên khách hàng"], "members"), "members") == "phone-or-card"
    assert missing(map_columns(["Giá bán"], "products"), "products") == "sku"


def test_a_row_of_a_member_as_another_till_wrote_it() -> None:
    (row,) = _members(f"{SAPO},Thẻ\nKH1,Nguyễn Thị,Ánh,a@b.vn,1234567890,21/11/1990,Nữ,Vàng,1.250,{CARD}")
    assert row.row == ImportRow(
        line=2,
        name="Nguyễn Thị Ánh",
        phone="+84834567890",
        birthday="1990-11-21",
        email="a@b.vn",
        cards=(ImportCard(CARD),),
        points=1250,
        tier="Vàng",
    )
    assert row.mended == ("phone-old",)


def test_names_in_parts_stand_as_in_the_file() -> None:
    (row,) = _members(f"{SQUARE}\n,John,Smith,,912345678,,,,,")
    assert row.row is not None
    assert row.row.name == "John Smith"
    assert row.mended == ("phone-zero",)


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    (row,) = _members("Tên,Điện thoại,Ngày sinh,Điểm\nÁnh,8.4912E+10,11/21/1990,nhiều")
    assert row.row is None
    assert row.faults == (
        RowFault(2, "Ngày sinh", "date-turned", "11/21/1990", "21/11/1990"),
        RowFault(2, "Điểm", "number", "nhiều"),
        RowFault(2, "Điện thoại", "phone-shortened", "8.4912E+10"),
    )


def test_a_row_is_about_somebody_and_nobody_stands_in_a_file_twice() -> None:
    first, nobody, again, card, card_again = _members(
        f"Tên,SĐT,Thẻ\nÁnh,0912345678,\nBình,,\nAnh,+84912345678,\nChi,0987654321,{CARD}\nDung,,{CARD}"
    )
    assert first.faults == ()
    assert card.faults == ()
    assert nobody.faults == (RowFault(3, "SĐT", "nobody"),)
    assert again.faults == (RowFault(4, "SĐT", "twice", "+84912345678", "2"),)
    assert card_again.faults == (RowFault(6, "Thẻ", "twice", CARD, "5"),)


def test_a_file_of_cards_may_have_a_member_in_two_rows() -> None:
    other = card_number(8)
    rows = _members(f"phone,card,card_state\n0912345678,{CARD},active\n0912345678,{other},blocked")
    assert [row.row.cards for row in rows if row.row] == [
        (ImportCard(CARD),),
        (ImportCard(other, "blocked"),),
    ]


def test_a_row_that_is_too_wide_is_told() -> None:
    (row,) = _members("Tên,SĐT\nÁnh,0912345678,x,y")
    assert row.faults == (RowFault(2, "", "cells", "4", "2"),)


def test_a_row_of_goods_says_what_its_columns_say() -> None:
    text = "Mã hàng,Tên hàng,Giá bán,Mã vạch,ĐVT,Thuế suất\nG1,Gạo ST25,32.000,8934563138165,kg,KCT"
    sheet = read_sheet(text.encode())
    reader = ProductReader(sheet.header, map_columns(sheet.header, "products"))
    (row,) = [reader.read_one(line) for line in sheet.rows()]
    assert row.row == ProductLine(
        sku="G1",
        name="Gạo ST25",
        price=Money(32_000),
        unit="kg",
        vat_percent="",
        barcodes=("8934563138165",),
    )


def test_what_is_wrong_with_goods_is_told() -> None:
    text = (
        "sku,product_name,price,barcode\nG1,Gạo,x,8934563138164\n,Muối,1,\nG 2,Mì,1,\n"
        "G3,Bún,1,8934563138165\nG3,Phở,1,8934563138165"
    )
    sheet = read_sheet(text.encode())
    reader = ProductReader(sheet.header, map_columns(sheet.header, "products"))
    faults = [
        (fault.line, fault.column, fault.code)
        for line in sheet.rows()
        for fault in reader.read_one(line).faults
    ]
    assert faults == [
        (2, "barcode", "code-digit"),
        (2, "price", "number"),
        (3, "sku", "sku-missing"),
        (4, "sku", "sku-blank"),
        (6, "barcode", "twice"),
        (6, "sku", "twice"),
    ]


def _members(text: str) -> list[ReadRow]:
    sheet = read_sheet(text.encode())
    reader = MemberReader(sheet.header, map_columns(sheet.header, "members"))
    return [reader.read_one(line) for line in sheet.rows()]
