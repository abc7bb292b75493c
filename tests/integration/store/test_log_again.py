"""The log is written again before it is believed: the same bytes, on real files."""

import os
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from terminal import durable_file
from terminal.store import log_again
from terminal.usecases.settle import settle_sale
from tests.unit.terminal.settled_sales import rows, tender, with_goods
from tests.unit.terminal.till_kit import LAN, a_counter, a_shop


@pytest.mark.parametrize("size", [0, 1, durable_file.CHUNK, 2 * durable_file.CHUNK + 7])
def test_each_byte_stays_what_and_where_it_was(tmp_path: Path, size: int) -> None:
    log, content = tmp_path / "till.db-wal", os.urandom(size)
    log.write_bytes(content)
    log_again.write_log_again(tmp_path / "till.db")
    assert log.read_bytes() == content


def test_without_a_log_there_is_nothing_to_write(tmp_path: Path) -> None:
    log_again.write_log_again(tmp_path / "till.db")
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_the_disk_does_not_take_is_not_believed(tmp_path: Path) -> None:
    (tmp_path / "till.db-wal").mkdir()
    with pytest.raises(Unavailable, match="store-unreadable"):
        log_again.write_log_again(tmp_path / "till.db")


def test_a_sale_that_only_the_log_has_is_there_at_the_next_start(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    shop = a_shop(before)
    settle_sale(shop.till, LAN, with_goods(shop, "RICE-ST25"), (tender("card", 189_000),))
    for name in ("till.db", "till.db-wal"):
        (after / name).write_bytes((before / name).read_bytes())
    assert (after / "till.db-wal").stat().st_size > 0
    shop.close()
    again = a_counter(after)
    assert rows(again, "SELECT count(*) FROM sales") == [(1,)]
    again.close()
