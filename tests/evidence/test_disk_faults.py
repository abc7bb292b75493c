"""A disk that fails at any write or sync: nothing is lost, nothing doubled, and what was said is true."""

from pathlib import Path
from shutil import copyfile

import pytest

from loyalty.errors import Unavailable
from terminal.usecases.settle import settle_sale
from tests.evidence.disk_faults import ALL_FAULTS, CUTS_PER_DAY, FailingDisk, Fault, fail_a_day, fault_of
from tests.evidence.disk_log import Operation
from tests.evidence.judging import judge
from tests.evidence.one_shop import FILE, furnished
from tests.evidence.watched_disk import watched
from tests.unit.terminal.settled_sales import rows, tender, with_goods
from tests.unit.terminal.till_kit import LAN, a_shop

QUICK_CUTS = 12


def test_whatever_fails_what_the_till_says_of_it_is_true() -> None:
    heard: set[str] = set()
    for seed in (0, 1):
        found = fail_a_day(seed, count=QUICK_CUTS)
        assert found.violations() == []
        assert found.faults >= 20
        heard |= set(found.heard)
    assert {"sale-not-saved", "store-commit-unknown", "database-unreachable"} <= heard
    assert {"key-store-unavailable", "backup-unwritable"} <= heard


@pytest.mark.soak
def test_whatever_fails_at_any_place_what_the_till_says_of_it_is_true(soak_rounds: int) -> None:
    injected: set[str] = set()
    for seed in range(soak_rounds):
        found = fail_a_day(seed, count=CUTS_PER_DAY)
        assert found.violations() == []
        injected |= set(found.injected)
    assert {"write: disk full", "write: I/O error", "sync: I/O error"} <= injected


def test_each_kind_of_fault_at_each_place_has_its_day() -> None:
    assert len({fault_of(2 * number) for number in range(ALL_FAULTS)}) == ALL_FAULTS
    assert all(fault_of(number).only_syncs for number in range(1, 40, 2))


def test_a_sale_that_was_said_not_to_be_saved_does_not_come_back_with_the_log(tmp_path: Path) -> None:
    """All of it was in the write-ahead log, and only the last sync failed: it came true after all."""
    disk = FailingDisk(forgets=False)
    with watched(disk):
        shop = a_shop(tmp_path)
        sale = with_goods(shop, "RICE-ST25")
        disk.arm(Fault(place=1, length=1, only_syncs=True))
        with pytest.raises(Unavailable, match="sale-not-saved"):
            settle_sale(shop.till, LAN, sale, (tender("card", 189_000),))
        left = {path.name: path.read_bytes() for path in tmp_path.glob("till.db*") if "shm" not in path.name}
        assert rows(shop, "SELECT count(*) FROM sales") == [(0,)]
        shop.close()
    for name, content in left.items():
        (tmp_path / name).write_bytes(content)
    copyfile(furnished().file, tmp_path / FILE)
    what = f"sale {sale.sale}"
    assert judge(tmp_path, [("made", ""), ("begun", what), ("denied", what)]).broken == ()


def test_a_judge_says_what_is_there_and_was_denied(tmp_path: Path) -> None:
    shop = a_shop(tmp_path)
    sale = settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("card", 189_000),)).sale
    shop.close()
    copyfile(furnished().file, tmp_path / FILE)
    what = f"sale {sale}"
    denied = judge(tmp_path, [("made", ""), ("begun", what), ("denied", what), ("done", "sale of yesterday")])
    assert denied.broken == (f"there and said not to be: {what}",)
    assert denied.lost == ("sale of yesterday",)
    assert judge(tmp_path, [("made", "")]).broken == (f"there and never begun: {what}",)
    printed = [("made", ""), ("begun", what), ("printed", f"1 {sale}"), ("printed", "7 sale-of-nobody")]
    assert judge(tmp_path, printed).broken == (
        "a receipt of no sale: sale-of-nobody",
        "on paper, and to be printed again: 1",
    )


def test_a_failed_sync_is_in_the_record_where_its_bytes_are_gone() -> None:
    disk = FailingDisk(armed=Fault(place=1, length=1, only_syncs=True))
    assert disk.sync("/somewhere/till.db") != 0
    assert disk.operations == [Operation("failed sync", "till.db")]
    assert disk.sync("/somewhere/till.db") == 0
