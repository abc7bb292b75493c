"""What a manager does at the server is known at a till long before its next regular exchange."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loyalty.wire.member_desk import MemberDeed
from terminal.bootstrap.pairing import first_sync, pair
from terminal.sync.backoff import IDLE_S
from terminal.usecases.data_requests import open_requests
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound, NothingFound
from terminal.usecases.member_deeds import do_here
from tests.sync_model.real_server import RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345678"


@pytest.fixture
def shop(tmp_path: Path, warm: WarmProgram) -> Iterator[WholeTill]:
    server_folder, folder = tmp_path / "server", tmp_path / "till"
    server_folder.mkdir()
    furnish(server_folder)
    add_member(server_folder, "Nguyễn Thị Ánh", PHONE, 100)
    with RealServer(server_folder, warm) as server:
        pair(
            folder,
            server_url=f"http://127.0.0.1:{server.port}",
            code=add_till(server_folder, "Q1"),
            ca_file=None,
            key_store="file",
        )
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(folder, PHONE)
        shop.open_first_day()
        shop.all_central()
        yield shop
        shop.running.stop()


def seconds_until(shop: WholeTill, holds: Callable[[], bool]) -> float:
    """How long until something is seen at the till, which looks whenever an exchange has come through."""
    began = time.monotonic()
    while not holds():
        shop.statuses.get(timeout=20)
    return time.monotonic() - began


def test_a_blocked_and_an_erased_member_are_known_within_seconds(shop: WholeTill, tmp_path: Path) -> None:
    till, server_folder = shop.running.till, tmp_path / "server"
    assert isinstance(find(till, PHONE), MemberFound)
    admin(server_folder, "block-member", "--phone", PHONE)
    assert seconds_until(shop, lambda: isinstance(find(till, PHONE), NothingFound)) < IDLE_S / 3
    admin(server_folder, "block-member", "--phone", PHONE, "--unblock")
    assert seconds_until(shop, lambda: isinstance(find(till, PHONE), MemberFound)) < IDLE_S / 3
    admin(server_folder, "erase-member", "--phone", PHONE)
    assert seconds_until(shop, lambda: isinstance(find(till, PHONE), NothingFound)) < IDLE_S / 3
    shop.all_central()
    shop.all_central()
    assert "acknowledged by every till" in admin(server_folder, "erasures")


def test_a_request_about_ones_own_data_is_owed_by_what_the_server_says_too(shop: WholeTill) -> None:
    till = shop.running.till
    found = find(till, PHONE)
    assert isinstance(found, MemberFound)
    asked = MemberDeed(
        version=1,
        deed=till.new_id(),
        kind="note",
        member=found.member.member,
        operator=shop.session.operator,
        text="Khách yêu cầu xóa dữ liệu của mình",
        request="data-erase",
    )
    do_here(till, asked)
    assert [each.request for each in open_requests(till)] == ["data-erase"]
    shop.all_central()
    with till.store.read() as reading:
        assert reading.deeds_out.asking() == ()
        assert [each.name for each in reading.members.asking()] == ["Nguyễn Thị Ánh"]
    assert [(each.name, each.request) for each in open_requests(till)] == [("Nguyễn Thị Ánh", "data-erase")]
