"""Somebody is erased at the server while their sale is open at a till: taken off, or paid as it was told."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.errors import Refused
from loyalty.units import Points
from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import set_burn
from terminal.usecases.basket import detach_member, refresh_member
from terminal.usecases.find import find
from terminal.usecases.found import NothingFound
from terminal.usecases.members import erased_of
from tests.sync_model.real_server import RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345678"


@pytest.fixture
def server(tmp_path: Path, warm: WarmProgram) -> Iterator[RealServer]:
    folder = tmp_path / "server"
    folder.mkdir()
    furnish(folder)
    add_member(folder, "Nguyễn Thị Ánh", PHONE, 1_250)
    with RealServer(folder, warm) as server:
        yield server


@pytest.fixture
def shop(tmp_path: Path, server: RealServer) -> Iterator[WholeTill]:
    folder = tmp_path / "till"
    url, code = f"http://127.0.0.1:{server.port}", add_till(server.folder, "Q1")
    pair(folder, server_url=url, code=code, ca_file=None, key_store="file")
    first_sync(folder, lambda _: None)
    (folder / "till.toml").write_text('printer = "virtual"\n')
    server.count_from_here()
    shop = WholeTill(folder, PHONE)
    shop.open_first_day()
    yield shop
    shop.running.stop()


def erase(shop: WholeTill, server: RealServer) -> None:
    admin(server.folder, "erase-member", "--phone", PHONE)
    while not isinstance(find(shop.running.till, PHONE), NothingFound):
        shop.all_central()


def test_what_was_lent_for_the_sale_goes_back_and_the_sale_is_anybodys(
    shop: WholeTill, server: RealServer
) -> None:
    sale = shop.with_lease()
    assert sale.member is not None
    assert erased_of(shop.running.till, [sale.member.holder]) == frozenset()
    erase(shop, server)
    assert erased_of(shop.running.till, [sale.member.holder, "nobody"]) == {sale.member.holder}
    with pytest.raises(Refused, match="member-erased"):
        refresh_member(shop.running.till, sale)
    left = detach_member(shop.running.till, shop.session, sale)
    settled = shop.pay(left)
    assert (settled.member, settled.earned_points) == (None, 0)
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["open leases"], figures["quarantined events"]) == (1, 0, 0)


def test_what_is_paid_as_it_was_told_is_taken_by_the_server_and_names_nobody(
    shop: WholeTill, server: RealServer
) -> None:
    sale = shop.with_lease()
    assert sale.member is not None
    erase(shop, server)
    nameless = replace(sale, member=sale.member.without_person())
    with pytest.raises(Refused, match="lease-missing"):
        shop.pay(set_burn(nameless, Points(100)))
    settled = shop.pay(nameless)
    assert settled.member is not None
    assert (settled.member.name, settled.member.phone_tail) == ("", "")
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["open leases"], figures["quarantined events"]) == (1, 0, 0)
