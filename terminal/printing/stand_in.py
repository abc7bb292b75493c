"""The second printer in the place of the receipt printer, once the cashier says so, until that one is back.

Slips that wait are moved from one to the other as rows, those not begun only, in one transaction; whoever
begins a slip makes sure in his own that it is still his. So no slip is printed by both. A drawer hangs on the
receipt printer's cable and is never moved.
"""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from terminal.printing.report import PrinterHealth, PrintReport
from terminal.store.print_jobs import RECEIPT_PRINTER, SECOND_PRINTER

if TYPE_CHECKING:
    from terminal.store.database import Store


def _nobody() -> None:
    """No worker is there yet."""


class StandIn:
    """Whether it stands in; any thread may ask and say. `wake` rings for the second printer's worker."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._lock = threading.Lock()
        self._is_on = False
        self._is_needed = False
        self.wake: Callable[[], None] = _nobody

    def begin(self) -> None:
        """From now on the second printer prints what waits for the receipt printer.

        Raises:
            Unavailable: `store-…`.
        """
        with self._lock:
            self._is_on = True
        self.fetch()

    def fetch(self) -> None:
        """Move what came meanwhile; nothing while it does not stand in. Raises Unavailable: `store-…`."""
        with self._lock:
            if not self._is_on:
                return
            with self._store.read() as reading:
                waits = reading.print_jobs.has_movable(RECEIPT_PRINTER)
            if waits:
                self._move(RECEIPT_PRINTER, SECOND_PRINTER)

    def receipt_printer_is(self, report: PrintReport) -> None:
        """How the receipt printer is: one that is well again takes over what is not begun.

        One that is not may have tried a slip that came meanwhile, and have let go of it: it is fetched.
        """
        with self._lock:
            health = report.health
            self._is_needed = not health.prints
            if self._is_on and health.prints and health is not PrinterHealth.UNSEEN:
                self._move(SECOND_PRINTER, RECEIPT_PRINTER)
                self._is_on = False
        if self._is_on and report.waiting:
            self.fetch()
            self.wake()

    def told(self, report: PrintReport) -> PrintReport:
        """The report of all printers with what can be said of standing in."""
        if self._is_on:
            return replace(report, stand_in="on")
        return replace(report, stand_in="offered" if self._is_needed and report.waiting else "")

    def _move(self, source: str, target: str) -> None:
        with self._store.write() as unit:
            unit.print_jobs.move(source, target)
