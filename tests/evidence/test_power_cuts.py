"""Power cuts: what was said to be done is there, at the till and at the server beside it.

A till or a server that waits less for its disk is cut in the same way, and must lose something:
otherwise these cuts show nothing.
"""

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.evidence.disk_log import LOSSES, Operation, cuts
from tests.evidence.power_cuts import CUTS_PER_DAY, cut_a_day, record_day

QUICK_CUTS = 40
CONTROL_CUTS = 12


def test_no_power_cut_loses_what_was_said_nor_leaves_anything_half(soak_rounds: int | None) -> None:
    losses: set[str] = set()
    for seed in range(soak_rounds or 1):
        found = cut_a_day(seed, count=CUTS_PER_DAY if soak_rounds else QUICK_CUTS)
        assert found.violations() == []
        assert found.tried >= QUICK_CUTS
        losses |= set(found.losses)
    assert losses == set(LOSSES)


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_till_that_waits_less_for_its_disk_does_lose_sales(synchronous: str) -> None:
    found = cut_a_day(1, count=CONTROL_CUTS, synchronous=synchronous)
    assert any("sale" in each or "the file" in each for each in found.violations())


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_server_that_waits_less_for_its_disk_does_lose_what_it_acknowledged(synchronous: str) -> None:
    found = cut_a_day(1, count=CONTROL_CUTS, synchronous_server=synchronous)
    assert any("which it had acknowledged" in each for each in found.lost)


def test_what_was_told_to_the_disk_is_what_lies_on_it(tmp_path: Path) -> None:
    """The record leaves nothing out: told again from the beginning, it makes the same files each day."""
    (tmp_path / "before").mkdir()
    record_day(tmp_path / "before", Random(2))
    shutil.rmtree(tmp_path / "before")
    log = record_day(tmp_path, Random(3)).operations
    told = [*log, Operation("sync", "till.db"), Operation("sync", "server.db"), Operation("sync folder")]
    left = left_at_the_end(told)
    assert left == {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {"till.db", "server.db", "keys.json"} < set(left)


def write(offset: int, data: bytes) -> Operation:
    return Operation("write", "till.db", offset, data)


SYNC = Operation("sync", "till.db")


def left_at_the_end(told: list[Operation]) -> dict[str, bytes]:
    """What is there after a cut at the very end, where everything was synced."""
    ends = [*told, *[Operation("mark", mark=("said", "so"))] * len(told)]
    return next(cut.files for cut in cuts(ends, count=20, draw=Random(1)) if cut.after > len(told))


def possible(told: list[Operation], *, count: int = 2_000) -> set[bytes | None]:
    """Everything that may be in the file after a cut at the end."""
    ends = [*told, *[Operation("mark", mark=("said", "so"))] * len(told)]
    found = cuts(ends, count=count, draw=Random(1))
    return {cut.files.get("till.db") for cut in found if cut.after > len(told)}


def test_a_synced_write_is_there_and_a_later_one_may_be_there_whole_half_or_not() -> None:
    assert left_at_the_end([write(0, b"ab"), SYNC]) == {"till.db": b"ab"}
    found = possible([write(0, b"ab"), SYNC, write(2, b"cd"), write(4, b"ef")])
    assert found == {b"ab", b"abc", b"abcd", b"abcde", b"abcdef", b"ab\0\0ef"}


def test_a_write_over_several_sectors_is_torn_at_each() -> None:
    found = possible([write(0, b"a" * 1024), SYNC, write(0, b"b" * 1024)])
    assert {b"a" * 512 + b"b" * 512, b"b" * 512 + b"a" * 512, b"a" * 1024, b"b" * 1024} <= found
    assert all(each is not None and len(each) == 1024 for each in found)
    assert len(found) > 20, "it also breaks off within a sector"


def test_what_was_deleted_may_come_back_until_its_folder_is_synced() -> None:
    gone = [write(0, b"ab"), SYNC, Operation("delete", "till.db")]
    assert possible(gone) == {b"ab", None}
    assert possible([*gone, Operation("sync folder")]) == {None}
