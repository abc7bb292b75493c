"""The printer of the till, as its own print desk uses it: what comes out is told, and the roll ends."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Final

from drivers.escpos.printer import EscposPrinter
from drivers.fakes import FakePrinter, FakeTransport, Fault, VirtualClock
from terminal.pricing_memory import PricingMemory
from terminal.printing.composing import SlipComposer
from terminal.printing.desk import PrintDesk, PrinterSetup
from terminal.printing.queue import StorePrintQueue
from terminal.printing.report import PrintReport
from terminal.receipts.paper import SlipPaper
from terminal.store.print_jobs import RECEIPT_PRINTER, PrintJob
from terminal.till import Till
from tests.evidence.plain_files import Teller
from tests.unit.printing.counter import ShapePainter

MOST_STEPS: Final = 12
ON_PAPER: Final = frozenset({"printed", "unconfirmed"})


@contextmanager
def queue_may_fail() -> Generator[None]:
    """Let the desk warn of a queue that a failing disk keeps shut, and nobody listen."""
    log = logging.getLogger(PrintDesk.__module__)
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


class ToldQueue(StorePrintQueue):
    """A queue that tells which slip of a sale is on paper, as soon as it is."""

    def __init__(self, till: Till, teller: Teller) -> None:
        super().__init__(till.store, RECEIPT_PRINTER)
        self._teller = teller

    def mark(self, job: PrintJob) -> None:
        """See `PrintQueue`."""
        if job.state in ON_PAPER and job.sale is not None and job.kind == "sale":
            self._teller.mark("printed", f"{job.job} {job.sale}")
        super().mark(job)


class Paper:
    """One printer; each start of the till has a desk of its own before it."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._clock = VirtualClock()
        self._printer = FakePrinter(clock=self._clock)
        self._desk: PrintDesk | None = None
        self._report: PrintReport | None = None

    def stand_before(self, till: Till) -> Till:
        """Begin with what the last run left; the till that composes for this printer."""
        till = replace(till, paper=SlipPaper(), memory=PricingMemory())
        self._desk = PrintDesk(
            ToldQueue(till, self._teller),
            PrinterSetup(
                printer=EscposPrinter(FakeTransport(self._printer, self._clock), clock=self._clock),
                composer=SlipComposer(painter=ShapePainter()),
            ),
            clock=till.clock,
            on_report=self._hear,
        )
        return till

    def print_some(self, draw: Random) -> tuple[int, ...]:
        """Some steps of the desk, perhaps without paper; the slips that somebody has to decide on."""
        assert self._desk is not None
        if draw.randrange(3) == 0:
            self._teller.mark("paper out", "")
            self._printer.suffer_at(len(self._printer.received) + draw.randrange(3_000), Fault.PAPER_OUT)
        else:
            self._printer.mend()
        for _ in range(MOST_STEPS):
            self._clock.wait(self._desk.step())
        return () if self._report is None else tuple(each.job for each in self._report.unknown)

    def _hear(self, report: PrintReport) -> None:
        self._report = report
