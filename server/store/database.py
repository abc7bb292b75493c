"""One database and its transactions: PostgreSQL or SQLite behind the same two calls, `write` and `read`.

A transaction is a function of a connection. `write` runs it again after a serialisation failure, a deadlock,
a lost race for a key or a busy SQLite, so it must do nothing but read and write through that connection.
SQLite (the library that `sqlcipher3` carries, used without a key: the system's own may be older than the fix
of the WAL-reset bug) takes its one write lock at BEGIN; PostgreSQL locks the rows that the use case names.
"""

import contextlib
import math
import os
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    DisconnectionError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.pool import ConnectionPoolEntry

from loyalty.errors import Refused, Unavailable
from server.store.compiled import Later, raise_translated, settle
from server.store.flushing import UNFLUSHED, flush, is_possible
from server.store.line import line_of, on_line, own_line, waiting_line
from server.store.local_settings import set_locally
from server.store.log_again import has_log, write_log_again
from server.store.own_log import check_own_log
from server.store.planning import BY_KEYS

if TYPE_CHECKING:
    from server.store.together import Together

__all__ = ["ATTEMPTS", "Connection", "Database", "Unit", "open_database"]

T = TypeVar("T")
S = TypeVar("S")
Unit = Callable[[Connection], T]

ATTEMPTS = 12
"""How often a transaction is tried before its failure is reported."""
_RETRIED_STATES = frozenset({"40001", "40P01", "23505", "55P03"})
"""Serialisation failure, deadlock, a key someone else took first (the next try sees the row), lock
timeout."""
_BUSY_MS = 10_000
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
)
IMPATIENT = {"lock_timeout": "100ms"}
"""Where several wait for a lock that one of them wants, they are better off alone."""
_WIPE_WAIT_MS = 1_000
"""How long `wipe_log` waits for whoever reads."""
_REST_S = 5.0
"""After so long without use a connection is looked at before it is used again."""

_chance = random.SystemRandom()


class Database:
    """A database that is reachable; safe to use from any thread."""

    def __init__(self, engine: Engine, *, pause: Callable[[float], None] = time.sleep) -> None:
        self.engine = engine
        self._writer = engine.execution_options(loyaltill_writes=True)
        still = {"isolation_level": "REPEATABLE READ"} if self.is_postgresql else {}
        self._still_writer = self._writer.execution_options(**still)
        self._reader = engine.execution_options(**still)
        self._glancer = engine.execution_options(isolation_level="AUTOCOMMIT") if still else self._reader
        self._pause = pause
        self._flushes: bool | None = None

    @property
    def is_postgresql(self) -> bool:
        """Whether rows can be locked one by one (and must be)."""
        return self.engine.dialect.name == "postgresql"

    @property
    def shown(self) -> str:
        """The database as a person may see it: no password."""
        return self.engine.url.render_as_string(hide_password=True)

    def write(self, unit: Unit[T], *, still: bool = False) -> T:
        """Run `unit` in one transaction and commit it; once more from the start where it lost a race.

        `still`: all that it reads is of one moment, for what sums up; else each statement sees what is
        committed by then.

        Raises:
            Unavailable: `database-busy` after `ATTEMPTS` lost races, `database-unreachable`; where the
                connection broke during the commit, whether it happened is unknown (every use case may be run
                again).
        """
        writer = self._still_writer if still else self._writer
        for attempt in range(ATTEMPTS):
            try:
                with writer.begin() as connection:
                    return unit(connection)
            except DBAPIError as error:
                if not _lost_a_race(error):
                    raise _translated(error) from error
            self._pause(_chance.uniform(0, 0.005 * 2**attempt))
        raise Unavailable("database-busy", retry=True)

    def write_and_glance(self, unit: Unit[T], ask: Unit[Later[S]]) -> tuple[T, S]:
        """Run `unit` as `write` does, and what `ask` asks as soon as it is committed, as `glance` does.

        PostgreSQL takes both in one exchange, and nobody waits for a lock of this transaction while its disk
        is written to (`flushing`); this call comes back when all that was written and seen is on it. What
        `ask` gives back is called after the commit, and may ask nothing more.

        Raises:
            Unavailable: as `write`.
        """
        if not self.is_postgresql:
            done = self.write(unit)
            return done, self.glance(lambda connection: ask(connection)())

        def both(connection: Connection) -> tuple[T, Later[S]]:
            flushes = self._can_flush(connection)
            if flushes:
                set_locally(connection, BY_KEYS | UNFLUSHED)
            done = unit(connection)
            line = line_of(connection)
            with line.after_commit() if line else contextlib.nullcontext():
                later = ask(connection)
                if flushes:
                    flush(connection)
                return done, later

        done, later = self.write(both)
        return done, later()

    def write_together(self, units: Sequence[tuple[Unit[T], Unit[Later[S]]]]) -> list[tuple[T, S] | None]:
        """Run each unit, and what it asks, as `write_and_glance` does, all of them in one transaction.

        None for whoever is to be run alone: what it does several may not do together (`together`), or it
        failed, or the transaction did, in which case all are None. Who is None has changed nothing, but where
        the connection broke during the commit, or what is asked behind it failed: then whether it happened is
        unknown, as in `write`.
        Units may be run more often than once.
        """
        nobody: list[tuple[T, S] | None] = [None for _ in units]
        if not self.is_postgresql:
            return nobody
        try:
            with self._writer.begin() as connection:
                if not self._can_flush(connection):
                    return nobody
                set_locally(connection, BY_KEYS | UNFLUSHED | IMPATIENT)
                together, done = _run_together(connection, units)
        except DBAPIError:
            return nobody
        together.tell()
        return [None if isinstance(each, BaseException) else (each[0], each[1]()) for each in done]

    def read(self, unit: Unit[T]) -> T:
        """Run `unit` in a transaction of its own, in which the database stands still, and roll it back.

        Raises:
            Unavailable: `database-unreachable`, `database-damaged`.
        """
        try:
            with self._reader.connect() as connection:
                return unit(connection)
        except DBAPIError as error:
            raise _translated(error) from error

    def read_to_tell(self, unit: Unit[T]) -> T:
        """As `read`, of what no crash takes back: for places from which whoever hears of them goes on.

        Raises:
            Unavailable: as `read`.
        """
        if not self.is_postgresql:
            return self.read(unit)

        def told(connection: Connection) -> T:
            seen = unit(connection)
            if self._can_flush(connection):
                flush(connection)
                connection.commit()
            return seen

        return self.read(told)

    def glance(self, unit: Unit[T]) -> T:
        """Run `unit`, whose statements need not be of one moment, without a transaction where that can be.

        A question or two cost the database half as much so.

        Raises:
            Unavailable: as `read`.
        """
        try:
            with self._glancer.connect() as connection:
                return unit(connection)
        except DBAPIError as error:
            raise _translated(error) from error

    def ping(self) -> None:
        """Ask the least there is to ask.

        Raises:
            Unavailable: the database does not answer.
        """
        self.read(lambda connection: connection.execute(text("SELECT 1")).close())

    def wipe_log(self) -> bool:
        """Leave nothing in SQLite's write-ahead log of rows that are gone; whether that could be done.

        What is deleted is overwritten in the file itself (`secure_delete`), as soon as the log is folded into
        it; until then older pages are in both. Somebody who reads just now keeps the log from being emptied:
        the next call does it. Whatever keeps it from that, nothing is raised: what was written before stands.
        PostgreSQL has no such call, see docs/security.md.
        """
        if self.is_postgresql:
            return False
        try:
            with contextlib.closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute(f"PRAGMA busy_timeout = {_WIPE_WAIT_MS}")
                try:
                    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    told = cursor.fetchone()
                finally:
                    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        except (SQLAlchemyError, self.engine.dialect.loaded_dbapi.Error):
            return False
        return told is not None and told[0] == 0

    def _can_flush(self, connection: Connection) -> bool:
        """Asked of the database once."""
        if self._flushes is None:
            self._flushes = is_possible(connection)
        return self._flushes

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_database(url_text: str | None, data_dir: Path) -> Database:
    """The database of a URL (`postgresql://…`, `sqlite:///…`), or the embedded one in `data_dir`.

    What a crash left in SQLite's log is certain to be on the disk when this returns.

    Raises:
        Refused: `database-url`: cannot be read, or is of another kind; `database-log-foreign`.
        Unavailable: `database-unreachable`, `database-damaged`.
    """
    url = _url(url_text, data_dir)
    file = database_file(url_text, data_dir)
    if file is not None:
        check_own_log(file)
    database = Database(_postgresql(url) if url.get_backend_name() == "postgresql" else _sqlite(url))
    try:
        if file is not None and has_log(file):
            database.write(lambda _: write_log_again(file))
        database.ping()
    except Exception:
        database.close()
        raise
    return database


def database_file(url_text: str | None, data_dir: Path) -> Path | None:
    """The file that `open_database` opens, whether it is there or not; None where it is no file.

    Raises:
        Refused: `database-url`.
    """
    url = _url(url_text, data_dir)
    name = url.database or ""
    return None if url.get_backend_name() != "sqlite" or name.startswith("file:") else Path(name)


def _url(url_text: str | None, data_dir: Path) -> URL:
    try:
        url = make_url(url_text) if url_text else URL.create("sqlite", database=str(data_dir / "server.db"))
    except ArgumentError as error:
        raise Refused("database-url", url=str(url_text)) from error
    kind = url.get_backend_name()
    if kind not in {"postgresql", "sqlite"} or (kind == "sqlite" and url.database in {None, "", ":memory:"}):
        raise Refused("database-url", url=url.render_as_string(hide_password=True))
    return url


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=20,
        max_overflow=20,
        pool_use_lifo=True,  # the one used last has prepared what is asked next
        hide_parameters=True,
        # `line` prepares what is asked often. What the driver prepared it would let go of at each rollback.
        connect_args={"connect_timeout": 10, "prepare_threshold": None},
    )
    _Watch(engine)
    event.listen(engine, "before_execute", _check_alone)
    event.listen(engine, "before_cursor_execute", _settle_before)
    event.listen(engine, "commit", partial(settle, commit=True))
    event.listen(engine, "rollback", _forget)
    return engine


def _check_alone(connection: Connection, *_statement: object) -> None:
    """What SQLAlchemy runs several units of work cannot do together; said before it holds anything."""
    line = waiting_line(connection)
    if line is not None:
        line.alone()


def _settle_before(connection: Connection, *_statement: object) -> None:
    """What waits on the line comes before what SQLAlchemy runs."""
    settle(connection)


def _forget(connection: Connection) -> None:
    line = None if connection.invalidated else waiting_line(connection)
    if line is not None:
        line.forget()


class _Watch:
    """Looks at a connection before it is used again, where there is reason to: it rested, or another broke.

    Asking each time (`pool_pre_ping`) would cost every request a round trip for each of its transactions.
    """

    def __init__(self, engine: Engine) -> None:
        self._broke_at = -math.inf
        event.listen(engine, "checkin", self._rests)
        event.listen(engine, "checkout", self._is_wanted)
        event.listen(engine, "invalidate", self._broke)

    def _rests(self, _connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["used_at"] = time.monotonic()

    def _broke(self, _connection: DBAPIConnection, _entry: ConnectionPoolEntry, _why: object) -> None:
        self._broke_at = time.monotonic()

    def _is_wanted(self, connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object) -> None:
        used_at = entry.info.get("used_at", math.inf)
        if used_at > max(self._broke_at, time.monotonic() - _REST_S):
            return
        try:
            with contextlib.closing(connection.cursor()) as cursor:
                cursor.execute("SELECT 1")
            connection.rollback()
        except psycopg.Error as error:
            raise DisconnectionError from error


def _sqlite(url: URL) -> Engine:
    import sqlcipher3.dbapi2

    _make_private(Path(url.database or ""))
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        module=sqlcipher3.dbapi2,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_private(path: Path) -> None:
    """Make a new database's file readable by this user alone; what lies beside it takes after it."""
    with contextlib.suppress(OSError):  # there already, or the folder is not: opening it will say
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("loyaltill_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _run_together(
    connection: Connection, units: Sequence[tuple[Unit[T], Unit[Later[S]]]]
) -> "tuple[Together, list[tuple[T, Later[S]] | BaseException]]":
    """Run units on one line, up to the COMMIT, behind which the log is flushed."""
    from server.store.together import Together

    def both(unit: Unit[T], ask: Unit[Later[S]]) -> tuple[T, Later[S]]:
        done = unit(connection)
        with together.after_commit():
            return done, ask(connection)

    together = Together(own_line(connection))
    try:
        with on_line(connection, together):
            done = together.run([partial(both, unit, ask) for unit, ask in units])
    except psycopg.Error as error:
        raise_translated(connection, "", error)
    with own_line(connection).after_commit():
        flush(connection)
    return together, done


def _lost_a_race(error: DBAPIError) -> bool:
    cause = error.orig
    if isinstance(cause, psycopg.Error):
        return cause.sqlstate in _RETRIED_STATES
    return isinstance(error, OperationalError) and "locked" in str(cause)


def _translated(error: DBAPIError) -> Exception:
    """The world failed (no connection, no disk) or there is a bug: told apart by the error's class."""
    cause = error.orig
    if type(error) is DatabaseError:
        return Unavailable("database-damaged", retry=False, why=str(cause))
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return Unavailable("database-unreachable", retry=True, why=str(cause).splitlines()[0])
    return error
