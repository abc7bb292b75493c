"""Copies of a till's file and the mirror of its journal, on real files."""

import errno
import os
import resource
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copyfile
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from loyalty.errors import Unavailable
from loyalty.wire.export import Verdict, verify_lines
from terminal.backup import LEFT_FREE, MOST_COPIES, back_up, backups, newest_backup
from terminal.bootstrap.copies import Copies
from terminal.configuration import Configuration
from terminal.mirror import JournalMirror, Mirrored, mirror_journal
from terminal.settings_file import Entry
from terminal.store.checks import check_chains, check_pages
from terminal.store.glance import glance
from terminal.store.opening import open_store
from terminal.sync.keys import TillKey, confirms_by
from terminal.usecases.drawer import open_drawer
from tests.conformance.patience import eventually
from tests.unit.terminal.till_kit import IDENTITY, KEY, LAN, MORNING, Counter, a_shop
from ui.till_settings import TillSettings

if TYPE_CHECKING:
    from terminal.bootstrap.running import RunningTill

COPY = "till-Q2-20261121-030000.db"
TILL_KEY = TillKey(bytes(range(32)))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    (tmp_path / "till").mkdir()
    counter = a_shop(tmp_path / "till")
    yield counter
    counter.close()


def events(shop: Counter) -> int:
    with shop.store.read() as reading:
        return reading.journal.head().seq


def verdict(file: Path | None) -> Verdict:
    assert file is not None
    with file.open("rb") as lines:
        return verify_lines(lines, confirms=confirms_by)


def test_a_copy_gives_way_in_the_middle_and_is_finished_all_the_same(shop: Counter, tmp_path: Path) -> None:
    asked: list[bool] = []

    def give_way() -> bool:
        asked.append(True)
        return False

    copy = back_up(shop.store, tmp_path / "copies", code="Q2", at=MORNING, give_way=give_way)
    assert len(asked) > 3
    with closing(open_store(copy.path, KEY, clock=shop.clock, new_id=shop.till.new_id)) as store:
        assert check_pages(store) == ()


def test_a_copy_is_whole_sound_and_closed_by_the_same_key(shop: Counter, tmp_path: Path) -> None:
    open_drawer(shop.till, LAN)
    copy = back_up(shop.store, tmp_path / "copies", code="Q2", at=MORNING)
    assert b"drawer_opened" not in copy.path.read_bytes()
    assert copy.path.stat().st_mode & 0o077 == 0
    opened = open_store(copy.path, KEY, clock=shop.clock, new_id=shop.till.new_id)
    try:
        assert (check_pages(opened), check_chains(opened)) == ((), ())
        with opened.read() as reading:
            assert reading.journal.head().seq == events(shop)
    finally:
        opened.close()
    assert [each.name for each in (tmp_path / "copies").iterdir() if each.suffix == ".new"] == []


def test_a_copy_that_is_put_back_beside_the_old_log_is_left_whole(shop: Counter, tmp_path: Path) -> None:
    """A writer that gave up had folded the log into it: whoever then took the log away had no copy either."""
    copy = back_up(shop.store, tmp_path / "copies", code="Q2", at=MORNING)
    open_drawer(shop.till, LAN)
    restored, log = tmp_path / "till.db", tmp_path / "till.db-wal"
    copyfile(copy.path, restored)
    copyfile(tmp_path / "till" / "till.db-wal", log)
    with pytest.raises(Unavailable, match="store-damaged"):
        glance(restored, KEY)
    with pytest.raises(Unavailable, match="store-damaged"):
        open_store(restored, KEY, clock=shop.clock, new_id=shop.till.new_id)
    assert restored.read_bytes() == copy.path.read_bytes()
    assert log.exists()
    log.unlink()
    (tmp_path / "till.db-shm").unlink()
    open_store(restored, KEY, clock=shop.clock, new_id=shop.till.new_id).close()


def test_the_newest_is_known_and_the_oldest_go(shop: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    assert newest_backup(folder, "Q2") is None
    for day in range(MOST_COPIES + 2):
        back_up(shop.store, folder, code="Q2", at=MORNING + timedelta(days=day))
    (folder / "notes.txt").touch()
    newest = newest_backup(folder, "Q2")
    assert newest is not None
    assert newest.at == MORNING + timedelta(days=MOST_COPIES + 1)
    kept = sorted(each.at for each in backups(folder, "Q2"))
    assert (len(kept), kept[0]) == (MOST_COPIES, MORNING + timedelta(days=2))


def test_a_copy_that_a_clock_without_a_battery_dates_before_all_others_stays(
    shop: Counter, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    for day in range(MOST_COPIES):
        back_up(shop.store, folder, code="Q2", at=MORNING + timedelta(days=day))
    made = back_up(shop.store, folder, code="Q2", at=datetime(2020, 1, 1, tzinfo=UTC))
    kept = {each.at: each.path for each in backups(folder, "Q2")}
    assert kept[made.at].stat().st_size
    assert (len(kept), MORNING in kept) == (MOST_COPIES, False)


def test_tills_that_share_a_folder_let_each_others_copies_be(shop: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    first = back_up(shop.store, folder, code="Q1", at=MORNING)
    for day in range(MOST_COPIES + 1):
        back_up(shop.store, folder, code="Q2", at=MORNING + timedelta(days=day))
    assert newest_backup(folder, "Q1") == first
    assert first.path.exists()
    assert first.path != next(backups(folder, "Q2")).path


def test_in_its_own_folder_a_till_lets_go_of_what_named_no_till_too(shop: Counter, tmp_path: Path) -> None:
    """Copies of before were named by their time alone; in a folder that tills share they are anybody's."""
    copies = Copies(shop.store, IDENTITY, TILL_KEY, folder=tmp_path, clock=shop.clock)
    for folder in (tmp_path / "backups", tmp_path / "usb"):
        folder.mkdir()
        for day in range(1, MOST_COPIES + 1):
            (folder / f"till-202509{day:02}-030000.db").touch()
    made = copies.back_up()
    kept = {each.name for each in (tmp_path / "backups").iterdir()}
    assert made.path.name in kept
    assert (len(kept), "till-20250901-030000.db" in kept) == (MOST_COPIES, False)
    copies.use(Configuration(backup_folder="usb"))
    copies.back_up()
    assert len(list((tmp_path / "usb").iterdir())) == MOST_COPIES + 1


def test_a_copy_that_steps_aside_is_finished_at_once_where_somebody_waits_for_their_own(
    shop: Counter, tmp_path: Path
) -> None:
    """Who asks for a copy while the daily one is made touches the till, and would have waited for minutes."""
    copies = Copies(shop.store, IDENTITY, TILL_KEY, folder=tmp_path, clock=shop.clock)
    asked = threading.Thread(target=copies.back_up)
    stepped_aside: list[bool] = []

    def give_way() -> bool:
        stepped_aside.append(copies.is_awaited)
        if len(stepped_aside) == 1:
            asked.start()
            eventually(lambda: copies.is_awaited)
        return True

    copies.back_up(give_way)
    asked.join()
    assert stepped_aside == [False]
    assert not copies.is_awaited


def test_a_folder_that_takes_no_copy_is_said_to_be(shop: Counter, tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    with pytest.raises(Unavailable, match="backup-unwritable"):
        back_up(shop.store, tmp_path / "in the way", code="Q2", at=MORNING)
    open_drawer(shop.till, LAN)


def test_a_disk_that_takes_no_more_is_told_of_in_the_machines_words(shop: Counter, tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, hard))
    try:
        with pytest.raises(Unavailable) as refusal:
            back_up(shop.store, tmp_path / "copies", code="Q2", at=MORNING)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refusal.value.code == "backup-unwritable"
    assert refusal.value.params == {"path": str(tmp_path / "copies"), "why": os.strerror(errno.EIO)}


def test_a_copy_never_takes_the_last_of_a_disk(
    shop: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needed, free = shop.path.stat().st_size + LEFT_FREE, [0]

    def usage(_: Path) -> SimpleNamespace:
        return SimpleNamespace(free=free[0])

    monkeypatch.setattr("terminal.backup.shutil.disk_usage", usage)
    free[0] = needed - 1
    with pytest.raises(Unavailable) as refusal:
        back_up(shop.store, tmp_path / "copies", code="Q2", at=MORNING)
    assert refusal.value.params["why"] == os.strerror(errno.ENOSPC)
    assert list((tmp_path / "copies").iterdir()) == []
    free[0] = needed
    back_up(shop.store, tmp_path / "copies", code="Q2", at=MORNING)
    assert [each.name for each in (tmp_path / "copies").iterdir()] == [COPY]


def test_a_folder_that_takes_nothing_is_not_taken_for_copies(shop: Counter, tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    (tmp_path / "till.toml").write_text("")
    copies = Copies(shop.store, IDENTITY, TILL_KEY, folder=tmp_path, clock=shop.clock)
    settings = TillSettings(cast("RunningTill", SimpleNamespace(copies=copies)), folder=tmp_path)
    settings.write((Entry("backup_folder", "usb/copies"),))
    for key in ("backup_folder", "journal_mirror"):
        with pytest.raises(Unavailable, match="copies-folder-unwritable"):
            settings.write((Entry(key, "in the way"),))
    assert (copies.backup_folder, copies.mirrored) == (tmp_path / "usb/copies", None)
    assert list((tmp_path / "usb/copies").iterdir()) == []


def test_the_mirror_is_the_journal_signed_and_written_on(shop: Counter, tmp_path: Path) -> None:
    folder = tmp_path / "second disk"
    first = mirror_journal(shop.store, IDENTITY, TILL_KEY, folder)
    assert first.seq == events(shop)
    for _ in range(3):
        open_drawer(shop.till, LAN)
        mirror_journal(shop.store, IDENTITY, TILL_KEY, folder)
    again = mirror_journal(shop.store, IDENTITY, TILL_KEY, folder)
    found = verdict(again.path)
    assert (found.faults, found.events, found.signed_up_to) == ([], events(shop), events(shop))


@pytest.mark.parametrize("lost_bytes", [1, 40, 400])
def test_a_mirror_that_was_pulled_in_the_middle_of_a_line_goes_on_whole(
    shop: Counter, tmp_path: Path, lost_bytes: int
) -> None:
    done = mirror_journal(shop.store, IDENTITY, TILL_KEY, tmp_path)
    for _ in range(3):
        open_drawer(shop.till, LAN)
        done = mirror_journal(shop.store, IDENTITY, TILL_KEY, tmp_path)
    assert done.path is not None
    whole = done.path.read_bytes()
    done.path.write_bytes(whole[:-lost_bytes])
    again = mirror_journal(shop.store, IDENTITY, TILL_KEY, tmp_path)
    found = verdict(again.path)
    assert (found.faults, found.events) == ([], events(shop))
    done.path.write_bytes(whole[:10])
    assert verdict(mirror_journal(shop.store, IDENTITY, TILL_KEY, tmp_path).path).faults == []


def test_a_second_disk_that_is_gone_costs_no_sale_and_is_written_on_once_it_is_back(
    shop: Counter, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.touch()
    mirror = JournalMirror(partial(mirror_journal, shop.store, IDENTITY, TILL_KEY, disk / "journal"))
    mirror.step()
    assert (mirror.status.seq, bool(mirror.status.why)) == (0, True)
    open_drawer(shop.till, LAN)
    disk.unlink()
    mirror.step()
    assert (mirror.status.seq, mirror.status.why) == (events(shop), "")


def test_a_till_at_work_mirrors_where_the_settings_say_and_no_more_where_they_do_not(
    shop: Counter, tmp_path: Path
) -> None:
    copies = Copies(shop.store, IDENTITY, TILL_KEY, folder=tmp_path, clock=shop.clock)
    copies.use(Configuration())
    assert copies.mirrored is None
    copies.use(Configuration(journal_mirror="mirror", backup_folder="elsewhere"))
    copies.use(Configuration(journal_mirror="mirror", backup_folder="elsewhere"))
    eventually(lambda: copies.mirrored is not None and copies.mirrored.seq == events(shop))
    assert copies.newest_at() is None
    assert copies.back_up().path.parent == tmp_path / "elsewhere"
    assert copies.newest_at() is not None
    copies.use(Configuration())
    assert copies.mirrored is None
    copies.stop()


def test_how_far_a_mirror_is_stays_known_while_its_disk_is_gone() -> None:
    answers, told = iter([Mirrored(seq=7)]), list[bool]()

    def write_on(*, believes: bool) -> Mirrored:
        told.append(believes)
        try:
            return next(answers)
        except StopIteration:
            raise Unavailable("mirror-unwritable", retry=True, path="/disk", why="no such disk") from None

    mirror = JournalMirror(write_on)
    for _ in range(3):
        mirror.step()
    assert mirror.status == Mirrored(seq=7, why="no such disk")
    assert told == [False, True, False], "after a failure the end is written again before it is believed"
