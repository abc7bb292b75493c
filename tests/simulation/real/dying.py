"""A database whose server can die in the middle of a request: before its commit, or right after it."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection

from server.store.compiled import Later
from server.store.database import Database, Unit
from tests.simulation.server_state import ServerDied

T = TypeVar("T")
S = TypeVar("S")


class DyingDatabase(Database):
    """While somebody is `serving`, the next commit may be the last thing that the server does."""

    die_at: str | None = None
    _is_serving = False

    @contextmanager
    def serving(self) -> Generator[None, None, None]:
        """A request of a till is served."""
        self._is_serving = True
        try:
            yield
        finally:
            self._is_serving = False

    def write(self, unit: Unit[T], *, still: bool = False) -> T:
        """See `Database.write`."""

        def dying(connection: Connection) -> T:
            done = unit(connection)
            self._die("before its commit")
            return done

        done = super().write(dying, still=still)
        self._die("after its commit")
        return done

    def write_together(self, units: "Sequence[tuple[Unit[T], Unit[Later[S]]]]") -> list[tuple[T, S] | None]:
        """See `Database.write_together`."""
        self._die("before its commit")
        done = super().write_together(units)
        self._die("after its commit")
        return done

    def _die(self, where: str) -> None:
        if self._is_serving and self.die_at == where:
            self.die_at = None
            raise ServerDied(where)
