"""The open sale survives whatever happens to the power."""

from dataclasses import replace
from typing import Literal

import pytest

from loyalty.units import Money, Points, Quantity
from terminal.open_sale import OpenSale, add_code, add_product, set_burn
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.drafts import load_draft, save_draft
from terminal.usecases.find import find_products
from terminal.usecases.found import ProductFound
from terminal.usecases.members import member_by_id
from tests.unit.terminal.settled_sales import rice_for_anh, with_anh, with_goods
from tests.unit.terminal.till_kit import ANH, LAN, Counter


def a_full_basket(counter: Counter) -> OpenSale:
    sale = with_goods(counter, "RICE-ST25")
    for code, quantity, typed in (("PORK", 755, None), ("OTHER", 1000, Money(25_000))):
        found = find_products(counter.till, code)
        assert isinstance(found, ProductFound)
        sale = add_product(sale, found.product, quantity=Quantity(quantity), unit_price=typed)
    return add_code(sale, "TET2027")


def test_a_basket_comes_back_as_it_was(shop: Counter) -> None:
    sale = a_full_basket(shop)
    save_draft(shop.till, sale)
    assert load_draft(shop.till) == sale


def test_the_member_the_lease_and_the_wish_come_back_too(shop: Counter) -> None:
    sale = with_anh(shop, a_full_basket(shop), lent=1250, burn=100)
    save_draft(shop.till, sale)
    assert load_draft(shop.till) == sale
    save_draft(shop.till, set_burn(sale, "max"))
    again = load_draft(shop.till)
    assert again is not None
    assert again.burn == "max"


def test_the_last_draft_is_the_one_that_counts(shop: Counter) -> None:
    save_draft(shop.till, a_full_basket(shop))
    later = with_goods(shop, "CAKE")
    save_draft(shop.till, later)
    assert load_draft(shop.till) == later


def test_an_empty_sale_leaves_nothing_to_come_back(shop: Counter) -> None:
    save_draft(shop.till, a_full_basket(shop))
    save_draft(shop.till, new_sale(shop.till))
    assert load_draft(shop.till) is None


def test_a_sale_that_was_settled_since_does_not_come_back(shop: Counter) -> None:
    settled = rice_for_anh(shop)
    save_draft(shop.till, replace(a_full_basket(shop), sale=settled.sale))
    assert load_draft(shop.till) is None


@pytest.mark.parametrize("state", ["blocked", "erased"])
def test_a_member_who_is_none_any_more_is_left_off(
    shop: Counter, state: Literal["blocked", "erased"]
) -> None:
    sale = with_anh(shop, a_full_basket(shop), lent=1250, burn=100)
    save_draft(shop.till, sale)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, state=state, revision=2)])
    again = load_draft(shop.till)
    assert again is not None
    assert (again.member, again.lease, again.burn, again.lines) == (None, None, 0, sale.lines)


def test_the_member_comes_back_as_the_store_knows_them_now(shop: Counter) -> None:
    sale = attach_member(shop.till, LAN, a_full_basket(shop), member_by_id(shop.till, "member-anh"))
    save_draft(shop.till, sale)
    with shop.store.write() as unit:
        unit.members.put([replace(ANH, tier="gold", points=Points(0), revision=2)])
    again = load_draft(shop.till)
    assert again == refresh_member(shop.till, sale)
    assert again is not None
    assert again.member is not None
    assert again.member.tier == "gold"
