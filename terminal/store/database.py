"""The till's database as everybody else sees it: `Store.write()` and `Store.read()`, one transaction each.

What can be read and written in one is in `books`. Opening, migrating and checking the file is in `opening`
and `checks`.
"""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection

from loyalty.errors import Unavailable
from terminal.clock import Clock
from terminal.give_way import GiveWay, go_on
from terminal.ids import NewId
from terminal.store.books import Reading, Unit
from terminal.store.connection import keep_little
from terminal.store.engine import Handle, reason_of

STEPS: Final = 200
"""Of SQLite's, between two calls of a `GiveWay`: a tenth of a millisecond."""


class OpenFile(Protocol):
    """Opens the till's file once more."""

    def __call__(self, *, read_only: bool) -> sqlcipher.Connection:
        """A connection with its pragmas set."""
        ...


class Store:
    """One writer and one read-only connection; a reader never waits for the writer, nor for a check.

    `config_version` rises with each commit that changed who the till is, its settings or its programs.
    """

    def __init__(self, path: Path, open_file: OpenFile, *, clock: Clock, new_id: NewId) -> None:
        """Take `open_store`; this opens nothing yet."""

        def reading(connection: Connection) -> Reading:
            return Reading(connection, clock=clock, new_id=new_id)

        def unit(connection: Connection) -> Unit:
            return Unit(connection, clock=clock, new_id=new_id)

        self.path = path
        self.config_version = 0
        self._make_reading = reading
        self._open_file = open_file
        self._writer = Handle(lambda: open_file(read_only=False), "BEGIN IMMEDIATE", unit)
        self._reader = Handle(lambda: open_file(read_only=True), "BEGIN DEFERRED", reading)

    @contextmanager
    def write(self) -> Generator[Unit, None, None]:
        """A unit of work: committed at its end, rolled back whatever is raised in it.

        Raises:
            CommitUnknown: the COMMIT itself failed, and the work may stand; look an operation id up to know.
            Unavailable: `store-busy`, `store-write-failed`, `store-damaged`; nothing was written.
        """
        self._reader.open()  # while it is, a writer opened anew does not read a failed COMMIT out of the log
        with self._writer.transaction() as unit:
            yield unit
        if unit.config.changed or unit.state.changed:
            unit.config.changed = unit.state.changed = False
            self.config_version += 1

    def read(self) -> AbstractContextManager[Reading]:
        """One consistent view of the file.

        Raises:
            Unavailable: `store-damaged`, `store-write-failed` (the disk).
        """
        return self._reader.transaction()

    def read_decided(self) -> AbstractContextManager[Reading]:
        """The same after a COMMIT failed, with what it left decided: what is not there now never will be.

        A COMMIT can fail with all it wrote already in the write-ahead log, where nobody sees it until a power
        cut makes the log be read anew. A transaction over it ends that.

        Raises:
            CommitUnknown, Unavailable: the disk still fails, and nothing is decided.
        """
        with self._writer.transaction() as unit:
            unit.state.write_again()
        return self._reader.transaction()

    def read_apart(self) -> Handle[Reading]:
        """A third connection for what takes long, such as a check; the caller closes it."""
        return Handle(lambda: self._open_to_pass(read_only=True), "BEGIN DEFERRED", self._make_reading)

    def copy_to(self, path: Path, give_way: GiveWay = go_on) -> None:
        """Write a whole copy of the file as it is now, closed by the same key; sales go on meanwhile.

        What was written is checked: its pages, and that its journal has all that this one had. A copy that
        was begun is finished, whatever `give_way` says.

        Raises:
            Unavailable: `backup-unwritable` (path: of its folder, why); `store-…`: this file cannot be opened
                once more.
        """
        connection = self._open_to_pass(read_only=False)

        def step() -> bool:
            give_way()
            return False

        connection.set_progress_handler(step, STEPS)
        try:
            before = connection.execute("SELECT count(*) FROM main.journal").fetchone()
            connection.execute("VACUUM INTO ?", (str(path),))
            connection.execute("ATTACH DATABASE ? AS copy", (str(path),))
            sound = connection.execute("PRAGMA copy.quick_check").fetchone() == ("ok",)
            held = connection.execute("SELECT count(*) FROM copy.journal").fetchone()
        except sqlcipher.Error as error:
            why = reason_of(error)
            raise Unavailable("backup-unwritable", retry=True, path=str(path.parent), why=why) from error
        finally:
            connection.close()
        if not sound or held < before:
            raise Unavailable(
                "backup-unwritable", retry=True, path=str(path.parent), why="the copy is not whole"
            )

    def _open_to_pass(self, *, read_only: bool) -> sqlcipher.Connection:
        connection = self._open_file(read_only=read_only)
        keep_little(connection)
        return connection

    def close(self) -> None:
        """Close both connections, which folds the write-ahead log into the file."""
        self._reader.close()
        self._writer.close()
