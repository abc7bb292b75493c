"""A server whose database is set back to a copy of before, while two tills went on: the whole way back.

What each till said it sold is counted here, apart from all of them; the server's doctor works out the rest.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from terminal.bootstrap.pairing import pair_again
from tests.e2e.put_back import (
    TWO,
    after_restore,
    as_told,
    begin_a_new_life,
    burned,
    put_back,
    sell_to_everybody,
    shop_of_two,
    take_copy,
)
from tests.evidence.shop_at_work import ShopAtWork
from tests.postgres import KillablePostgres, killable_postgres

NEWCOMER = "0987654321"


@pytest.fixture
def postgres() -> Iterator[KillablePostgres]:
    """One of this test's own: its files are put back."""
    with killable_postgres() as postgres:
        yield postgres


@pytest.fixture
def shop(tmp_path: Path, postgres: KillablePostgres) -> Iterator[ShopAtWork]:
    with shop_of_two(tmp_path, postgres) as shop:
        yield shop


def test_two_tills_that_went_on_give_back_all_that_a_restored_server_has_lost(
    shop: ShopAtWork, postgres: KillablePostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell_to_everybody(shop)
    for till in shop.tills:
        till.sync()
    take_copy(postgres, tmp_path / "copy")
    before = burned(shop)
    sell_to_everybody(shop)
    sell_to_everybody(shop)
    for till in shop.tills:
        till.sync()
    assert burned(shop) > before, "points are burned in what is going to be lost"
    shop.server.kill()
    for till in shop.tills:
        till.wait_for("done", since=till.tell(f"sell 1 {shop.phones[0]}"))
    put_back(shop, postgres, tmp_path / "copy")
    for till in shop.tills:
        till.wait_for("trouble server-went-back", since=till.tell("trouble"))
    assert "lends nothing until it has heard" not in shop.admin("show")
    assert "Not heard since: Q1, Q2" in after_restore(shop, monkeypatch, "--begin", *TWO)
    for till in shop.tills:
        till.sync()
    assert "Every till has sent again" in after_restore(shop, monkeypatch)
    sell_to_everybody(shop)
    for till in (*shop.tills, *shop.tills):
        till.sync()
    as_told(shop)


def test_a_till_paired_after_the_copy_and_one_that_began_a_new_life_after_it_give_back_all_of_theirs(
    shop: ShopAtWork, postgres: KillablePostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell_to_everybody(shop)
    for till in shop.tills:
        till.sync()
    take_copy(postgres, tmp_path / "copy")
    reborn = shop.tills[0]
    sell_to_everybody(shop)
    begin_a_new_life(reborn)
    shop.add_till("Q3")
    late = shop.tills[2]
    late.wait_for("enrolled", since=late.tell(f"enrol {NEWCOMER}"))
    sell_to_everybody(shop)
    late.wait_for("done", since=late.tell(f"sell 1 {NEWCOMER}"))
    for till in (*shop.tills, *shop.tills):
        till.sync()
    lost = set(reborn.done) | set(late.done)
    put_back(shop, postgres, tmp_path / "copy")
    reborn.wait_for("trouble server-went-back", since=reborn.tell("trouble"))
    late.wait_for("trouble till-unknown", since=late.tell("trouble"))
    after_restore(shop, monkeypatch, "--begin", *TWO)
    for till in shop.tills[:2]:
        till.sync()
    shop.admin("till", "--store", "q1", "--code", "Q3", "--name", "Quầy Q3")
    code = shop.admin("pairing-code", "--till", "Q3").strip()
    late.close()
    pair_again(late.folder, server_url=None, code=code)
    late.start()
    for till in (*shop.tills, *shop.tills):
        till.sync()
    sell_to_everybody(shop)
    for till in (*shop.tills, *shop.tills):
        till.sync()
    as_told(shop, enrolled=1)
    assert lost <= set(shop.sales)
