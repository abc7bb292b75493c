"""A voucher and an offer for once through two whole tills and the real server, cut apart and joined again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import OpenSale
from terminal.usecases.basket import detach_member, present_code, refresh_member
from terminal.usecases.enrol import enrol_member
from terminal.usecases.pricing import price
from tests.sync_model.real_server import RealServer, add_till, admin, furnish
from tests.sync_model.whole_till import PATIENCE_S, WholeTill
from tests.warm.client import WarmProgram

PHONE = "0912345678"
PROGRAM = """
format = 1
name = "Thân Thiết"
currency = "VND"
timezone = "Asia/Ho_Chi_Minh"

[points]
earn = 1
per_amount = 10000
worth = 500

[[tier]]
id = "member"
at = 0

[[promotion]]
id = "once"
name = "Một lần"
kind = "amount_off"
amount = 20000
when = { limit = { times = 1, per = "ever" } }

[[promotion]]
id = "fifty-off"
name = "Phiếu giảm 50.000"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[voucher]]
id = "welcome"
promotion = "fifty-off"
issue = "welcome"
days = 30
"""


@pytest.fixture
def server(tmp_path: Path, warm: WarmProgram) -> Iterator[RealServer]:
    folder = tmp_path / "server"
    folder.mkdir()
    furnish(folder)
    (folder / "program.toml").write_text(PROGRAM, encoding="utf-8")
    admin(folder, "publish-program", str(folder / "program.toml"))
    with RealServer(folder, warm) as server:
        yield server


@pytest.fixture
def tills(server: RealServer, tmp_path: Path) -> Iterator[tuple[WholeTill, WholeTill]]:
    opened: list[WholeTill] = []
    for code in ("Q1", "Q2"):
        folder = tmp_path / code
        url = f"http://127.0.0.1:{server.port}"
        pair(folder, server_url=url, code=add_till(server.folder, code), ca_file=None, key_store="file")
        first_sync(folder, lambda _: None)
        (folder / "till.toml").write_text('printer = "virtual"\n')
        shop = WholeTill(folder, PHONE)
        shop.open_first_day()
        opened.append(shop)
    first, second = opened
    enrol_member(first.running.till, first.session, phone_text=PHONE, name="Nguyễn Thị Ánh")
    for shop in (first, second):
        shop.all_central()
    yield first, second
    for shop in opened:
        shop.running.stop()
        assert shop.findings == []


def until(shop: WholeTill, sale: OpenSale, good: Callable[[OpenSale], bool]) -> OpenSale:
    """The sale once the server has answered what is waited for."""
    for _ in range(20):
        if good(sale):
            return sale
        shop.running.sync.nudge()
        shop.statuses.get(timeout=PATIENCE_S)
        sale = refresh_member(shop.running.till, sale)
    raise AssertionError(sale.claims)


def is_kept(sale: OpenSale) -> bool:
    """Whether the voucher and the offer are this till's to use."""
    return [each.state for each in sale.claims] == ["open", "open"]


def off(shop: WholeTill, sale: OpenSale) -> dict[str, int]:
    return {each.rule: each.amount for each in price(shop.running.till, sale, paid_with=("cash",)).discounts}


def with_voucher(shop: WholeTill, sale: OpenSale) -> OpenSale:
    assert sale.member is not None
    (code,) = sale.member.vouchers
    return present_code(shop.running.till, sale, code)


def test_cut_apart_each_thing_is_given_where_it_was_kept_and_nowhere_else(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    here, there = tills
    mine = with_voucher(here, until(here, here.with_member(), is_kept))
    server.kill()
    theirs = with_voucher(there, there.with_member())
    assert off(there, theirs) == {}
    assert off(here, mine) == {"once": 20_000, "fifty-off": 50_000}
    assert here.pay(mine).total == 119_000
    assert there.pay(theirs).total == 189_000
    server.start()
    for shop in (here, there, here, there):
        shop.all_central()
    later = there.with_member()
    assert later.member is not None
    assert (later.member.vouchers, later.member.used, later.claims) == ({}, {"once": 1}, ())
    assert off(there, later) == {}
    assert "Every figure follows" in admin(server.folder, "doctor")


def test_what_one_till_holds_goes_over_to_the_other_when_its_customer_has_left(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    here, there = tills
    mine = until(here, here.with_member(), is_kept)
    theirs = with_voucher(there, there.with_member())
    theirs = until(there, theirs, lambda sale: {each.why for each in sale.claims} == {"called-back"})
    assert off(there, theirs) == {}
    detach_member(here.running.till, here.session, mine)
    here.all_central()
    theirs = until(there, theirs, is_kept)
    assert off(there, theirs) == {"once": 20_000, "fifty-off": 50_000}
    there.pay(theirs)
    there.all_central()
    assert "Every figure follows" in admin(server.folder, "doctor")
