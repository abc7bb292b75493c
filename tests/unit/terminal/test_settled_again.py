"""A sale that is read again is as it was made."""

from loyalty.units import Money, Quantity
from terminal.open_sale import add_code, add_product
from terminal.usecases.basket import new_sale
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import rice_for_anh, tender, with_goods
from tests.unit.terminal.till_kit import LAN, Counter


def test_a_sale_that_is_read_again_is_the_sale_that_was_made(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    with shop.store.read() as reading:
        assert reading.sales.by_id(sale.sale) == sale
        assert reading.sales.last() == sale


def test_what_was_weighed_stays_in_kilograms_on_a_copy(shop: Counter) -> None:
    pork = find_products(shop.till, "PORK")
    assert isinstance(pork, ProductFound)
    open_sale = add_product(with_goods(shop, "RICE-ST25"), pork.product, quantity=Quantity(2000))
    due = price(shop.till, open_sale).total
    settle_sale(shop.till, LAN, open_sale, (tender("card", due),))
    with shop.store.read() as reading:
        kept = reading.sales.last()
    assert kept is not None
    assert [(line.quantity, line.unit) for line in kept.lines] == [(1000, "piece"), (2000, "kg")]


def test_an_erased_member_leaves_the_sale_without_a_name(shop: Counter) -> None:
    sale = rice_for_anh(shop)
    with shop.store.write() as unit:
        unit.members.forget_person("member-anh")
        kept = unit.sales.by_id(sale.sale)
    assert kept is not None
    assert kept.member is not None
    assert (kept.member.name, kept.member.phone_tail, kept.member.points_after) == ("", "", 1083)


def test_a_weighed_line_and_a_typed_price_are_kept_as_they_were(shop: Counter) -> None:
    sale = new_sale(shop.till)
    for code, quantity, typed in (("PORK", 755, None), ("OTHER", 1000, Money(25_000))):
        found = find_products(shop.till, code)
        assert isinstance(found, ProductFound)
        sale = add_product(sale, found.product, quantity=Quantity(quantity), unit_price=typed)
    settled = settle_sale(shop.till, LAN, sale, (tender("card", 168_375),))
    with shop.store.read() as reading:
        kept = reading.sales.by_id(settled.sale)
    assert kept is not None
    assert [(line.quantity, line.unit_price, line.gross) for line in kept.lines] == [
        (755, 189_900, 143_375),
        (1000, 25_000, 25_000),
    ]


def test_codes_that_gave_something_are_kept(shop: Counter) -> None:
    sale = add_code(add_code(with_goods(shop, "RICE-ST25"), "TET2027"), "NONE")
    settled = settle_sale(shop.till, LAN, sale, (tender("cash", 179_000),))
    assert (settled.used_codes, settled.discounts[0].label) == (("TET2027",), "Mã Tết")
