"""What is a visit at the till: the same as at the server, where only purchases are."""

import pytest

from terminal.sale import SettledSale
from terminal.usecases.members import member_by_id
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.returned_goods import take_back
from tests.unit.terminal.settled_sales import tender, with_anh, with_goods
from tests.unit.terminal.till_kit import LAN, PROGRAM, Counter, product_row, program_row

MEMBERSHIP = """
[[membership]]
id = "vip"
name = "VIP"
sku = "VIP"
price = 365000
months = 12
"""
PRICES = {"VIP": 365_000, "RICE-ST25": 183_330}
WHOLE = 1_000


@pytest.fixture
def selling(shop: Counter) -> Counter:
    """Visits are what tiers are measured by, and memberships, which are no purchase alone, are sold."""
    text = PROGRAM.replace("[[tier]]", '[tiers]\nmeasure = "visits"\n\n[[tier]]', 1)
    with shop.store.write() as unit:
        unit.config.put_program(program_row(text + MEMBERSHIP, version=2))
        unit.products.put([product_row("VIP", "VIP 12 tháng", PRICES["VIP"])])
    return shop


def sell(counter: Counter, *skus: str) -> SettledSale:
    sale = with_anh(counter, with_goods(counter, *skus), lent=0)
    return settle_sale(counter.till, LAN, sale, (tender("card", sum(PRICES[sku] for sku in skus)),))


def visits(counter: Counter) -> int:
    """Beside those of before."""
    return member_by_id(counter.till, "member-anh").measure - 6_000_000


def test_what_is_no_purchase_alone_is_no_visit(selling: Counter) -> None:
    sold = sell(selling, "VIP")
    assert visits(selling) == 0
    void_last_sale(selling.till, LAN, sold.sale)
    assert visits(selling) == 0
    sell(selling, "RICE-ST25")
    assert visits(selling) == 1


def test_a_visit_is_over_when_all_came_back_that_made_the_sale_a_purchase(selling: Counter) -> None:
    sold = sell(selling, "VIP", "RICE-ST25", "RICE-ST25")
    places = [place for place, line in enumerate(sold.lines) if line.sku == "RICE-ST25"]
    assert visits(selling) == 1
    take_back(selling, sold, {places[0]: WHOLE}, number=1)
    assert visits(selling) == 1
    take_back(selling, sold, {places[-1]: WHOLE}, number=2)
    assert visits(selling) == 0
    selling.clock.move(days=1)
    sell(selling, "RICE-ST25")
    assert visits(selling) == 1
