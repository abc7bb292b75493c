"""What the screen *Settings* asks of the till, as it calls it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from terminal.configuration import Configuration
from terminal.settings import StoreSettings, TillIdentity
from terminal.settings_file import Entry
from terminal.sync.status import SyncStatus

if TYPE_CHECKING:
    from loyalty.program.model import Program
    from resources.licences import LicenceText
    from terminal.session import Session
    from terminal.store.till_copy import Since
    from terminal.usecases.store_desk import StoreWish
    from terminal.usecases.till_opening import Pairing, TillWish


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramFacts:
    """The program in force; `since` is when it came into force."""

    program: "Program"
    version: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCopy:
    """One copy of the till's books, or of the server's beside it, by the name of its file."""

    name: str
    at: datetime
    kind: Literal["till", "server"]
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFacts:
    """What the till keeps of itself. `mirrored_seq` is None where the journal is mirrored nowhere.

    `newest` is when the last good copy was made of all that is copied, `age` how long ago that is, and
    `trouble` what the last try since failed on. `kept` are all that are there, the newest first.
    """

    folder: str
    newest: datetime | None = None
    age: timedelta | None = None
    trouble: str = ""
    mirrored_seq: int | None = None
    mirror_trouble: str = ""
    kept: tuple[KeptCopy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that there is to show; `configuration` is the settings file as it is now.

    `kept_for` are members of whom the till keeps a note or a consent that the server will not take.
    `has_own_server`: the shop's server runs beside this till, of this very program.
    """

    store: StoreSettings
    identity: TillIdentity
    program: ProgramFacts | None
    configuration: Configuration
    server_url: str
    sync: SyncStatus
    copies: CopyFacts
    data_folder: str
    version: str
    kept_for: tuple[str, ...] = ()
    has_own_server: bool = False


class CopyErrands(Protocol):
    """What is asked of a copy (devices lane; seconds where it is large)."""

    def read_back(self, name: str) -> str:
        """Why the copy cannot be put back, as a code; empty where it can."""
        ...

    def weigh(self, name: str) -> "Since | None":
        """What was written after it; None where nobody can tell. Raises where it cannot be put back."""
        ...


class SettingsErrands(CopyErrands, Protocol):
    """Each call is made on the lane named with it; each may raise `Refused` or `Unavailable`."""

    def facts(self) -> Facts:
        """What there is to show (look-up lane)."""
        ...

    def licence(self, name: str) -> "tuple[LicenceText, ...]":
        """The texts of the licences of a part of the till (look-up lane; files of what is installed)."""
        ...

    def write(self, entries: Sequence[Entry]) -> None:
        """Set entries of the settings file, and work by it from now on (devices lane)."""
        ...

    def new_id(self) -> str:
        """An id for a change of the store's settings; at once, on any thread."""
        ...

    def change_store(self, session: "Session", wish: "StoreWish", *, own_pin: str) -> None:
        """Have the server change settings of the store, once (net lane)."""
        ...

    def open_till(self, session: "Session", wish: "TillWish", *, own_pin: str) -> "Pairing":
        """Have the server let another till into the store (net lane)."""
        ...

    def back_up(self) -> None:
        """Make a copy of the till's file now (devices lane; some seconds)."""
        ...

    def agree(self, session: "Session", name: str, *, own_pin: str) -> None:
        """Make sure that whoever is here may have the till opened from that copy (store lane)."""
        ...

    def sync_now(self) -> None:
        """Have the till talk to its server at once; returns at once (look-up lane)."""
        ...
