"""Statements that are compiled once and then run past SQLAlchemy, for the path that every batch takes.

A statement is written with SQLAlchemy as everywhere in this package, with a `bindparam` for each value. What
its own execution does for any statement, build it, find it in a cache, wrap rows and cursor, costs several
times what the database takes to answer; here the text is made once for each dialect, so that PostgreSQL keeps
it prepared too. A list of names is one value (`Among`), so that the text is the same for any number of them.
What the database refuses is raised as SQLAlchemy raises it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import psycopg
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    LargeBinary,
    SelectBase,
    Text,
    TypeDecorator,
    bindparam,
)
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine

from server.packed import SEPARATOR
from server.store.arrays import array_text, json_text
from server.store.line import AnyLine, Rows, Sent, line_of, numbered, waiting_line

if TYPE_CHECKING:
    from sqlalchemy.engine.interfaces import DBAPIModule

T = TypeVar("T")
Row = dict[str, Any]
"""What a statement selects, by column."""
Columns = dict[str, list[Any]]
"""The same, column by column."""
Later = Callable[[], T]
"""What was asked, once somebody wants it: then all that waits on the connection's line is run."""
Values = tuple[object, ...]
Process = Callable[[Any], Any]
_Statement = SelectBase | UpdateBase
_Results = Sequence[tuple[str, Process]]


class Names(TypeDecorator[Sequence[str]]):
    """A list of texts as one value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """To the text of an array, or to JSON where there are none."""
        names = list(value or ())
        return array_text(names) if dialect.name == "postgresql" else json_text(names)


class EachOnce(Names):
    """The same, each once and in order."""

    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        """As `Names`."""
        once = value if value and len(value) == 1 else sorted(set(value or ()))
        return super().process_bind_param(once, dialect)


class Among(ColumnElement[bool]):
    """Whether a column is one of the names bound as `name`: any number of them, none too."""

    inherit_cache = False

    def __init__(self, column: "Column[str]", name: str) -> None:
        self.column = column
        self.names = bindparam(name, type_=Names())


@compiles(Among, "postgresql")
def _among_array(element: Among, compiler: SQLCompiler, **_: object) -> str:
    names = compiler.process(element.names)
    return " ".join([compiler.process(element.column), f"IN (SELECT unnest(({names})::TEXT[]))"])


@compiles(Among, "sqlite")
def _among_json(element: Among, compiler: SQLCompiler, **_: object) -> str:
    names = compiler.process(element.names)
    return " ".join([compiler.process(element.column), "IN (SELECT value FROM json_each(", names, "))"])


class AmongPairs(ColumnElement[bool]):
    """Whether two columns are a pair out of two lists, bound as `names`: what stands at one place in both."""

    inherit_cache = False

    def __init__(self, columns: "tuple[Column[str], Column[str]]", names: tuple[str, str]) -> None:
        self.columns = columns
        self.names = tuple(bindparam(name, type_=Names()) for name in names)


@compiles(AmongPairs, "postgresql")
def _among_two_arrays(element: AmongPairs, compiler: SQLCompiler, **_: object) -> str:
    first, second = (compiler.process(column) for column in element.columns)
    arrays = ", ".join(f"({compiler.process(names)})::TEXT[]" for names in element.names)
    words = ["(", first, ",", second, ") IN (SELECT * FROM unnest(", arrays, "))"]
    return " ".join(words)


@compiles(AmongPairs, "sqlite")
def _among_two_jsons(element: AmongPairs, compiler: SQLCompiler, **_: object) -> str:
    first, second = (compiler.process(column) for column in element.columns)
    ones, others = (f"json_each({compiler.process(names)})" for names in element.names)
    pairs = ["SELECT ones.value, others.value FROM", ones, "AS ones JOIN", others, "AS others"]
    return " ".join(["(", first, ",", second, ") IN (", *pairs, "ON ones.key = others.key )"])


class Packing(ColumnElement[str]):
    """A column of the rows that are grouped, as one text (`server.packed`)."""

    inherit_cache = False
    type = Text()

    def __init__(self, column: "Column[Any]") -> None:
        self.column = column


@compiles(Packing, "postgresql")
def _packing_strings(element: Packing, compiler: SQLCompiler, **_: object) -> str:
    return f"string_agg(COALESCE(({compiler.process(element.column)})::TEXT, ''), chr({ord(SEPARATOR)}))"


@compiles(Packing, "sqlite")
def _packing_group(element: Packing, compiler: SQLCompiler, **_: object) -> str:
    return f"group_concat(COALESCE({compiler.process(element.column)}, ''), char({ord(SEPARATOR)}))"


class Statement:
    """One statement, run many times; made when it is first run, once for each dialect.

    `postgresql`: how PostgreSQL is asked the same, where it has to be asked otherwise (`one_by_one`).
    `shares`: it may be asked for several units of work at once (`together`). What it selects is then as it
    was before any of them wrote.
    """

    def __init__(
        self, statement: _Statement, *, postgresql: _Statement | None = None, shares: bool = False
    ) -> None:
        self._statement = statement
        self._shares = shares
        self._postgresql = statement if postgresql is None else postgresql
        self._made: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, **values: object) -> list[Row]:
        """Run it with these values, each bound by its name; gives its rows."""
        return self.ask(connection, **values).rows()

    def ask(self, connection: Connection, **values: object) -> "Asked":
        """Run it with the next whose rows are wanted, where the database takes several at once."""
        made = self._made.get(connection.dialect.name) or self._for(connection)
        return made.ask(connection, values)

    def run(self, connection: Connection, **values: object) -> None:
        """Run what gives no rows, at the latest with the commit."""
        self._for(connection).run(connection, values)

    def _for(self, connection: Connection) -> "_Compiled":
        made = self._made.get(connection.dialect.name)
        if made is None:
            is_postgresql = connection.dialect.name == "postgresql"
            statement = self._postgresql if is_postgresql else self._statement
            made = self._made[connection.dialect.name] = _Compiled(
                statement, connection.dialect, shares=self._shares
            )
        return made


class Asked:
    """A statement that was asked, and what it selected once that is wanted."""

    __slots__ = ("_connection", "_names", "_results", "_sent")

    def __init__(
        self, connection: Connection, sent: "Sent | Rows", names: Sequence[str], results: "_Results"
    ) -> None:
        self._connection = connection
        self._sent = sent
        self._names = names
        self._results = results

    def rows(self) -> list[Row]:
        """Its rows.

        Raises:
            DBAPIError: what the database refused, of this or of what was asked before it.
        """
        names, tuples = self._names, self._tuples()
        if not tuples:
            return []
        rows = [dict(zip(names, row, strict=True)) for row in tuples]
        for name, process in self._results:
            for row in rows:
                row[name] = process(row[name])
        return rows

    def columns(self) -> Columns:
        """The same by column, each in the order of the rows. Raises as `rows`."""
        rows = self._tuples()
        if not rows:
            return {name: [] for name in self._names}
        columns: Columns = dict(zip(self._names, map(list, zip(*rows, strict=True)), strict=True))
        for name, process in self._results:
            columns[name] = list(map(process, columns[name]))
        return columns

    def _tuples(self) -> Rows:
        if not isinstance(self._sent, Sent):
            return self._sent
        try:
            return self._sent.rows()
        except psycopg.Error as error:
            raise_translated(self._connection, self._sent.text, error)


class _Compiled:
    """The text of a statement in one dialect, and what its values and columns go through."""

    def __init__(self, statement: _Statement, dialect: Dialect, *, shares: bool) -> None:
        self._shares = shares
        compiled = statement.compile(dialect=dialect)
        self._text, order = (
            numbered(str(compiled)) if compiled.positiontup is None else (str(compiled), compiled.positiontup)
        )
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._binds = [(name, to_bind(binds[name].type, dialect)) for name in order]
        self._usual = {name: bind.value for name, bind in binds.items() if not bind.required}
        columns = list(statement.exported_columns)
        self._names = [column.name for column in columns]
        self._results = [
            (column.name, process)
            for column in columns
            if (process := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def ask(self, connection: Connection, values: Mapping[str, object]) -> Asked:
        line = line_of(connection)
        if line is None:
            return Asked(connection, self._run_now(connection, values), self._names, self._results)
        sent = put(connection, line, self._text, self._bound(values), shares=self._shares)
        return Asked(connection, sent, self._names, self._results)

    def run(self, connection: Connection, values: Mapping[str, object]) -> None:
        line = line_of(connection)
        if line is None:
            execute(connection, self._text, self._bound(values)).close()
        else:
            put(connection, line, self._text, self._bound(values), shares=self._shares)

    def _run_now(self, connection: Connection, values: Mapping[str, object]) -> Rows:
        cursor = execute(connection, self._text, self._bound(values))
        try:
            return list(cursor.fetchall())
        except connection.dialect.loaded_dbapi.Error as error:
            raise_translated(connection, self._text, error)
        finally:
            cursor.close()

    def _bound(self, values: Mapping[str, object]) -> Values:
        held = {**self._usual, **values} if self._usual else values
        return tuple(
            [held[name] if process is None else process(held[name]) for name, process in self._binds]
        )


def put(connection: Connection, line: AnyLine, text: str, values: Values, *, shares: bool = False) -> Sent:
    """Let a statement wait on a connection's line, in the connection's transaction; `shares` as `Statement`.

    Raises:
        DBAPIError: a text that the database cannot hold.
    """
    if not connection.in_transaction():
        connection.begin()
    if not shares:
        line.alone()
    try:
        return line.put(text, values)
    except psycopg.Error as error:
        raise_translated(connection, text, error)


def put_rows(
    connection: Connection,
    line: AnyLine,
    one: str | None,
    many: str,
    columns: Sequence[Sequence[object]],
    *,
    seen: bool = True,
    once: bool = False,
) -> None:
    """Let rows to be written wait on a connection's line, see `Line.put_rows`. Raises as `put`."""
    if not connection.in_transaction():
        connection.begin()
    try:
        line.put_rows(one, many, columns, seen=seen, once=once)
    except psycopg.Error as error:
        raise_translated(connection, many, error)


def settle(connection: Connection, *, commit: bool = False) -> None:
    """Run all that waits on a connection's line; with `commit` its transaction ends with it.

    Raises:
        DBAPIError: what the database refused.
    """
    line = waiting_line(connection)
    if line is None:
        return
    try:
        line.settle(commit=commit)
    except psycopg.Error as error:
        raise_translated(connection, "", error)


def execute(connection: Connection, text: str, values: Values) -> DBAPICursor:
    """Run the text of a statement in the connection's transaction, which begins here if there is none.

    Raises:
        DBAPIError: what the database refused.
    """
    if not connection.in_transaction():
        connection.begin()
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise_translated(connection, text, error)
    return cursor


def raise_translated(connection: Connection, text: str, error: Exception) -> NoReturn:
    """Raise a driver's error as SQLAlchemy does; a connection that broke is not used again."""
    dialect = connection.dialect
    driver = connection.connection.dbapi_connection
    is_broken = dialect.is_disconnect(cast("DBAPIModule.Error", error), driver, None)
    if is_broken:
        connection.invalidate(error)
    raise DBAPIError.instance(
        text,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_broken,
        dialect=dialect,
    ) from error


def to_bind(kind: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """What a value of a column goes through on its way into the database; None where it goes as it is.

    Bytes do: in an array they are text, and both drivers take them.
    """
    if isinstance(kind, LargeBinary):
        return None
    process: Process | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return process
