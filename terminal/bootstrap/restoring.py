"""Going back to a copy, while the till is closed: it is put in its file's place.

Nothing is deleted: what lies there goes into a folder of its own, log and all, since a copy beside the log of
the file that it replaces is read by nobody. The file goes before its log: whatever stops this in the middle
leaves a till without books, which says so, and never one that starts without what its log had.
"""

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from loyalty.errors import Refused, Unavailable
from terminal.backup import Backup
from terminal.bootstrap.first_glance import check_keys_not_lost
from terminal.bootstrap.own_server import FOLDER
from terminal.bootstrap.till_copies import TillCopies
from terminal.data_folder import DataFolder
from terminal.durable_file import sync_folder
from terminal.keystore.choice import open_key_store
from terminal.store.server_file import is_in_use

_LOGS: Final = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put back, and the folder that has what lay there before; None where nothing did."""

    copy: Backup
    aside: Path | None


class Restoring:
    """A till's data folder that nobody else uses meanwhile, and its copies."""

    def __init__(self, folder: DataFolder, key: bytes) -> None:
        self._folder = folder
        self.copies = TillCopies(folder.path, key)

    def put_back(
        self, copy: Backup, *, at: datetime, before_moving: Callable[[], None] = lambda: None
    ) -> Restored:
        """Put a checked copy in the place of its file; `before_moving` comes once it lies whole beside it.

        Raises:
            Refused: `server-in-use` (file): a server that was started by hand works on it; nothing was moved.
            Unavailable: `restore-failed` (place, why). What lay there is there, or in the folder put aside.
        """
        target = self._target(copy)
        aside = self._folder.path / f"before-restore-{at.astimezone(UTC):%Y%m%d-%H%M%S}-{copy.kind}"
        aside = _unused(aside)
        draft = target.with_name(f".{target.name}.restored")
        try:
            if copy.kind == "server" and is_in_use(target):
                raise Refused("server-in-use", file=str(target))
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _copy(copy.path, draft)
            there = [target.with_name(f"{target.name}{log}") for log in _LOGS]
            there = [each for each in there if each.exists()]
            before_moving()
            if there:
                aside.mkdir(mode=0o700)
            for each in there:
                each.rename(aside / each.name)
            draft.rename(target)
            sync_folder(target.parent)
        except OSError as error:
            why = error.strerror or str(error)
            raise Unavailable("restore-failed", retry=True, place=str(target), why=why) from error
        finally:
            draft.unlink(missing_ok=True)
        return Restored(copy=copy, aside=aside if there else None)

    def _target(self, copy: Backup) -> Path:
        return self._folder.database if copy.kind == "till" else self._folder.path / FOLDER / "server.db"


def _unused(folder: Path) -> Path:
    """The folder, or the first named after it that is not there: what was put aside stays as it is."""
    places = (folder, *(folder.with_name(f"{folder.name}-{number}") for number in range(2, 1_000)))
    return next((place for place in places if not place.exists()), folder)


@contextmanager
def restoring(data_dir: Path) -> Generator[Restoring]:
    """Hold the folder of a till that is closed.

    Raises:
        Refused: `not-paired`: no till's, or its key store is gone; `data-folder-in-use`: the till runs.
        Unavailable: the key store, `key-file-damaged`.
    """
    if not data_dir.is_dir():
        raise Refused("not-paired")
    with DataFolder(data_dir) as folder:
        keys = open_key_store(folder.path)
        key = None if keys is None else keys.get("database-key")
        if key is None:
            check_keys_not_lost(folder)
            raise Refused("not-paired")
        yield Restoring(folder, key)


def _copy(source: Path, draft: Path) -> None:
    """All bytes on the disk, and nobody else's to read."""
    with source.open("rb") as reading, draft.open("wb") as writing:
        draft.chmod(0o600)
        shutil.copyfileobj(reading, writing)
        writing.flush()
        os.fsync(writing.fileno())
