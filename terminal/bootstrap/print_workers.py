"""The workers of a till's printers: one thread for each, each with the slips that are printed there."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from drivers.file_printer import FilePrinter
from drivers.ports import Bitmap, ReceiptPrinter
from loyalty.errors import Refused
from terminal.bootstrap.devices import Printers
from terminal.clock import Clock
from terminal.configuration import Configuration
from terminal.printing.composing import Composer, PdfComposer, SlipComposer
from terminal.printing.desk import PrintDesk, PrinterSetup
from terminal.printing.drawer_watch import DrawerWatch
from terminal.printing.joined import JoinedReports
from terminal.printing.press import Press
from terminal.printing.queue import PrintQueue, StorePrintQueue
from terminal.printing.report import PrintReport
from terminal.printing.stand_in import StandIn
from terminal.printing.worker import STOP_TIMEOUT_S, PrintWorker
from terminal.store.database import Store
from terminal.store.print_jobs import RECEIPT_PRINTER, SECOND_PRINTER, JobKind
from terminal.usecases.drawer import record_unasked_opening

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRoom:
    """What printing needs of the till: its rows, its folder, who paints, who is told."""

    store: Store
    folder: Path
    clock: Clock
    press: Press
    on_report: Callable[[PrintReport], None]
    opens_drawer: bool = True
    """Not in training: the drawer has no socket then."""


class PrintWorkers:
    """All print workers of a till as one."""

    def __init__(self, workers: tuple[PrintWorker, ...], *, stand_in: StandIn | None = None) -> None:
        """`stand_in` is there where a second printer can print in the place of the first."""
        self._workers = workers
        self._stand_in = stand_in
        self._after: PrintWorkers | None = None

    def start(self, *, after: "PrintWorkers | None" = None) -> None:
        """Begin, with what the last run left, once the workers `after` which they come have ended; once."""
        self._after = after
        for worker in self._workers:
            worker.start(after=None if after is None else after.have_ended)

    def have_ended(self, timeout_s: float) -> bool:
        """Wait for the end of all, for so long at most each, and return whether they have ended.

        Those they came after have to have ended too: they may have been stopped while they waited for them.
        """
        if self._after is not None and self._after.have_ended(timeout_s):
            self._after = None
        return self._after is None and all(worker.has_ended(timeout_s) for worker in self._workers)

    def print_elsewhere(self) -> None:
        """Let the second printer print what waits for the receipt printer, until that one is back.

        Raises:
            Refused: `second-none`: there is none.
            Unavailable: `store-…`.
        """
        if self._stand_in is None:
            raise Refused("second-none")
        self._stand_in.begin()
        self.nudge()

    def nudge(self) -> None:
        """Say that a row may be waiting; returns at once, any thread."""
        for worker in self._workers:
            worker.nudge()

    def give_up_held(self) -> None:
        """Let go of what printers hold: it becomes unknown. Returns at once, any thread."""
        for worker in self._workers:
            worker.give_up_held()

    def stop(self, *, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Ask them to end after what they are doing, and return whether all did, each within the time.

        Those they came after were asked before, and are waited for too: one may be in the middle of a slip.
        """
        stopped = [worker.stop(timeout_s=timeout_s) for worker in self._workers]
        return self.have_ended(timeout_s) and all(stopped)


def print_workers(room: PrintRoom, configuration: Configuration, printers: Printers) -> PrintWorkers | None:
    """A worker for each printer, not started; None for a till without one."""
    has_both = printers.printer is not None and printers.second_printer is not None
    stand_in = StandIn(room.store) if has_both else None
    with room.store.write() as unit:
        unit.print_jobs.take_back(SECOND_PRINTER, RECEIPT_PRINTER)
    workers = tuple(_Staff(room, configuration, printers, stand_in).workers())
    if stand_in is not None:
        stand_in.wake = workers[-1].nudge
    return PrintWorkers(workers, stand_in=stand_in) if workers else None


@dataclass(frozen=True, slots=True)
class _Staff:
    """The workers of these printers, by these settings."""

    room: PrintRoom
    configuration: Configuration
    printers: Printers
    stand_in: StandIn | None

    def workers(self) -> Iterator[PrintWorker]:
        reports = JoinedReports(self._told)
        second = self.configuration.second_printer
        elsewhere = frozenset[JobKind](second.slips if second is not None else ())
        if self.printers.printer is not None:
            yield self._worker(
                self.printers.printer,
                StorePrintQueue(
                    self.room.store, RECEIPT_PRINTER, takes=lambda job: job.kind not in elsewhere
                ),
                partial(self._first_told, reports),
                drawer=self._drawer_watch(),
            )
        if self.printers.second_printer is not None:
            yield self._worker(
                self.printers.second_printer,
                StorePrintQueue(
                    self.room.store,
                    RECEIPT_PRINTER,
                    SECOND_PRINTER,
                    takes=lambda job: job.printer == SECOND_PRINTER or job.kind in elsewhere,
                    before=self._fetch,
                ),
                partial(reports.take, SECOND_PRINTER),
            )

    def _told(self, report: PrintReport) -> None:
        self.room.on_report(report if self.stand_in is None else self.stand_in.told(report))

    def _first_told(self, reports: JoinedReports, report: PrintReport) -> None:
        if self.stand_in is not None:
            self.stand_in.receipt_printer_is(report)
        reports.take(RECEIPT_PRINTER, report)

    def _fetch(self) -> None:
        if self.stand_in is not None:
            self.stand_in.fetch()

    def _worker(
        self,
        device: ReceiptPrinter,
        queue: PrintQueue,
        on_report: Callable[[PrintReport], None],
        *,
        drawer: DrawerWatch | None = None,
    ) -> PrintWorker:
        room = self.room
        setup = PrinterSetup(
            printer=device,
            composer=_composer(room, device, self.configuration.logo),
            drawer_pin=self.printers.drawer_pin if room.opens_drawer else None,
            keep_abilities=partial(self.printers.memory.keep, device.name),
            drawer=drawer,
            record_opening=partial(record_unasked_opening, room.store),
        )
        desk = PrintDesk(queue, setup, clock=room.clock, on_report=on_report)
        return PrintWorker(desk, name=device.name)

    def _drawer_watch(self) -> DrawerWatch | None:
        level = self.configuration.drawer_sensor
        return DrawerWatch(level) if level != "none" and self.room.opens_drawer else None


def _composer(room: PrintRoom, device: ReceiptPrinter, logo_file: str) -> Composer:
    logo, write_pdf = _logo(room, logo_file, device.width_dots), room.press.write_pdf
    if isinstance(device, FilePrinter) and device.kind == "pdf" and write_pdf is not None:
        return PdfComposer(write_pdf=write_pdf, logo=logo)
    return SlipComposer(painter=room.press.painter, logo=logo)


def _logo(room: PrintRoom, file: str, width_dots: int) -> Bitmap | None:
    """The picture that the settings name; a file that is none is noted, and slips go without."""
    if not file:
        return None
    path = room.folder / file
    logo = room.press.read_logo(path, width_dots)
    if logo is None:
        log.warning("%s is no picture that can be read: slips are printed without it", path)
    return logo
