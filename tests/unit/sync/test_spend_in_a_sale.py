"""A sale that burns points is counted in the key store before it is committed, or not made at all."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from loyalty.units import Points
from terminal.in_force import in_force_now
from terminal.keystore.spend_counter import SpendMark, read_mark
from terminal.open_sale import OpenSale, add_product, set_burn
from terminal.sale import SettledSale, Tender
from terminal.usecases.basket import attach_member, new_sale, refresh_member
from terminal.usecases.cash import round_cash
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, ProductFound
from terminal.usecases.pricing import price
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.till_kit import LAN, Counter, a_shop, grant_lease


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    shop = a_shop(tmp_path)
    yield shop
    shop.close()


def burning(shop: Counter, points: int) -> OpenSale:
    """Rice for Ánh, some of it paid with points."""
    till = shop.till
    product, member = find(till, "RICE-ST25"), find(till, "0912345678")
    assert isinstance(product, ProductFound)
    assert isinstance(member, MemberFound)
    sale = attach_member(till, LAN, add_product(new_sale(till), product.product), member.member)
    assert sale.lease is not None
    grant_lease(shop, sale.lease, points=1_250)
    return set_burn(refresh_member(till, sale), Points(points))


def pay(shop: Counter, sale: OpenSale) -> SettledSale:
    due = price(shop.till, sale, paid_with=("cash",)).total
    cash = round_cash(due, in_force_now(shop.till).settings).due
    return settle_sale(shop.till, LAN, sale, (Tender(kind="cash", amount=cash),))


def count_of(shop: Counter) -> int:
    with shop.store.read() as reading:
        return reading.state.spend_count()


def test_each_sale_that_burns_is_counted_with_its_operation(shop: Counter) -> None:
    pay(shop, burning(shop, 100))
    second = pay(shop, burning(shop, 50))
    assert read_mark(shop.keys) == SpendMark(incarnation=1, count=2, operation_id=second.sale, committed=True)
    assert count_of(shop) == 2


def test_a_sale_that_burns_nothing_is_not_counted(shop: Counter) -> None:
    pay(shop, burning(shop, 0))
    assert read_mark(shop.keys).count == count_of(shop) == 0


def test_without_the_key_store_no_points_are_burned_and_nothing_is_written(shop: Counter) -> None:
    sale = burning(shop, 100)
    shop.keys.broken = True
    with pytest.raises(Unavailable, match="key-store-unavailable"):
        pay(shop, sale)
    shop.keys.broken = False
    assert count_of(shop) == 0
    assert pay(shop, sale).burn is not None
    assert read_mark(shop.keys).count == 1


def test_a_database_older_than_its_counter_burns_nothing(shop: Counter) -> None:
    mark = {"incarnation": 1, "count": 7, "operation": "on the disk that is gone", "committed": True}
    shop.keys.set("spend-counter", json.dumps(mark).encode())
    with pytest.raises(Unavailable, match="spend-counter-mismatch"):
        pay(shop, burning(shop, 100))
    pay(shop, burning(shop, 0))
    assert read_mark(shop.keys).count == 7
