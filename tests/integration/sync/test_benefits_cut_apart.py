"""A benefit with a limit through two whole tills and the real server, cut apart and joined again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import Refused
from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import OpenSale
from terminal.usecases.benefits import name_use, take_back_use, use_benefit
from terminal.usecases.enrol import enrol_member
from terminal.usecases.members import member_by_id
from tests.integration.sync.test_claims_cut_apart import PHONE, until
from tests.sync_model.real_server import RealServer, add_till, admin, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram

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

[[benefit]]
id = "lounge"
name = "Phòng chờ"
limit = { times = 2, per = "ever" }
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


def is_kept(sale: OpenSale) -> bool:
    return [each.state for each in sale.claims] == ["open"]


def use(shop: WholeTill, sale: OpenSale) -> OpenSale:
    till = shop.running.till
    return use_benefit(till, shop.session, sale, "lounge", use=name_use(till, sale))


def refusal(shop: WholeTill, sale: OpenSale) -> str:
    with pytest.raises(Refused) as refused:
        use(shop, sale)
    return refused.value.code


def uses(shop: WholeTill, sale: OpenSale) -> int:
    assert sale.member is not None
    kept = member_by_id(shop.running.till, sale.member.member).kept
    return 0 if kept is None else len(kept.uses)


def test_cut_apart_it_is_used_where_it_was_kept_and_never_more_often_than_its_limit(
    tills: tuple[WholeTill, WholeTill], server: RealServer
) -> None:
    here, there = tills
    mine = until(here, here.with_member(), is_kept)
    server.kill()
    theirs = there.with_member()
    mine = use(here, mine)
    assert refusal(here, mine) == "benefit-waiting"
    assert refusal(there, theirs) == "benefit-waiting"
    assert (uses(here, mine), uses(there, theirs)) == (1, 0)
    server.start()
    for shop in (here, there, here, there):
        shop.all_central()
    theirs = until(there, theirs, lambda sale: bool(sale.claims) and not is_waiting(sale))
    mine = until(here, mine, lambda sale: bool(sale.claims) and not is_waiting(sale))
    given = [(shop, sale) for shop, sale in ((here, mine), (there, theirs)) if is_kept(sale)]
    assert len(given) == 1, "the last one is kept for one till"
    ((shop, sale),) = given
    last = use(shop, sale)
    assert refusal(shop, last) == "benefit-used-up"
    for each in (here, there, here, there):
        each.all_central()
    assert (uses(here, mine), uses(there, theirs)) == (2, 2)
    assert last.member is not None
    assert last.member.kept is not None
    take_back_use(shop.running.till, shop.session, last, last.member.kept.uses[-1].id)
    for each in (here, there, here, there):
        each.all_central()
    assert (uses(here, mine), uses(there, theirs)) == (1, 1)
    assert "Every figure follows" in admin(server.folder, "doctor")


def is_waiting(sale: OpenSale) -> bool:
    """Whether the server has not said yet, or another till was asked for it."""
    return any(each.state in {"wanted", "asked"} and each.why == "" for each in sale.claims)
