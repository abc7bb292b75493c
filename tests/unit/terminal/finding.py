"""What the tests of the one box ask of it again and again."""

from terminal.open_sale import OpenSale, add_product
from terminal.sale import SettledSale, Tender
from terminal.usecases.basket import new_sale
from terminal.usecases.find import find
from terminal.usecases.found import Found, NothingFound, ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.till_kit import LAN, Counter


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


FLYER = """
[[promotion]]
id = "flyer"
name = "Tờ rơi"
kind = "amount_off"
amount = 10000
when = { code = "9300000020260" }
"""
