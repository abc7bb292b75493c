"""Everything that there is to choose from, each way of looking in turn, those that cost nothing first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from drivers.discovery import serial_ports
from drivers.printer_search.announced import announced_printers
from drivers.printer_search.found import FoundPrinter, Way
from drivers.printer_search.network import look_at_network
from drivers.printer_search.usb import usb_printers
from drivers.spool.cups import cups_queues
from drivers.spool.windows import windows_queues

Look: TypeAlias = Callable[[], Iterable[FoundPrinter]]


def search_printers(
    addresses: Sequence[str] = (), *, looks: Sequence[Look] | None = None
) -> Iterator[FoundPrinter]:
    """The printers as they are found, each once; `addresses` are looked at on port 9100.

    It takes some seconds, so it is for a worker's thread. Serial ports are all listed: what hangs on one
    shows only when it is tried.
    """
    ways: tuple[Look, ...] = (*LOCAL, announced_printers) if looks is None else tuple(looks)
    at_addresses: Look = partial(look_at_network, addresses)
    seen: set[str] = set()
    for look in (*ways, at_addresses):
        for found in look():
            if not found.setting or found.setting not in seen:
                seen.add(found.setting)
                yield found


def serial_lines() -> Iterator[FoundPrinter]:
    """Every serial port, by the name that survives a replug."""
    for port in serial_ports():
        yield FoundPrinter(
            way=Way.SERIAL, setting=f"serial://{port.lasting_name}", what=_known(port.description)
        )


def queues() -> Iterator[FoundPrinter]:
    """The queues of CUPS and of Windows, whichever this computer has."""
    for name in cups_queues():
        yield FoundPrinter(way=Way.CUPS, setting=f"cups:{name}")
    for name in windows_queues():
        yield FoundPrinter(way=Way.WINDOWS, setting=f"windows:{name}")


LOCAL: tuple[Look, ...] = (usb_printers, serial_lines, queues)


def _known(description: str) -> str:
    """Pyserial says n/a where it knows nothing."""
    return "" if description == "n/a" else description
