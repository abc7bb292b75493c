"""A connection to PostgreSQL on which statements wait until somebody wants a row, and then go out together.

Most of what a batch does with the database waits for nothing: what is written is not looked at, and what is
asked first does not decide what is asked next. So a statement is put into a queue, and the queue goes to the
server as one pipeline, in the order in which it was filled, when a row of it is wanted, when SQLAlchemy is
about to run a statement of its own on the connection, and with the COMMIT. What is refused is raised there.

Statements are prepared, and run through libpq, past the driver's cursors: what those do for each statement
takes the processor longer than PostgreSQL needs to answer one. Where the database is SQLite none of this is
used (`compiled`).
"""

import re
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any, Final, cast

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait
from sqlalchemy import Connection

Rows = list[tuple[Any, ...]]

_KEY: Final = "loyaltill_line"
_OK: Final = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY})


class Sent:
    """One statement, and its rows once it was run."""

    __slots__ = ("_line", "_rows", "text", "values")

    def __init__(self, line: "Line", text: str, values: list[bytes | None]) -> None:
        self.text = text
        self.values = values
        self._line = line
        self._rows: Rows | None = None

    def rows(self) -> Rows:
        """What it selected; runs all that waits with it where that was not run yet.

        Raises:
            psycopg.Error: the database refused it, or one of those before it.
        """
        if self._rows is None:
            self._line.settle()
        if self._rows is None:
            raise AssertionError("the transaction was rolled back before its rows were wanted")
        return self._rows

    def answered(self, rows: Rows) -> None:
        """Keep what it selected."""
        self._rows = rows


class Line:
    """One driver's connection; used by one thread at a time, as the connection is."""

    def __init__(self, driver: "psycopg.Connection[Any]") -> None:
        self._driver = driver
        self._waiting: list[Sent] = []
        self._after: list[Sent] = []
        self._is_after = False
        self._prepared: dict[str, bytes] = {}
        self._numbers = count()
        self._transformer = Transformer(driver)

    def put(self, text: str, values: Sequence[object]) -> Sent:
        """Let a statement (`$1`, `$2` … for its values) wait for its turn.

        Raises:
            psycopg.DataError: a text that PostgreSQL cannot hold.
        """
        written = [value.encode() if type(value) is str else _WRITERS[type(value)](value) for value in values]
        if b"\0" in b"".join(filter(None, written)):
            raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        sent = Sent(self, text, written)
        (self._after if self._is_after else self._waiting).append(sent)
        return sent

    @contextmanager
    def after_commit(self) -> Generator[None]:
        """What is put meanwhile runs behind the COMMIT, in the same exchange, and sees what was committed."""
        self._is_after = True
        try:
            yield
        finally:
            self._is_after = False

    def settle(self, *, commit: bool = False) -> None:
        """Run all that waits; with `commit` the transaction ends with it, where there is one.

        Raises:
            psycopg.Error: the first that was refused; what came after it was not run.
        """
        waiting, self._waiting = self._waiting, []
        after: list[Sent] = []
        if commit:
            after, self._after = self._after, []
        idle = self._driver.pgconn.transaction_status == TransactionStatus.IDLE
        begins = idle and not self._driver.autocommit
        if waiting or after or (commit and not idle):
            commits = commit and (not idle or (begins and bool(waiting)))
            self._exchange(waiting, after, begins=begins and bool(waiting), commits=commits)

    def forget(self) -> None:
        """The transaction is given up: what waits is never run."""
        self._waiting = []
        self._after = []

    def _exchange(
        self, waiting: Sequence[Sent], after: Sequence[Sent], *, begins: bool, commits: bool
    ) -> None:
        pgconn = self._driver.pgconn
        asked: list[Sent | str | None] = []
        pgconn.enter_pipeline_mode()
        try:
            if begins:
                pgconn.send_query_params(self._begin(), None)
                asked.append(None)
            for sent in waiting:
                asked += self._send(sent)
            if commits:
                pgconn.send_query_params(b"COMMIT", None)
                asked.append(None)
            for sent in after:
                asked += self._send(sent)
            pgconn.pipeline_sync()
            results = self._driver.wait(self._results())
        finally:
            with suppress(psycopg.Error):  # the line is broken: the error that said so is on its way
                pgconn.exit_pipeline_mode()
        self._hear(asked, results)

    def _send(self, sent: Sent) -> "list[Sent | str | None]":
        pgconn = self._driver.pgconn
        name = self._prepared.get(sent.text)
        if name is not None:
            pgconn.send_query_prepared(name, sent.values)
            return [sent]
        name = self._prepared[sent.text] = b"lt%d" % next(self._numbers)
        pgconn.send_prepare(name, sent.text.encode())
        pgconn.send_query_prepared(name, sent.values)
        return [sent.text, sent]

    def _begin(self) -> bytes:
        level = self._driver.isolation_level
        return (
            b"BEGIN" if level is None else b"BEGIN ISOLATION LEVEL " + level.name.replace("_", " ").encode()
        )

    def _results(self) -> PQGen[list[PGresult]]:
        """One result for each thing asked."""
        pgconn = self._driver.pgconn
        while pgconn.flush():
            if (yield Wait.RW) & Ready.R:
                pgconn.consume_input()
        results: list[PGresult] = []
        while True:
            while pgconn.is_busy():
                if (yield Wait.R):
                    pgconn.consume_input()
            result = pgconn.get_result()
            if result is None:
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                return results
            results.append(result)

    def _hear(self, asked: Sequence[Sent | str | None], results: Sequence[PGresult]) -> None:
        refused: psycopg.Error | None = None
        for thing, result in zip(asked, results, strict=True):
            if result.status in _OK:
                if isinstance(thing, Sent):
                    thing.answered(self._read(result))
                continue
            if isinstance(thing, str):
                del self._prepared[thing]
            if refused is None and result.status == ExecStatus.FATAL_ERROR:
                refused = error_from_result(result)
        if refused is not None:
            raise refused

    def _read(self, result: PGresult) -> Rows:
        if not result.ntuples:
            return []
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)


def line_of(connection: Connection) -> Line | None:
    """The line of a connection; None where the database is another than PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return None
    info = connection.connection.info
    line = info.get(_KEY)
    if line is None:
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        line = info[_KEY] = Line(driver)
    return cast("Line", line)


def waiting_line(connection: Connection) -> Line | None:
    """The line of a connection that has used one."""
    return cast("Line | None", connection.connection.info.get(_KEY))


def numbered(text: str) -> tuple[str, list[str]]:
    """A text with `%(name)s` for its values as one with `$1`, and their names in that order."""
    names: dict[str, str] = {}

    def place(found: "re.Match[str]") -> str:
        name = found[1]
        return "%" if name is None else names.setdefault(name, f"${len(names) + 1}")

    return _NAMED.sub(place, text), list(names)


_NAMED = re.compile(r"%\((\w+)\)s|%%")


_WRITERS: dict[type, Callable[[Any], bytes | None]] = {
    str: str.encode,
    int: lambda value: b"%d" % value,
    bytes: lambda value: b"\\x" + value.hex().encode(),
    type(None): lambda _value: None,
}
