"""SQLAlchemy over one encrypted connection, with transactions that mean what they say.

The driver never begins anything by itself; a `begin` hook does, with BEGIN IMMEDIATE for the writer, so
that what was checked in a transaction still holds when it commits. Nothing here knows a table.
"""

import errno
import os
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Generic, Literal, Protocol, TypeVar, cast

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import RootTransaction
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from loyalty.errors import Unavailable

Begin = Literal["BEGIN IMMEDIATE", "BEGIN DEFERRED"]
Open = Callable[[], sqlcipher.Connection]


class Books(Protocol):
    """What the transactions of one connection work with."""

    def begin(self) -> None:
        """A new transaction has begun: nothing that was remembered from the one before need hold."""
        ...


BooksT = TypeVar("BooksT", bound=Books)


class CommitUnknown(Unavailable):
    """COMMIT failed: the transaction may stand or not. Whoever cares looks its operation id up."""

    def __init__(self, why: str) -> None:
        super().__init__("store-commit-unknown", retry=True, why=why)


class Handle(Generic[BooksT]):
    """One connection, kept open, one transaction at a time; threads that want it queue up.

    `make_books` wraps the connection into what the transactions work with, once for each time it is opened.
    """

    def __init__(
        self, open_connection: Open, begin: Begin, make_books: Callable[[Connection], BooksT]
    ) -> None:
        self._engine = _engine(open_connection, begin)
        self._make_books = make_books
        self._lock = threading.RLock()
        self._connection: Connection | None = None
        self._books: BooksT | None = None

    @contextmanager
    def transaction(self) -> Generator[BooksT, None, None]:
        """One transaction: committed at the end, rolled back whatever is raised within.

        Raises:
            CommitUnknown: the connection was dropped; the next transaction opens a new one.
            Unavailable: `store-busy`, `store-write-failed` or `store-damaged`; nothing was written.
        """
        with self._lock:
            connection, books = self._opened()
            try:
                transaction = connection.begin()
            except (DBAPIError, sqlcipher.Error) as error:
                raise _unavailable(error) from error
            books.begin()
            try:
                yield books
            except (DBAPIError, sqlcipher.Error) as error:
                self._roll_back(transaction)
                raise _unavailable(error) from error
            except BaseException:
                self._roll_back(transaction)
                raise
            self._commit(transaction)

    def open(self) -> None:
        """Open the connection, where it is not open yet."""
        with self._lock:
            self._opened()

    def close(self) -> None:
        """Close the connection; the next transaction would open it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._books = None

    def _opened(self) -> tuple[Connection, BooksT]:
        if self._connection is None or self._books is None:
            self._connection = self._engine.connect()
            self._books = self._make_books(self._connection)
        return self._connection, self._books

    def _commit(self, transaction: RootTransaction) -> None:
        try:
            transaction.commit()
        except DBAPIError as error:
            self._drop()
            raise CommitUnknown(str(error.orig)) from error

    def _roll_back(self, transaction: RootTransaction) -> None:
        try:
            transaction.rollback()
        except DBAPIError:
            self._drop()

    def _drop(self) -> None:
        """Forget a connection whose state nobody knows; closing it makes SQLite roll back or recover."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
        self._connection = self._books = None


def driver_of(connection: Connection) -> sqlcipher.Connection:
    """The driver's own connection under SQLAlchemy's."""
    return cast("sqlcipher.Connection", connection.connection.driver_connection)


def _engine(open_connection: Open, begin: Begin) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=open_connection,
        poolclass=NullPool,
        hide_parameters=True,  # they name people, and the log of a bug is no place for that
    )

    def emit_begin(connection: Connection) -> None:
        driver_of(connection).execute(begin)

    event.listen(engine, "begin", emit_begin)
    return engine


def _unavailable(error: DBAPIError | sqlcipher.Error) -> Exception:
    """The world's faults by SQLite's own code; anything else is a bug and stays what it is."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    why = str(cause)
    if code in {sqlcipher.SQLITE_BUSY, sqlcipher.SQLITE_LOCKED}:
        return Unavailable("store-busy", retry=True, why=why)
    if code in {sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB}:
        return Unavailable("store-damaged", retry=False, why=why)
    if code in {
        sqlcipher.SQLITE_IOERR,
        sqlcipher.SQLITE_FULL,
        sqlcipher.SQLITE_CANTOPEN,
        sqlcipher.SQLITE_READONLY,
    }:
        return Unavailable("store-write-failed", retry=True, why=why)
    return error


def reason_of(error: sqlcipher.Error) -> str:
    """Why a file could not be written, in the words of the machine where SQLite has words of its own."""
    known = {
        sqlcipher.SQLITE_FULL: errno.ENOSPC,
        sqlcipher.SQLITE_IOERR: errno.EIO,
        sqlcipher.SQLITE_READONLY: errno.EROFS,
        sqlcipher.SQLITE_CANTOPEN: errno.EACCES,
    }
    number = known.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return str(error) if number is None else os.strerror(number)
