"""Gift cards through two whole tills and the real server: sold at one, spent at the other, and cuts."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import Refused
from loyalty.identity.cards import GIFT_SCHEME, card_number
from loyalty.units import Money
from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import OpenSale, add_product
from terminal.sale import SettledSale, Tender
from terminal.usecases.basket import new_sale
from terminal.usecases.find import find
from terminal.usecases.found import GiftFound, ProductFound
from terminal.usecases.gifts import present_gift, refresh_gifts, sell_gift
from terminal.usecases.settle import settle_sale
from terminal.usecases.void import void_last_sale
from tests.sync_model.real_server import RealServer, add_till, admin, furnish
from tests.sync_model.whole_till import PATIENCE_S, RICE, WholeTill
from tests.warm.client import WarmProgram

CARDS = (card_number(serial, scheme=GIFT_SCHEME) for serial in itertools.count(1))
NUMBERS = itertools.count(1)
PRICE = 189_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, warm: WarmProgram) -> Iterator[RealServer]:
    folder = tmp_path_factory.mktemp("server")
    furnish(folder)
    admin(folder, "gift-rules", "--store", "q1", "--months", "12")
    with RealServer(folder, warm) as server:
        yield server


@pytest.fixture
def tills(server: RealServer, tmp_path: Path) -> Iterator[tuple[WholeTill, WholeTill]]:
    opened: list[WholeTill] = []
    for code in (f"Q{next(NUMBERS)}", f"Q{next(NUMBERS)}"):
        folder = tmp_path / code
        url = f"http://127.0.0.1:{server.port}"
        pair(folder, server_url=url, code=add_till(server.folder, code), ca_file=None, key_store="file")
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(folder, "")
        shop.open_first_day()
        opened.append(shop)
    server.start()
    first, second = opened
    yield first, second
    for shop in opened:
        shop.running.stop()
        assert shop.findings == []


def sold(shop: WholeTill, card: str, amount: int = 500_000) -> SettledSale:
    till = shop.running.till
    sale = sell_gift(till, new_sale(till), card, Money(amount))
    return settle_sale(till, shop.session, sale, (Tender(kind="cash", amount=Money(amount)),))


def rice(shop: WholeTill) -> OpenSale:
    till = shop.running.till
    product = find(till, RICE)
    assert isinstance(product, ProductFound)
    return add_product(new_sale(till), product.product)


def with_card(shop: WholeTill, card: str, *, state: str = "open") -> OpenSale:
    """A bag of rice with the card scanned to pay, once the server has answered."""
    sale = present_gift(shop.running.till, shop.session, rice(shop), card)
    while sale.gift_cards[0].state != state:
        shop.statuses.get(timeout=PATIENCE_S)
        sale = refresh_gifts(shop.running.till, sale)
    return sale


def pay(shop: WholeTill, sale: OpenSale, card: str) -> SettledSale:
    tenders = (Tender(kind="gift", amount=Money(PRICE), card=card),)
    return settle_sale(shop.running.till, shop.session, sale, tenders)


def is_lent(shop: WholeTill, card: str) -> bool:
    with shop.running.till.store.read() as reading:
        return any(lease.member == card and lease.state == "open" for lease, _ in reading.leases.live())


def on_card(server: RealServer, card: str) -> str:
    return admin(server.folder, "gift-card", card)


def test_a_card_that_one_till_sold_pays_at_the_other_though_the_line_is_cut(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    here, there, card = *tills, next(CARDS)
    sold(here, card)
    here.all_central()
    sale = with_card(there, card)
    server.kill()
    settled = pay(there, sale, card)
    assert settled.gifts_left == {card: 311_000}
    server.start()
    there.all_central()
    assert f"on it is {311_000:,}" in on_card(server, card)
    assert "lent 0" in on_card(server, card)
    here.all_central()
    found = find(here.running.till, card)
    assert isinstance(found, GiftFound)
    assert found.state is not None
    assert (found.state.state, found.state.balance) == ("active", 311_000)
    assert "Every figure follows" in admin(server.folder, "doctor")


def test_what_is_lent_to_one_till_the_other_does_not_spend(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    here, there, card = *tills, next(CARDS)
    sold(here, card)
    here.all_central()
    mine = with_card(here, card)
    theirs = present_gift(there.running.till, there.session, rice(there), card)
    there.all_central()
    with pytest.raises(Refused, match="gift-called-back"):
        pay(there, refresh_gifts(there.running.till, theirs), card)
    pay(here, mine, card)
    here.all_central()
    while theirs.gift_cards[0].state != "open":
        there.running.sync.nudge()
        there.statuses.get(timeout=PATIENCE_S)
        theirs = refresh_gifts(there.running.till, theirs)
    assert theirs.gift_cards[0].amount == 311_000
    pay(there, theirs, card)
    there.all_central()
    assert f"on it is {500_000 - 2 * PRICE:,}" in on_card(server, card)


def test_a_sold_card_is_taken_back_with_the_servers_word(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    here, _, card = *tills, next(CARDS)
    sale = sold(here, card)
    with pytest.raises(Refused, match="gift-void-waits"):
        void_last_sale(here.running.till, here.session, sale.sale)
    while not is_lent(here, card):
        here.statuses.get(timeout=PATIENCE_S)
    assert void_last_sale(here.running.till, here.session, sale.sale).money == 500_000
    here.all_central()
    assert "on it is 0" in on_card(server, card)
    assert server.figures()["quarantined events"] == 0
