"""The printer of one box, with the till's own print desk before it; what is on paper outlives the power.

Each time that a slip is sent it has a mark of its own on the paper, so that what came out twice is seen.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import Final

from drivers.escpos.printer import EscposPrinter
from drivers.fakes import FakePrinter, FakeTransport, Fault, VirtualClock
from drivers.ports import Bitmap, ReceiptPrinter
from terminal.printing.desk import PrintDesk, PrinterSetup
from terminal.printing.queue import PrintQueue
from terminal.printing.report import PrintReport
from terminal.receipts.document import Document
from terminal.store.print_jobs import PrintJob

MARK_BYTES: Final = 8
MARK_ROWS: Final = 24
"""A mark is whole where it stands on so many rows one below the other."""
SLIP_BYTES: Final = 200
"""About so many go to the printer for a slip."""

Sent = Callable[[PrintJob], None]
"""Is told of each slip that is going to the printer."""


class Printer:
    """`roll_at`: when somebody puts a new roll in, where it is out of paper."""

    def __init__(self) -> None:
        self.roll_at: datetime | None = None
        self._clock = VirtualClock()
        self._device = FakePrinter(clock=self._clock)
        self._desk: PrintDesk | None = None
        self._composed = 0
        self._sent: dict[bytes, PrintJob] = {}
        self._read = 0
        self._ends_at: int | None = None

    def stand_before(self, queue: PrintQueue, *, now: Callable[[], datetime], sent: Sent) -> None:
        """The till is switched on: its desk remembers nothing but its queue."""

        def claimed(job: PrintJob) -> None:
            self._sent[_mark(self._composed)] = job
            sent(job)

        line = FakeTransport(self._device, self._clock)
        self._desk = PrintDesk(
            _ToldQueue(queue, claimed),
            PrinterSetup(printer=EscposPrinter(line, clock=self._clock), composer=self, drawer_pin=None),
            clock=_DeskClock(now, self._clock),
            on_report=_heard,
        )

    def compose(self, document: Document, printer: ReceiptPrinter) -> bytes:
        """See `terminal.printing.composing.Composer`: a mark in the place of all that the slip says."""
        del document
        self._composed += 1
        rows = _mark(self._composed) * MARK_ROWS
        return printer.encode(Bitmap(8 * MARK_BYTES, MARK_ROWS, rows), cut=True)

    def work(self, *, slips: int) -> None:
        """Let the desk do what it can now, with so many slips in its queue."""
        if self._desk is None:
            raise AssertionError("nobody has switched the till on")
        for _ in range(2 * slips + 2):
            pause = self._desk.step()
            self._clock.wait(pause)
            if pause:
                return

    def came_out(self) -> list[PrintJob]:
        """The slips that are on paper since this was asked last, what hangs out of the printer torn off."""
        pages, self._read = self._device.pages[self._read :], len(self._device.pages)
        torn = self._device.tear_off()
        marks = [mark for page in (*pages, *(() if torn is None else (torn,))) for mark in _marks_on(page)]
        return [self._sent[mark] for mark in marks if mark in self._sent]

    def run_out(self, *, after: int, until: datetime) -> None:
        """Let the roll end once so many more bytes have come, where it is not about to end already."""
        if self._ends_at is not None:
            return
        self._ends_at, self.roll_at = len(self._device.received) + after, until
        self._device.suffer_at(self._ends_at, Fault.PAPER_OUT)

    @property
    def is_out(self) -> bool:
        """Whether there is no paper."""
        return self._ends_at is not None and len(self._device.received) >= self._ends_at

    def new_roll(self) -> None:
        """Somebody puts a new roll in, where it has ended; the printer goes on by itself with what it has."""
        if self.is_out:
            self._ends_at = self.roll_at = None
            self._device.mend()


class _ToldQueue:
    """A queue that tells what goes to the printer, once that is written down."""

    def __init__(self, queue: PrintQueue, claimed: Sent) -> None:
        self._queue, self._claimed = queue, claimed

    def waiting(self) -> tuple[PrintJob, ...]:
        """See `PrintQueue`."""
        return self._queue.waiting()

    def claim(self, job: PrintJob) -> bool:
        """See `PrintQueue`."""
        is_ours = self._queue.claim(job)
        if is_ours:
            self._claimed(job)
        return is_ours

    def mark(self, job: PrintJob) -> None:
        """See `PrintQueue`."""
        self._queue.mark(job)


class _DeskClock:
    """The box's time of day, and the printer's own seconds."""

    def __init__(self, now: Callable[[], datetime], seconds: VirtualClock) -> None:
        self._now, self._seconds = now, seconds

    def now(self) -> datetime:
        """See `terminal.clock.Clock`."""
        return self._now()

    def monotonic(self) -> float:
        """See `terminal.clock.Clock`."""
        return self._seconds()


def _mark(number: int) -> bytes:
    """What no other number looks like; no byte of it is part of a command."""
    digest = hashlib.shake_256(str(number).encode()).digest(MARK_BYTES)
    return bytes(byte | 0x40 for byte in digest)


def _marks_on(page: Bitmap) -> Iterable[bytes]:
    rows = (page.rows[at : at + MARK_BYTES] for at in range(0, len(page.rows), page.stride))
    return [row for row, same in groupby(rows) if sum(1 for _ in same) >= MARK_ROWS]


def _heard(_: PrintReport) -> None:
    """What a screen would show: whoever looks at the rows knows it too."""
