"""The one box, labels of a scale: so much of an article, or an article at so much."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from loyalty.identity.digits import ean_digit
from loyalty.identity.weighed import weighed_table
from loyalty.wire.feed import ProductRow
from terminal.open_sale import ONE, OpenSale, add_product
from terminal.till import Till
from terminal.usecases.find import find
from terminal.usecases.found import AmountFound, ProductFound
from terminal.usecases.shelf import list_products
from tests.unit.terminal.finding import nothing
from tests.unit.terminal.till_kit import Counter, product_row

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
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


def test_a_priced_label_of_what_is_sold_by_weight_is_one_packet_and_no_kilogram(butcher: Till) -> None:
    found = find(butcher, scale_label("230004238500"))
    assert isinstance(found, AmountFound)
    sale = add_product(OpenSale(sale="S1", started_at=AT), found.product, unit_price=found.amount)
    line = sale.lines[0]
    assert (line.sku, line.unit, line.quantity, line.unit_price) == ("42", "piece", ONE, 38_500)


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


def test_a_label_brings_its_article_among_the_goods_too(butcher: Till) -> None:
    def listed(text: str) -> list[str]:
        return [each.sku for each in list_products(butcher, text)]

    assert listed(scale_label("210004201250")) == ["42"]
    assert listed(f" {scale_label('230004338500')} ") == ["2300043"]
    assert listed(scale_label("210009901250")) == []
    assert listed(scale_label("210004201250")[:-1] + "0") == []


def test_without_a_table_a_number_of_the_scale_is_a_product_like_any_other(shop: Counter) -> None:
    assert nothing(find(shop.till, scale_label("210004201250"))).code == "product-unknown"
