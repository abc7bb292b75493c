"""What the screen *Devices* knows, before it is put into words."""

from dataclasses import dataclass
from typing import Final

from drivers.ports import FoundDevice
from drivers.wedge_trial import Burst
from terminal.device_options import DeviceOption
from ui.presenters.devices.errands import NOTHING_SET, Setup
from ui.presenters.devices.labels import USUAL_LABELS, fits_beside
from ui.presenters.shown import Tone

PRINTER, SECOND, DRAWER, SCANNER = "printer", "second", "drawer", "scanner"
WEIGHED, DISPLAY, WINDOW = "weighed", "display", "window"
KINDS: Final = (PRINTER, SECOND, DRAWER, SCANNER, WEIGHED, DISPLAY, WINDOW)
PRINTERS: Final = (PRINTER, SECOND)
HEARERS: Final = (SCANNER, WEIGHED)
"""The kinds that are tried by scanning."""
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
    """One row: a device that was found, one that is chosen and was not (`is_there` False), or an option."""

    setting: str
    way: str
    what: str = ""
    guarantee: str = ""
    hindrance: str = ""
    is_chosen: bool = False
    is_there: bool = True
    option: DeviceOption | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesModel:
    """All of it. `found` is None until the first look is over."""

    kind: str = PRINTER
    mark: int = 0
    found: tuple[FoundDevice, ...] | None = None
    setup: Setup = NOTHING_SET
    addresses: str = ""
    is_searching: bool = False
    is_exchanging: bool = False
    is_listening: bool = False
    heard: tuple[str, ...] = ()
    bursts: tuple[Burst, ...] = ()
    said: Said | None = None

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The rows of the kind that is shown: those found, those chosen and not found, what can be set."""
        chosen = {setting for kind, setting in self.setup.chosen if kind == self.kind}
        if self.kind == WINDOW:
            return (Choice(setting=ON, way="window", is_chosen=bool(chosen)),)
        if self.kind == WEIGHED:
            return _labels(chosen)
        options = (each for each in self.setup.options if each.kind == self.kind)
        return (
            *self._devices(chosen),
            *(Choice(setting=each.name, way="option", option=each) for each in options),
        )

    def _devices(self, chosen: set[str]) -> tuple[Choice, ...]:
        of_kind = PRINTER if self.kind == SECOND else self.kind
        elsewhere = {setting for kind, setting in self.setup.chosen if kind in PRINTERS and kind != self.kind}
        rows = [
            _choice(device, chosen)
            for device in self.found or ()
            if device.kind.value == of_kind and (device.setting not in elsewhere or of_kind != PRINTER)
        ]
        unseen = sorted(chosen - {row.setting for row in rows})
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


def _labels(chosen: set[str]) -> tuple[Choice, ...]:
    """The patterns that are set, then the usual ones that would fit beside them."""
    usual = [each for each in USUAL_LABELS if each not in chosen and fits_beside(each, chosen)]
    return tuple(
        Choice(setting=each, way="label", is_chosen=each in chosen) for each in (*sorted(chosen), *usual)
    )


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
