"""Baskets that are paid for, and what a sale wrote."""

from typing import Any

from loyalty.units import Money, Points
from terminal.open_sale import OpenSale, add_product, set_burn
from terminal.sale import SettledSale, Tender, TenderKind
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.members import member_by_id
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.till_kit import LAN, Counter, grant_lease


def with_goods(counter: Counter, *codes: str) -> OpenSale:
    sale = new_sale(counter.till)
    for code in codes:
        found = find_products(counter.till, code)
        assert isinstance(found, ProductFound)
        sale = add_product(sale, found.product)
    return sale


def with_anh(counter: Counter, sale: OpenSale, *, lent: int, burn: int = 0) -> OpenSale:
    sale = attach_member(counter.till, LAN, sale, member_by_id(counter.till, "member-anh"))
    assert sale.lease is not None
    if lent:
        grant_lease(counter, sale.lease, points=lent)
    return set_burn(refresh_member(counter.till, sale), Points(burn))


def tender(kind: TenderKind, amount: int, given: int = 0, *, by_hand: bool = False) -> Tender:
    return Tender(kind=kind, amount=Money(amount), given=Money(given), confirmed_by_hand=by_hand)


def rice_for_anh(counter: Counter) -> SettledSale:
    """Two bags of rice with 200 points burned: 366.660 less 100.000, paid in cash as 266.500."""
    sale = with_anh(counter, with_goods(counter, "RICE-ST25", "RICE-ST25"), lent=1250, burn=200)
    return settle_sale(counter.till, LAN, sale, (tender("cash", 266_500, 500_000),))


def rows(counter: Counter, query: str) -> list[tuple[Any, ...]]:
    with counter.store.read() as reading:
        return [tuple(row) for row in reading.connection.exec_driver_sql(query)]
