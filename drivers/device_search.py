"""Everything that there is to choose from: printers, scanners, displays. Nothing is opened, nothing is sent.

A serial port may have anything at its end, so each is offered as a printer, as a scanner and as a display. A
keyboard scanner cannot be seen, so it is always offered.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from drivers.discovery import SerialPort, serial_ports
from drivers.hid.bus import HidBus
from drivers.hid.hidapi_bus import HidApiBus
from drivers.ports import DeviceKind, FoundDevice
from drivers.printer_search.found import FoundPrinter
from drivers.printer_search.search import LOCAL, search_printers

WEDGE: Final = FoundDevice(kind=DeviceKind.SCANNER, way="keyboard", setting="wedge")
VIRTUAL: Final = (
    FoundDevice(kind=DeviceKind.PRINTER, way="virtual", setting="virtual"),
    FoundDevice(kind=DeviceKind.SCANNER, way="virtual", setting="virtual"),
)

Look: TypeAlias = Callable[[], Iterable[FoundDevice]]


def _local_printers() -> Iterator[FoundPrinter]:
    return search_printers(looks=LOCAL)


def plugged_in(
    *,
    printers: Callable[[], Iterable[FoundPrinter]] = _local_printers,
    ports: Callable[[], Sequence[SerialPort]] = serial_ports,
    bus: HidBus | None = None,
) -> Iterator[FoundDevice]:
    """What hangs on this computer itself, in the order in which one should choose; within a second."""
    for printer in printers():
        yield as_device(printer)
    there = ports()
    yield from _on_ports(DeviceKind.SCANNER, there)
    for scanner in (bus or HidApiBus()).scanners():
        yield FoundDevice(
            kind=DeviceKind.SCANNER,
            way="hid",
            setting=f"hid://{scanner.ids}",
            what=scanner.description,
            hindrance=_hindrance(Path(scanner.path), "hidraw-forbidden"),
        )
    yield WEDGE
    yield from _on_ports(DeviceKind.DISPLAY, there)
    yield from VIRTUAL


def on_the_network(addresses: Sequence[str] = ()) -> Iterator[FoundDevice]:
    """Printers that announce themselves, and those of the addresses that take a connection; some seconds."""
    for printer in search_printers(addresses):
        if printer.setting.startswith("tcp:"):
            yield as_device(printer)


def as_device(printer: FoundPrinter) -> FoundDevice:
    """A printer among the other devices."""
    return FoundDevice(
        kind=DeviceKind.PRINTER,
        way=printer.way.value,
        setting=printer.setting,
        what=printer.what,
        guarantee=printer.guarantee,
        hindrance=printer.hindrance,
    )


def _on_ports(kind: DeviceKind, ports: Sequence[SerialPort]) -> Iterator[FoundDevice]:
    for port in ports:
        yield FoundDevice(
            kind=kind,
            way="serial",
            setting=f"serial://{port.lasting_name}",
            what="" if port.description == "n/a" else port.description,
            hindrance=_hindrance(Path(port.path), "device-forbidden"),
        )


def _hindrance(path: Path, code: str) -> str | None:
    """The code, if the system does not let this user use a device file that is there."""
    return code if path.exists() and not os.access(path, os.R_OK | os.W_OK) else None
