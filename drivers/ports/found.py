"""A device that a search has found, of whichever kind, by the name under which the settings know it."""

from dataclasses import dataclass
from enum import Enum

from drivers.ports.printer import Guarantee


class DeviceKind(Enum):
    """What a till has devices for; the value is the word that commands take."""

    PRINTER = "printer"
    SCANNER = "scanner"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDevice:
    """One choice. `setting` is what the settings file takes for it, empty where it cannot be used yet.

    `way` is a word for how it is connected, `what` what it calls itself, empty if it does not say.
    `guarantee` is what one may rely on, of printers only. `hindrance` is the code of what has to be mended
    first (`error.<code>`), None if nothing is known to stand in the way.
    """

    kind: DeviceKind
    way: str
    setting: str
    what: str = ""
    guarantee: Guarantee | None = None
    hindrance: str | None = None
