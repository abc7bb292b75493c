"""What can be set of the devices that are chosen: paper, letters, cutting, the drawer's pins, a speed.

Each setting is a value out of a few, by the words of the settings file. Pure: what is chosen comes in,
entries for the file come out; nobody reads or writes here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from loyalty.errors import Refused
from terminal.configuration import Configuration
from terminal.display_settings import DEFAULT_DISPLAY_BAUD, PoleSetting, written_pole
from terminal.printer_settings import (
    SLIP_KINDS,
    FlowControl,
    PaperChoice,
    PrinterSetting,
    SecondPrinter,
    written_printer,
)
from terminal.scanner_settings import written_scanner
from terminal.settings_file import Entry, EntryValue

PRINTER, SECOND, DRAWER = "printer", "second", "drawer"
SCANNER, DISPLAY = "scanner", "display"
SECOND_TABLE: Final = "second_printer"
YES, NO = "true", "false"

_WIDTHS: Final = ("80", "58")
_LETTERS: Final = ("pictures", "tcvn-3", "cp1258", "ascii")
_CUTS: Final = ("partial", "full", "tear")
_SPEEDS: Final = ("9600", "19200", "38400", "57600", "115200")
_FLOWS: Final[Mapping[str, FlowControl]] = {
    "none": "none",
    "rts-cts": "rts-cts",
    "dsr-dtr": "dsr-dtr",
    "xon-xoff": "xon-xoff",
}
_NUMBERS: Final = frozenset({"width", "drawer_pin"})
_FIRST_SLIPS: Final = ("shift",)
"""What a second printer takes until somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceOption:
    """A setting of one kind of device: what it is now, and what it could be, in the order of a walk.

    `of` names the device by its own setting, where a till has several of the kind.
    """

    kind: str
    name: str
    value: str
    values: tuple[str, ...]
    of: str = ""

    @property
    def following(self) -> str:
        """The value after this one; the first after the last."""
        return self.values[(self.values.index(self.value) + 1) % len(self.values)]


def device_options(configuration: Configuration, *, logos: Sequence[str] = ()) -> tuple[DeviceOption, ...]:
    """The settings of what is chosen; `logos` are the picture files there are to choose from."""
    return tuple(_all(configuration, logos))


def _all(configuration: Configuration, logos: Sequence[str]) -> Iterator[DeviceOption]:
    if configuration.printer is not None:
        yield _option(PRINTER, "width", str(configuration.width_mm), _WIDTHS)
        yield from _paper(PRINTER, configuration.paper)
        yield _option(PRINTER, "logo", configuration.logo, ("", *logos))
        yield from _line(PRINTER, configuration.printer)
        yield _option(DRAWER, "drawer_pin", str(configuration.drawer_pin), ("2", "5"))
        yield _option(DRAWER, "drawer_sensor", configuration.drawer_sensor, ("none", "high", "low"))
    second = configuration.second_printer
    if second is not None:
        for slip in SLIP_KINDS:
            yield _option(SECOND, f"slip-{slip}", YES if slip in second.slips else NO, (YES, NO))
        yield _option(SECOND, "width", str(second.width_mm), _WIDTHS)
        yield from _paper(SECOND, second.paper)
        yield from _line(SECOND, second.at)
    for scanner in configuration.scanners:
        if scanner.line == "serial":
            speed = _option(SCANNER, "baud", str(scanner.baud), _SPEEDS)
            yield replace(speed, of=written_scanner(scanner))
    pole = configuration.pole_display
    if pole is not None:
        yield _option(DISPLAY, "dialect", pole.dialect, ("epson", "cd5220"))
        yield _option(DISPLAY, "baud", str(pole.baud), _SPEEDS)


def _paper(kind: str, paper: PaperChoice) -> Iterator[DeviceOption]:
    yield _option(kind, "letters", paper.letters, _LETTERS)
    yield _option(kind, "cut", paper.cut, _CUTS)
    yield _option(kind, "skip_blank_rows", YES if paper.skip_blank_rows else NO, (NO, YES))


def _line(kind: str, at: PrinterSetting) -> Iterator[DeviceOption]:
    """How fast a serial line is, and who stops whom on it."""
    if at.line == "serial":
        yield _option(kind, "baud", str(at.baud), _SPEEDS)
        yield _option(kind, "flow", at.flow, tuple(_FLOWS))


def _option(kind: str, name: str, value: str, values: Sequence[str]) -> DeviceOption:
    """A setting; what somebody wrote by hand is one of its values too, beside the one it is a form of."""
    base = value.partition(":")[0]
    known = tuple(value if each == base else each for each in values)
    return DeviceOption(
        kind=kind, name=name, value=value, values=known if value in known else (*known, value)
    )


def option_entries(
    configuration: Configuration, kind: str, name: str, value: str, *, of: str = ""
) -> tuple[Entry, ...]:
    """The entries that make a setting so, of the device that `of` names where there are several.

    Raises:
        Refused: `second-needs-slips`: a second printer that would print nothing.
    """
    if kind == DISPLAY:
        return (_pole_entry(configuration, name, value),)
    if kind == SCANNER:
        return (_scanner_entry(configuration, of, baud=int(value)),)
    if kind == SECOND:
        return (_second_entry(configuration, name, value),)
    if name in ("baud", "flow") and configuration.printer is not None:
        return (Entry("printer", written_printer(_on_line(configuration.printer, name, value))),)
    return (Entry(name, _typed(name, value)),)


def second_entries(configuration: Configuration, setting: str) -> tuple[Entry, ...]:
    """The entries of another second printer, or of none where `setting` is empty."""
    if not setting:
        return (Entry("", None, SECOND_TABLE),)
    at = Entry("at", setting, SECOND_TABLE)
    if configuration.second_printer is not None:
        return (at,)
    return (at, Entry("slips", list(_FIRST_SLIPS), SECOND_TABLE))


def _scanner_entry(configuration: Configuration, of: str, *, baud: int) -> Entry:
    """All scanners, this one at another speed."""
    written = [
        written_scanner(replace(each, baud=baud) if written_scanner(each) == of else each)
        for each in configuration.scanners
    ]
    wedge = configuration.wedge
    listed = [*written, *([] if wedge is None else [written_scanner(wedge)])]
    return Entry("scanner", listed if len(listed) > 1 else listed[0])


def _pole_entry(configuration: Configuration, name: str, value: str) -> Entry:
    pole = configuration.pole_display or PoleSetting(path="", baud=DEFAULT_DISPLAY_BAUD)
    dialect = pole.dialect if name != "dialect" else "cd5220" if value == "cd5220" else "epson"
    changed = replace(pole, dialect=dialect, baud=int(value) if name == "baud" else pole.baud)
    return Entry("pole_display", written_pole(changed))


def _second_entry(configuration: Configuration, name: str, value: str) -> Entry:
    second = configuration.second_printer
    if second is None:
        raise Refused("device-not-chosen", kind="second_printer")
    if name in ("baud", "flow"):
        return Entry("at", written_printer(_on_line(second.at, name, value)), SECOND_TABLE)
    if name.startswith("slip-"):
        return _slips_entry(second, name.removeprefix("slip-"), is_on=value == YES)
    return Entry(name, _typed(name, value), SECOND_TABLE)


def _slips_entry(second: SecondPrinter, slip: str, *, is_on: bool) -> Entry:
    slips = [each for each in SLIP_KINDS if (is_on if each == slip else each in second.slips)]
    if not slips:
        raise Refused("second-needs-slips")
    return Entry("slips", list[str](slips), SECOND_TABLE)


def _on_line(at: PrinterSetting, name: str, value: str) -> PrinterSetting:
    if name == "baud":
        return replace(at, baud=int(value))
    return replace(at, flow=_FLOWS[value])


def _typed(name: str, value: str) -> EntryValue | None:
    """The value as the file wants it; no logo is no entry."""
    if name == "logo":
        return value or None
    if value in (YES, NO):
        return value == YES
    return int(value) if name in _NUMBERS else value
