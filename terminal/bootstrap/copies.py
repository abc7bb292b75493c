"""The copies that a till at work keeps of itself: backups when somebody asks, and the journal's mirror."""

from functools import partial
from pathlib import Path

from loyalty.errors import LoyaltillError
from terminal.backup import Backup, back_up, need_folder, newest_backup
from terminal.clock import Clock
from terminal.configuration import Configuration, read_configuration
from terminal.data_folder import DataFolder
from terminal.mirror import JournalMirror, Mirrored, mirror_journal
from terminal.settings import TillIdentity
from terminal.store.database import Store
from terminal.sync.keys import TillKey

BACKUPS = "backups"
"""The folder of the data folder that copies go to unless the settings name another."""


def backup_folder(folder: DataFolder) -> Path:
    """Where copies of a till go by its settings file; by none, where that cannot be read."""
    try:
        chosen = read_configuration(folder.configuration).backup_folder
    except LoyaltillError:
        chosen = ""
    return folder.path / (chosen or BACKUPS)


class Copies:
    """One till's; `use` may come again while the till sells, from one thread at a time."""

    def __init__(
        self, store: Store, identity: TillIdentity, key: TillKey, *, folder: Path, clock: Clock
    ) -> None:
        self._store = store
        self._identity = identity
        self._key = key
        self._folder = folder
        self._clock = clock
        self._mirror: JournalMirror | None = None
        self._mirror_folder = ""
        self.backup_folder = folder / BACKUPS

    def use(self, configuration: Configuration) -> None:
        """Keep copies where these settings say, from now on."""
        self.backup_folder = self._folder / (configuration.backup_folder or BACKUPS)
        if configuration.journal_mirror == self._mirror_folder:
            return
        self.stop()
        self._mirror_folder = configuration.journal_mirror
        if self._mirror_folder:
            folder = self._folder / self._mirror_folder
            self._mirror = JournalMirror(
                partial(mirror_journal, self._store, self._identity, self._key, folder)
            )
            self._mirror.start()

    def need_folder(self, text: str) -> None:
        """Make sure that the folder of that entry of the settings takes files.

        Raises:
            Unavailable: `copies-folder-unwritable`.
        """
        need_folder(self._folder / text)

    def back_up(self) -> Backup:
        """Make a copy now; seconds, on whatever lane may take them. Raises Unavailable, see `back_up`."""
        code = self._identity.code
        return back_up(self._store, self.backup_folder, code=code, at=self._clock.now())

    def newest(self) -> Backup | None:
        """The newest copy."""
        return newest_backup(self.backup_folder, self._identity.code)

    @property
    def mirrored(self) -> Mirrored | None:
        """How far the mirror is; None where there is to be none."""
        return None if self._mirror is None else self._mirror.status

    def stop(self) -> None:
        """End the mirror."""
        mirror, self._mirror, self._mirror_folder = self._mirror, None, ""
        if mirror is not None:
            mirror.stop()
