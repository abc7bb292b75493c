"""Whether anything in the server's database is not as it was: asked twice for every bad input, so cheaply.

SQLite counts every commit of other connections (`PRAGMA data_version`). Guesses are the exception that is
counted by itself: there every row of every other table is weighed, once for each version.
"""

from typing import Final, Protocol

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import sqlite

from server.store.database import Connection
from server.store.tables import metadata
from server.store.tables.tenancy import tallies

GUESSES: Final = ("/v1/pair", "/v1/members/look-up")


class Targeted(Protocol):
    """A request that goes somewhere."""

    @property
    def target(self) -> str:
        """Path and query."""
        ...


class Watcher:
    """Looks over a connection of its own, on which nobody writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._weighed: tuple[int, tuple[int, ...]] | None = None

    def state_of(self, one: Targeted) -> object:
        """What a refused input leaves as it was; guesses, in vain, are counted."""
        return self.rows() if one.target.startswith(GUESSES) else self.version()

    def version(self) -> int:
        """A number that changes with whatever anybody writes over another connection."""
        version: int = self._connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        self._connection.rollback()
        return version

    def rows(self) -> tuple[int, ...]:
        """How many rows each table has and how many bytes; but for the tallies of guesses, which do rise."""
        version = self.version()
        if self._weighed is None or self._weighed[0] != version:
            found = [
                number for query in _WEIGHINGS for number in self._connection.exec_driver_sql(query).one()
            ]
            self._connection.rollback()
            self._weighed = (version, tuple(found))
        return self._weighed[1]


def _weighing(table: Table) -> str:
    widths = [func.coalesce(func.sum(func.length(column)), 0) for column in table.columns]
    query = select(func.count(), *widths).select_from(table)
    return str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


_WEIGHINGS: Final = tuple(_weighing(table) for name, table in metadata.tables.items() if name != tallies.name)
