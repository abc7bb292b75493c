"""A shop whose server runs beside its till: both are copied while they work, and both put back."""

from dataclasses import replace
from pathlib import Path

import pytest

from main import EXIT_REFUSED, main
from terminal.bootstrap.own_server import FOLDER, OwnServer
from terminal.usecases.drawer import open_drawer
from tests.integration.sync.first_starts import SHOP, begun, go_on
from tests.sync_model.own_shop import administer_here, serve_warm
from tests.sync_model.real_server import PIN
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram


@pytest.fixture
def till(tmp_path: Path, warm: WarmProgram, monkeypatch: pytest.MonkeyPatch) -> WholeTill:
    serve_warm(warm, monkeypatch)
    administer_here(monkeypatch)
    with begun(tmp_path) as start:
        go_on(start, replace(SHOP, pin=PIN))
    return WholeTill(tmp_path, phone="")


def restore(till: WholeTill, copy: Path) -> int:
    return main(["restore", str(copy), "--yes", "--data", str(till.folder)])


def test_a_shop_goes_on_from_the_copies_of_till_and_server(till: WholeTill) -> None:
    till.open_first_day()
    till.all_central()
    till.running.copies.back_up()
    open_drawer(till.running.till, till.session)
    till.all_central()
    till.running.stop()
    server, of_till = sorted((till.folder / "backups").iterdir())
    assert (server.name[:10], of_till.name[:8]) == ("server-Q1-", "till-Q1-")
    for file in till.folder.rglob("*.db*"):
        if file.parent.name != "backups":
            file.unlink()
    assert restore(till, server) == EXIT_REFUSED
    assert (restore(till, of_till), restore(till, server)) == (0, 0)
    till.open()
    open_drawer(till.running.till, till.session)
    till.all_central()
    till.running.stop()
    assert till.findings == []


def test_a_servers_copy_is_of_no_use_without_its_key(
    till: WholeTill, capsys: pytest.CaptureFixture[str]
) -> None:
    till.open_first_day()
    till.running.copies.back_up()
    till.running.stop()
    key = till.folder / FOLDER / "master.key"
    kept = key.rename(till.folder / "kept apart")
    (server,) = (till.folder / "backups").glob("server-*")
    there = (till.folder / FOLDER / "server.db").read_bytes()
    assert restore(till, server) == EXIT_REFUSED
    assert str(key) in capsys.readouterr().err
    assert (till.folder / FOLDER / "server.db").read_bytes() == there
    kept.rename(key)
    assert restore(till, server) == 0


def test_a_server_that_somebody_started_by_hand_keeps_its_file(
    till: WholeTill, capsys: pytest.CaptureFixture[str]
) -> None:
    till.open_first_day()
    till.running.copies.back_up()
    till.running.stop()
    (server,) = (till.folder / "backups").glob("server-*")
    there = till.folder / FOLDER / "server.db"
    inode = there.stat().st_ino
    with OwnServer(till.folder / FOLDER) as by_hand:
        by_hand.wait()
        assert restore(till, server) == EXIT_REFUSED
        assert str(there) in capsys.readouterr().err
        assert there.stat().st_ino == inode
    assert restore(till, server) == 0
    assert there.stat().st_ino != inode
