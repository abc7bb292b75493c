"""Goods come back at two whole tills and a real server: where they were sold, offline too, then elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Money, Points, Quantity
from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import set_burn
from terminal.returned import RefundedSale, RefundWish
from terminal.sale import SettledSale
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.returns.elsewhere import fetch_sale
from terminal.usecases.returns.finding import AskElsewhere, SaleFound, find_sale
from terminal.usecases.returns.refunding import refund_sale
from terminal.usecases.shifts import open_shift
from tests.sync_model.bad_network import BadNetwork
from tests.sync_model.http_server import HttpServer
from tests.sync_model.real_server import RealServer, add_member, add_till, furnish
from tests.sync_model.whole_till import PATIENCE_S, WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345699"
Shops = tuple[WholeTill, WholeTill, BadNetwork]


@pytest.fixture
def shops(tmp_path: Path, warm: WarmProgram) -> Iterator[Shops]:
    """Two paired tills, the first of them over a network that can be cut; Ánh has 1,250 points."""
    server_folder = tmp_path / "server"
    server_folder.mkdir()
    furnish(server_folder)
    add_member(server_folder, "Nguyễn Thị Ánh", PHONE, 1_250)
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
        for till in tills:
            open_shift(till.running.till, till.session, opening_float=Money(500_000))
        yield tills[0], tills[1], network
        for till in tills:
            till.running.stop()
        network.hang_up()
        assert [till.findings for till in tills] == [[], []]


def take_back(till: WholeTill, sale: SettledSale, thousandths: int, refund: str) -> RefundedSale:
    """So much of the bag of rice."""
    wish = RefundWish(refund=refund, sale=sale.sale, returns={0: Quantity(thousandths)})
    return refund_sale(till.running.till, till.session, wish)


def points_at(till: WholeTill) -> int:
    """What the till says that Ánh has."""
    found = find(till.running.till, PHONE)
    assert isinstance(found, MemberFound)
    return found.member.points


def until(till: WholeTill, good: Callable[[], bool]) -> None:
    """Sync until it is so."""
    while not good():
        till.running.sync.nudge()
        till.statuses.get(timeout=PATIENCE_S)


def test_a_part_at_its_own_till_without_a_network_and_the_rest_at_another(shops: Shops) -> None:
    here, there, network = shops
    sale = here.pay(set_burn(here.with_lease(), Points(100)))
    here.all_central()
    digits = sale.receipt.digits
    assert find_sale(there.running.till, digits) == AskElsewhere(digits=digits)
    with pytest.raises(Refused, match="sale-unknown"):
        take_back(there, sale, 400, "too-early")

    network.fault = "request lost"
    part = take_back(here, sale, 400, "first-part")
    with pytest.raises(Unavailable):
        fetch_sale(here.running.till, here.running.ask_refund_lock, digits)
    assert points_at(here) == 1_250 - 100 + sale.earned_points + part.points_returned - part.points_taken
    network.fault = "none"

    def is_given() -> bool:
        return fetch_sale(there.running.till, there.running.ask_refund_lock, digits)[0] == "given"

    state, code = fetch_sale(there.running.till, there.running.ask_refund_lock, digits)
    assert (state, code) == ("asked", "Q1")
    here.all_central()
    until(here, is_given)
    found = find_sale(there.running.till, digits)
    assert isinstance(found, SaleFound)
    assert [(line.returned, line.left) for line in found.sale.lines] == [(400, 600)]
    with pytest.raises(Refused, match="sale-released"):
        take_back(here, sale, 600, "at-both")
    with pytest.raises(Refused, match="more-than-left"):
        take_back(there, sale, 1_000, "too-much")
    rest = take_back(there, sale, 600, "the-rest")
    assert take_back(there, sale, 600, "the-rest") == rest
    assert part.paid_out + rest.paid_out == sale.to_pay
    assert part.points_taken + rest.points_taken == sale.earned_points
    assert part.points_returned + rest.points_returned == 100
    there.all_central()
    here.all_central()
    assert (points_at(here), points_at(there)) == (1_250, 1_250)
