"""What the screen *Settings* knows, before it is put into words; and whose each setting is to change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from loyalty.wire.program_desk import LOOKS
from loyalty.wire.roles import Role
from loyalty.wire.store_desk import SETS
from resources.licences import LicenceText
from terminal.usecases.restore_word import RESTORES
from terminal.usecases.store_desk import StoreWish
from terminal.usecases.till_opening import Pairing, TillWish
from ui.presenters.preferences import Preferences
from ui.presenters.settings.errands import Facts
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from ui.presenters.settings.kept_copies import Prospect

SECTIONS: Final = ("store", "till", "program", "look", "keys", "devices", "server", "backup", "about")

_ANYBODY: Final = frozenset[Role]({"cashier", "supervisor", "manager", "auditor"})
_SELLERS: Final = frozenset[Role]({"cashier", "supervisor", "manager"})
_ABOVE: Final = frozenset[Role]({"supervisor", "manager"})
_MANAGER: Final = frozenset[Role]({"manager"})

MAY_CHANGE: Final[Mapping[str, frozenset[Role]]] = MappingProxyType(
    {
        "language": _ANYBODY,
        "theme": _ANYBODY,
        "text-size": _ANYBODY,
        "sounds": _SELLERS,
        "lock": _MANAGER,
        "key": _ABOVE,
        "keys-default": _ABOVE,
        "devices": _SELLERS,
        "program": LOOKS,
        "sync-now": _ANYBODY,
        "server-address": _MANAGER,
        "add-till": SETS,
        "back-up": _SELLERS,
        "backup-folder": _MANAGER,
        "copy": RESTORES,
        "mirror": _MANAGER,
        "licence": _ANYBODY,
        "store-name": SETS,
        "address": SETS,
        "receipt-foot": SETS,
        "bank": SETS,
        "rounding": SETS,
    }
)
"""Who may change what, by their role."""

STORE_FIELDS: Final = MappingProxyType(
    {
        "store-name": "store_name",
        "address": "address",
        "receipt-foot": "receipt_footer",
        "bank": "bank",
        "rounding": "cash_rounding",
    }
)
"""What the server calls each."""

STORE_SETTINGS: Final = frozenset(STORE_FIELDS)
"""Those of the whole store: the server changes them, for every till, and whoever asks gives their PIN."""
ASKED_FOR: Final = STORE_SETTINGS | {"add-till"}
"""What the server does, once whoever asks has given their PIN."""


LOCK_MINUTES: Final = (1, 2, 5, 10, 15, 30, 60, 0)
"""After how many minutes the till may lock itself, one after the other; 0 is never."""


def next_lock_minutes(now: int) -> int:
    """What a press makes of it: the next longer time, then never, then the shortest."""
    return next((each for each in LOCK_MINUTES if each > now), 0) if now else LOCK_MINUTES[0]


class Act(Enum):
    """What can be done with a row; the value names the button's text."""

    NONE = ""
    NEXT = "change"
    TYPE = "type"
    KEY = "press"
    DO = "do"
    OPEN = "open"
    READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row: what it is called, how it is now, what is to be said of it, and what can be done.

    `name` is what `MAY_CHANGE` knows it by, with what exactly after a colon: `key:F9`. A `code` is to be read
    from afar, and typed elsewhere.
    """

    name: str
    label: str
    value: str = ""
    about: tuple[str, ...] = ()
    act: Act = Act.NONE
    tone: Tone = Tone.PLAIN
    code: str = ""

    @property
    def kind(self) -> str:
        """The name without what exactly."""
        return self.name.partition(":")[0]

    @property
    def which(self) -> str:
        """What exactly."""
        return self.name.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence by its key, and how it is meant."""

    key: str
    params: "dict[str, str | int]"
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsModel:
    """All of it. `facts` is None until they were looked up; `pressing` while a key is to be pressed.

    `reading` is what lies over the screen to be read, nothing where nothing does. While there is a `wish`,
    `typed` is the PIN of who wants it, and `drafted` what was typed before; while there is a `prospect`,
    `typed` is that of who wants the till opened from its copy. `weighing` is the copy of which it is being
    looked up what going back to it means. `read_back` is why each copy that was read cannot be put back, as a
    code, empty where it can. `pairing` is a till that was opened on this visit and waits for its machine.
    """

    preferences: Preferences
    section: str = SECTIONS[0]
    mark: int = 0
    facts: Facts | None = None
    typed: str | None = None
    wish: StoreWish | TillWish | None = None
    drafted: str = ""
    pressing: str = ""
    is_busy: bool = False
    said: Said | None = None
    reading: tuple[LicenceText, ...] = ()
    weighing: str = ""
    prospect: "Prospect | None" = None
    read_back: Mapping[str, str] = field(default_factory=dict[str, str])
    pairing: Pairing | None = None

    @property
    def asks_pin(self) -> bool:
        """Whether a PIN is to be typed, which nobody may read."""
        return self.wish is not None or self.prospect is not None
