"""A note written while the line is cut, through two whole tills and the real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.wire.member_desk import DeedKind, MemberDeed
from terminal.bootstrap.pairing import first_sync, pair
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.member_deeds import do_here
from tests.sync_model.real_server import RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import PATIENCE_S, WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345678"
LATE = "Đã khiếu nại giao chậm – tặng phiếu xin lỗi"


@pytest.fixture
def server(tmp_path: Path, warm: WarmProgram) -> Iterator[RealServer]:
    folder = tmp_path / "server"
    folder.mkdir()
    furnish(folder)
    add_member(folder, "Nguyễn Văn An", PHONE, 0)
    with RealServer(folder, warm) as server:
        yield server


@pytest.fixture
def tills(server: RealServer, tmp_path: Path) -> Iterator[tuple[WholeTill, WholeTill]]:
    opened: list[WholeTill] = []
    for code in ("A1", "B1"):
        url = f"http://127.0.0.1:{server.port}"
        pair(
            tmp_path / code,
            server_url=url,
            code=add_till(server.folder, code),
            ca_file=None,
            key_store="file",
        )
        first_sync(tmp_path / code, lambda _: None)
        (tmp_path / code / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(tmp_path / code, "")
        shop.open_first_day()
        opened.append(shop)
    first, second = opened
    yield first, second
    for shop in opened:
        shop.running.stop()
        assert shop.findings == []


def notes(shop: WholeTill) -> list[tuple[str, str]]:
    found = find(shop.running.till, PHONE)
    assert isinstance(found, MemberFound)
    return [(each.text, each.done_by) for each in found.member.notes]


def deed_of(shop: WholeTill, kind: DeedKind, *, text: str = "", note: str | None = None) -> MemberDeed:
    found = find(shop.running.till, PHONE)
    assert isinstance(found, MemberFound)
    return MemberDeed(
        version=1,
        deed=shop.running.till.new_id(),
        kind=kind,
        member=found.member.holder,
        operator=shop.session.operator,
        text=text,
        note=note,
    )


def test_a_note_of_the_cut_is_at_the_other_till_and_the_one_that_ticks_it_tells_the_first(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    first, second = tills
    server.kill()
    written = deed_of(first, "note", text=LATE)
    do_here(first.running.till, written)
    assert notes(first) == [(LATE, "")]
    server.start()
    while not notes(second):
        second.running.sync.nudge()
        first.running.sync.nudge()
        second.statuses.get(timeout=PATIENCE_S)
    done = deed_of(second, "note-done", note=written.deed)
    do_here(second.running.till, done)
    name = second.session.name
    while notes(first) != [(LATE, name)]:
        second.running.sync.nudge()
        first.running.sync.nudge()
        first.statuses.get(timeout=PATIENCE_S)
    for shop in tills:
        shop.all_central()
        with shop.running.till.store.read() as reading:
            assert reading.deeds_out.waiting() == ()
    assert "Every figure follows" in admin(server.folder, "doctor")
