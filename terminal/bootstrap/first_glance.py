"""What a till needs for its sign-in screen: the folder, and a glance into the database.

Nothing heavy may be imported here: the sign-in screen takes input before the rest is loaded. The settings
file is read when it is first asked for, behind that screen.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refused, Unavailable
from terminal.data_folder import DataFolder
from terminal.keystore.choice import open_key_store
from terminal.store.glance import Glance, glance, is_unclaimed

if TYPE_CHECKING:
    from terminal.configuration import Configuration
    from terminal.keystore.ports import KeyStore


CUT_OFF: Final = "first-start.going"
"""Lies in the folder from a pairing in the window until somebody can sell."""


class FirstGlance:
    """A paired till's folder, held by this process, and what its first screen shows."""

    def __init__(
        self,
        *,
        folder: DataFolder,
        keys: "KeyStore",
        database_key: bytes,
        seen: Glance,
        is_training: bool = False,
    ) -> None:
        """In training, folder and keys are those of the training, never the till's own."""
        self.folder = folder
        self.keys = keys
        self.database_key = database_key
        self.seen = seen
        self.is_training = is_training
        self._held: DataFolder | None = None
        self._configuration: Configuration | None = None

    @property
    def is_whole(self) -> bool:
        """Whether somebody can sign in, and no first start was cut off before anybody could sell."""
        return bool(self.seen.operators) and not (self.folder.path / CUT_OFF).exists()

    @property
    def configuration(self) -> "Configuration":
        """The settings file.

        Raises:
            Refused: `configuration-refused`, with every fault.
            Unavailable: `configuration-unreadable`.
        """
        if self._configuration is None:
            from terminal.configuration import read_configuration

            self._configuration = read_configuration(self.folder.configuration)
        return self._configuration

    def hold(self, folder: DataFolder) -> None:
        """Keep another folder too, until this one is let go."""
        self._held = folder

    def close(self) -> None:
        """Let the folder go, if the till is not started after all."""
        self.folder.close()
        if self._held is not None:
            self._held.close()


def take_first_glance(data_dir: Path) -> FirstGlance:
    """Take the folder and look into it.

    Raises:
        Refused: `data-folder-in-use`, `not-paired`, `store-too-new`.
        Unavailable: `data-folder-unwritable`, the key store, the database file; `key-file-damaged` where the
            books are there and their key is not, `books-gone` where it is the other way round, and
            `books-unreadable` where the one does not open the other (file, copies: the folder of backups). It
            was a till each time, and pairing it again would hide what is lost.
    """
    folder = DataFolder(data_dir)
    try:
        return _look(folder)
    except BaseException:
        folder.close()
        raise


def glanced(folder: DataFolder) -> FirstGlance | None:
    """The till in a folder that is held; None where there is none yet.

    Raises:
        Refused, Unavailable: as `take_first_glance`.
    """
    return _looked(folder)


def _look(folder: DataFolder) -> FirstGlance:
    looked = _looked(folder)
    if looked is None:
        raise Refused("not-paired")
    return looked


def _looked(folder: DataFolder) -> FirstGlance | None:
    keys = open_key_store(folder.path)
    database_key = keys.get("database-key") if keys is not None else None
    if keys is None or database_key is None:
        check_keys_not_lost(folder)
        return None
    try:
        seen = glance(folder.database, database_key)
    except Unavailable as error:
        if error.code == "store-damaged":
            raise _without_books(folder, "books-unreadable") from error
        raise
    if seen is None:
        was_paired = keys.get("pin-pepper") is not None
        if was_paired and not is_unclaimed(folder.database, database_key):
            raise _without_books(folder, "books-gone")
        return None
    return FirstGlance(folder=folder, keys=keys, database_key=database_key, seen=seen)


def _without_books(folder: DataFolder, code: str) -> Unavailable:
    """For who is to put a copy in the place of the file: nobody else is at a till that does not start."""
    from terminal.bootstrap.copies import backup_folder

    return Unavailable(code, retry=False, file=str(folder.database), copies=str(backup_folder(folder.path)))


def check_keys_not_lost(folder: DataFolder) -> None:
    """Where there is no key, there must be nothing that it opens.

    Raises:
        Unavailable: `key-file-damaged`.
    """
    if folder.database.exists():
        raise Unavailable("key-file-damaged", retry=False, place=str(folder.path))
