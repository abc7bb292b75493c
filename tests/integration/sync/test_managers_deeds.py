"""What a manager has the server do from a whole till, the first answer lost: points by hand, another till."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty.errors import Refused, Unavailable
from loyalty.units import Points
from loyalty.wire.member_desk import MemberDeed
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.pairing import first_sync, pair
from terminal.session import Session
from terminal.usecases.member_desk import have_deed_done, open_page
from terminal.usecases.operators import list_operators
from terminal.usecases.shifts import shift_so_far
from terminal.usecases.sign_in import sign_in
from terminal.usecases.till_opening import TillWish, open_till
from tests.sync_model.bad_network import BadNetwork
from tests.sync_model.http_server import HttpServer
from tests.sync_model.real_server import PIN, RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram
from ui.presenters.members.till_errands import MembersDone

PHONE = "0912345699"
Shop = tuple[WholeTill, BadNetwork, int]


@pytest.fixture
def shop(tmp_path: Path, warm: WarmProgram) -> Iterator[Shop]:
    """A paired till over a network that loses things, and the port of its server; two managers."""
    server_folder = tmp_path / "server"
    server_folder.mkdir()
    furnish(server_folder)
    add_member(server_folder, "Nguyễn Thị Ánh", PHONE, 100)
    with RealServer(server_folder, warm) as server:
        network = BadNetwork(server.port)
        with HttpServer(network) as line:
            till = WholeTill(tmp_path / "Q1", PHONE)
            url = f"http://127.0.0.1:{line.port}"
            code = add_till(server_folder, "Q1")
            pair(till.folder, server_url=url, code=code, ca_file=None, key_store="file")
            first_sync(till.folder, lambda _: None)
            till.open_first_day()
            for name in ("huong", "thu"):
                who = ("--code", name, "--name", name, "--role", "manager", "--pin", PIN)
                admin(server_folder, "operator", *who)
            till.all_central()
            yield till, network, server.port
            till.running.stop()
            network.hang_up()
            assert till.findings == []


def managers(till: WholeTill) -> list[str]:
    return [tile.operator for tile in list_operators(till.running.till) if tile.role == "manager"]


def manager(till: WholeTill) -> Session:
    return sign_in(till.running.till, operator=managers(till)[0], pin=PIN)


def started(till: WholeTill) -> MembersDone:
    """The errands of *Members* as a start of the till makes them."""
    running = till.running
    return MembersDone(running.till, running.member_file, running.do_member_deed, exports=till.folder)


def test_points_by_hand_are_given_once_and_told_at_once(shop: Shop) -> None:
    till, network, _ = shop
    here, (one, other) = till.running.till, managers(till)
    with here.store.read() as reading:
        member = reading.members.by_phone("+84912345699", most=1)[0].member
    deed = MemberDeed(
        version=1, deed=here.new_id(), kind="adjust", member=member, operator=one, approver=other,
        points=Points(40), reason="missing", text="Bù điểm còn thiếu",
    )  # fmt: skip
    assert started(till).file(manager(till), member, skip=0).deeds == ()
    network.fault = "answer lost"
    with pytest.raises(Unavailable, match="deed-unanswered"):
        have_deed_done(here, deed, till.running.do_member_deed)
    assert shift_so_far(here, manager(till)).loyalty.adjusted == 0
    network.fault = "none"
    have_deed_done(here, deed, till.running.do_member_deed)
    assert open_page(here, member).member.points == 140
    assert shift_so_far(here, manager(till)).loyalty.adjusted == 40
    taken = replace(deed, deed=here.new_id(), points=Points(-141))
    with pytest.raises(Refused, match="adjust-short"):
        have_deed_done(here, taken, till.running.do_member_deed)
    assert shift_so_far(here, manager(till)).loyalty.adjusted == 40


def test_points_of_which_a_till_was_switched_off_before_it_heard_are_seen_on_the_page_and_given_once(
    shop: Shop,
) -> None:
    till, network, _ = shop
    here, (one, other) = till.running.till, managers(till)
    with here.store.read() as reading:
        member = reading.members.by_phone("+84912345699", most=1)[0].member
    deed = MemberDeed(
        version=1, deed=here.new_id(), kind="adjust", member=member, operator=one, approver=other,
        points=Points(40), reason="missing", text="Bù điểm còn thiếu",
    )  # fmt: skip
    assert started(till).file(manager(till), member, skip=0).deeds == ()
    network.fault = "answer lost"
    with pytest.raises(Unavailable, match="deed-unanswered"):
        started(till).do(deed)
    network.fault = "none"
    in_other_words = replace(deed, deed=here.new_id(), text="Bù điểm còn thiếu: hôm qua")
    started(till).file(manager(till), member, skip=0)
    assert shift_so_far(here, manager(till)).loyalty.adjusted == 40
    till.all_central()
    assert open_page(here, member).member.points == 140
    network.fault = "answer lost"
    for _ in range(2):
        with pytest.raises(Unavailable, match="deed-unanswered"):
            started(till).do(in_other_words)
    network.fault = "none"
    by_the_other = replace(in_other_words, deed=here.new_id(), text="Bù điểm", operator=other, approver=one)
    earlier = started(till).do(by_the_other).earlier
    assert earlier is not None
    assert (earlier.operator, earlier.approver) == (one, other)
    assert open_page(here, member).member.points == 180
    assert shift_so_far(here, manager(till)).loyalty.adjusted == 80


def test_the_code_from_the_screen_pairs_another_machine_of_the_shop(shop: Shop, tmp_path: Path) -> None:
    till, network, port = shop
    here, who = till.running.till, manager(till)
    wish = TillWish(here.new_id(), "Quầy hai")
    network.fault = "answer lost"
    with pytest.raises(Unavailable, match="deed-unanswered"):
        open_till(here, who, wish, own_pin=PIN, ask=till.running.open_till)
    network.fault = "none"
    opened = open_till(here, who, wish, own_pin=PIN, ask=till.running.open_till)
    assert (opened.till_code, opened.name) == ("Q2", "Quầy hai")
    second = tmp_path / "second"
    url = f"http://127.0.0.1:{port}"
    identity = pair(second, server_url=url, code=opened.code, ca_file=None, key_store="file")
    assert (identity.code, identity.name, identity.store) == ("Q2", "Quầy hai", till.running.identity.store)
    first_sync(second, lambda _: None)
    glance = take_first_glance(second)
    glance.close()
    assert len(glance.seen.operators) == 1 + len(managers(till))
    with pytest.raises(Refused, match="pairing-code-used"):
        pair(tmp_path / "third", server_url=url, code=opened.code, ca_file=None, key_store="file")
