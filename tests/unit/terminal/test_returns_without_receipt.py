"""Goods that come back without a receipt: on whose word, for what money, with which VAT."""

from decimal import Decimal

from loyalty.units import Money, Quantity
from loyalty.wire.kept import check_goods
from loyalty.wire.returning import GoodsReturned
from loyalty.wire.vat_back import VatBack
from terminal.returned import GoodsWish
from terminal.store.checks import check_projections
from terminal.store.derived import check_rows
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.returns.goods import goods_line, money_for, return_goods
from terminal.usecases.returns.refunding import kept_return
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.returned_goods import MINH, rice_without_a_receipt
from tests.unit.terminal.settled_sales import tender, with_goods
from tests.unit.terminal.till_kit import LAN, Counter, product_row


def test_without_a_receipt_only_with_somebodys_word_and_in_cash(shop: Counter) -> None:
    asked = rice_without_a_receipt(shop)
    assert money_for(shop.till, asked.lines) == 189_000
    done = return_goods(shop.till, LAN, asked)
    assert return_goods(shop.till, LAN, asked) == done
    assert (done.sale, done.paid_out, done.approval, done.member) == (None, 189_000, MINH, None)
    with shop.store.read() as reading:
        event = reading.journal.by_operation("0199-goods")
    assert event is not None
    body = GoodsReturned.from_json(event.body)
    check_goods(body)
    assert (body.approver, body.reason) == ("op-minh", "Mất hóa đơn")
    assert check_projections(shop.store) == check_rows(shop.store) == ()


def test_what_goes_by_weight_comes_back_in_kilograms_without_a_receipt(shop: Counter) -> None:
    found = find_products(shop.till, "PORK")
    assert isinstance(found, ProductFound)
    line = goods_line(found.product, Quantity(1_000))
    asked = GoodsWish(refund="0199-goods", lines=(line,), reason="Mất hóa đơn", approval=MINH)
    done = return_goods(shop.till, LAN, asked)
    assert [each.unit for each in done.lines] == ["kg"]
    assert return_goods(shop.till, LAN, asked) == done


def test_the_vat_without_a_receipt_is_what_a_sale_of_the_same_says_and_stays_so(shop: Counter) -> None:
    bag = with_goods(shop, "RICE-ST25")
    sale = settle_sale(shop.till, LAN, bag, (tender("cash", 189_000),))
    done = return_goods(shop.till, LAN, rice_without_a_receipt(shop))
    assert done.vat == (VatBack(Decimal(8), Money(175_000), Money(14_000)),)
    assert [(line.vat_base, line.vat) for line in sale.lines] == [(each.base, each.vat) for each in done.vat]
    taxed_otherwise = product_row("RICE-ST25", "Gạo ST25 túi 5 kg", 189_000, vat_percent="10")
    with shop.store.write() as unit:
        unit.products.put([taxed_otherwise])
    with shop.store.read() as reading:
        kept = kept_return(shop.till, reading, "0199-goods")
    assert kept == done


def test_goods_of_no_rate_come_back_without_any_vat(shop: Counter) -> None:
    with shop.store.write() as unit:
        unit.products.put([product_row("RICE-ST25", "Gạo ST25 túi 5 kg", 189_000, vat_percent=None)])
    assert return_goods(shop.till, LAN, rice_without_a_receipt(shop)).vat == ()
