"""Goods, cards, a store and its program are changed at two whole tills and a server, one of them cut off."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.identity.cards import card_number
from loyalty.units import Money
from terminal.bootstrap.pairing import first_sync, pair
from terminal.in_force import in_force_now
from terminal.returned import Approval
from terminal.settings import Bank
from terminal.usecases.cards import block_card, cards_of, link_card
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.operators import list_operators
from terminal.usecases.pricing import price
from terminal.usecases.programs import PublishWish, list_programs, publish, read_text
from terminal.usecases.programs import draft_of as program_of
from terminal.usecases.shelf import ShelfPage, product_page, save_product, set_price
from terminal.usecases.shelf_drafts import ProductDraft, draft_of
from terminal.usecases.sign_in import sign_in
from terminal.usecases.store_desk import change_store, wish_of
from tests.sync_model.bad_network import BadNetwork
from tests.sync_model.http_server import HttpServer
from tests.sync_model.real_server import PIN, RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import RICE, WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345699"
UNKNOWN = "8938505974194"
BLANK = card_number(4_711)
OFF = """
[[promotion]]
id = "half-rice"
name = "Gạo giảm một nửa"
kind = "percent_off"
percent = 50
when = { members_only = false }
"""
Shops = tuple[WholeTill, WholeTill, BadNetwork]


@pytest.fixture
def shops(tmp_path: Path, warm: WarmProgram) -> Iterator[Shops]:
    """Two paired tills, the first of them over a network that can be cut; Hương is a manager of both."""
    server_folder = tmp_path / "server"
    server_folder.mkdir()
    furnish(server_folder)
    add_member(server_folder, "Nguyễn Thị Ánh", PHONE, 0)
    with RealServer(server_folder, warm) as server, ExitStack() as stack:
        network = BadNetwork(server.port)
        line = stack.enter_context(HttpServer(network))
        tills: list[WholeTill] = []
        for code, port in (("Q1", line.port), ("Q2", server.port)):
            folder = tmp_path / code
            pairing = add_till(server_folder, code)
            pair(folder, server_url=f"http://127.0.0.1:{port}", code=pairing, ca_file=None, key_store="file")
            first_sync(folder, lambda _: None)
            (folder / "till.toml").write_text('printer = "virtual"\n')
            till = WholeTill(folder, PHONE)
            till.open()
            tills.append(till)
        who = ("--code", "huong", "--name", "Hương", "--role", "manager", "--pin", PIN)
        admin(server_folder, "operator", *who)
        for till in tills:
            till.all_central()
        yield tills[0], tills[1], network
        for till in tills:
            till.running.stop()
        network.hang_up()
        assert [till.findings for till in tills] == [[], []]


def word(till: WholeTill) -> Approval:
    (tile,) = (each for each in list_operators(till.running.till) if each.role == "manager")
    return Approval(operator=tile.operator, name=tile.name)


def page(till: WholeTill, code: str) -> ShelfPage:
    with till.running.till.store.read() as reading:
        product = reading.products.by_code(code)
    assert product is not None
    return product_page(till.running.till, product.sku)


def meet(*tills: WholeTill) -> None:
    """Each says what it has and hears what the others have said."""
    for _ in range(2):
        for till in tills:
            till.all_central()


def test_what_was_changed_apart_is_the_same_at_both_once_they_meet(shops: Shops) -> None:
    """Goods, cards, the store, then its program: two tills and a server are not opened thrice for it."""
    goods_are_the_same(*shops)
    cards_are_the_same(*shops)
    the_store_is_the_same(*shops)
    the_program_is_the_same(*shops)


def goods_are_the_same(here: WholeTill, there: WholeTill, network: BadNetwork) -> None:
    """Prices and a new product there, another name here."""
    network.fault = "request lost"
    rice = page(here, RICE)
    today = date.fromisoformat(rice.today)
    tills = here.running.till, there.running.till
    for amount, day in ((199_000, today), (209_000, today + timedelta(days=30))):
        set_price(
            tills[0], here.session, sku=rice.row.sku, amount=Money(amount), day=day, approval=word(here)
        )
    new = ProductDraft(sku=UNKNOWN, name="Nước mắm", price=Money(52_000), barcodes=(UNKNOWN,))
    save_product(tills[0], here.session, new, approval=word(here))
    assert (page(here, RICE).price, page(here, UNKNOWN).price) == (199_000, 52_000)
    renamed = replace(draft_of(page(there, RICE).row), name="Gạo ST25 mới")
    save_product(tills[1], there.session, renamed, approval=word(there))
    there.all_central()
    assert page(there, RICE).price == rice.price
    network.fault = "none"
    meet(here, there)
    for code in (RICE, UNKNOWN):
        assert page(here, code).row == page(there, code).row
        assert page(here, code).price == page(there, code).price
    assert [each.amount for each in page(there, RICE).row.prices] == [199_000, 209_000]
    assert (page(there, RICE).price, page(there, UNKNOWN).price) == (199_000, 52_000)
    assert page(here, RICE).row.name == "Gạo ST25 mới"
    assert not page(here, RICE).waits


def cards_are_the_same(here: WholeTill, there: WholeTill, network: BadNetwork) -> None:
    """Linked without a network at one, blocked at the other."""
    found = find(here.running.till, PHONE)
    assert isinstance(found, MemberFound)
    member = found.member.member
    network.fault = "request lost"
    link_card(here.running.till, here.session, member=member, text=BLANK)
    assert cards_of(there.running.till, member) == ()
    network.fault = "none"
    meet(here, there)
    assert isinstance(find(there.running.till, BLANK), MemberFound)
    block_card(there.running.till, there.session, card=BLANK, why="lost", approval=word(there))
    meet(there, here)
    assert [card.state for card in cards_of(here.running.till, member)] == ["blocked"]


def the_store_is_the_same(here: WholeTill, there: WholeTill, network: BadNetwork) -> None:
    """The answer to the first try is lost; the second changes nothing more, and both tills work by it."""
    till = here.running.till
    manager = sign_in(till, operator=word(here).operator, pin=PIN)
    wish = replace(wish_of("bank", "970436 0123456789 CTY HOA MAI", deed=till.new_id()), store_name="Hoa Mai")
    network.fault = "answer lost"
    with pytest.raises(Unavailable):
        change_store(till, manager, wish, own_pin=PIN, ask=here.running.do_store_deed)
    assert in_force_now(till).settings.bank is None
    network.fault = "none"
    change_store(till, manager, wish, own_pin=PIN, ask=here.running.do_store_deed)
    assert in_force_now(till).settings.store_name == "Hoa Mai"
    meet(here, there)
    settings = in_force_now(there.running.till).settings
    assert settings == in_force_now(till).settings
    assert settings.bank == Bank(bin="970436", account="0123456789", name="CTY HOA MAI")


def the_program_is_the_same(here: WholeTill, there: WholeTill, network: BadNetwork) -> None:
    """The answer to the first try is lost; it is published once, and the other till prices by it.

    Somebody who had looked before is told, and publishes nothing.
    """
    till = here.running.till
    manager = sign_in(till, operator=word(here).operator, pin=PIN)
    newest = list_programs(manager, here.running).programs[0].number
    text = read_text(manager, here.running, newest) + OFF
    draft = program_of(text, name="new.toml", currency="VND")
    wish = PublishWish(deed=till.new_id(), draft=draft, newest=newest)
    before = price(there.running.till, there.with_member()).total
    network.fault = "answer lost"
    with pytest.raises(Unavailable):
        publish(till, manager, here.running, wish, own_pin=PIN)
    network.fault = "none"
    published = publish(till, manager, here.running, wish, own_pin=PIN)
    assert (published.number, published.is_here) == (newest + 1, True)
    there.wait(lambda _: in_force_now(there.running.till).program_version == newest + 1)
    assert price(there.running.till, there.with_member()).total < before
    other = replace(wish, deed=till.new_id())
    with pytest.raises(Refused, match="program-meanwhile"):
        publish(there.running.till, manager, there.running, other, own_pin=PIN)
    assert len(list_programs(manager, there.running).programs) == newest + 1
