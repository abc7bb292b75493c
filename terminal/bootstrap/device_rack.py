"""The devices of a till at work: started with it, exchanged while it sells, stopped with it.

A choice on the screen *Devices* holds from the moment it is made. Only what it is about is exchanged; every
other device goes on as it was. Which settings there are is read elsewhere (`terminal.configuration`).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias

from drivers.ports import Scan, Scanner, ScannerLink
from drivers.virtual import VirtualPrinter, VirtualScanner
from loyalty.errors import Refused
from terminal.bootstrap.devices import PrinterMemory, pole_display, printers_of, scanners_of
from terminal.bootstrap.print_workers import PrintRoom, PrintWorkers, print_workers
from terminal.configuration import Configuration
from terminal.displays.worker import DisplayWorker, Rows
from terminal.store.print_jobs import RECEIPT_PRINTER

Setting: TypeAlias = tuple[object, ...]

STILL_WANTED: Final = timedelta(minutes=10)
"""What was to be printed while there was no printer is printed by the first one if it is no older: whoever it
is for may stand there yet. Anything older can be printed as a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceListeners:
    """Who hears what devices say by themselves; each is called on a worker's thread and returns at once."""

    on_scan: Callable[[Scan], None]
    on_scanner: Callable[[ScannerLink], None]
    on_bank_card: Callable[[], None]
    on_pole: Callable[[str | None], None]


class DeviceRack:
    """All devices of one till. Everything may be called on any thread; what waits says so."""

    def __init__(self, room: PrintRoom, configuration: Configuration, listeners: DeviceListeners) -> None:
        self._room = room
        self._listeners = listeners
        self._memory = PrinterMemory(room.folder)
        self._exchanging = threading.Lock()
        self._is_stopped = False
        self.configuration = configuration
        self.printer: PrintWorkers | None = None
        self.virtual_printer: VirtualPrinter | None = None
        self._scanners: tuple[Scanner, ...] = ()
        self._pole: DisplayWorker | None = None
        self._rows: Rows = ("", "")

    @property
    def sources(self) -> frozenset[str]:
        """The names that the scans of the scanners at work carry."""
        return frozenset(scanner.source for scanner in self._scanners)

    @property
    def virtual_scanner(self) -> VirtualScanner | None:
        """The scanner that is only on the screen, if there is one."""
        return next((each for each in self._scanners if isinstance(each, VirtualScanner)), None)

    @property
    def has_pole(self) -> bool:
        """Whether a pole display is at work."""
        return self._pole is not None

    def start(self) -> None:
        """Begin with what the settings name; once. Opens nothing itself: each device has its worker."""
        with self._exchanging:
            self._begin_printing(after=None)
            self._begin_scanning()
            self._begin_showing()

    def exchange(self, configuration: Configuration) -> None:
        """Work by other settings from now on; waits for the workers that end, some seconds at most.

        A printer that is in the middle of a slip finishes it, or gives it up, before the next one begins:
        what the printer before held is *unknown* and asked about, as after a restart of the till. The first
        printer of all leaves what is older than `STILL_WANTED`.

        Raises:
            Unavailable: `store-…`; everything is at work as it was.
        """
        with self._exchanging:
            is_first = self.configuration.printer is None and configuration.printer is not None
            if is_first and not self._is_stopped:
                self._leave_old_slips()
            before, self.configuration = self.configuration, configuration
            if self._is_stopped:
                return
            if _printing(before) != _printing(configuration):
                old, self.printer = self.printer, None
                if old is not None:
                    old.stop()
                self._begin_printing(after=old)
            if before.scanners != configuration.scanners:
                self._end_scanning()
                self._begin_scanning()
            if before.pole_display != configuration.pole_display:
                self._end_showing()
                self._begin_showing()

    def nudge_printer(self) -> None:
        """Say that a row may be waiting for a printer; returns at once."""
        printer = self.printer
        if printer is not None:
            printer.nudge()

    def print_elsewhere(self) -> None:
        """Let the second printer stand in for the receipt printer until that one is back.

        Raises:
            Refused: `second-none`.
            Unavailable: `store-…`.
        """
        printer = self.printer
        if printer is None:
            raise Refused("second-none")
        printer.print_elsewhere()

    def show_rows(self, rows: Rows) -> None:
        """Show these rows on the pole display, if there is one; returns at once."""
        self._rows = rows
        pole = self._pole
        if pole is not None:
            pole.show(rows)

    def stop(self) -> None:
        """Stop every device; waits for their workers."""
        with self._exchanging:
            self._is_stopped = True
            self._end_scanning()
            self._end_showing()
            printer, self.printer = self.printer, None
            if printer is not None:
                printer.stop()

    def _leave_old_slips(self) -> None:
        with self._room.store.write() as unit:
            unit.print_jobs.leave(RECEIPT_PRINTER, before=self._room.clock.now() - STILL_WANTED)

    def _begin_printing(self, *, after: PrintWorkers | None) -> None:
        printers = printers_of(self.configuration, self._memory)
        self.virtual_printer = printers.virtual_printer
        self.printer = print_workers(self._room, self.configuration, printers)
        if self.printer is not None:
            self.printer.start(after=after)

    def _begin_scanning(self) -> None:
        self._scanners = scanners_of(self.configuration)
        for scanner in self._scanners:
            scanner.start(
                on_scan=self._listeners.on_scan,
                on_link=self._listeners.on_scanner,
                on_bank_card=self._listeners.on_bank_card,
            )

    def _end_scanning(self) -> None:
        scanners, self._scanners = self._scanners, ()
        for scanner in scanners:
            scanner.stop()

    def _begin_showing(self) -> None:
        display = pole_display(self.configuration)
        if display is not None:
            self._pole = DisplayWorker(display, on_trouble=self._listeners.on_pole)
            self._pole.show(self._rows)
            self._pole.start()

    def _end_showing(self) -> None:
        pole, self._pole = self._pole, None
        if pole is not None:
            pole.stop()
            self._listeners.on_pole(None)


def _printing(configuration: Configuration) -> Setting:
    """All that a printer's worker goes by."""
    return (
        configuration.printer,
        configuration.width_mm,
        configuration.drawer_pin,
        configuration.drawer_sensor,
        configuration.paper,
        configuration.logo,
        configuration.second_printer,
    )
