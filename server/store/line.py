"""A connection to PostgreSQL on which statements wait until somebody wants a row, and then go out together.

Most of what a batch does with the database waits for nothing: what is written is not looked at, and what is
asked first does not decide what is asked next. So a statement is put into a queue, and the queue goes to the
server as one pipeline, in the order in which it was filled, when a row of it is wanted, when SQLAlchemy is
about to run a statement of its own on the connection, and with the COMMIT. What is refused is raised there.

Where what waits is much, it is sent ahead: PostgreSQL begins with it while the worker makes what comes next.
From there on the pipeline stays open, and who wants rows waits for those alone, until all is settled.

Statements are prepared, and run through libpq, past the driver's cursors: what those do for each statement
takes the processor longer than PostgreSQL needs to answer one. Where the database is SQLite none of this is
used (`compiled`).
"""

import re
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import count
from typing import Any, Final, Protocol, cast

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from psycopg.waiting import Ready, Wait
from sqlalchemy import Connection

from server.store.arrays import column_text

Rows = list[tuple[Any, ...]]

_KEY: Final = "loyaltill_line"
_MUCH: Final = 4_096
"""So many bytes of values are sent ahead: more than a single sale or a question comes to."""
_OK: Final = frozenset({ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY})


class Answers(Protocol):
    """Where a statement waits."""

    def want(self, sent: "Sent") -> None:
        """Let its rows be here."""


class AnyLine(Protocol):
    """What statements wait on: a line of one unit of work, or one that several share."""

    def put(self, text: str, values: Sequence[object]) -> "Sent":
        """As `Line.put`."""
        ...

    def put_rows(
        self,
        one: str | None,
        many: str,
        columns: Sequence[Sequence[object]],
        *,
        seen: bool = True,
        once: bool = False,
    ) -> None:
        """As `Line.put_rows`."""

    def alone(self) -> None:
        """As `Line.alone`."""

    def after_commit(self) -> AbstractContextManager[None]:
        """As `Line.after_commit`."""
        ...

    def settle(self, *, commit: bool = False) -> None:
        """As `Line.settle`."""

    def forget(self) -> None:
        """As `Line.forget`."""


class Sent:
    """One statement, and its rows once it was run."""

    __slots__ = ("_line", "_rows", "text", "values")

    def __init__(self, line: Answers, text: str, values: Sequence[Any]) -> None:
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
            self._line.want(self)
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
        self._waiting_bytes = 0
        self._after: list[Sent] = []
        self._is_after = False
        self._is_held = False
        self._is_open = False
        self._is_begun = False
        self._unheard: list[Sent | str | None] = []
        """What was sent and not heard of yet; texts are those to prepare, None what nobody asks about."""
        self._prepared: dict[str, bytes] = {}
        self._numbers = count()
        self._transformer = Transformer(driver)

    def put(self, text: str, values: Sequence[object]) -> Sent:
        """Let a statement (`$1`, `$2` … for its values) wait for its turn.

        Raises:
            psycopg.DataError: a text that PostgreSQL cannot hold.
            psycopg.OperationalError: the connection broke, where what waits was sent ahead.
        """
        written = [value.encode() if type(value) is str else _WRITERS[type(value)](value) for value in values]
        held = b"".join(filter(None, written))
        if b"\0" in held:
            raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        sent = Sent(self, text, written)
        if self._is_after:
            self._after.append(sent)
            return sent
        self._waiting.append(sent)
        self._waiting_bytes += len(held)
        if self._waiting_bytes >= _MUCH and not self._is_held:
            self._send_waiting(ahead=True)
            self._driver.pgconn.flush()  # what the socket does not take goes with what is sent next
        return sent

    def put_rows(
        self,
        one: str | None,
        many: str,
        columns: Sequence[Sequence[object]],
        *,
        seen: bool = True,
        once: bool = False,
    ) -> None:
        """Let rows to be written wait for their turn.

        `one` takes the values of one row (None: there is no such text), `many` each column as `column_text`
        writes it. Of several units of work in one transaction (`together`) such rows are written by one
        statement: `once` leaves out of them what is the same row. `seen` is whether what is asked later in
        the same transaction may look at them.

        Raises:
            psycopg.DataError: as `put`.
        """
        del seen, once
        if one is not None and len(columns[0]) == 1:
            self.put(one, [column[0] for column in columns])
        else:
            self.put(many, [column_text(column) for column in columns])

    def alone(self) -> None:
        """Said before what several units of work may not do together: nothing to a line of one."""

    @contextmanager
    def after_commit(self) -> Generator[None]:
        """What is put meanwhile runs behind the COMMIT, in the same exchange, and sees what was committed."""
        self._is_after = True
        try:
            yield
        finally:
            self._is_after = False

    @contextmanager
    def all_at_once(self) -> Generator[None]:
        """Nothing of what is put meanwhile is sent ahead: nothing else is done before it is settled."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def settle(self, *, commit: bool = False) -> None:
        """Run all that waits; with `commit` the transaction ends with it, where there is one.

        Raises:
            psycopg.Error: the first that was refused; what came after it was not run.
        """
        self._send_waiting()
        after: list[Sent] = []
        if commit:
            after, self._after = self._after, []
        commits = commit and self._is_in_transaction()
        if after or commits:
            self._open()
        if commits:
            self._driver.pgconn.send_query_params(b"COMMIT", None)
            self._unheard.append(None)
        for sent in after:
            self._send(sent)
        if self._is_open:
            self._close()

    def want(self, sent: Sent) -> None:
        """Let the rows of what was put be here: with all that waits, or alone where some is sent ahead.

        Raises:
            psycopg.Error: as `settle`.
        """
        if not self._is_open:
            self.settle()
            return
        self._send_waiting(ahead=True)
        self._hear(self._driver.wait(self._results(self._unheard.index(sent) + 1)))

    def forget(self) -> None:
        """The transaction is given up: what waits is never run, and of what was sent ahead nobody hears."""
        self._waiting = []
        self._waiting_bytes = 0
        self._after = []
        if self._is_open:
            with suppress(psycopg.Error):
                self._close()

    def _is_in_transaction(self) -> bool:
        if self._is_open:
            return self._is_begun
        return self._driver.pgconn.transaction_status != TransactionStatus.IDLE

    def _open(self) -> None:
        if not self._is_open:
            self._is_begun = self._is_in_transaction()
            self._driver.pgconn.enter_pipeline_mode()
            self._is_open = True

    def _close(self) -> None:
        """Hear of all that was sent."""
        pgconn = self._driver.pgconn
        try:
            pgconn.pipeline_sync()
            results = self._driver.wait(self._results())
        finally:
            self._is_open = False
            with suppress(psycopg.Error):  # the line is broken: the error that said so is on its way
                pgconn.exit_pipeline_mode()
            unheard, self._unheard = self._unheard, []
        self._take(unheard, results)

    def _send_waiting(self, *, ahead: bool = False) -> None:
        """Send what waits, behind a BEGIN where it is the first of a transaction.

        `ahead`: PostgreSQL answers each at once, and not all of them at the end.
        """
        if not self._waiting:
            return
        self._open()
        if not self._is_begun and not self._driver.autocommit:
            self._driver.pgconn.send_query_params(self._begin(), None)
            self._unheard.append(None)
            self._is_begun = True
        waiting, self._waiting = self._waiting, []
        self._waiting_bytes = 0
        for sent in waiting:
            self._send(sent)
            if ahead:
                self._driver.pgconn.send_flush_request()

    def _send(self, sent: Sent) -> None:
        pgconn = self._driver.pgconn
        name = self._prepared.get(sent.text)
        if name is None:
            name = self._prepared[sent.text] = b"lt%d" % next(self._numbers)
            pgconn.send_prepare(name, sent.text.encode())
            self._unheard.append(sent.text)
        pgconn.send_query_prepared(name, sent.values)
        self._unheard.append(sent)

    def _begin(self) -> bytes:
        level = self._driver.isolation_level
        return (
            b"BEGIN" if level is None else b"BEGIN ISOLATION LEVEL " + level.name.replace("_", " ").encode()
        )

    def _results(self, count: int | None = None) -> PQGen[list[PGresult]]:
        """So many results, one for each thing sent; None: all of them up to the end of the pipeline."""
        pgconn = self._driver.pgconn
        while pgconn.flush():
            if (yield Wait.RW) & Ready.R:
                pgconn.consume_input()
        results: list[PGresult] = []
        while len(results) != count:
            while pgconn.is_busy():
                if (yield Wait.R):
                    pgconn.consume_input()
            result = pgconn.get_result()
            if result is None:
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                return results
            results.append(result)
        return results

    def _hear(self, results: Sequence[PGresult]) -> None:
        """Take the next results while the pipeline is open; where one is refused, it is closed."""
        heard, self._unheard = self._unheard[: len(results)], self._unheard[len(results) :]
        try:
            self._take(heard, results)
        except psycopg.Error:
            with suppress(psycopg.Error):
                self._close()
            raise

    def _take(self, things: Sequence[Sent | str | None], results: Sequence[PGresult]) -> None:
        refused: psycopg.Error | None = None
        for thing, result in zip(things, results, strict=True):
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


def line_of(connection: Connection) -> AnyLine | None:
    """The line of a connection; None where the database is another than PostgreSQL."""
    if connection.dialect.name != "postgresql":
        return None
    line: AnyLine | None = connection.connection.info.get(_KEY)
    return own_line(connection) if line is None else line


def own_line(connection: Connection) -> Line:
    """The line of a connection to PostgreSQL itself: none that several units of work share is on it now."""
    info = connection.connection.info
    if _KEY not in info:
        driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        info[_KEY] = Line(driver)
    line = info[_KEY]
    if isinstance(line, Line):
        return line
    raise AssertionError("several units of work do not run within one of them")


def waiting_line(connection: Connection) -> AnyLine | None:
    """The line of a connection that has used one."""
    return cast("AnyLine | None", connection.connection.info.get(_KEY))


@contextmanager
def on_line(connection: Connection, line: AnyLine) -> Generator[None]:
    """What is put on the connection's line meanwhile waits on another."""
    info = connection.connection.info
    before = info[_KEY]
    info[_KEY] = line
    try:
        yield
    finally:
        info[_KEY] = before


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
