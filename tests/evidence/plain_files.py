"""Sees what is written beside SQLite, by its syncs, its renames and the syncs of its folder.

What a program writes to a file is told to the watcher as the file is synced: until then a power cut loses it.
A name is on the disk once its folder was synced.
"""

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

import pytest

from server.store import log_again
from terminal import durable_file

OK: Final = 0
DATABASES: Final = (".db", ".db-wal", ".db.new")
"""How the names end of what SQLite writes."""


class Watcher(Protocol):
    """Is told of each operation before it is carried out; an answer that is not `OK` is its error instead."""

    def write(self, path: str, offset: int, data: bytes) -> int:
        """Bytes to a place in a file."""
        ...

    def truncate(self, path: str, size: int) -> int:
        """A new end of a file."""
        ...

    def sync(self, path: str) -> int:
        """Everything written to a file so far is to be on the disk."""
        ...

    def delete(self, path: str, *, for_certain: bool) -> int:
        """A file is to be gone; `for_certain`: also after a power cut."""
        ...

    def rename(self, path: str, target: str) -> int:
        """A file is to have another name, in the place of what had it."""
        ...

    def sync_folder(self, path: str) -> int:
        """The names of a folder's files are to be on the disk."""
        ...


class Teller(Protocol):
    """Hears what the till says."""

    def mark(self, word: str, what: str) -> None:
        """A word, see `judging`, and of what."""
        ...


@contextmanager
def plain_files(watcher: Watcher) -> Generator[None]:
    """Whatever this process syncs or renames within the block is told to the watcher first."""
    real_sync, real_rename, files = os.fsync, Path.replace, _PlainFiles(watcher)

    def sync(handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        files.sync(path)
        real_sync(handle)

    def rename(path: Path, target: Path) -> Path:
        _check(watcher.rename(str(path), str(target)), path)
        return real_rename(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        patch.setattr(Path, "replace", rename)
        patch.setattr(durable_file, "write_again", files.again)
        patch.setattr(log_again, "write_back", files.again)
        yield


class _PlainFiles:
    """What was told of each file so far: a sync writes what is new in it, and nothing a second time.

    What SQLite writes is told by itself; what is written again is.
    """

    def __init__(self, watcher: Watcher) -> None:
        self._watcher = watcher
        self._told: dict[Path, bytes] = {}

    def sync(self, path: Path) -> None:
        """Tell what is new, and that it is to be on the disk."""
        if path.is_dir():
            _check(self._watcher.sync_folder(str(path)), path)
            return
        if not path.name.endswith(DATABASES):
            self._write(path)
        _check(self._watcher.sync(str(path)), path)

    def again(self, path: Path, *, start: int = 0) -> None:
        """See `terminal.durable_file.write_again`."""
        _check(self._watcher.write(str(path), start, path.read_bytes()[start:]), path)
        _check(self._watcher.sync(str(path)), path)

    def _write(self, path: Path) -> None:
        before, now = self._told.get(path, b""), path.read_bytes()
        start = 0 if not now.startswith(before) else len(before)
        self._told[path] = now
        if start < len(before):
            _check(self._watcher.truncate(str(path), start), path)
        _check(self._watcher.write(str(path), start, now[start:]), path)


def _check(told: int, path: Path) -> None:
    if told != OK:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
