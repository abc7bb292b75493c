"""Finding the sale that goods come back from: by its receipt, its buyer, its day, and from another till."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.identity.digits import ean_digit
from loyalty.identity.weighed import weighed_table
from loyalty.wire.feed import CardRow
from loyalty.wire.journal import SaleSettled
from loyalty.wire.refunding import RefundLockAnswer, ReturnedSoFar
from terminal.store.checks import check_projections
from terminal.store.derived import check_rows
from terminal.store.sale_search import MOST_ROWS
from terminal.usecases.members import member_by_id
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.finding import (
    AskElsewhere,
    BuyersFound,
    NoSaleFound,
    SaleFound,
    SalesFound,
    find_sale,
    sales_of_buyer,
    sales_of_day,
    today_of,
)
from terminal.usecases.returns.looking import returnable
from terminal.usecases.settle import settle_sale
from tests.unit.presenters.desk import words
from tests.unit.terminal.returned_goods import take_back
from tests.unit.terminal.settled_sales import rice_for_anh, tender, with_goods
from tests.unit.terminal.till_kit import ANH, ANH_CARD, LAN, Counter, product_row, store_settings


def test_of_a_long_day_the_last_sales_are_listed_and_the_first_is_found_by_its_number(shop: Counter) -> None:
    for _ in range(MOST_ROWS + 2):
        settle_sale(shop.till, LAN, with_goods(shop, "8934563138165"), (tender("cash", 4_500),))
    labels = [row.label for row in sales_of_day(shop.till).rows]
    assert (len(labels), labels[0], labels[-1]) == (MOST_ROWS, "Q2-000202", "Q2-000003")
    assert [row.label for row in sales_of_day(shop.till, words="Q2-000001").rows] == ["Q2-000001"]


def test_a_sale_is_found_by_its_receipt_its_buyer_and_its_day(shop: Counter) -> None:
    first = rice_for_anh(shop)
    second = settle_sale(shop.till, LAN, with_goods(shop, "8934563138165"), (tender("cash", 4_500),))
    for text in (first.receipt.digits, "Q2-000001", "q2-1"):
        found = find_sale(shop.till, text)
        assert isinstance(found, SaleFound), text
        assert found.sale.sale == first.sale
    for text in (ANH_CARD, "0912345678"):
        found = find_sale(shop.till, text)
        assert isinstance(found, SalesFound), text
        assert ([row.label for row in found.rows], found.whose) == (["Q2-000001"], "Nguyễn Thị Ánh")
    assert [row.label for row in sales_of_day(shop.till).rows] == ["Q2-000002", "Q2-000001"]
    for text, label in (("mi hao", "Q2-000002"), ("anh", "Q2-000001"), ("266500", "Q2-000001")):
        found = find_sale(shop.till, text)
        assert isinstance(found, SalesFound), text
        assert [row.label for row in found.rows] == [label]
    row = sales_of_buyer(shop.till, "member-anh").rows[0]
    assert (row.goods, row.to_pay, row.left) == ("Gạo ST25 túi 5 kg", 266_500, True)
    take_back(shop, second, {0: 1_000})
    assert not sales_of_day(shop.till).rows[0].left
    assert sales_of_day(shop.till, today_of(shop.till) - timedelta(days=1)).rows == ()


def test_a_card_of_an_earlier_system_finds_the_sales_of_who_has_it(shop: Counter) -> None:
    first, old_card = rice_for_anh(shop), "2912345678906"
    assert isinstance(find_sale(shop.till, old_card, symbology="ean-13"), NoSaleFound)
    with shop.store.write() as unit:
        unit.config.put_settings(store_settings(card_rules=["29:13"]))
        unit.members.put_cards([CardRow(old_card, ANH.member, "active")])
    for symbology in ("ean-13", None):
        found = find_sale(shop.till, old_card, symbology=symbology)
        assert isinstance(found, SalesFound)
        assert [row.label for row in found.rows] == [first.receipt.label]


def test_goods_that_are_scanned_bring_the_days_sales_with_them(shop: Counter) -> None:
    rice_for_anh(shop)
    settle_sale(shop.till, LAN, with_goods(shop, "8934563138165"), (tender("cash", 4_500),))
    settle_sale(shop.till, LAN, with_goods(shop, "8934563138165", "RICE-ST25"), (tender("cash", 193_500),))
    found = find_sale(shop.till, "8934563138165", symbology="ean13")
    assert isinstance(found, SalesFound)
    assert [row.label for row in found.rows] == ["Q2-000003", "Q2-000002"]
    yesterday = today_of(shop.till) - timedelta(days=1)
    none = find_sale(shop.till, "8934563138165", day=yesterday)
    assert none == NoSaleFound(code="no-sale-of-goods", text="Mì Hảo Hảo tôm chua cay")
    assert find_sale(shop.till, "8934563999994") == NoSaleFound(code="no-sale-found", text="8934563999994")


def labels(shop: Counter, text: str) -> list[str]:
    found = find_sale(shop.till, text)
    assert isinstance(found, SalesFound), found
    return [row.label for row in found.rows]


def put_goods(shop: Counter, *codes: str) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row(code, name_of(code), 30_000) for code in codes])


def name_of(code: str) -> str:
    """A name that the code's digits are not in."""
    return "Rau " + "".join(chr(ord("k") + int(each)) for each in code if each.isdigit())


def sell(shop: Counter, code: str) -> None:
    settle_sale(shop.till, LAN, with_goods(shop, code), (tender("cash", 30_000),))


def test_a_short_number_is_a_receipt_before_it_is_goods(shop: Counter) -> None:
    put_goods(shop, "1", "42", "5678")
    sell(shop, "42")
    assert labels(shop, "1") == ["Q2-000001"]
    sell(shop, "1")
    assert labels(shop, "1") == ["Q2-000001", "Q2-000002"]
    assert labels(shop, "42") == ["Q2-000001"]
    assert isinstance(find_sale(shop.till, "5678"), BuyersFound)


def test_goods_with_any_number_of_the_shops_own_bring_their_sales(shop: Counter) -> None:
    codes = ("42", "1001", "RAU01", "RAU-02", "123456789")
    put_goods(shop, *codes)
    for code in codes:
        assert find_sale(shop.till, code) == NoSaleFound(code="no-sale-of-goods", text=name_of(code))
    for number, code in enumerate(codes, start=1):
        sell(shop, code)
        assert labels(shop, code) == [f"Q2-{number:06}"]


def test_a_label_of_the_scale_brings_the_sales_of_its_article(shop: Counter) -> None:
    put_goods(shop, "42")
    sell(shop, "42")
    shop.till = replace(shop.till, weighed=lambda: weighed_table({"21.....{NNDDD}": "weight"}))
    label, other = (f"{digits}{ean_digit(digits)}" for digits in ("210004201250", "210009901250"))
    assert labels(shop, label) == ["Q2-000001"]
    assert find_sale(shop.till, other) == NoSaleFound(code="no-sale-found", text=other)


def test_a_sale_of_who_was_forgotten_since_is_still_somebodys(shop: Counter) -> None:
    rice_for_anh(shop)
    settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("cash", 189_000),))
    with shop.store.write() as unit:
        unit.members.forget_person("member-anh")
    rows_of_today = sales_of_day(shop.till).rows
    assert [(row.member_name, row.has_member) for row in rows_of_today] == [("", False), ("", True)]


def test_what_is_no_sale_here_is_said(shop: Counter) -> None:
    foreign = receipt_digits(till_number=7, receipt_number=3)
    assert find_sale(shop.till, foreign) == AskElsewhere(digits=foreign)
    wrong = foreign[:-1] + str((int(foreign[-1]) + 1) % 10)
    assert find_sale(shop.till, wrong) == NoSaleFound(code="receipt-digit-wrong", text=wrong)
    of_q7 = NoSaleFound(code="receipt-of-till", text="Q7-000003", till="Q7")
    assert find_sale(shop.till, "Q7-000003") == of_q7
    assert find_sale(shop.till, "Q2-000009") == NoSaleFound(code="receipt-unknown", text="Q2-000009")
    assert find_sale(shop.till, "0912345678") == NoSaleFound(code="no-sales-of-member", text="Nguyễn Thị Ánh")
    assert isinstance(find_sale(shop.till, "bình"), BuyersFound)
    assert isinstance(find_sale(shop.till, "5678"), BuyersFound)
    assert find_sale(shop.till, "không có gì") == NoSaleFound(code="no-sale-found", text="không có gì")
    assert find_sale(shop.till, "") == SalesFound(rows=())


def test_a_sale_that_another_till_let_go_comes_back_here(shop: Counter) -> None:
    own = rice_for_anh(shop)
    with shop.store.read() as reading:
        sold = reading.journal.by_operation(own.sale)
    assert sold is not None
    digits = receipt_digits(till_number=7, receipt_number=3)
    body = {**SaleSettled.from_json(sold.body).to_json(), "sale": "sale-of-q7"}
    asked = RefundLockAnswer(1, "asked", "Q7", None, "nonce")
    given = RefundLockAnswer(
        1, "given", "Q7", body, "nonce", "2026-11-20T03:00:00.000Z", (ReturnedSoFar(0, "1"),), 133_500
    )
    assert fetch_sale(shop.till, lambda _: asked, digits) == ("asked", "Q7")
    assert find_sale(shop.till, digits) == AskElsewhere(digits=digits)
    assert fetch_sale(shop.till, lambda _: given, digits) == ("given", "Q7")
    assert fetch_sale(shop.till, lambda _: given, digits) == ("given", "Q7")
    found = find_sale(shop.till, digits)
    assert isinstance(found, SaleFound)
    assert (found.sale.till_code, found.sale.lines[0].left, found.sale.given) == (
        "Q7",
        1_000,
        {"cash": 133_500},
    )
    assert (found.sale.lines[0].unit, found.sale.member_name) == ("piece", "Nguyễn Thị Ánh")
    with shop.store.write() as unit:
        unit.products.put([product_row("RICE-ST25", "Gạo ST25", 189_000, unit="kg")])
    assert returnable(shop.till, "sale-of-q7").lines[0].unit == "kg"
    before = member_by_id(shop.till, "member-anh").points
    done = take_back(shop, "sale-of-q7", {0: 1_000})
    assert (done.paid_out, done.is_whole, done.points_taken, done.points_returned) == (133_000, True, 16, 100)
    assert member_by_id(shop.till, "member-anh").points == before + 84
    with pytest.raises(Refused, match="sale-voided"):
        take_back(shop, "sale-of-q7", {0: 1}, 2)
    assert check_projections(shop.store) == check_rows(shop.store) == ()


def test_a_receipt_that_this_till_lost_with_its_disk_says_what_to_do(shop: Counter) -> None:
    def refuse(_: str) -> RefundLockAnswer:
        raise Refused("server-refused", why="This till sold it.", problem="refund-here")

    with pytest.raises(Refused) as refusal:
        fetch_sale(shop.till, refuse, "9700002000000091")
    assert refusal.value.code == "receipt-lost-here"
    assert "bản sao cũ" in words().error(refusal.value)
