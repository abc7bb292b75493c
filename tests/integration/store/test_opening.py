"""Opening the till's file: made, found again, and every way in which it may not be what it should."""

import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from loyalty.errors import Refused, Unavailable
from terminal.store import connection as connections
from terminal.store import migrations
from terminal.store.connection import connect
from terminal.store.glance import glance
from terminal.store.migrations import VERSION, StoreTooNew, migrate, version_of
from terminal.store.opening import open_store
from tests.unit.terminal.till_kit import KEY, CountedIds, Counter, MovedClock, a_counter, a_shop

OTHER_KEY = bytes(32)


def open_again(path: Path, key: bytes = KEY) -> None:
    open_store(path, key, clock=MovedClock(), new_id=CountedIds()).close()


def pragma(connection: sqlcipher.Connection, name: str) -> Any:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return None if row is None else row[0]


@pytest.fixture
def sold(tmp_path: Path) -> Path:
    """A shop's file, closed."""
    counter = a_shop(tmp_path)
    counter.close()
    return counter.path


@pytest.mark.parametrize("read_only", [False, True])
def test_every_pragma_holds_on_both_connections(sold: Path, *, read_only: bool) -> None:
    with closing(connect(sold, KEY, read_only=False)) as writer:
        other = connect(sold, KEY, read_only=read_only)
        with closing(other) as connection:
            assert pragma(connection, "journal_mode") == "wal"
            assert pragma(connection, "synchronous") == 2
            assert pragma(connection, "foreign_keys") == 1
            assert pragma(connection, "trusted_schema") == 0
            assert not pragma(connection, "mmap_size")
            assert pragma(connection, "busy_timeout") == 5_000
            assert pragma(connection, "query_only") == int(read_only)
        assert not writer.in_transaction


def test_a_pragma_that_does_not_hold_is_refused(sold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_WRITER", (("synchronous", "OFF", 2),))
    with pytest.raises(Unavailable) as refused:
        connect(sold, KEY, read_only=False)
    assert (refused.value.code, refused.value.params["pragma"]) == ("store-pragma", "synchronous")


def test_an_old_sqlite_is_refused(sold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LEAST_SQLITE", (99, 0, 0))
    with pytest.raises(Unavailable, match="store-library-old"):
        connect(sold, KEY, read_only=False)


def test_a_reader_cannot_write(sold: Path) -> None:
    with closing(connect(sold, KEY, read_only=True)) as reader, pytest.raises(sqlcipher.OperationalError):
        reader.execute("DELETE FROM members")


def test_nothing_in_the_file_can_be_read_without_the_key(sold: Path) -> None:
    content = sold.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    for secret in ("Nguyễn Thị Ánh".encode(), b"84912345678", b"sale_settled", b"argon2"):
        assert secret not in content


def test_another_key_does_not_open_it(sold: Path) -> None:
    for key in (OTHER_KEY, b"short"):
        with pytest.raises(Unavailable) as refused:
            open_again(sold, key)
        assert (refused.value.code, refused.value.retry) == ("store-damaged", False)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    path.write_bytes(os.urandom(8192))
    with pytest.raises(Unavailable, match="store-damaged"):
        open_again(path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="store-unreadable"):
        open_again(tmp_path / "nowhere" / "till.db")


def test_a_newer_file_is_refused_and_left_as_it_is(sold: Path) -> None:
    with closing(connect(sold, KEY, read_only=False)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = sold.read_bytes()
    with pytest.raises(StoreTooNew) as refused:
        open_again(sold)
    assert isinstance(refused.value, Refused)
    assert refused.value.params == {"found": VERSION + 1, "known": VERSION}
    assert sold.read_bytes() == before


def test_a_new_file_is_brought_to_this_version_and_then_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "till.db"
    with closing(connect(path, KEY, read_only=False)) as connection:
        assert migrate(connection, path) == 0
        assert version_of(connection) == VERSION
        assert migrate(connection, path) == VERSION


def test_a_step_that_fails_leaves_the_version_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "till.db"
    with closing(connect(path, KEY, read_only=False)) as connection:
        connection.execute("CREATE TABLE settings (something TEXT)")
        with pytest.raises(Unavailable, match="store-write-failed"):
            migrate(connection, path)
        assert version_of(connection) == 0
        assert not connection.in_transaction
        names = connection.execute("SELECT name FROM sqlite_schema").fetchall()
        assert names == [("settings",)]
    monkeypatch.setattr(migrations, "VERSION", 0)
    monkeypatch.setattr(migrations, "_STEPS", ())
    with closing(connect(path, KEY, read_only=False)) as connection:
        assert migrate(connection, path) == 0


def test_what_was_written_is_there_the_next_day(tmp_path: Path) -> None:
    a_shop(tmp_path).close()
    counter = a_counter(tmp_path)
    with counter.store.read() as reading:
        assert reading.shifts.current() is not None
        assert reading.members.by_phone("+84912345678") != ()
    counter.close()


def test_a_till_is_paired_once(bare: Counter) -> None:
    with bare.store.read() as reading:
        identity = reading.state.identity()
    assert identity is not None

    def pair_again() -> None:
        with bare.store.write() as unit:
            unit.state.pair(identity, feed_epoch="epoch-2")

    with pytest.raises(Refused, match="already-paired"):
        pair_again()


def test_an_unpaired_till_counts_and_records_nothing(tmp_path: Path) -> None:
    counter = a_counter(tmp_path, identity=None)
    with counter.store.write() as unit:
        with pytest.raises(Refused, match="not-paired"):
            unit.state.next_receipt_number()
        with pytest.raises(Refused, match="not-paired"):
            unit.journal.append("operator_signed_in", {"v": 1}, "op-lan")
    counter.close()


def test_a_glance_shows_the_first_screen_without_opening_the_store(sold: Path) -> None:
    seen = glance(sold, KEY)
    assert seen is not None
    assert [tile.name for tile in seen.operators] == ["Lan", "Minh"]
    assert (seen.store_name, seen.till_code, seen.till_name, seen.language) == (
        "Bách hóa Q1",
        "Q2",
        "Quầy 2",
        "vi",
    )


def test_a_glance_before_the_first_sync_shows_the_till_alone(tmp_path: Path) -> None:
    counter = a_counter(tmp_path)
    counter.close()
    seen = glance(counter.path, KEY)
    assert seen is not None
    assert (seen.operators, seen.store_name, seen.till_code) == ((), "", "Q2")


def test_a_glance_at_nothing_shows_nothing(tmp_path: Path) -> None:
    assert glance(tmp_path / "till.db", KEY) is None
    with closing(connect(tmp_path / "empty.db", KEY, read_only=False)) as connection:
        connection.execute("PRAGMA user_version = 0")
        connection.execute("CREATE TABLE something (else_ TEXT)")
    assert glance(tmp_path / "empty.db", KEY) is None
    counter = a_counter(tmp_path, identity=None)
    counter.close()
    assert glance(counter.path, KEY) is None


def test_a_glance_with_another_key_is_refused(sold: Path) -> None:
    with pytest.raises(Unavailable, match="store-damaged"):
        glance(sold, OTHER_KEY)


def test_the_glance_brings_no_sqlalchemy_along() -> None:
    import subprocess
    import sys

    code = "import sys, terminal.store.glance; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
