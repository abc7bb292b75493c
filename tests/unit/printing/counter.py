"""A printer's desk with everything around it faked, and pages that can be told apart."""

import hashlib
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from drivers.escpos.mechanism import MechanismTraits
from drivers.escpos.printer import EscposPrinter
from drivers.fakes import DEFAULT_TRAITS, FakePrinter, FakeTransport, VirtualClock
from drivers.ports import Bitmap, DrawerPin, PrinterAbilities
from loyalty.errors import Unavailable
from terminal.printing.composing import SlipComposer
from terminal.printing.desk import PrintDesk, PrinterSetup
from terminal.printing.drawer_watch import DrawerWatch
from terminal.printing.report import PrintReport
from terminal.receipts.document import Document, Text, document_to_json
from terminal.receipts.page import GlyphRun, Page
from terminal.store.print_jobs import JobKind, JobState, PrintJob

START = datetime(2026, 11, 21, 3, 43, tzinfo=UTC)


class TickingClock:
    """A till's clock that runs with the virtual one; its time of day can be set back."""

    def __init__(self, virtual: VirtualClock) -> None:
        self._virtual = virtual
        self._start_s = virtual()
        self._set_back = timedelta()

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic()) - self._set_back

    def set_back(self, by: timedelta) -> None:
        self._set_back += by

    def monotonic(self) -> float:
        return self._virtual() - self._start_s


class ShapePainter:
    """Paints no letters, but a page of its own for each text: 40 rows of its digest."""

    def paint(self, page: Page) -> Bitmap:
        text = "".join(op.text for op in page.ops if isinstance(op, GlyphRun))
        return shape(text, page.width_dots)


def shape(text: str, width_dots: int = 576) -> Bitmap:
    """What `ShapePainter` makes of a slip that says `text`."""
    row = hashlib.shake_256(text.encode()).digest(width_dots // 8)
    # No byte of a digest may read as a real-time command: the encoder would move the picture.
    return Bitmap(width_dots, 40, bytes(byte | 0x40 for byte in row) * 40)


class FakeQueue:
    """Rows in memory. `failures` says how many marks of a state fail, before or after they are written."""

    def __init__(self) -> None:
        self.rows: dict[int, PrintJob] = {}
        self.marks: list[tuple[int, JobState, str]] = []
        self.failures: dict[JobState, int] = {}
        self.writes_before_failing = False
        self.printed = threading.Event()

    def add(
        self, text: str, *, kind: JobKind = "sale", at: datetime = START, state: JobState = "queued"
    ) -> int:
        job = len(self.rows) + 1
        self.rows[job] = PrintJob(
            job=job,
            printer="receipt",
            kind=kind,
            document="" if kind == "drawer" else document_to_json(Document((Text(text),))),
            copy=False,
            state=state,
            attempts=0,
            sale=None,
            created_at=at,
            why="",
        )
        return job

    def replace_document(self, job: int, document: str) -> None:
        self.rows[job] = replace(self.rows[job], document=document)

    def waiting(self) -> tuple[PrintJob, ...]:
        states = ("queued", "sending", "held", "unknown")
        return tuple(row for _, row in sorted(self.rows.items()) if row.state in states)

    def claim(self, job: PrintJob) -> bool:
        self.mark(job)
        return self.rows[job.job].printer == job.printer

    def mark(self, job: PrintJob) -> None:
        fails = self.failures.get(job.state, 0)
        if fails:
            self.failures[job.state] = fails - 1
        if not fails or self.writes_before_failing:
            self.marks.append((job.job, job.state, job.why))
            self.rows[job.job] = job
        if job.state == "printed":
            self.printed.set()
        if fails:
            raise Unavailable("store-commit-unknown", retry=True)

    def state(self, job: int) -> JobState:
        return self.rows[job].state

    def why(self, job: int) -> str:
        return self.rows[job].why


class Counter:
    """One printer, its queue, and the desk between them."""

    def __init__(
        self,
        traits: MechanismTraits = DEFAULT_TRAITS,
        *,
        drawer: DrawerWatch | None = None,
        pin: DrawerPin | None = DrawerPin.PIN_2,
    ) -> None:
        self.drawer = drawer
        self.pin = pin
        self.unasked = 0
        self.clock = VirtualClock()
        self.fake = FakePrinter(traits, clock=self.clock)
        self.queue = FakeQueue()
        self.reports: list[PrintReport] = []
        self.abilities = PrinterAbilities()
        self.till_clock = TickingClock(self.clock)
        self.desk = self.open()

    def open(self) -> PrintDesk:
        """A desk as after a start of the till: the rows are there, nothing else is remembered."""
        printer = EscposPrinter(
            FakeTransport(self.fake, self.clock), abilities=self.abilities, clock=self.clock
        )
        setup = PrinterSetup(
            printer=printer,
            composer=SlipComposer(painter=ShapePainter()),
            keep_abilities=self._keep,
            drawer=self.drawer,
            drawer_pin=self.pin,
            record_opening=self._opened,
        )
        self.desk = PrintDesk(self.queue, setup, clock=self.till_clock, on_report=self.reports.append)
        return self.desk

    def work(self, *, steps: int = 6) -> None:
        """Turn the handle some times, letting pass what the desk wants to wait."""
        for _ in range(steps):
            self.clock.wait(self.desk.step())

    def printed(self, text: str) -> int:
        """How many pages say `text`."""
        return sum(page_says(page, text) for page in self.fake.pages)

    def _opened(self) -> None:
        self.unasked += 1

    def _keep(self, abilities: PrinterAbilities) -> None:
        self.abilities = abilities


def page_says(page: Bitmap, text: str) -> bool:
    """Whether `text` stands whole on a page; what is left of a broken job may stand above it."""
    rows = shape(text, page.width_dots).rows
    return any(page.rows.startswith(rows, at) for at in range(0, len(page.rows), page.stride))
