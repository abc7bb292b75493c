"""The workers of a till's printers: one thread for each, each with the slips that are printed there."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from drivers.file_printer import FilePrinter
from drivers.ports import Bitmap, ReceiptPrinter
from terminal.bootstrap.devices import Devices
from terminal.clock import Clock
from terminal.configuration import Configuration
from terminal.printing.composing import Composer, PdfComposer, SlipComposer
from terminal.printing.desk import PrintDesk, PrinterSetup
from terminal.printing.drawer_watch import DrawerWatch
from terminal.printing.joined import JoinedReports
from terminal.printing.press import Press
from terminal.printing.queue import StorePrintQueue
from terminal.printing.report import PrintReport
from terminal.printing.worker import STOP_TIMEOUT_S, PrintWorker
from terminal.store.database import Store
from terminal.store.print_jobs import RECEIPT_PRINTER, JobKind
from terminal.usecases.drawer import record_unasked_opening

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRoom:
    """What printing needs of the till: its rows, its settings, who paints, who is told."""

    store: Store
    configuration: Configuration
    folder: Path
    clock: Clock
    press: Press
    on_report: Callable[[PrintReport], None]


class PrintWorkers:
    """All print workers of a till as one."""

    def __init__(self, workers: tuple[PrintWorker, ...]) -> None:
        self._workers = workers

    def start(self) -> None:
        """Begin, with what the last run left; once."""
        for worker in self._workers:
            worker.start()

    def nudge(self) -> None:
        """Say that a row may be waiting; returns at once, any thread."""
        for worker in self._workers:
            worker.nudge()

    def give_up_held(self) -> None:
        """Let go of what printers hold: it becomes unknown. Returns at once, any thread."""
        for worker in self._workers:
            worker.give_up_held()

    def stop(self, *, timeout_s: float = STOP_TIMEOUT_S) -> bool:
        """Ask them to end after what they are doing, and return whether all did, each within the time."""
        stopped = [worker.stop(timeout_s=timeout_s) for worker in self._workers]
        return all(stopped)


def print_workers(room: PrintRoom, plugged_in: Devices) -> PrintWorkers | None:
    """A worker for each printer, not started; None for a till without one."""
    workers = tuple(_workers(room, plugged_in, JoinedReports(room.on_report)))
    return PrintWorkers(workers) if workers else None


def _workers(room: PrintRoom, plugged_in: Devices, reports: JoinedReports) -> Iterator[PrintWorker]:
    second = room.configuration.second_printer
    elsewhere = frozenset[JobKind](second.slips if second is not None else ())
    if plugged_in.printer is not None:
        yield _worker(room, plugged_in, plugged_in.printer, reports, lambda kind: kind not in elsewhere)
    if plugged_in.second_printer is not None:
        yield _worker(room, plugged_in, plugged_in.second_printer, reports, lambda kind: kind in elsewhere)


def _worker(
    room: PrintRoom,
    plugged_in: Devices,
    device: ReceiptPrinter,
    reports: JoinedReports,
    takes: Callable[[JobKind], bool],
) -> PrintWorker:
    setup = PrinterSetup(
        printer=device,
        composer=_composer(room, device),
        drawer_pin=plugged_in.drawer_pin,
        keep_abilities=partial(plugged_in.memory.keep, device.name),
        drawer=_drawer_watch(room) if takes("drawer") else None,
        record_opening=partial(record_unasked_opening, room.store),
    )
    queue = StorePrintQueue(room.store, RECEIPT_PRINTER, takes=takes)
    return PrintWorker(PrintDesk(queue, setup, clock=room.clock, on_report=reports.take), name=device.name)


def _drawer_watch(room: PrintRoom) -> DrawerWatch | None:
    level = room.configuration.drawer_sensor
    return None if level == "none" else DrawerWatch(level)


def _composer(room: PrintRoom, device: ReceiptPrinter) -> Composer:
    logo, write_pdf = _logo(room, device.width_dots), room.press.write_pdf
    if isinstance(device, FilePrinter) and device.kind == "pdf" and write_pdf is not None:
        return PdfComposer(write_pdf=write_pdf, logo=logo)
    return SlipComposer(painter=room.press.painter, logo=logo)


def _logo(room: PrintRoom, width_dots: int) -> Bitmap | None:
    """The picture that the settings name; a file that is none is noted, and slips go without."""
    if not room.configuration.logo:
        return None
    path = room.folder / room.configuration.logo
    logo = room.press.read_logo(path, width_dots)
    if logo is None:
        log.warning("%s is no picture that can be read: slips are printed without it", path)
    return logo
