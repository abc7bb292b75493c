"""The folder that holds everything one till has: who may use it, and what lies where in it.

Made, tried and locked before anything else is opened, so that a second till on the same folder, or a folder
that cannot be written, is a sentence and not a half-opened database.
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from loyalty.errors import Refused, Unavailable

DATABASE: Final = "till.db"
"""The till's encrypted database, in its folder."""
CONFIGURATION: Final = "till.toml"
"""The till's own settings, written by people."""


def default_data_dir() -> Path:
    """The platform's folder for a program's own data: `--data` of every command is this if not given."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "loyaltill"


class DataFolder:
    """A till's folder, held by this process until it is closed or the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        """Make the folder if it is not there, try to write in it, and take its lock.

        Raises:
            Unavailable: `data-folder-unwritable`, with why.
            Refused: `data-folder-in-use`: another till runs on it.
        """
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock_file = (path / "lock").open("a+b")
        except OSError as error:
            why = error.strerror or str(error)
            raise Unavailable("data-folder-unwritable", retry=True, path=str(path), why=why) from error
        if not _lock(self._lock_file):
            self._lock_file.close()
            raise Refused("data-folder-in-use", path=str(path))

    @property
    def database(self) -> Path:
        """The till's encrypted database."""
        return self.path / DATABASE

    @property
    def configuration(self) -> Path:
        """The till's own settings, written by people."""
        return self.path / CONFIGURATION

    def close(self) -> None:
        """Let another till have the folder."""
        self._lock_file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> bool:
        """Take the file for this process without waiting; the system lets go when the process ends."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: BinaryIO) -> bool:
        """Take the file for this process without waiting; the system lets go when the process ends."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
