"""`ReceiptPrinter` for everything that speaks ESC/POS, over any `Transport`.

The bytes come from `raster` and `commands`, the protocol of a job from `job`. Rows in a database, retries
and people are the business of the worker that owns the printer.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace

from drivers.escpos import commands
from drivers.escpos.composing import ROLL_80_MM, PaperSettings, compose_picture, compose_text
from drivers.escpos.job import Job
from drivers.escpos.limits import DEFAULT_LIMITS, Limits
from drivers.escpos.line import Outgoing, PrinterLine
from drivers.escpos.readiness import PrinterMemory, look
from drivers.ports import (
    Bitmap,
    DeviceUnavailable,
    DrawerPin,
    Guarantee,
    JobOutcome,
    JobState,
    PrinterAbilities,
    PrinterIdentity,
    PrinterStatus,
    Sentinel,
    TextPage,
    Transport,
)

NOTHING_LEARNT = PrinterAbilities()


class EscposPrinter:
    """A receipt printer that speaks ESC/POS. See `ReceiptPrinter` for the contract."""

    def __init__(
        self,
        transport: Transport,
        *,
        paper: PaperSettings = ROLL_80_MM,
        abilities: PrinterAbilities = NOTHING_LEARNT,
        limits: Limits = DEFAULT_LIMITS,
        clock: Callable[[], float] = time.monotonic,
        on_paper: bool = True,
    ) -> None:
        """`on_paper` is False for a line at whose end there is only a picture of paper."""
        self._transport = transport
        self._paper = paper
        self._memory = PrinterMemory(abilities)
        self._limits = limits
        self._clock = clock
        self._on_paper = on_paper
        self._line = PrinterLine(transport, limits=limits, clock=clock)
        self._held: Job | None = None

    @property
    def name(self) -> str:
        """The line it is on."""
        return self._transport.name

    @property
    def width_dots(self) -> int:
        """Dots of a printed line."""
        return self._paper.width_dots

    @property
    def text_columns(self) -> int | None:
        """Columns of its own letters, if it is set to them."""
        return self._paper.text_columns

    @property
    def abilities(self) -> PrinterAbilities:
        """What has been learnt so far."""
        return self._memory.abilities

    @property
    def guarantee(self) -> Guarantee:
        """By the line, and by how this model answered."""
        if not self._on_paper:
            return Guarantee.KEPT
        if not self._line.two_way:
            return Guarantee.UNCONFIRMED
        sentinel = self._memory.abilities.sentinel
        if sentinel is None:
            return Guarantee.FOUND_OUT
        return Guarantee.UNCONFIRMED if sentinel is Sentinel.NONE else Guarantee.CONFIRMED

    def encode(self, page: Bitmap, *, cut: bool) -> bytes:
        """The job that prints a picture."""
        return compose_picture(page, self._paper, cut=cut)

    def encode_text(self, page: TextPage, *, cut: bool) -> bytes:
        """The job that prints lines in the printer's own letters."""
        return compose_text(page, self._paper, cut=cut)

    def status(self) -> PrinterStatus:
        """Ask the printer; on the open line while a job is held."""
        if self._held is not None:
            return self._held.status()
        try:
            self._line.open()
            status = look(self._line, self._memory, self._limits)
            return status if status.answered else replace(status, reached=not self._line.unclean)
        except DeviceUnavailable:
            return PrinterStatus(answered=False)
        finally:
            self._line.close()

    def identify(self) -> PrinterIdentity:
        """Ask for maker and model; while a job is held it is not asked."""
        if self._held is not None:
            return PrinterIdentity()
        try:
            self._line.open()
            if look(self._line, self._memory, self._limits).trouble is not None:
                return PrinterIdentity()
            timeout_s = self._memory.answer_s(self._limits)
            maker = self._line.ask_text(commands.ASK_MAKER, timeout_s=timeout_s)
            return PrinterIdentity(maker, self._line.ask_text(commands.ASK_MODEL, timeout_s=timeout_s))
        except DeviceUnavailable:
            return PrinterIdentity()
        finally:
            self._line.close()

    def print_job(self, payload: bytes) -> JobOutcome:
        """Send a job and wait for its end."""
        if self._held is not None:
            raise RuntimeError("a job is held: resume or abandon it first")
        job = self._job(payload)
        return self._settle(job, job.run())

    def resume_job(self) -> JobOutcome:
        """Go on with the held job."""
        if self._held is None:
            raise RuntimeError("no job is held")
        return self._settle(self._held, self._held.go_on())

    def abandon_job(self) -> None:
        """Give up the held job and close the line."""
        if self._held is not None:
            self._settle(self._held, JobOutcome(JobState.UNKNOWN))

    def kick_drawer(self, pin: DrawerPin) -> JobOutcome:
        """Pulse the drawer once, by a job of its own that is never held."""
        if self._held is not None:
            return JobOutcome(JobState.NOT_SENT, "printer-busy")
        job = self._job(commands.drawer_pulse(pin))
        outcome = job.run()
        if outcome.state is JobState.HELD:
            outcome = replace(outcome, state=JobState.UNKNOWN)
        return self._settle(job, outcome)

    def _job(self, payload: bytes) -> Job:
        return Job(payload, line=self._line, memory=self._memory, limits=self._limits, clock=self._clock)

    def _settle(self, job: Job, outcome: JobOutcome) -> JobOutcome:
        """Keep a held job and its line; after any other outcome let go of both."""
        if outcome.state is JobState.HELD:
            self._held = job
            return outcome
        self._held = None
        if outcome.state is JobState.UNKNOWN:
            self._line.unclean = True
        elif outcome.state is JobState.PRINTED:
            self._line.unclean = False
            with contextlib.suppress(DeviceUnavailable):
                self._line.send(Outgoing(commands.AUTO_STATUS_OFF))
        self._line.close()
        return outcome
