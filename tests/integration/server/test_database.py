"""The database itself: its form, what it refuses to change, and how a lost race is run again."""

import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from errno import EIO
from functools import partial
from pathlib import Path
from shutil import copyfile
from stat import S_IMODE
from threading import Barrier
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Delete,
    Integer,
    LargeBinary,
    Table,
    Update,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from loyalty.errors import Refused, Unavailable
from server.store import log_again, migrations
from server.store.database import ATTEMPTS, Database, open_database
from server.store.migrations import migrate
from server.store.tables import metadata
from server.store.tables.base import Moment
from server.store.tables.ledger import accounts
from server.store.tables.members import members
from tests.integration.server.conftest import House
from tests.integration.server.gifts import sell_card
from tests.postgres import Postgres

NEWEST = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()
"""What no other follows; numbers are given out before it is known who comes first."""
APPEND_ONLY = sorted(table.name for table in metadata.tables.values() if table.info.get("append_only"))


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(database: Database) -> None:
    assert migrate(database) == migrate(database) == NEWEST


def test_a_newer_database_is_refused(sqlite_database: Database) -> None:
    sqlite_database.write(
        lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")).close()
    )
    with pytest.raises(Refused, match="database-too-new") as refusal:
        migrate(sqlite_database)
    assert refusal.value.params["revision"] == "9999"


def _have_a_row(connection: Connection, table: Table) -> None:
    """See that there is a row to change: the guard looks at rows, and no day fills every table."""
    if connection.execute(select(table).limit(1)).first() is None:
        row = {column.name: _any_value(column) for column in table.columns if not column.nullable}
        connection.execute(insert(table).values(row))


def _any_value(column: Column[Any]) -> object:
    kind = column.type
    if isinstance(kind, Moment):
        return datetime(2026, 11, 25, 3, tzinfo=UTC)
    if isinstance(kind, LargeBinary):
        return bytes(32)
    if isinstance(kind, Boolean):
        return False
    return 1 if isinstance(kind, Integer) else "x"


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_written_stays(keeping: House, table: str) -> None:
    keeping.q1.enrol("m1")
    keeping.q1.sell("s1", "m1")
    sell_card(keeping.q1, "s2")
    keeping.q1.sync()
    there = metadata.tables[table]
    keeping.server.database.write(lambda connection: _have_a_row(connection, there))
    for change in (update(there).values(tenant="x"), delete(there)):
        with pytest.raises(DBAPIError, match="append-only"):
            keeping.server.database.write(partial(_execute, change))
    keeping.check()


def _execute(statement: Update | Delete, connection: Connection) -> None:
    connection.execute(statement).close()


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_what_was_written_is_not_cut_off(postgres_database: Database, table: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        postgres_database.write(lambda connection: connection.exec_driver_sql(f"TRUNCATE {table}").close())


@pytest.mark.parametrize(
    "figures",
    [{"posted": -1}, {"reserved": -1}, {"reserved": accounts.c.posted + 1}],
    ids=["posted", "reserved", "available"],
)
def test_the_database_itself_refuses_to_overspend(house: House, figures: dict[str, Any]) -> None:
    house.q1.enrol("m1")
    house.q1.sell("s1", "m1")
    house.q1.sync()
    with pytest.raises(DBAPIError):
        house.server.database.write(
            lambda connection: connection.execute(update(accounts).values(**figures)).close()
        )


@pytest.mark.parametrize("database", ["postgres"], indirect=True)
def test_two_that_lock_each_other_out_both_get_through(house: House) -> None:
    """One of them is the victim of a deadlock, and runs again; at times both are. SQLite has one writer."""
    for name in ("m1", "m2"):
        house.q1.enrol(name)
    house.q1.sync()
    meeting = Barrier(2, timeout=20)
    tries: list[str] = []

    def touch_both(first: str, second: str) -> None:
        def unit(connection: Connection) -> None:
            tries.append(first)
            _count_up(connection, house.tenant, first)
            if len(tries) <= 2:
                meeting.wait()
            _count_up(connection, house.tenant, second)

        house.server.database.write(unit)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(touch_both, ("m1", "m2"), ("m2", "m1")))
    assert len(tries) in {3, 4}
    assert {row["purchases"] for row in house.rows(members)} == {2}


def _count_up(connection: Connection, tenant: str, member: str) -> None:
    connection.execute(
        update(members)
        .where(members.c.tenant == tenant, members.c.member == member)
        .values(purchases=members.c.purchases + 1)
    )


def test_a_race_that_is_never_won_ends(postgres_database: Database) -> None:
    pauses: list[float] = []
    database = Database(postgres_database.engine, pause=pauses.append)

    def unit(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO alembic_version SELECT version_num FROM alembic_version")

    with pytest.raises(Unavailable, match="database-busy"):
        database.write(unit)
    assert len(pauses) == ATTEMPTS


def test_a_statement_that_is_wrong_is_a_bug_and_not_run_again(database: Database) -> None:
    tries: list[int] = []

    def unit(connection: Connection) -> None:
        tries.append(1)
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (NULL)")

    with pytest.raises(DBAPIError):
        database.write(unit)
    assert len(tries) == 1


def test_what_a_bug_leaves_in_the_log_has_nothing_of_what_was_asked_with(database: Database) -> None:
    wrong, asked = text("SELECT :phone FROM no_such_table"), {"phone": "0912345678"}
    with pytest.raises((DBAPIError, Unavailable)) as bug:
        database.write(lambda connection: connection.execute(wrong, asked).close())
    told = "".join(traceback.format_exception(bug.value))
    assert "no_such_table" in told
    assert "0912345678" not in told


def test_a_connection_that_breaks_is_a_sentence(postgres_database: Database) -> None:
    def unit(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    for run in (postgres_database.write, postgres_database.read):
        with pytest.raises(Unavailable, match="database-unreachable"):
            run(unit)
    assert postgres_database.read(lambda connection: connection.execute(text("SELECT 1")).scalar_one()) == 1


@pytest.mark.parametrize(
    "url", ["mysql://x", "nonsense", "sqlite://", "sqlite:///:memory:", "postgresql://127.0.0.1:1/x"]
)
def test_an_address_that_cannot_be_used_is_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises((Refused, Unavailable), match="database-"):
        open_database(url, tmp_path).close()


def test_a_password_is_not_shown(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.url().replace("loyaltill@", "loyaltill:secret@")
    database = open_database(url, tmp_path)
    database.close()
    assert "secret" not in database.shown


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "server.db").write_bytes(b"nonsense" * 1_000)
    with pytest.raises(Unavailable, match="database-damaged"):
        open_database(None, tmp_path)


def test_a_copy_that_is_put_back_beside_the_old_log_is_not_mixed_with_it(
    migrated_file: Path, tmp_path: Path
) -> None:
    """Whoever kills a server, puts a backup back and leaves the log had pages of both in one file."""
    main, log, copy_ = tmp_path / "server.db", tmp_path / "server.db-wal", tmp_path / "copy.db"
    copyfile(migrated_file, main)
    database = open_database(None, tmp_path)
    with database.engine.connect() as connection:
        connection.connection.cursor().execute("VACUUM INTO ?", (str(copy_),))
    database.write(lambda connection: connection.exec_driver_sql("CREATE TABLE more (n)").close())
    killed = log.read_bytes()
    database.close()
    copyfile(copy_, main)
    log.write_bytes(killed)
    with pytest.raises(Refused, match="database-log-foreign"):
        open_database(None, tmp_path)
    assert (main.read_bytes(), log.read_bytes()) == (copy_.read_bytes(), killed)
    log.rename(tmp_path / "old-log")
    database = open_database(None, tmp_path)
    assert database.read(lambda each: each.exec_driver_sql("PRAGMA quick_check").scalar_one()) == "ok"
    database.close()


def test_a_server_that_was_killed_starts_with_its_log(migrated_file: Path, tmp_path: Path) -> None:
    (tmp_path / "killed").mkdir()
    copyfile(migrated_file, tmp_path / "server.db")
    database = open_database(None, tmp_path)
    database.write(lambda connection: connection.exec_driver_sql("CREATE TABLE more (n)").close())
    for name in ("server.db", "server.db-wal"):
        copyfile(tmp_path / name, tmp_path / "killed" / name)
    database.close()
    database = open_database(None, tmp_path / "killed")
    assert database.read(lambda each: each.exec_driver_sql("SELECT count(*) FROM more").scalar_one()) == 0
    database.close()


def test_a_start_whose_disk_does_not_take_the_log_leaves_the_file_to_the_next(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_log: Path) -> None:
        raise OSError(EIO, "disk I/O error")

    killed = tmp_path / "killed"
    killed.mkdir()
    copyfile(migrated_file, tmp_path / "server.db")
    with closing(open_database(None, tmp_path)) as database:
        database.write(lambda connection: connection.exec_driver_sql("CREATE TABLE more (n)").close())
        for name in ("server.db", "server.db-wal"):
            copyfile(tmp_path / name, killed / name)
    monkeypatch.setattr(log_again, "write_back", failing)
    with pytest.raises(Unavailable, match="database-unreachable") as refused:
        open_database(None, killed)
    assert _held_open(killed) == [], str(refused)


def _held_open(folder: Path) -> list[str]:
    links = (each for each in Path("/proc/self/fd").iterdir() if each.is_symlink())
    return sorted(name for name in (str(each.readlink()) for each in links) if name.startswith(str(folder)))


def test_an_embedded_database_is_its_users_alone(tmp_path: Path) -> None:
    open_database(None, tmp_path).close()
    assert S_IMODE((tmp_path / "server.db").stat().st_mode) == 0o600
