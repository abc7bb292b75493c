"""Statements of the hottest paths: compiled once, at import, and run on the driver's own connection.

SQLAlchemy looks a statement up in its cache, sorts its parameters and wraps its result at every execution,
which costs several times what SQLite itself does with a row. Here that is done once. The transaction is
still the engine's; rows come back as plain tuples, and faults as the driver's own, which `engine` knows.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import ClauseElement, Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler

from terminal.store.engine import driver_of

Values = Mapping[str, Any]
Record = tuple[Any, ...]


class Prepared:
    """One statement, its parameters known by name and kept in the order of their places."""

    __slots__ = ("_places", "_sql")

    def __init__(self, statement: ClauseElement) -> None:
        compiled = cast("SQLCompiler", statement.compile(dialect=sqlite.dialect()))
        names = tuple(compiled.positiontup or ())
        given = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._sql = str(compiled)
        self._places = _places(names, given)

    def run(self, connection: Connection, values: Values) -> int:
        """Run it with these values; how many rows it changed."""
        return driver_of(connection).execute(self._sql, self._places(values)).rowcount

    def run_all(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Run it for each of some rows; none is no work."""
        if rows:
            driver_of(connection).executemany(self._sql, map(self._places, rows))

    def first(self, connection: Connection, values: Values) -> Record | None:
        """The first row it gives."""
        return cast(
            "Record | None", driver_of(connection).execute(self._sql, self._places(values)).fetchone()
        )

    def all(self, connection: Connection, values: Values) -> list[Record]:
        """Every row it gives."""
        return driver_of(connection).execute(self._sql, self._places(values)).fetchall()


def _places(names: Sequence[str], given: Values) -> Callable[[Values], Record]:
    """Values by name to a tuple by place; `given` are the statement's own. One that is missing is a bug."""
    if len(names) > 1 and not given:
        return itemgetter(*names)
    return lambda values: tuple(given[name] if name in given else values[name] for name in names)
