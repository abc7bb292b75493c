"""What the screen *Devices* knows, before it is put into words."""

from dataclasses import dataclass
from typing import Final

from drivers.ports import FoundDevice
from drivers.wedge_trial import Burst
from ui.presenters.devices.errands import Chosen
from ui.presenters.shown import Tone

PRINTER, DRAWER, SCANNER, DISPLAY, WINDOW = "printer", "drawer", "scanner", "display", "window"
KINDS: Final = (PRINTER, DRAWER, SCANNER, DISPLAY, WINDOW)
ON: Final = "on"
"""The one setting of the customer's window."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence by its key, and how it is meant."""

    key: str
    params: "dict[str, str | int]"
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One row: a device that was found, or one that is chosen and was not (`is_there` False)."""

    setting: str
    way: str
    what: str = ""
    guarantee: str = ""
    hindrance: str = ""
    is_chosen: bool = False
    is_there: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesModel:
    """All of it. `found` is None until the first look is over."""

    kind: str = PRINTER
    mark: int = 0
    found: tuple[FoundDevice, ...] | None = None
    chosen: Chosen = frozenset()
    addresses: str = ""
    is_searching: bool = False
    is_exchanging: bool = False
    is_listening: bool = False
    heard: tuple[str, ...] = ()
    bursts: tuple[Burst, ...] = ()
    said: Said | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The rows of the kind that is shown: those found, then those chosen and not found."""
        chosen = {setting for kind, setting in self.chosen if kind == self.kind}
        if self.kind == WINDOW:
            return (Choice(setting=ON, way="window", is_chosen=bool(chosen)),)
        if self.kind == DRAWER:
            return ()
        rows = [_choice(device, chosen) for device in self.found or () if device.kind.value == self.kind]
        seen = {row.setting for row in rows}
        unseen = sorted(chosen - seen)
        return (
            *rows,
            *(Choice(setting=each, way="unseen", is_chosen=True, is_there=False) for each in unseen),
        )

    @property
    def first_chosen(self) -> int:
        """The row to mark when the kind comes up: the first that is chosen."""
        return next((at for at, choice in enumerate(self.choices) if choice.is_chosen), 0)

    @property
    def marked(self) -> Choice | None:
        """The row that is marked."""
        choices = self.choices
        return choices[min(self.mark, len(choices) - 1)] if choices else None


def _choice(device: FoundDevice, chosen: set[str]) -> Choice:
    """A row; a keyboard scanner is one row, whatever its settings are."""
    setting = device.setting
    if device.way == "keyboard":
        setting = next((each for each in chosen if each.split("?")[0] == device.setting), device.setting)
    return Choice(
        setting=setting,
        way=device.way,
        what=device.what,
        guarantee="" if device.guarantee is None else device.guarantee.value,
        hindrance=device.hindrance or "",
        is_chosen=setting in chosen,
    )
