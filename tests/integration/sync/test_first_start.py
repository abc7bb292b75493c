"""A first start that is ended at every point of it goes on from there, and nothing is half."""

from pathlib import Path
from typing import Any

import pytest

from loyalty.errors import Refused, Unavailable
from terminal.bootstrap import first_start
from terminal.bootstrap.first_glance import take_first_glance
from terminal.bootstrap.first_start import FirstStart, Invitation, Loaded, Stage
from terminal.bootstrap.pairing import first_session
from terminal.data_folder import DataFolder
from terminal.store.pairing_book import SqlPairingBook
from tests.integration.sync.first_starts import SHOP, begun, go_on
from tests.sync_model.own_shop import administer_here, serve_warm
from tests.sync_model.real_server import RealServer, add_till, furnish
from tests.warm.client import WarmProgram
from ui.first_errands import FirstDone
from ui.presenters.first_start.errands import Wish


class Killed(BaseException):
    """The program ends here."""


def stage_of(folder: Path) -> Stage:
    with begun(folder) as start:
        return start.stage()


@pytest.fixture(autouse=True)
def _warm_server(warm: WarmProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shop's own server is started warm."""
    serve_warm(warm, monkeypatch)


def kill(*_: Any, **__: Any) -> None:
    raise Killed


def test_a_new_shop_is_made_once_wherever_the_program_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    administer_here(monkeypatch)
    (tmp_path / "server.new").mkdir()
    (tmp_path / "server.new" / "master.key").write_text("half", encoding="ascii")
    assert stage_of(tmp_path) == "empty"

    with begun(tmp_path) as start, monkeypatch.context() as patched:
        patched.setattr(FirstStart, "_load", kill)
        patched.setattr(FirstStart, "_pair", kill)
        with pytest.raises(Killed):
            go_on(start, SHOP)
    assert stage_of(tmp_path) == "shop"

    with begun(tmp_path) as start, monkeypatch.context() as patched:
        patched.setattr(SqlPairingBook, "adopt", kill)
        with pytest.raises(Killed):
            go_on(start)
    assert stage_of(tmp_path) == "shop"
    with pytest.raises(Refused, match="not-paired"):
        take_first_glance(tmp_path)

    with begun(tmp_path) as start, monkeypatch.context() as patched:
        patched.setattr(FirstStart, "_load", kill)
        with pytest.raises(Killed):
            go_on(start)
    assert stage_of(tmp_path) == "paired"

    with begun(tmp_path) as start:
        assert go_on(start)[-1].rows > 0
    first = take_first_glance(tmp_path)
    first.close()
    assert [(each.name, each.role) for each in first.seen.operators] == [("Lan", "manager")]
    assert first.seen.store_name == "Tạp hóa Lan"


def test_a_new_shop_without_a_list_of_goods_sells_by_the_amount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    administer_here(monkeypatch)
    told = {"kind": "new", "language": "vi", "store": "Tạp hóa Lan", "manager": "Lan", "pin": "2580"}
    with begun(tmp_path) as start:
        FirstDone(start).go_on(Wish(values=told, preset=None), lambda _: None)
    folder = DataFolder(tmp_path)
    try:
        with first_session(folder, server_url=None) as (_, store), store.read() as reading:
            product = reading.products.open_price()
    finally:
        folder.close()
    assert product is not None
    assert (product.name, product.category, product.unit) == ("Hàng khác", "other", "piece")


def test_a_till_that_joins_reads_on_where_the_network_was_lost(
    tmp_path: Path, warm: WarmProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, till = tmp_path / "server", tmp_path / "till"
    at.mkdir()
    furnish(at)
    code = add_till(at, "Q1")
    monkeypatch.setattr(first_start, "FIRST_FEED_ROWS", 1)
    with RealServer(at, warm) as server:
        here = Invitation(url=f"http://127.0.0.1:{server.port}", code=code, ca_file=None)
        with begun(till) as start:
            with pytest.raises(Refused, match="pairing-code-wrong"):
                go_on(start, Invitation(url=here.url, code="9999-9999", ca_file=None))
            assert start.stage() == "empty"
        seen = _read_until_it_is_lost(till, here, server)
        assert stage_of(till) == "paired"
        with begun(till) as start, pytest.raises(Unavailable, match="server-absent"):
            go_on(start)
        server.start()
        with begun(till) as start:
            more = go_on(start)
            assert start.stage() == "ready"
    assert [each.rows for each in seen] in ([1], [1, 2]), "what was asked ahead may have come, and no more"
    assert more[0].rows == seen[-1].rows + 1
    assert all(each.of >= each.rows for each in more)


def _read_until_it_is_lost(till: Path, here: Invitation, server: RealServer) -> list[Loaded]:
    told: list[Loaded] = []

    def loaded(done: Loaded) -> None:
        told.append(done)
        if len(told) == 1:
            server.kill()

    with begun(till) as start, pytest.raises(Unavailable):
        start.go_on(here, on_step=lambda _: None, on_loaded=loaded)
    return told
