"""The copies of one till and of the server beside it, looked at: which there are, and which can be put back.

Nothing is written here, so it may be asked for while the till runs; putting one back is `restoring`.
"""

from dataclasses import dataclass
from pathlib import Path

from loyalty.errors import LoyaltillError, Refused
from terminal.backup import Backup, all_backups, backup_named
from terminal.bootstrap.copies import backup_folder
from terminal.bootstrap.own_server import FOLDER
from terminal.data_folder import DATABASE
from terminal.store.server_file import check_server_copy
from terminal.store.till_copy import Since, check_till_copy, till_of, written_since


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCopy:
    """A copy that was not read back, and its size."""

    copy: Backup
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCopy:
    """A copy, its size, and why it cannot be put back; None where it can."""

    copy: Backup
    size_bytes: int
    trouble: LoyaltillError | None


class TillCopies:
    """Those in the folder for copies of the till whose data folder and key these are."""

    def __init__(self, data: Path, key: bytes) -> None:
        self._data = data
        self._key = key
        self.folder = backup_folder(data)

    @property
    def _books(self) -> Path:
        return self._data / DATABASE

    def find(self) -> tuple[FoundCopy, ...]:
        """All copies there, whichever till's, the newest first; none is read."""
        found = sorted(all_backups(self.folder), key=lambda each: (each.at, each.kind), reverse=True)
        return tuple(FoundCopy(copy=copy, size_bytes=_size(copy.path)) for copy in found)

    def list_copies(self) -> tuple[ListedCopy, ...]:
        """The same, each checked."""
        return tuple(
            ListedCopy(copy=each.copy, size_bytes=each.size_bytes, trouble=self._trouble(each.copy))
            for each in self.find()
        )

    def check(self, file: Path) -> Backup:
        """What a file is a copy of, and that it can be put back. A bare name is one of the copies.

        Raises:
            Refused: `copy-unknown` (file, copies), `copy-of-another` (file), `store-too-new`. Of a server's:
                `copy-needs-till` (file), while the till's books say nothing; `copy-needs-key` (file, key).
            Unavailable: `copy-damaged` (file, why).
        """
        path = file if file.exists() or file.parent != Path() else self.folder / file
        copy = backup_named(path)
        if copy is None or not path.is_file():
            raise Refused("copy-unknown", file=str(path), copies=str(self.folder))
        self._check(copy)
        return copy

    def written_since(self, copy: Backup) -> Since | None:
        """What the till wrote after that copy of it; None where its books cannot be read.

        Raises:
            Unavailable: `copy-damaged` (file, why).
        """
        return written_since(self._books, copy.path, self._key)

    def _trouble(self, copy: Backup) -> LoyaltillError | None:
        try:
            self._check(copy)
        except LoyaltillError as error:
            return error
        return None

    def _check(self, copy: Backup) -> None:
        """A server that finds no master key makes another, which opens nobody: the old one goes first."""
        master = self._data / FOLDER / "master.key"
        till = till_of(self._books, self._key)
        if copy.kind == "till":
            check_till_copy(copy.path, self._key, till=till)
        elif till is None:
            raise Refused("copy-needs-till", file=str(copy.path))
        else:
            check_server_copy(copy.path, till=till)
            if not master.exists():
                raise Refused("copy-needs-key", file=str(copy.path), key=str(master))


def _size(path: Path) -> int:
    """Of one that was let go meanwhile: nothing."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
