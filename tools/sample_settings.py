"""What a shop's settings could be, for scenes and tests; what is written is kept here."""

from collections.abc import Sequence
from datetime import timedelta

from loyalty.errors import Refused
from loyalty.units import Money
from resources.licences import LicenceText, licence_texts
from terminal.configuration import Configuration, parse_configuration
from terminal.session import Session
from terminal.settings import Bank, StoreSettings, TillIdentity
from terminal.settings_file import Entry, with_entry
from terminal.store.till_copy import Since
from terminal.sync.status import SyncStatus
from terminal.usecases.store_desk import StoreWish
from terminal.usecases.till_opening import Pairing, TillWish
from tools.sample_shop import LAN, NOW, PIN, PROGRAM_FILE, program_of
from ui.presenters.settings.errands import CopyFacts, Facts, KeptCopy, ProgramFacts

_NIGHT = timedelta(hours=13)
_MADE = NOW - _NIGHT
_LIGHT, _HEAVY = 12_340_000, 48_600_000
KEPT = (
    KeptCopy(name="till-Q2-20261120-140000.db", at=_MADE, kind="till", size_bytes=_LIGHT),
    KeptCopy(name="server-Q2-20261120-140000.db", at=_MADE, kind="server", size_bytes=_HEAVY),
    KeptCopy(name="till-Q2-20261119-140000.db", at=_MADE - timedelta(days=1), kind="till", size_bytes=_LIGHT),
    KeptCopy(name="till-Q2-20261118-140000.db", at=_MADE - timedelta(days=2), kind="till", size_bytes=_LIGHT),
)
"""The oldest of them is damaged."""
STORE = StoreSettings(
    store_name="Cửa hàng Quận 1",
    address="12 Lê Lợi, Quận 1, TP. Hồ Chí Minh",
    bank=Bank(bin="970436", account="0123456789", name="CUA HANG QUAN 1"),
    cash_rounding=Money(500),
    receipt_footer="Cảm ơn quý khách, hẹn gặp lại!",
)
IDENTITY = TillIdentity(
    tenant="tenant-1", store="q1", till="till-2", code="Q2", name="Quầy 2", number=2, incarnation=1
)


class SampleFolder:
    """Implements `ui.presenters.settings.stopped_copies.StoppedErrands`."""

    def find(self) -> tuple[KeptCopy, ...]:
        """The sample's."""
        return KEPT

    def read_back(self, name: str) -> str:
        """The oldest is damaged."""
        return _trouble_of(name)

    def weigh(self, name: str) -> None:
        """Nobody knows."""

    def agree(self, name: str, *, pin: str) -> None:
        """Whoever is asked may."""


class SampleSettings:
    """Implements `ui.presenters.settings.errands.SettingsErrands`.

    `text` is the settings file, `session` who stands before the screen.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.session = LAN
        self.calls: list[str] = []
        self.wishes: list[StoreWish] = []
        self.tills: list[str] = []
        self.shown: Facts | None = None
        self.trouble: Exception | None = None
        self.unreadable: Exception | None = None
        self.unknown: Exception | None = None
        self.program = program_of(PROGRAM_FILE.read_text(encoding="utf-8"))
        self.copies = CopyFacts(folder="/var/lib/loyaltill/backups", newest=_MADE, age=_NIGHT, kept=KEPT)
        self.since: Since | None = Since(
            events=61,
            sales=38,
            amount=9_845_000,
            unsent_events=5,
            unsent_sales=3,
            unsent_amount=612_000,
        )

    @property
    def configuration(self) -> Configuration:
        """The file, read."""
        return parse_configuration(self.text)[0]

    def facts(self) -> Facts:
        """What there is to show: what a test says, or the sample; or fail as a test says."""
        if self.unknown is not None:
            raise self.unknown
        if self.shown is not None:
            return self.shown
        return Facts(
            store=STORE,
            identity=IDENTITY,
            program=ProgramFacts(program=self.program, version=3, since=NOW - timedelta(days=20)),
            configuration=self.configuration,
            server_url="https://loyaltill.example.com:443",
            sync=SyncStatus(waiting=3, centrally_at=NOW),
            copies=self.copies,
            data_folder="/var/lib/loyaltill",
            version="0.1.0",
        )

    def licence(self, name: str) -> tuple[LicenceText, ...]:
        """The real texts: they lie with the till, and with what is installed here."""
        self.calls.append(f"licence {name}")
        if self.trouble is not None:
            raise self.trouble
        return licence_texts(name)

    def write(self, entries: Sequence[Entry]) -> None:
        """Set entries."""
        for entry in entries:
            after = with_entry(self.text, entry.key, entry.value, table=entry.table)
            if after is None:
                raise AssertionError(entry)
            self.text = after
        self.calls.append("write")

    def new_id(self) -> str:
        """One like another: a test looks at what is asked, not at its name."""
        return "deed-1"

    def open_till(self, session: Session, wish: TillWish, *, own_pin: str) -> Pairing:
        """Note it, or fail likewise."""
        del session
        if self.trouble is not None:
            raise self.trouble
        if own_pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.tills.append(wish.name)
        return Pairing(till_code="Q3", name=wish.name, code="K7QM-4TPX", until=NOW + timedelta(minutes=30))

    def change_store(self, session: Session, wish: StoreWish, *, own_pin: str) -> None:
        """Note it, or fail as a test says, or as the wrong PIN does."""
        if self.trouble is not None:
            raise self.trouble
        if own_pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.calls.append(f"store {session.operator}")
        self.wishes.append(wish)

    def back_up(self) -> None:
        """Note it, or fail as a test says."""
        if self.trouble is not None:
            raise self.trouble
        self.calls.append("back-up")

    def read_back(self, name: str) -> str:
        """The oldest is damaged; or fail as a test says."""
        if self.unreadable is not None:
            raise self.unreadable
        return _trouble_of(name)

    def weigh(self, name: str) -> Since | None:
        """Note it, or fail as a test says."""
        if self.trouble is not None:
            raise self.trouble
        self.calls.append(f"weigh {name}")
        return self.since

    def agree(self, session: Session, name: str, *, own_pin: str) -> None:
        """Note it, or fail as the wrong PIN does."""
        if own_pin != PIN:
            raise Refused("wrong-pin", tries_left=4)
        self.calls.append(f"agree {session.operator} {name}")

    def sync_now(self) -> None:
        """Note it."""
        self.calls.append("sync-now")


def _trouble_of(name: str) -> str:
    return "copy-damaged" if name == KEPT[-1].name else ""
