"""A shop for each test of the whole program: a real server process on a real PostgreSQL, and a paired till.

It is set up once, with the commands that a shop would use; each test gets a copy of its own.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.shop import SHOP_FILES, Shop
from tests.postgres import Postgres, running_postgres
from tests.warm.client import WarmProgram
from ui.demo.processes import Start, start_process
from ui.demo.server_process import ServerProcess
from ui.demo.shop import run_step


@dataclass(frozen=True, slots=True)
class Original:
    """What every test's shop is copied from."""

    postgres: Postgres
    database: str
    folder: Path

    def copy(self, folder: Path, start: Start = start_process) -> Shop:
        """A shop of one's own in `folder`; its server runs from `with` to its end."""
        for part in ("server", "till"):
            shutil.copytree(self.folder / part, folder / part)
        url = self.postgres.url(self.postgres.new_database(template=self.database))
        return Shop(folder, url, start)


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory, warm: WarmProgram) -> Iterator[Original]:
    """A shop that nothing has happened in yet."""
    folder = tmp_path_factory.mktemp("original")
    with running_postgres() as postgres:
        database = postgres.new_database()
        _set_up(folder, postgres.url(database), warm)
        yield Original(postgres, database, folder)


@pytest.fixture
def shop(original: Original, tmp_path: Path, warm: WarmProgram) -> Iterator[Shop]:
    """A shop of one's own, its server running; its programs are started warm."""
    with original.copy(tmp_path, warm) as one:
        yield one


def _set_up(folder: Path, url: str, start: Start) -> None:
    place = ("--data", str(folder / "server"), "--database", url)
    for step in (
        ("tenant", "--code", "than-thiet", "--name", "Thân Thiết"),
        ("store", "--code", "q1", "--name", "Cửa hàng Quận 1", "--address", "12 Lê Lợi, P. Sài Gòn, TP.HCM"),
        ("till", "--store", "q1", "--code", "Q2", "--name", "Quầy 2"),
        ("operator", "--code", "lan", "--name", "Lan", "--role", "cashier", "--pin", "2580"),
        ("publish-program", str(SHOP_FILES / "program.toml")),
        ("import-products", str(SHOP_FILES / "goods.csv")),
        ("import-members", str(SHOP_FILES / "members.csv")),
    ):
        run_step("admin", *step[:1], *place, *step[1:], start=start)
    code = run_step("admin", "pairing-code", *place, "--till", "Q2", start=start).strip()
    with ServerProcess(folder / "server", database=url, start=start) as server:
        server.wait()
        till = ("--data", str(folder / "till"), "--keys", "file")
        run_step("pair", "--server", server.address, "--code", code, *till, start=start)
