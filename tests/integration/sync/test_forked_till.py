"""A till whose disk was restored or copied, against the real server: it sells on, and nothing is lost."""

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from loyalty.units import Points
from terminal.bootstrap.pairing import first_sync, pair
from terminal.open_sale import set_burn
from terminal.usecases.basket import burnable
from terminal.usecases.pricing import price
from terminal.usecases.shifts import copy_found_at
from tests.sync_model.real_server import RealServer, add_member, add_till, admin, furnish
from tests.sync_model.whole_till import WholeTill
from tests.warm.client import WarmProgram

NUMBERS = itertools.count(10)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, warm: WarmProgram) -> Iterator[RealServer]:
    folder = tmp_path_factory.mktemp("server")
    furnish(folder)
    with RealServer(folder, warm) as server:
        yield server


@dataclass
class Disk:
    """A till's folder, and a copy of it as it was at some time."""

    shop: WholeTill
    copy: Path

    def keep(self) -> None:
        """Copy the folder while the till stands still, and go on."""
        self.shop.running.stop()
        shutil.copytree(self.shop.folder, self.copy)
        self.shop.open()

    def restore(self, *, with_keys: bool) -> None:
        """Put the copy's database back; with its keys, the counter outside it is set back too."""
        self.shop.running.stop()
        for file in self.shop.folder.glob("till.db*"):
            file.unlink()
        names = ["till.db", "keys.json"] if with_keys else ["till.db"]
        for name in names:
            shutil.copy(self.copy / name, self.shop.folder / name)
        self.shop.open()


@pytest.fixture
def disk(server: RealServer, tmp_path: Path) -> Iterator[Disk]:
    number = next(NUMBERS)
    phone = f"09123457{number:02}"
    add_member(server.folder, "Nguyễn Thị Ánh", phone, 1_250)
    folder = tmp_path / "till"
    pair(
        folder,
        server_url=f"http://127.0.0.1:{server.port}",
        code=add_till(server.folder, f"Q{number}"),
        ca_file=None,
        key_store="file",
    )
    first_sync(folder, lambda _: None)
    (folder / "till.toml").write_text('printer = "virtual"\n')
    server.count_from_here()
    shop = WholeTill(folder, phone)
    shop.open_first_day()
    yield Disk(shop, tmp_path / "copy")
    shop.running.stop()
    assert shop.findings == []


def burn(shop: WholeTill, points: int) -> None:
    """A bag of rice for Ánh, partly in points, known centrally before this returns."""
    shop.pay(set_burn(shop.with_lease(), Points(points)))
    shop.all_central()


def incarnation(shop: WholeTill) -> int:
    with shop.running.till.store.read() as reading:
        identity = reading.state.identity()
    assert identity is not None
    return identity.incarnation


def test_a_restored_disk_is_found_at_start_and_begins_a_new_life(disk: Disk, server: RealServer) -> None:
    shop = disk.shop
    burn(shop, 100)
    disk.keep()
    burn(shop, 50)
    disk.restore(with_keys=False)
    assert shop.running.notice is not None
    assert shop.running.notice.code == "spend-counter-mismatch"
    assert copy_found_at(shop.running.till) is not None
    shop.all_central()
    assert incarnation(shop) == 2
    burn(shop, 60)
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["points house_loss"]) == (3, 210, 0)
    assert (figures["quarantined events"], figures["open leases"]) == (0, 0)
    assert "came back with an older disk" in admin(server.folder, "show")
    admin(server.folder, "settle-alarm", "--till", shop.running.identity.code)
    assert shop.running.identity.code not in admin(server.folder, "show")


def test_without_the_server_a_restored_disk_sells_and_burns_nothing(disk: Disk, server: RealServer) -> None:
    shop = disk.shop
    disk.keep()
    burn(shop, 50)
    server.kill()
    disk.restore(with_keys=False)
    sale = shop.with_member()
    most = burnable(shop.running.till, sale, price(shop.running.till, sale, paid_with=("cash",)))
    assert most.why is not None
    assert (most.points, most.why.code) == (0, "lease-frozen")
    assert shop.pay(sale).earned_points > 0
    server.start()
    shop.all_central()
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["quarantined events"]) == (2, 50, 0)


def test_a_disk_restored_with_its_counter_is_found_at_the_first_contact(
    disk: Disk, server: RealServer
) -> None:
    shop = disk.shop
    disk.keep()
    burn(shop, 50)
    disk.restore(with_keys=True)
    assert shop.running.notice is None
    shop.pay(shop.with_member())
    shop.running.sync.nudge()
    shop.all_central()
    assert incarnation(shop) == 2
    assert copy_found_at(shop.running.till) is not None
    burn(shop, 60)
    figures = server.figures()
    assert (figures["sales"], figures["points burned"], figures["points house_loss"]) == (3, 110, 0)
    assert figures["quarantined events"] == 0
    assert f"till {shop.running.identity.code}: came back with an older disk" in admin(server.folder, "show")
