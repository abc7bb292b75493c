"""A till that loads is killed with the next page of its directory asked for: nothing is missed or twice."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select

from server.store.database import open_database
from server.store.tables.feed import feed
from server.store.tables.members import members
from terminal.bootstrap.pairing import first_session, pair
from terminal.data_folder import DataFolder
from terminal.store.outbox import SqlOutbox
from tests.integration.sync.loading import PAGE
from tests.sync_model.real_server import RealServer, add_till, admin, furnish
from tests.warm.client import WarmProgram

ROOT: Final = Path(__file__).parents[3]
MEMBERS: Final = 1_200


@pytest.fixture(scope="module")
def _module_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / "server"
    folder.mkdir()
    furnish(folder)
    lines = (f"Người {number},09{number:08}" for number in range(10_000_000, 10_000_000 + MEMBERS))
    (folder / "members.csv").write_text("\n".join(("name,phone", *lines)), encoding="utf-8")
    admin(folder, "import-members", str(folder / "members.csv"))
    return folder


@pytest.fixture
def server(_module_folder: Path, warm: WarmProgram) -> Iterator[RealServer]:
    with RealServer(_module_folder, warm) as server:
        yield server


def load(folder: Path, *, page: int = 0, moment: str = "never") -> tuple[int, str]:
    """What becomes of a till's process that loads, and what it says at the end of it."""
    command = [sys.executable, "-m", "tests.integration.sync.loading", str(folder), str(page), moment]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout


def stands(folder: Path) -> tuple[int, list[str]]:
    """The place in the feed that a till has come to, and its members."""
    with DataFolder(folder) as opened, first_session(opened) as (_, store):
        cursor = SqlOutbox(store).read_outgoing().position.feed_cursor
        with store.read() as reading:
            held = reading.connection.exec_driver_sql("SELECT member FROM members ORDER BY member")
            return cursor, list(held.scalars())


def rows_after(server: RealServer, cursor: int) -> int:
    """How many rows the feed has after a place."""
    with closing(open_database(None, server.folder)) as database:
        query = select(func.count()).select_from(feed).where(feed.c.seq > cursor)
        return database.read(lambda connection: int(connection.execute(query).scalar_one()))


def members_there(server: RealServer) -> list[str]:
    with closing(open_database(None, server.folder)) as database:
        query = select(members.c.member).order_by(members.c.member)
        return database.read(lambda connection: list(connection.execute(query).scalars()))


@pytest.mark.parametrize("moment", ["asked", "half written", "written"])
def test_killed_with_a_page_asked_ahead_it_goes_on_where_it_was(
    server: RealServer, tmp_path: Path, moment: str
) -> None:
    code = add_till(server.folder, f"K{moment[0].upper()}")
    url = f"http://127.0.0.1:{server.port}"
    pair(tmp_path, server_url=url, code=code, ca_file=None, key_store="file")
    come_to = 0
    for page in (1, 3, 2):
        assert load(tmp_path, page=page, moment=moment)[0] == -signal.SIGKILL
        cursor, held = stands(tmp_path)
        written = page if moment == "written" else page - 1
        assert rows_after(server, come_to) - rows_after(server, cursor) == PAGE * written
        assert len(held) == len(set(held))
        come_to = cursor
    assert load(tmp_path) == (0, f"{rows_after(server, come_to)}\n"), "each row that was left, once"
    cursor, held = stands(tmp_path)
    assert (rows_after(server, cursor), held) == (0, members_there(server))
