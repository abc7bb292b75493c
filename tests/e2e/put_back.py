"""A shop of real processes whose server is put back to a copy of before: what is done to it, what it says."""

import io
import json
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from terminal.keystore.choice import open_key_store
from tests.e2e.shop import SHOP_FILES
from tests.evidence.shop_at_work import ShopAtWork, TillProcess
from tests.postgres import KillablePostgres
from tests.sync_model.real_server import PIN, admin

POINTS = 1_000
MEMBERS = 3
TWO = ("--by", "ha", "--approved-by", "minh")


@contextmanager
def shop_of_two(folder: Path, postgres: KillablePostgres) -> Generator[ShopAtWork, None, None]:
    """A shop with two tills, three members and two managers."""
    program = SHOP_FILES / "program.toml"
    with ShopAtWork(folder, postgres, program=program, members=MEMBERS, points=POINTS) as shop:
        for code, name in (("ha", "Hà"), ("minh", "Minh")):
            shop.admin("operator", "--code", code, "--name", name, "--role", "manager", "--pin", PIN)
        yield shop


def sell_to_everybody(shop: ShopAtWork) -> None:
    """Each till sells to each member."""
    for till in shop.tills:
        for phone in shop.phones:
            till.wait_for("done", since=till.tell(f"sell 1 {phone}"))


def moved(shop: ShopAtWork) -> int:
    """What all members have more than in the beginning, by what the tills said."""
    return sum(earned - burned for till in shop.tills for burned, earned in till.done.values())


def burned(shop: ShopAtWork) -> int:
    """What tills said that they burned."""
    return sum(burned for till in shop.tills for burned, _ in till.done.values())


def balances(shop: ShopAtWork, till: TillProcess) -> list[int]:
    """What each member has, as a till knows it."""
    found: list[int] = []
    for phone in shop.phones:
        till.wait_for("balance", since=till.tell(f"balance {phone}"))
        found.append(int(till.said[-1].split()[1]))
    return found


def after_restore(shop: ShopAtWork, monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """`admin after-restore`, with the PINs of both people."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PIN}\n{PIN}\n"))
    return admin(shop.data, "after-restore", "--database", shop.url, *words)


def take_copy(postgres: KillablePostgres, copy: Path) -> None:
    """A copy of the server's database as it is now."""
    postgres.stop()
    shutil.copytree(postgres.data, copy)
    postgres.start()


def put_back(shop: ShopAtWork, postgres: KillablePostgres, copy: Path) -> None:
    """Put the server's database back to a copy, and start the server again, at the same address."""
    shop.server.kill()
    postgres.stop()
    restore(copy, postgres.data)
    postgres.start()
    shop.restart_server()


def restore(copy: Path, data: Path) -> None:
    """Put the files of a cluster back as they were."""
    owner = data.stat()
    shutil.rmtree(data)
    shutil.copytree(copy, data)
    for each in (data, *data.rglob("*")):
        shutil.chown(each, owner.st_uid, owner.st_gid)
    data.chmod(0o700)


def begin_a_new_life(till: TillProcess) -> None:
    """Let it find its counter of spends far ahead, as on a disk that was set back; nothing on it is lost."""
    till.close()
    keys = open_key_store(till.folder)
    assert keys is not None
    kept = json.loads(keys.get("spend-counter") or b"")
    keys.set("spend-counter", json.dumps(kept | {"count": kept["count"] + 5}).encode())
    till.start()
    till.sync()


def as_told(shop: ShopAtWork, *, enrolled: int = 0) -> None:
    """Check every figure of the server against what the tills said, and both tills against it."""
    assert shop.faults() == ()
    points = shop.holdings.points
    assert (points.burned, points.house_loss, points.owed) == (burned(shop), 0, 0)
    assert points.outstanding == MEMBERS * POINTS + moved(shop)
    assert shop.holdings.counts["members"] == MEMBERS + enrolled
    known = [balances(shop, till) for till in shop.tills]
    assert all(each == known[0] for each in known)
    if not enrolled:
        assert sum(known[0]) == points.outstanding
    shop.admin("doctor")
