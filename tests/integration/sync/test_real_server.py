"""A whole till against the real server: leases asked for, spent and closed; cuts, doubles and restarts."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.member_desk import MemberDeed, MemberFileAsk
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.pairing import first_sync, pair
from terminal.keystore.spend_counter import SpendMark, read_mark
from terminal.open_sale import set_burn
from terminal.usecases.basket import burnable, detach_member, refresh_member
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.members import member_by_id
from terminal.usecases.pricing import price
from tests.sync_model.bad_network import BadNetwork, NetworkFault
from tests.sync_model.http_server import HttpServer
from tests.sync_model.real_server import RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram

NUMBERS = itertools.count(10)
"""Of tills and of phones."""


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory, warm: WarmProgram) -> Iterator[RealServer]:
    """One process for all tests here; each brings its own till and its own member."""
    folder = tmp_path_factory.mktemp("server")
    furnish(folder)
    with RealServer(folder, warm) as server:
        yield server


@pytest.fixture
def server(one_server: RealServer) -> RealServer:
    one_server.start()
    return one_server


@pytest.fixture
def network(server: RealServer) -> BadNetwork:
    return BadNetwork(server.port)


@pytest.fixture
def shop(server: RealServer, network: BadNetwork, tmp_path: Path) -> Iterator[WholeTill]:
    """A paired till whose line to the server runs over the network, and Ánh with 1,250 points."""
    number = next(NUMBERS)
    phone = f"09123456{number:02}"
    add_member(server.folder, "Nguyễn Thị Ánh", phone, 1_250)
    code = add_till(server.folder, f"Q{number}")
    folder = tmp_path / "till"
    with HttpServer(network) as line:
        url = f"http://127.0.0.1:{line.port}"
        pair(folder, server_url=url, code=code, ca_file=None, key_store="file")
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n')
        server.count_from_here()
        shop = WholeTill(folder, phone)
        shop.open_first_day()
        yield shop
        shop.running.stop()
        network.hang_up()
    assert shop.findings == []


def test_points_are_leased_spent_and_accounted_for(shop: WholeTill, server: RealServer) -> None:
    sale = shop.with_lease()
    quote = price(shop.running.till, sale, paid_with=("cash",))
    most = burnable(shop.running.till, sale, quote)
    assert most.points == 180  # half of 189.000 ₫ is 94.500 ₫, 189 points, in tens
    settled = shop.pay(set_burn(sale, Points(100)))
    assert settled.burn is not None
    assert read_mark(shop.running.till.keys) == SpendMark(
        incarnation=1, count=1, operation_id=settled.sale, committed=True
    )
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 100, 0)
    assert figures["quarantined events"] == 0
    refreshed = find(shop.running.till, shop.phone)
    assert isinstance(refreshed, MemberFound)
    assert refreshed.member.points == 1250 - 100 + settled.earned_points


def test_a_member_taken_off_frees_what_was_reserved(shop: WholeTill, server: RealServer) -> None:
    sale = shop.with_lease()
    assert server.figures()["open leases"] == 1
    detach_member(shop.running.till, shop.session, sale)
    shop.all_central()
    assert server.figures()["open leases"] == 0


def test_without_a_lease_nothing_is_burned_and_the_sale_still_earns(
    shop: WholeTill, server: RealServer
) -> None:
    server.kill()
    sale = shop.with_member()
    quote = price(shop.running.till, sale, paid_with=("cash",))
    most = burnable(shop.running.till, sale, quote)
    assert most.points == 0
    assert most.why is not None
    assert most.why.code == "lease-waiting"
    with pytest.raises(Refused):
        shop.pay(set_burn(sale, Points(100)))
    settled = shop.pay(sale)
    assert settled.earned_points > 0
    shop.wait(lambda status: status.waiting > 0 and not status.is_online)
    server.start()
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 0, 0)


def test_a_lease_that_was_granted_can_be_spent_without_a_server(shop: WholeTill, server: RealServer) -> None:
    sale = shop.with_lease()
    server.kill()
    settled = shop.pay(set_burn(sale, Points(100)))
    assert settled.burn is not None
    server.start()
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 100, 0)


@pytest.mark.parametrize(
    "fault", ["request lost", "answer lost", "answer halved", "doubled", "nonsense", "busy"]
)
def test_a_fault_on_the_line_neither_loses_nor_doubles(
    shop: WholeTill, server: RealServer, network: BadNetwork, fault: NetworkFault
) -> None:
    sale = shop.with_lease()
    network.fault = fault
    shop.pay(set_burn(sale, Points(100)))
    if fault != "doubled":
        shop.wait(lambda status: status.trouble is not None)
    network.fault = "none"
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["open leases"]) == (1, 100, 0)
    assert (figures["quarantined events"], figures["alarms"]) == (0, 0)


def test_an_ask_whose_answer_was_lost_is_granted_once(
    shop: WholeTill, server: RealServer, network: BadNetwork
) -> None:
    shop.all_central()
    network.fault = "answer lost"
    sale = shop.with_member()
    shop.wait(lambda status: status.trouble is not None and network.has_passed(b'"asks":[{'))
    assert server.figures()["open leases"] == 1
    network.fault = "none"
    shop.all_central()
    sale = refresh_member(shop.running.till, sale)
    assert sale.lease is not None
    assert sale.lease.state == "open"
    assert server.figures()["open leases"] == 1


def test_replaying_everything_that_was_ever_sent_changes_nothing(
    shop: WholeTill, server: RealServer, network: BadNetwork
) -> None:
    shop.pay(set_burn(shop.with_lease(), Points(100)))
    shop.all_central()
    before = server.figures()
    for asked in list(network.passed):
        network.forward(asked)
    assert server.figures() == before


def test_a_till_stopped_in_the_middle_of_a_basket_lets_go_of_the_points(
    shop: WholeTill, server: RealServer
) -> None:
    shop.with_lease()
    shop.running.stop()
    assert server.figures()["open leases"] == 1
    shop.open()
    shop.all_central()
    assert server.figures()["open leases"] == 0


def test_what_was_sold_offline_is_sent_after_a_restart(shop: WholeTill, server: RealServer) -> None:
    server.kill()
    for _ in range(3):
        shop.pay(shop.with_member())
    shop.running.stop()
    server.start()
    shop.open()
    shop.all_central()
    assert server.figures()["sales"] == 3


def test_a_revoked_till_keeps_selling_and_says_so(shop: WholeTill, server: RealServer) -> None:
    admin(server.folder, "revoke-till", "--till", shop.running.identity.code)
    shop.pay(shop.with_member())
    status = shop.wait(lambda status: status.state == "attention" and status.waiting > 0)
    assert status.trouble is not None
    assert status.trouble.code == "till-revoked"


def test_somebody_enrolled_elsewhere_is_one_look_up_away(shop: WholeTill, server: RealServer) -> None:
    add_member(server.folder, "Trần Văn Bình", "0987654321", 70)
    assert shop.running.look_up_member(phone="+84987654321") is not None
    found = find(shop.running.till, "0987654321")
    assert isinstance(found, MemberFound)
    assert found.member.points == 70
    assert shop.running.look_up_member(phone="+84900000001") is None
    assert shop.running.look_up_member(phone=f"+84{shop.phone[1:]}") is not None


def test_a_look_up_without_a_server_is_unavailable(shop: WholeTill, server: RealServer) -> None:
    server.kill()
    with pytest.raises(Unavailable):
        shop.running.look_up_member(phone=f"+84{shop.phone[1:]}")


def test_a_second_till_on_the_same_folder_is_refused(shop: WholeTill) -> None:
    with pytest.raises(Refused, match="data-folder-in-use"):
        take_first_glance(shop.folder)


def test_a_note_and_the_whole_history_of_a_member_over_a_real_line(shop: WholeTill) -> None:
    member = shop.running.look_up_member(phone=f"+84{shop.phone[1:]}")
    assert member is not None
    operator = shop.session.operator
    note = MemberDeed(version=1, deed="n1", kind="note", member=member, operator=operator, text="Gọi lại")
    shop.running.do_member_deed(note)
    assert [each.text for each in member_by_id(shop.running.till, member).notes] == ["Gọi lại"]
    file = shop.running.member_file(MemberFileAsk(version=1, member=member, operator=operator))
    assert [(each.kind, each.points) for each in file.movements] == [("opening", 1_250)]
    erase = MemberDeed(version=1, deed="e1", kind="erase", member=member, operator=operator)
    with pytest.raises(Refused) as refused:
        shop.running.do_member_deed(erase)
    assert refused.value.params["problem"] == "second-person-needed"
