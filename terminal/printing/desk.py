"""What one printer's worker does, step by step: the next job, what became of it, what to tell.

No thread and no waiting of its own, so every step can be tested; `worker` turns the handle. The promise: a
slip is on paper once, or it is *unknown* and a person is asked; a drawer is never kicked a second time.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from drivers.ports import DrawerPin, JobOutcome, PrinterAbilities, ReceiptPrinter
from drivers.ports import JobState as SentState
from loyalty.errors import Unavailable
from terminal.clock import Clock
from terminal.printing.composing import Composer
from terminal.printing.drawer_watch import DrawerState, DrawerWatch
from terminal.printing.job_book import JobBook
from terminal.printing.queue import PrintQueue
from terminal.printing.report import PrintReport
from terminal.printing.watch import PrinterWatch
from terminal.receipts.document import DocumentUnreadable, document_from_json

if TYPE_CHECKING:
    from terminal.store.print_jobs import JobState, PrintJob

log = logging.getLogger(__name__)

IDLE_S: Final = 10.0
"""Between two looks at a printer that has nothing to do."""

DRAWER_S: Final = 2.0
"""Between two looks at a drawer that tells whether it is open."""

TROUBLE_S: Final = 2.0
"""Between two looks at a printer that is in trouble or away: it is back within three seconds."""

DRAWER_LIMIT: Final = timedelta(seconds=10)
"""A drawer that could not be opened by then stays shut: nobody stands in front of it waiting any more."""

_SLIP: "Mapping[SentState, JobState]" = {
    SentState.NOT_SENT: "queued",
    SentState.PRINTED: "printed",
    SentState.HELD: "held",
    SentState.UNCONFIRMED: "unconfirmed",
    SentState.UNKNOWN: "unknown",
}
_DRAWER: "Mapping[SentState, JobState]" = {
    SentState.NOT_SENT: "failed",
    SentState.PRINTED: "printed",
    SentState.HELD: "unconfirmed",
    SentState.UNCONFIRMED: "unconfirmed",
    SentState.UNKNOWN: "unconfirmed",
}
_NO_DRAWER: Final = "drawer-none"
"""Says nothing of the printer: a folder for slips has no drawer and is well."""


def _nobody_asked() -> None:
    """Nobody records that the drawer was opened by hand."""


def _forget(_: PrinterAbilities) -> None:
    """Nobody keeps what was learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSetup:
    """One printer as it is used here: the device, who composes for it, the socket of its drawer.

    `keep_abilities` is told whenever something was learnt of the printer. Without a `drawer_pin` no pulse is
    ever sent.
    """

    printer: ReceiptPrinter
    composer: Composer
    drawer_pin: DrawerPin | None = DrawerPin.PIN_2
    keep_abilities: Callable[[PrinterAbilities], None] = _forget
    drawer: DrawerWatch | None = None
    record_opening: Callable[[], None] = _nobody_asked


class PrintDesk:
    """Works off one printer's queue. Used by one thread; only `give_up_held` may come from another."""

    def __init__(
        self,
        queue: PrintQueue,
        setup: PrinterSetup,
        *,
        clock: Clock,
        on_report: Callable[[PrintReport], None],
    ) -> None:
        """`on_report` comes on the worker's thread, once for each change; it must not block or raise."""
        self._book = JobBook(queue)
        self._setup = setup
        self._printer = setup.printer
        self._watch = PrinterWatch(setup.printer, keep_abilities=setup.keep_abilities)
        self._clock = clock
        self._on_report = on_report
        self._report = PrintReport(printer=setup.printer.name)
        self._held: PrintJob | None = None
        self._giving_up = threading.Event()

    def step(self) -> float:
        """Do the next thing there is to do, and say how long to wait before the next step unless woken.

        It blocks as long as the printer's own limits allow.
        """
        try:
            self._work(self._book.waiting())
            self._look_at_drawer()
            queued = self._tell(self._book.waiting())
        except Unavailable as fault:
            log.warning("the print queue cannot be used now: %s", fault)
            return TROUBLE_S
        if self._held is not None or not self._watch.health.prints:
            return TROUBLE_S
        if queued:
            return 0.0
        return IDLE_S if self._setup.drawer is None else DRAWER_S

    def give_up_held(self) -> None:
        """Let go of the held slip at the next step: it becomes unknown and a person decides. Any thread."""
        self._giving_up.set()

    def end(self) -> None:
        """Let go of the printer. A slip that it holds is settled by whoever comes next: it is unknown."""
        self._printer.abandon_job()

    def _work(self, jobs: "tuple[PrintJob, ...]") -> None:
        """Drawers first, then one slip at most, so that a drawer never waits for two."""
        to_send = [job for job in jobs if job.state in ("queued", "sending")]
        for job in to_send:
            if job.kind == "drawer":
                self._kick(job)
        if self._held is not None:
            self._go_on(self._held)
            return
        self._giving_up.clear()
        slip = next((job for job in to_send if job.kind != "drawer"), None)
        if slip is None or not self._watch.health.prints:
            self._watch.look()
        if slip is not None and self._watch.worth_trying:
            self._send(slip)

    def _kick(self, job: "PrintJob") -> None:
        pin = self._setup.drawer_pin
        if pin is None:
            self._book.settle(job, "failed", why=_NO_DRAWER)
            return
        if self._clock.now() - job.created_at > DRAWER_LIMIT:
            self._book.settle(job, "failed", why="drawer-too-late")
            return
        kicked = self._book.begin(job)
        if kicked is None:
            return
        if self._setup.drawer is not None:
            self._setup.drawer.kicked(self._clock.monotonic())
        outcome = self._printer.kick_drawer(pin)
        if self._held is None and outcome.why != _NO_DRAWER:
            self._watch.note(outcome)
        self._book.settle(kicked, _DRAWER[outcome.state], why=outcome.why or "")

    def _look_at_drawer(self) -> None:
        """Take in what the last look saw of the drawer; an opening that nobody asked for is recorded."""
        drawer = self._setup.drawer
        if drawer is None:
            return
        if drawer.seen(signal=self._watch.drawer_signal, at_s=self._clock.monotonic()):
            self._setup.record_opening()

    def _send(self, job: "PrintJob") -> None:
        try:
            document = document_from_json(job.document)
        except DocumentUnreadable:
            log.exception("job %d cannot be printed", job.job)
            self._book.settle(job, "failed", why="document-unreadable")
            return
        payload = self._setup.composer.compose(document, self._printer)
        begun = self._book.begin(job)
        if begun is None:
            return
        self._take_in(begun, self._printer.print_job(payload))

    def _go_on(self, job: "PrintJob") -> None:
        if self._giving_up.is_set():
            self._printer.abandon_job()
            self._take_in(job, JobOutcome(SentState.UNKNOWN, "given-up"))
        else:
            self._take_in(job, self._printer.resume_job())

    def _take_in(self, job: "PrintJob", outcome: JobOutcome) -> None:
        """Remember and write down how a slip stands after a call to the printer."""
        self._giving_up.clear()
        was_held = self._held is not None
        is_held = outcome.state is SentState.HELD
        unchanged = was_held and is_held and self._watch.why == (outcome.why or "")
        self._held = job if is_held else None
        self._watch.note(outcome)
        if not unchanged:
            self._book.settle(job, _SLIP[outcome.state], why=self._watch.why)

    def _tell(self, jobs: "tuple[PrintJob, ...]") -> bool:
        """Report what changed, and return whether slips wait that can go out."""
        slips = [job for job in jobs if job.kind != "drawer"]
        queued = [job for job in slips if job.state in ("queued", "sending")]
        unknown = tuple(job for job in slips if job.state == "unknown")
        report = PrintReport(
            printer=self._printer.name,
            health=self._watch.health,
            why=self._watch.why,
            waiting=len(slips) - len(unknown),
            unknown=unknown,
            drawer=DrawerState.UNKNOWN if self._setup.drawer is None else self._setup.drawer.state,
        )
        if report != self._report:
            self._report = report
            self._on_report(report)
        return bool(queued)
