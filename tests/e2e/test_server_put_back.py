"""A server whose database is set back to a copy of before, while two tills went on: the whole way back.

What each till said it sold is counted here, apart from all of them; the server's doctor works out the rest.
"""

import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.shop import SHOP_FILES
from tests.evidence.shop_at_work import ShopAtWork, TillProcess
from tests.postgres import KillablePostgres, killable_postgres
from tests.sync_model.real_server import PIN, admin

POINTS = 1_000
MEMBERS = 3


@pytest.fixture
def postgres() -> Iterator[KillablePostgres]:
    """One of this test's own: its files are put back."""
    with killable_postgres() as postgres:
        yield postgres


@pytest.fixture
def shop(tmp_path: Path, postgres: KillablePostgres) -> Iterator[ShopAtWork]:
    program = SHOP_FILES / "program.toml"
    with ShopAtWork(tmp_path, postgres, program=program, members=MEMBERS, points=POINTS) as shop:
        yield shop


def sell_to_everybody(shop: ShopAtWork) -> None:
    for till in shop.tills:
        for phone in shop.phones:
            till.wait_for("done", since=till.tell(f"sell 1 {phone}"))


def moved(shop: ShopAtWork) -> int:
    """What all members have more than in the beginning, by what the tills said."""
    return sum(earned - burned for till in shop.tills for burned, earned in till.done.values())


def burned(shop: ShopAtWork) -> int:
    return sum(burned for till in shop.tills for burned, _ in till.done.values())


def balances(shop: ShopAtWork, till: TillProcess) -> list[int]:
    found: list[int] = []
    for phone in shop.phones:
        till.wait_for("balance", since=till.tell(f"balance {phone}"))
        found.append(int(till.said[-1].split()[1]))
    return found


def after_restore(shop: ShopAtWork, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """`admin after-restore`, with the PINs of both people."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PIN}\n{PIN}\n"))
    return admin(shop.data, "after-restore", "--database", shop.url, *words)


def test_two_tills_that_went_on_give_back_all_that_a_restored_server_has_lost(
    shop: ShopAtWork, postgres: KillablePostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = ("--by", "ha", "--approved-by", "minh")
    for code, name in (("ha", "Hà"), ("minh", "Minh")):
        shop.admin("operator", "--code", code, "--name", name, "--role", "manager", "--pin", PIN)
    sell_to_everybody(shop)
    for till in shop.tills:
        till.sync()
    postgres.stop()
    copy = tmp_path / "copy"
    shutil.copytree(postgres.data, copy)
    postgres.start()
    before = burned(shop)
    sell_to_everybody(shop)
    sell_to_everybody(shop)
    for till in shop.tills:
        till.sync()
    assert burned(shop) > before, "points are burned in what is going to be lost"
    shop.server.kill()
    for till in shop.tills:
        till.wait_for("done", since=till.tell(f"sell 1 {shop.phones[0]}"))
    postgres.stop()
    restore(copy, postgres.data)
    postgres.start()
    shop.restart_server()
    for till in shop.tills:
        till.wait_for("trouble server-went-back", since=till.tell("trouble"))
    assert "lends nothing until it has heard" not in shop.admin("show")
    assert "Not heard since: Q1, Q2" in after_restore(shop, monkeypatch, "--begin", *two)
    for till in shop.tills:
        till.sync()
    assert "Every till has sent again" in after_restore(shop, monkeypatch)
    sell_to_everybody(shop)
    for till in (*shop.tills, *shop.tills):
        till.sync()
    assert shop.faults() == ()
    points = shop.holdings.points
    assert (points.burned, points.house_loss, points.owed) == (burned(shop), 0, 0)
    assert points.outstanding == MEMBERS * POINTS + moved(shop)
    known = [balances(shop, till) for till in shop.tills]
    assert known[0] == known[1]
    assert sum(known[0]) == points.outstanding
    shop.admin("doctor")


def restore(copy: Path, data: Path) -> None:
    """Put the files of a cluster back as they were."""
    owner = data.stat()
    shutil.rmtree(data)
    shutil.copytree(copy, data)
    for each in (data, *data.rglob("*")):
        shutil.chown(each, owner.st_uid, owner.st_gid)
    data.chmod(0o700)
