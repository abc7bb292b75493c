"""Going back to a copy by `main.py restore`, on real files; with an own server: `integration/sync`."""

import errno
import re
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from main import EXIT_REFUSED, main
from terminal.backup import back_up
from terminal.bootstrap.own_server import FOLDER
from terminal.bootstrap.restoring import restoring
from terminal.data_folder import DataFolder
from terminal.keystore.choice import choose_key_store
from terminal.store.checks import check_chains, check_pages
from terminal.store.connection import connect
from terminal.store.migrations import VERSION
from terminal.store.opening import open_store
from terminal.usecases.drawer import open_drawer
from tests.unit.terminal.till_kit import IDENTITY, KEY, LAN, MORNING, Counter, a_counter

COPY = "till-Q2-20261121-030000.db"


@pytest.fixture
def folder(shop: Counter, tmp_path: Path) -> Path:
    """A till that made a copy, went on, and lost its power: its log lies beside its file."""
    choose_key_store(tmp_path, preference="file").set("database-key", KEY)
    back_up(shop.store, tmp_path / "backups", code="Q2", at=MORNING)
    open_drawer(shop.till, LAN)
    return tmp_path


def restore(folder: Path, *words: str) -> int:
    return main(["restore", *words, "--data", str(folder)])


def events(file: Path, shop: Counter) -> int:
    store = open_store(file, KEY, clock=shop.clock, new_id=shop.till.new_id)
    try:
        assert (check_pages(store), check_chains(store)) == ((), ())
        with store.read() as reading:
            return reading.journal.head().seq
    finally:
        store.close()


def test_a_copy_is_put_back_and_what_lay_there_kept(
    folder: Path, shop: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    with shop.store.read() as reading:
        before = reading.journal.head().seq
    there = {name: (folder / name).read_bytes() for name in ("till.db", "till.db-wal", "till.db-shm")}
    assert restore(folder, COPY, "--yes") == 0
    (aside,) = folder.glob("before-restore-*-till")
    assert {each.name: each.read_bytes() for each in aside.iterdir()} == there
    assert not (folder / "till.db-wal").exists()
    assert (folder / "till.db").stat().st_mode & 0o077 == 0
    assert str(aside) in capsys.readouterr().out
    assert (events(folder / "till.db", shop), events(aside / "till.db", shop)) == (before - 1, before)


def test_copies_are_listed_with_whether_they_pass(
    folder: Path, shop: Counter, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    later = back_up(shop.store, folder / "backups", code="Q2", at=MORNING + timedelta(days=1)).path
    torn = bytearray(later.read_bytes())
    torn[len(torn) // 2] ^= 1
    later.write_bytes(torn)
    other = a_counter(tmp_path_factory.mktemp("other"), identity=replace(IDENTITY, till="till-9", code="Q9"))
    back_up(other.store, folder / "backups", code="Q9", at=MORNING - timedelta(days=1))
    other.close()
    assert restore(folder) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if ".db" in line]
    assert [line[0] for line in lines[:3]] == ["✗", "✓", "✗"]
    assert ["damaged" in lines[0], "passes" in lines[1], "another till" in lines[2]] == [True] * 3
    assert re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d +\d+\.\d MB", lines[1])
    assert lines[-1].endswith(f"restore {COPY} --yes")


@pytest.mark.parametrize("what", ["torn", "other", "name", "gone"])
def test_what_is_no_sound_copy_of_this_till_is_refused_and_nothing_moved(
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    what: str,
) -> None:
    copy = folder / "backups" / COPY
    if what == "torn":
        copy.write_bytes(copy.read_bytes()[:-4_096])
    elif what == "other":
        other = a_counter(tmp_path_factory.mktemp("other"), identity=replace(IDENTITY, till="till-9"))
        back_up(other.store, folder / "backups", code="Q2", at=MORNING)
        other.close()
    elif what == "name":
        copy = copy.rename(folder / "backups" / "old.db")
    else:
        copy.unlink()
    there = (folder / "till.db").read_bytes()
    assert restore(folder, str(copy), "--yes") == EXIT_REFUSED
    said = capsys.readouterr().err
    expected = {"torn": "is damaged", "other": "another till", "name": "is no copy", "gone": "is no copy"}
    assert expected[what] in said
    assert "Nothing was changed" in said
    assert (folder / "till.db").read_bytes() == there
    assert list(folder.glob("before-restore-*")) == []


def test_without_yes_it_is_only_tried(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = (folder / "till.db").read_bytes()
    assert restore(folder, str(folder / "backups" / COPY)) == 0
    assert "--yes" in capsys.readouterr().out
    assert (folder / "till.db").read_bytes() == there


def test_a_till_that_runs_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with DataFolder(folder):
        assert restore(folder, COPY, "--yes") == EXIT_REFUSED
    assert list(folder.glob("before-restore-*")) == []
    assert capsys.readouterr().err


def test_books_that_are_gone_or_damaged_are_replaced_too(folder: Path, shop: Counter) -> None:
    (folder / "till.db").write_bytes(b"no database" * 1_000)
    assert restore(folder, COPY, "--yes") == 0
    assert events(folder / "till.db", shop)
    (folder / "till.db").unlink()
    assert restore(folder, COPY, "--yes") == 0
    assert events(folder / "till.db", shop)


def test_a_folder_that_is_no_tills_is_said_to_be_and_not_made(tmp_path: Path) -> None:
    assert restore(tmp_path / "nothing", COPY, "--yes") == EXIT_REFUSED
    assert not (tmp_path / "nothing").exists()


def test_a_till_without_copies_says_where_it_looked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "backups" / COPY).unlink()
    assert restore(folder) == 0
    assert str(folder / "backups") in capsys.readouterr().out


def test_what_was_put_aside_within_one_second_is_all_kept(folder: Path, shop: Counter) -> None:
    shop.close()
    there = (folder / "till.db").read_bytes()
    with restoring(folder) as place:
        asides = [place.put_back(place.copies.check(Path(COPY)), at=MORNING).aside for _ in range(2)]
    first, second = asides
    assert first is not None
    assert second is not None
    assert first != second
    assert (first / "till.db").read_bytes() == there
    assert (second / "till.db").read_bytes() == (folder / "till.db").read_bytes()


def test_nothing_is_begun_before_the_copy_is_whole_and_nothing_moved_where_that_fails(
    folder: Path, shop: Counter
) -> None:
    shop.close()
    there = (folder / "till.db").read_bytes()
    drafts = list[int]()

    def full() -> None:
        drafts.append((folder / ".till.db.restored").stat().st_size)
        raise OSError(errno.ENOSPC, "No space left")

    with restoring(folder) as place:
        copy = place.copies.check(Path(COPY))
        with pytest.raises(Unavailable, match="restore-failed"):
            place.put_back(copy, at=MORNING, before_moving=full)
    assert drafts == [copy.path.stat().st_size]
    assert (folder / "till.db").read_bytes() == there


def test_a_copy_of_a_newer_program_is_listed_as_that_and_not_put_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(connect(folder / "backups" / COPY, KEY, read_only=False)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    there = (folder / "till.db").read_bytes()
    assert restore(folder) == 0
    assert "of a newer version" in capsys.readouterr().out
    assert restore(folder, COPY, "--yes") == EXIT_REFUSED
    assert (folder / "till.db").read_bytes() == there


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells by moving it")
def test_a_server_file_of_which_nobody_can_tell_whether_it_is_in_use_stays_where_it_is(
    folder: Path, shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.close()
    file = folder / FOLDER / "server.db"
    file.parent.mkdir()
    file.write_bytes(b"there")

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("terminal.store.server_file.fcntl.lockf", no_locks)
    with restoring(folder) as place:
        copy = replace(place.copies.check(Path(COPY)), kind="server")
        with pytest.raises(Unavailable, match="restore-failed") as raised:
            place.put_back(copy, at=MORNING)
    assert raised.value.params["why"] == "No locks available"
    assert file.read_bytes() == b"there"
