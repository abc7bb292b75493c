"""A sale that another till asks for is let go by an event, once, and is given back here no more."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import receipt_digits
from loyalty.wire.refunding import RefundLockAnswer, Release
from terminal.sale import SettledSale, Tender
from terminal.store.releasing import release_sales
from terminal.usecases.pricing import price
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.looking import returnable
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from tests.unit.terminal.intakes import INTAKE
from tests.unit.terminal.returned_goods import take_back
from tests.unit.terminal.settled_sales import with_goods
from tests.unit.terminal.till_kit import LAN, Counter, a_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    shop = a_shop(tmp_path)
    yield shop
    shop.close()


@pytest.fixture
def sold(shop: Counter) -> SettledSale:
    sale = with_goods(shop, "RICE-ST25")
    total = price(shop.till, sale, paid_with=("card",)).total
    return settle_sale(shop.till, LAN, sale, (Tender(kind="card", amount=total),))


@pytest.fixture
def lost(shop: Counter, sold: SettledSale) -> str:
    """A sale that an earlier life of this till made, as the server has given it to this one."""
    with shop.store.read() as reading:
        event = reading.journal.by_operation(sold.sale)
    assert event is not None
    body = {**event.body, "sale": "sold-before"}
    answer = RefundLockAnswer(1, "given", "Q2", body, "nonce", "2026-11-20T03:00:00.000Z")
    digits = receipt_digits(till_number=2, receipt_number=7)
    fetch_sale(shop.till, lambda _: answer, digits)
    return "sold-before"


def test_a_sale_of_this_tills_own_is_not_let_go_unasked(shop: Counter, sold: SettledSale) -> None:
    assert not returnable(shop.till, sold.sale).released


def hear(shop: Counter, *sales: str) -> None:
    with shop.store.write() as unit:
        asked = tuple(Release(sale, "till-9") for sale in sales)
        release_sales(unit, replace(INTAKE, releases=asked))


def released(shop: Counter) -> list[object]:
    with shop.store.read() as reading:
        walked = reading.journal.walk(till="till-2", incarnation=1)
        return [event.body["sale"] for event in walked if event.kind == "sale_released"]


def test_a_sale_is_let_go_once_and_then_given_back_here_no_more(shop: Counter, sold: SettledSale) -> None:
    hear(shop, sold.sale)
    hear(shop, sold.sale)
    assert released(shop) == [sold.sale]
    with pytest.raises(Refused, match="sale-released"):
        void_last_sale(shop.till, LAN, sold.sale)
    assert returnable(shop.till, sold.sale).released


def test_a_sale_that_was_given_back_is_not_let_go(shop: Counter, sold: SettledSale) -> None:
    void_last_sale(shop.till, LAN, sold.sale)
    hear(shop, sold.sale)
    assert released(shop) == []


def test_a_sale_of_an_earlier_life_is_let_go_though_this_disk_does_not_hold_it(shop: Counter) -> None:
    hear(shop, "sold-on-a-disk-that-is-gone")
    hear(shop, "sold-on-a-disk-that-is-gone")
    assert released(shop) == ["sold-on-a-disk-that-is-gone"]


def test_a_sale_of_an_earlier_life_that_the_server_gave_back_is_let_go_too(shop: Counter, lost: str) -> None:
    hear(shop, lost)
    assert returnable(shop.till, lost).released
    with pytest.raises(Refused, match="sale-released"):
        take_back(shop, lost, {0: 1_000})


def test_what_came_back_whole_of_an_earlier_life_is_not_let_go(shop: Counter, lost: str) -> None:
    take_back(shop, lost, {0: 1_000})
    hear(shop, lost)
    assert released(shop) == []


def test_the_mark_on_the_receipt_is_that_of_its_journal_row(shop: Counter, sold: SettledSale) -> None:
    with shop.store.read() as reading:
        event = reading.journal.by_operation(sold.sale)
        kept = reading.sales.by_id(sold.sale)
    assert event is not None
    assert kept is not None
    assert sold.mark == kept.mark == f"{event.hash.hex()[:4]}-{event.hash.hex()[4:8]}"
