"""What a till at work keeps of itself: backups, by itself and on demand, and the mirror of its journal."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from loyalty.errors import LoyaltillError
from terminal.backup import Backup, back_up, need_folder, newest_backup
from terminal.bootstrap.own_server import server_file
from terminal.clock import Clock, from_timestamp
from terminal.configuration import Configuration, read_configuration
from terminal.daily_backup import Copied, DailyBackup, Moment
from terminal.data_folder import CONFIGURATION
from terminal.give_way import GiveWay, Presence, go_on
from terminal.mirror import JournalMirror, Mirrored, mirror_journal
from terminal.settings import TillIdentity
from terminal.store.database import Store
from terminal.sync.keys import TillKey

BACKUPS = "backups"
"""The folder of the data folder that copies go to unless the settings name another."""


def backup_folder(data: Path) -> Path:
    """Where copies of a till go by its settings file; by none, where that cannot be read."""
    try:
        chosen = read_configuration(data / CONFIGURATION).backup_folder
    except LoyaltillError:
        chosen = ""
    return data / (chosen or BACKUPS)


class Copies:
    """One till's; `use` may come again while the till sells, from one thread at a time."""

    def __init__(
        self,
        store: Store,
        identity: TillIdentity,
        key: TillKey,
        *,
        folder: Path,
        clock: Clock,
        presence: Presence | None = None,
    ) -> None:
        """Those that are made by themselves give way to whoever is at the till."""
        self._store = store
        self._identity = identity
        self._key = key
        self._folder = folder
        self._clock = clock
        self._mirror: JournalMirror | None = None
        self._mirror_folder = ""
        self.backup_folder = folder / BACKUPS
        self._started_at = clock.now()
        self._server: str | None = None
        self._one_at_a_time = threading.Lock()
        self._awaited = threading.Event()
        self._presence = presence or Presence()
        self._daily = DailyBackup(self.moment, self._back_up_aside)

    def start(self) -> None:
        """Make copies by itself from now on; once."""
        self._daily.start()

    def use(self, configuration: Configuration) -> None:
        """Keep copies where these settings say, from now on."""
        self.backup_folder = self._folder / (configuration.backup_folder or BACKUPS)
        self._server = configuration.server
        if configuration.journal_mirror == self._mirror_folder:
            return
        self._end_mirror()
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

    def back_up(self, give_way: GiveWay = go_on) -> Backup:
        """Make a copy now; seconds, on whatever lane may take them. Raises Unavailable, see `back_up`.

        One that is being made is finished first, and gives way to nobody any more.
        """
        with self._my_turn():
            return back_up(
                self._store,
                self.backup_folder,
                code=self._identity.code,
                at=self._clock.now(),
                server_file=server_file(self._folder, configured=self._server),
                is_own=self.backup_folder == self._folder / BACKUPS,
                give_way=lambda: self.is_awaited or give_way(),
            )

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for the copy that is being made, to have one of their own."""
        return self._awaited.is_set()

    @contextmanager
    def _my_turn(self) -> Generator[None, None, None]:
        if not self._one_at_a_time.acquire(blocking=False):
            self._awaited.set()
            self._one_at_a_time.acquire()
        self._awaited.clear()
        try:
            yield
        finally:
            self._one_at_a_time.release()

    def _back_up_aside(self) -> Backup:
        return self.back_up(self._presence.in_turns())

    def moment(self) -> Moment:
        """What decides whether a copy is made now. Raises Unavailable: the store."""
        with self._store.read() as reading:
            closed, is_selling = reading.shifts.last_closed_at(), reading.drafts.load() is not None
        return Moment(
            at=self._clock.now(),
            started_at=self._started_at,
            newest=self.newest_at(),
            closed_at=None if closed is None else from_timestamp(closed),
            is_selling=is_selling,
        )

    def newest_at(self) -> datetime | None:
        """When the last copy was made of all that is copied; None where something never was."""
        code, now = self._identity.code, self._clock.now()
        newest = newest_backup(self.backup_folder, code, until=now)
        if newest is None or server_file(self._folder, configured=self._server) is None:
            return None if newest is None else newest.at
        of_server = newest_backup(self.backup_folder, code, "server", until=now)
        return None if of_server is None else min(newest.at, of_server.at)

    @property
    def copied(self) -> Copied:
        """How the copies stand that are made by themselves."""
        return self._daily.status

    @property
    def mirrored(self) -> Mirrored | None:
        """How far the mirror is; None where there is to be none."""
        return None if self._mirror is None else self._mirror.status

    def stop(self) -> None:
        """End what runs, after the copy at hand."""
        self._daily.stop()
        self._end_mirror()

    def _end_mirror(self) -> None:
        mirror, self._mirror, self._mirror_folder = self._mirror, None, ""
        if mirror is not None:
            mirror.stop()
