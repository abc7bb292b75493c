"""A till that copies itself: when, on real files, and what becomes of a copy that cannot be made."""

from datetime import timedelta
from pathlib import Path

import pytest

from loyalty.units import Money
from terminal.backup import backups
from terminal.bootstrap.copies import Copies
from terminal.configuration import Configuration
from terminal.daily_backup import AGAIN_S, DAY, LOOK_S, PATIENCE, DailyBackup
from terminal.open_sale import add_product
from terminal.sync.keys import TillKey
from terminal.usecases.basket import new_sale
from terminal.usecases.drafts import save_draft
from terminal.usecases.find import find
from terminal.usecases.found import ProductFound
from terminal.usecases.shifts import close_shift
from tests.unit.terminal.till_kit import IDENTITY, LAN, Counter


@pytest.fixture
def copies(shop: Counter, tmp_path: Path) -> Copies:
    kept = Copies(shop.store, IDENTITY, TillKey(bytes(range(32))), folder=tmp_path, clock=shop.clock)
    kept.use(Configuration(backup_folder="copies"))
    return kept


@pytest.fixture
def daily(copies: Copies) -> DailyBackup:
    return DailyBackup(copies.moment, copies.back_up)


def made(tmp_path: Path) -> int:
    return len(list(backups(tmp_path / "copies", "Q2")))


def sell_on(shop: Counter) -> None:
    found = find(shop.till, "8936079120016")
    assert isinstance(found, ProductFound)
    save_draft(shop.till, add_product(new_sale(shop.till), found.product))


def stop_selling(shop: Counter) -> None:
    save_draft(shop.till, new_sale(shop.till))


def test_a_till_copies_itself_once_a_day(shop: Counter, daily: DailyBackup, tmp_path: Path) -> None:
    assert [daily.step(), daily.step(), made(tmp_path)] == [LOOK_S, LOOK_S, 1]
    first = shop.clock.now()
    shop.clock.move(hours=23, minutes=59)
    daily.step()
    assert (made(tmp_path), daily.status.newest) == (1, first)
    shop.clock.move(minutes=1)
    daily.step()
    assert (made(tmp_path), daily.status.newest) == (2, shop.clock.now())


def test_a_shift_that_is_closed_is_copied_also_where_the_till_was_off_since(
    shop: Counter, copies: Copies, daily: DailyBackup, tmp_path: Path
) -> None:
    daily.step()
    shop.clock.move(hours=3)
    close_shift(shop.till, LAN, counted=Money(500_000), reason="unknown")
    shop.clock.move(minutes=20)
    again = DailyBackup(copies.moment, copies.back_up)
    again.step()
    again.step()
    assert made(tmp_path) == 2
    assert again.status.newest == shop.clock.now()


def test_a_copy_waits_for_a_sale_and_not_for_one_that_is_left_open(
    shop: Counter, daily: DailyBackup, tmp_path: Path
) -> None:
    sell_on(shop)
    daily.step()
    assert made(tmp_path) == 0
    stop_selling(shop)
    daily.step()
    assert made(tmp_path) == 1
    sell_on(shop)
    shop.clock.move(hours=DAY // timedelta(hours=1))
    daily.step()
    assert made(tmp_path) == 1
    shop.clock.move(hours=PATIENCE // timedelta(hours=1))
    daily.step()
    assert made(tmp_path) == 2


def test_a_day_without_a_copy_is_told_and_no_longer_once_there_is_one(
    shop: Counter, daily: DailyBackup, tmp_path: Path
) -> None:
    daily.step()
    disk = (tmp_path / "copies").rename(tmp_path / "unplugged")
    (tmp_path / "copies").touch()
    shop.clock.move(hours=23)
    close_shift(shop.till, LAN, counted=Money(500_000), reason="unknown")
    assert (daily.step(), bool(daily.status.why), daily.status.is_overdue) == (AGAIN_S, True, False)
    shop.clock.move(hours=1)
    assert (daily.step(), bool(daily.status.why), daily.status.is_overdue) == (AGAIN_S, True, True)
    (tmp_path / "copies").unlink()
    disk.rename(tmp_path / "copies")
    daily.step()
    assert (daily.status.why, daily.status.is_overdue, made(tmp_path)) == ("", False, 2)


def test_trouble_stays_told_while_a_sale_is_open(shop: Counter, daily: DailyBackup, tmp_path: Path) -> None:
    (tmp_path / "copies").touch()
    daily.step()
    sell_on(shop)
    assert (daily.step(), daily.status.is_overdue) == (LOOK_S, True)


def test_copies_from_a_clock_that_was_ahead_stand_in_no_ones_way(
    shop: Counter, copies: Copies, daily: DailyBackup, tmp_path: Path
) -> None:
    shop.clock.move(days=400)
    daily.step()
    shop.clock.move(days=-400)
    assert copies.newest_at() is None
    daily.step()
    daily.step()
    assert (made(tmp_path), copies.newest_at()) == (2, shop.clock.now())


def test_what_a_till_left_that_was_switched_off_while_it_copied_goes(
    daily: DailyBackup, tmp_path: Path
) -> None:
    (tmp_path / "copies").mkdir()
    half = tmp_path / "copies" / ".till-Q2-20261120-030000.db.new"
    others = tmp_path / "copies" / ".till-Q1-20261120-030000.db.new"
    half.touch()
    others.touch()
    daily.step()
    assert (half.exists(), others.exists(), made(tmp_path)) == (False, True, 1)
