"""Apologies and consents given at two whole tills while the line is cut: once at the server, and told."""

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from loyalty.wire.canonical import JsonObject
from loyalty.wire.member_desk import MemberDeed
from server.store.database import open_database
from server.store.tables.members import consents
from terminal.bootstrap.pairing import first_sync, pair
from terminal.membership import AttachedMember
from terminal.usecases.find import find
from terminal.usecases.found import MemberFound
from terminal.usecases.member_deeds import do_here
from terminal.usecases.member_desk import open_page
from tests.sync_model.real_server import RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import PATIENCE_S, WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345678"


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
    """Two tills that have heard of Hoa, a manager."""
    opened: list[WholeTill] = []
    for code in ("A1", "B1"):
        url = f"http://127.0.0.1:{server.port}"
        pairing_code = add_till(server.folder, code)
        pair(tmp_path / code, server_url=url, code=pairing_code, ca_file=None, key_store="file")
        first_sync(tmp_path / code, lambda _: None)
        (tmp_path / code / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(tmp_path / code, "")
        shop.open_first_day()
        opened.append(shop)
    first, second = opened
    hoa = ("--code", "hoa", "--name", "Hoa", "--role", "manager", "--pin", "1379")
    admin(server.folder, "operator", *hoa)
    until(opened, lambda: all(hoa_at(shop) for shop in opened))
    yield first, second
    for shop in opened:
        shop.running.stop()
        assert shop.findings == []


def until(tills: list[WholeTill] | tuple[WholeTill, ...], is_so: Callable[[], bool]) -> None:
    """Let all exchange until it is so."""
    while not is_so():
        for shop in tills:
            shop.running.sync.nudge()
        tills[0].statuses.get(timeout=PATIENCE_S)


def hoa_at(shop: WholeTill) -> str:
    """Hoa's id, as far as the till has heard of her."""
    with shop.running.till.store.read() as reading:
        return next((each.operator for each in reading.operators.tiles() if each.name == "Hoa"), "")


def an_at(shop: WholeTill) -> AttachedMember:
    found = find(shop.running.till, PHONE)
    assert isinstance(found, MemberFound)
    return found.member


def apologise(shop: WholeTill) -> str:
    """Hoa gives the voucher of the program at a till; the deed."""
    return done(shop, voucher="sorry", kind="apology")


def agree(shop: WholeTill, *, given: bool) -> str:
    """An agrees to messages at a till, or withdraws it; the deed."""
    said = {"v": 1, "purpose": "sms", "given": given, "text_version": "1"}
    return done(shop, consent=said, kind="consent")


def done(shop: WholeTill, **said: object) -> str:
    deed = shop.running.till.new_id()
    fields: dict[str, object] = {
        "version": 1,
        "deed": deed,
        "member": an_at(shop).holder,
        "operator": hoa_at(shop),
    }
    do_here(shop.running.till, MemberDeed.from_json({**fields, **said}))
    return deed


def vouchers(shop: WholeTill) -> list[str]:
    """The codes of An's vouchers after complaints, as a till knows them."""
    kept = an_at(shop).kept
    return [] if kept is None else sorted(each.code for each in kept.vouchers if each.rule == "sorry")


def promised(shop: WholeTill) -> list[str]:
    """What the till says of apologies that it gave: nothing while they wait, or why the server will not."""
    return [each.why for each in open_page(shop.running.till, an_at(shop).holder).promised]


def agreed(shop: WholeTill) -> list[bool]:
    """What the till remembers that An said last about messages."""
    said: tuple[JsonObject, ...] = open_page(shop.running.till, an_at(shop).holder).consents
    return [bool(each["given"]) for each in said if each["purpose"] == "sms"]


def agreed_at_server(server: RealServer) -> list[bool]:
    """The same at the server, in the order in which it was said."""
    database = open_database(None, server.folder)
    try:
        bodies = database.read(lambda connection: list(connection.execute(select(consents.c.body)).scalars()))
    finally:
        database.close()
    said = sorted((json.loads(each) for each in bodies), key=lambda each: each["at"])
    return [each["given"] for each in said if each["purpose"] == "sms"]


def test_what_two_tills_gave_apart_is_issued_once_each_and_what_was_too_much_is_told_where_it_was_given(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    first, second = tills
    server.kill()
    for shop in (first, second, first):
        apologise(shop)
    assert [promised(shop) for shop in tills] == [["", ""], [""]]
    assert [vouchers(shop) for shop in tills] == [[], []], "no till makes a code up"
    server.start()
    until(tills, lambda: all(len(vouchers(shop)) == 2 and "" not in promised(shop) for shop in tills))
    assert vouchers(first) == vouchers(second), "both can be used at either"
    assert sorted([*promised(first), *promised(second)]) == ["voucher-limit"], (
        "two a year, and three were given"
    )
    for shop in tills:
        shop.all_central()
    assert "Every figure follows" in admin(server.folder, "doctor")


def test_what_somebody_said_last_holds_whichever_till_is_back_first(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    first, second = tills
    server.kill()
    agree(first, given=True)
    agree(second, given=False)
    assert [agreed(shop) for shop in tills] == [[True], [False]]
    server.start()
    for shop in (second, first):
        until((shop,), partial(_is_told, shop))
    assert agreed_at_server(server) == [True, False]
    assert "Every figure follows" in admin(server.folder, "doctor")


def _is_told(shop: WholeTill) -> bool:
    return waiting(shop) == 0


def waiting(shop: WholeTill) -> int:
    with shop.running.till.store.read() as reading:
        return len(reading.deeds_out.waiting())
