"""The till's store, whose power can be cut at a commit: before it, or after it with nobody told."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from terminal.clock import Clock
from terminal.ids import NewId
from terminal.store.books import Unit
from terminal.store.connection import connect
from terminal.store.database import Store
from terminal.store.opening import open_store

KEY = bytes(range(32))
"""The key of every simulated till's file."""


class CutStore(Store):
    """`before` and `after` are called at every commit, and may raise: what they raise before it undoes it."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        new_id: NewId,
        before: Callable[[], None],
        after: Callable[[], None],
    ) -> None:
        """Open the file, made and migrated where it has to be."""
        open_store(path, KEY, clock=clock, new_id=new_id).close()
        super().__init__(path, partial(connect, path, KEY), clock=clock, new_id=new_id)
        self._before, self._after = before, after

    @contextmanager
    def write(self) -> Generator[Unit, None, None]:
        """See `Store.write`."""
        with super().write() as unit:
            yield unit
            self._before()
        self._after()
