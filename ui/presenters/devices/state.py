"""All that the screen *Devices* shows, already formatted."""

from dataclasses import dataclass

from ui.presenters.shown import Notice, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """One kind of device on the left, and how it stands."""

    kind: str
    text: str
    detail: str
    icon: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """One choice in the middle: its name, what it calls itself or how it is connected, whether it is set."""

    name: str
    detail: str
    tone: Tone
    is_chosen: bool
    is_marked: bool
    is_option: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesState:
    """The screen. `promise` is what the marked choice guarantees, `advice` what to do about it, line by line.

    `heard` are the newest raw scans while a scanner is tried; `proposal` is the name of the button that takes
    the settings that suit them, empty where there is none. An empty button text hides its button, an empty
    `field` the field that it is the hint of. With `gives_up` the press in the corner stops using a device.
    """

    title: str
    kinds: tuple[KindRow, ...]
    rows: tuple[DeviceRow, ...]
    empty: str
    promise: str
    advice: tuple[str, ...]
    choose: str
    test: str
    search: str
    proposal: str
    heard: tuple[str, ...]
    field: str
    gives_up: bool = False
    notice: Notice | None = None
