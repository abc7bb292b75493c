"""Copies of the embedded database of a real shop's server, and the server put back to one of them."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from server.ids import new_id
from server.store.database import Connection
from server.store.feed import ring
from server.store.restores import Restore, begin_restore
from tests.simulation.program import MANAGER
from tests.simulation.sides import Now

_FILE = "server.db"


@dataclass(slots=True)
class EmbeddedCopies:
    """Copies of the file in `folder`; `let_go` closes every connection, so that the file is whole."""

    folder: Path
    let_go: Callable[[], None]
    count: int = 0

    def keep(self) -> int:
        """Copy it away as it is; which copy it is."""
        self.let_go()
        shutil.copyfile(self.folder / _FILE, self.folder / f"copy-{self.count}.db")
        self.count += 1
        return self.count - 1

    def put_back(self, which: int) -> None:
        """Put a copy in its place."""
        self.let_go()
        for name in (f"{_FILE}-wal", f"{_FILE}-shm"):
            (self.folder / name).unlink(missing_ok=True)
        shutil.copyfile(self.folder / f"copy-{which}.db", self.folder / _FILE)


def say_so(connection: Connection, tenant: str, now: Now) -> None:
    """The word of two people, without their PINs; see `server.usecases.admin.after_restore`."""
    at = now()
    begin_restore(connection, tenant, Restore(restore=new_id(at), by=MANAGER, approved_by=MANAGER, at=at))
    ring(connection, tenant)
