"""The errands of the screen *Settings*, done by the till at work."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loyalty.errors import LoyaltillError, Refused
from resources.licences import LicenceText, licence_texts
from resources.version import VERSION
from terminal.bootstrap.agreed_restore import AgreedRestore, keep_word
from terminal.bootstrap.device_list import seen_through
from terminal.bootstrap.own_server import runs_beside
from terminal.bootstrap.till_copies import FoundCopy, TillCopies
from terminal.clock import timestamp
from terminal.configuration import read_configuration
from terminal.in_force import in_force_now
from terminal.practice import PRACTICE_TILL
from terminal.settings_file import Entry, write_entries
from terminal.sync.address import parse_server_url
from terminal.usecases.member_desk import names_kept_for
from terminal.usecases.restore_word import agree_to_restore
from terminal.usecases.store_desk import StoreWish, change_store
from terminal.usecases.till_opening import Pairing, TillWish, open_till
from ui.presenters.settings.errands import CopyFacts, Facts, KeptCopy, ProgramFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.bootstrap.running import RunningTill
    from terminal.pricing_memory import InForce
    from terminal.session import Session
    from terminal.store.till_copy import Since


_FOLDERS: Final = frozenset({"backup_folder", "journal_mirror"})


class TillSettings:
    """Implements `ui.presenters.settings.errands.SettingsErrands`; `file` is what the next start goes by."""

    def __init__(self, running: "RunningTill", *, folder: Path) -> None:
        self._running = running
        self._folder = folder
        self._file = folder / "till.toml"

    def facts(self) -> Facts:
        """What there is to show."""
        running = self._running
        force = in_force_now(running.till)
        configuration = read_configuration(self._file)
        return Facts(
            store=force.settings,
            identity=running.identity,
            program=self._program(force),
            configuration=configuration,
            server_url=running.server_url,
            sync=running.sync.status,
            copies=self._copies(),
            data_folder=str(self._folder),
            version=VERSION,
            kept_for=names_kept_for(running.till),
            has_own_server=runs_beside(self._folder, configured=configuration.server),
        )

    def licence(self, name: str) -> tuple[LicenceText, ...]:
        """The texts of the licences of a part of the till, as they are installed."""
        return licence_texts(name)

    def write(self, entries: "Sequence[Entry]") -> None:
        """Write the settings file, and keep copies by it from now on.

        Raises:
            Refused: `server-url` and the like: no address of a server; what `write_entries` refuses.
            Unavailable: `settings-unwritable`; `copies-folder-unwritable`: a folder for copies takes none.
        """
        for entry in entries:
            if entry.key == "server" and isinstance(entry.value, str):
                parse_server_url(entry.value)
            if entry.key in _FOLDERS and isinstance(entry.value, str):
                self._running.copies.need_folder(entry.value)
        write_entries(self._file, entries, real_name=seen_through)
        self._running.copies.use(read_configuration(self._file))

    def new_id(self) -> str:
        """An id that nothing has."""
        return self._running.till.new_id()

    def change_store(self, session: "Session", wish: StoreWish, *, own_pin: str) -> None:
        """Done by the server, and at work here at once."""
        change_store(self._running.till, session, wish, own_pin=own_pin, ask=self._running.do_store_deed)

    def open_till(self, session: "Session", wish: TillWish, *, own_pin: str) -> Pairing:
        """Done by the server."""
        return open_till(self._running.till, session, wish, own_pin=own_pin, ask=self._running.open_till)

    def back_up(self) -> None:
        """Make a copy now."""
        self._running.copies.back_up()

    def read_back(self, name: str) -> str:
        """Whether that copy is whole and this till's."""
        try:
            self._kept.check(Path(name))
        except LoyaltillError as trouble:
            return trouble.code
        return ""

    def weigh(self, name: str) -> "Since | None":
        """Read it back, and count what came after it."""
        return self._kept.written_since(self._kept.check(Path(name)))

    def agree(self, session: "Session", name: str, *, own_pin: str) -> None:
        """Check the PIN of who is here, and keep whose it was for the books that come."""
        till = self._running.till
        agree_to_restore(till, session, copy=name, own_pin=own_pin)
        at = timestamp(till.clock.now())
        keep_word(self._folder, AgreedRestore(operator=session.operator, copy=name, at=at))

    def sync_now(self) -> None:
        """Have the till talk to its server."""
        self._running.sync.nudge()

    @property
    def _kept(self) -> TillCopies:
        """By the settings file as it is now, which says where copies are."""
        key = self._running.till.keys.get("database-key")
        if key is None:
            raise Refused("not-paired")
        return TillCopies(self._folder, key)

    def _program(self, force: "InForce") -> ProgramFacts | None:
        if force.program is None:
            return None
        with self._running.till.store.read() as reading:
            known = reading.config.programs_by(self._running.till.clock.now())
        since = next((each.valid_from for each in known if each.version == force.program_version), None)
        return ProgramFacts(
            program=force.program,
            version=force.program_version,
            since=None if since is None else datetime.fromisoformat(since),
        )

    def _copies(self) -> CopyFacts:
        copies = self._running.copies
        by_itself, found, mirrored = copies.copied, copies.newest_at(), copies.mirrored
        since_then = found is not None and (by_itself.newest is None or found > by_itself.newest)
        why = "" if since_then else by_itself.why
        newest = found or (by_itself.newest if why else None)  # a disk that was pulled out shows none
        now = self._running.till.clock.now()
        return CopyFacts(
            folder=str(copies.backup_folder),
            newest=newest,
            age=None if newest is None else now - newest,
            trouble=why,
            mirrored_seq=None if mirrored is None else mirrored.seq,
            mirror_trouble="" if mirrored is None else mirrored.why,
            kept=self._own_copies(),
        )

    def _own_copies(self) -> tuple[KeptCopy, ...]:
        """Those of this till; other tills may share the folder, and a training has none."""
        us = self._running.identity
        found = () if us.till == PRACTICE_TILL else self._kept.find()
        return tuple(_kept_copy(each) for each in found if each.copy.code == us.code)


def _kept_copy(found: FoundCopy) -> KeptCopy:
    copy = found.copy
    return KeptCopy(name=copy.path.name, at=copy.at, kind=copy.kind, size_bytes=found.size_bytes)
