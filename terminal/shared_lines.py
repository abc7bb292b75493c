"""Which of the devices that the settings name are on one line: the second would find it taken by the first.

Lines that take one at a time: a serial port, a printer's device file, port 9100 of a printer. Queues and
folders are shared by what is behind them. A port that has several names (`/dev/ttyUSB0`, its link under
`/dev/serial/by-id`, `VID:PID`) is one, as far as whoever asks can see through them. What is chosen on the
screen is looked up among the ports that are there, and refused. Of a file only links are seen through: which
port `VID:PID` is changes with what is plugged in, and no till is kept from selling by that. The doctor, the
screen *Devices* and `device list` say it of the file as well.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from terminal.configuration import Configuration
    from terminal.printer_settings import PrinterSetting

_EXCLUSIVE = frozenset({"tcp", "serial", "usblp"})


class SharedLine(NamedTuple):
    """The entry `key` names the `line` that `taken_by` has already."""

    key: str
    line: str
    taken_by: str

    @property
    def said(self) -> "dict[str, str | int]":
        """What the sentence `configuration.line-taken` asks for."""
        return {"key": self.key, "value": self.line, "hint": self.taken_by}


def shared_lines(
    configuration: "Configuration", *, real_name: Callable[[str], str] = str
) -> Iterator[SharedLine]:
    """Each entry that names a line which an entry before it has; `real_name` sees through a port's names."""
    owners: dict[str, tuple[str, int]] = {}
    for number, (key, line) in enumerate(_lines(configuration)):
        scheme, _, place = line.partition("://")
        real = f"{scheme}://{real_name(place)}" if scheme == "serial" or place.startswith("/") else line
        owner, at = owners.setdefault(real, (key, number))
        if at != number:
            yield SharedLine(key, line, owner)


def _lines(configuration: "Configuration") -> Iterator[tuple[str, str]]:
    second = configuration.second_printer
    yield from _of_printer("printer", configuration.printer)
    yield from _of_printer("second_printer.at", second.at if second else None)
    for scanner in configuration.scanners:
        if scanner.line == "serial":
            yield "scanner", _serial(scanner.path)
    if configuration.pole_display is not None:
        yield "pole_display", _serial(configuration.pole_display.path)


def _of_printer(key: str, setting: "PrinterSetting | None") -> Iterator[tuple[str, str]]:
    if setting is None or setting.line not in _EXCLUSIVE:
        return
    if setting.line == "serial":
        yield key, _serial(setting.path)
    else:
        place = setting.path or f"{setting.host}:{setting.port}"
        yield key, f"{setting.line}://{place}"


def _serial(path: str) -> str:
    return f"serial://{path if path.startswith('/') else path.lower()}"
