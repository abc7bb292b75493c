"""`ReceiptPrinter` over a queue of the operating system: composed like any other, confirmed never.

A job that a queue has taken is printed some time: at once, or when somebody puts paper in, days later
perhaps. So the queue is asked before each job, and one that says it is stopped gets nothing.
"""

from dataclasses import replace

from drivers.escpos import commands
from drivers.escpos.composing import ROLL_80_MM, PaperSettings, compose_picture, compose_text
from drivers.ports import (
    Bitmap,
    DrawerPin,
    Guarantee,
    JobOutcome,
    JobState,
    PrinterAbilities,
    PrinterIdentity,
    PrinterStatus,
    Sentinel,
    Spooler,
    TextPage,
)

_NEVER_ANSWERS = PrinterAbilities(answers_status=False, sentinel=Sentinel.NONE)


class SpooledPrinter:
    """A receipt printer behind a queue. See `ReceiptPrinter` for the contract; no job is ever held here."""

    guarantee = Guarantee.UNCONFIRMED
    abilities = _NEVER_ANSWERS

    def __init__(self, spooler: Spooler, *, paper: PaperSettings = ROLL_80_MM) -> None:
        self._spooler = spooler
        self._paper = paper

    @property
    def name(self) -> str:
        """The queue it is behind."""
        return self._spooler.name

    @property
    def width_dots(self) -> int:
        """Dots of a printed line."""
        return self._paper.width_dots

    @property
    def text_columns(self) -> int | None:
        """Columns of its own letters, if it is set to them."""
        return self._paper.text_columns

    def identify(self) -> PrinterIdentity:
        """A queue has a name, not a maker."""
        return PrinterIdentity()

    def status(self) -> PrinterStatus:
        """What the queue says is wrong; a queue that says nothing is wrong says nothing of the paper."""
        trouble = self._spooler.trouble()
        if trouble is None:
            return PrinterStatus(answered=False, reached=True)
        return PrinterStatus(answered=True, error=trouble)

    def encode(self, page: Bitmap, *, cut: bool) -> bytes:
        """The job that prints a picture."""
        return compose_picture(page, self._paper, cut=cut)

    def encode_text(self, page: TextPage, *, cut: bool) -> bytes:
        """The job that prints lines in the printer's own letters."""
        return compose_text(page, self._paper, cut=cut)

    def print_job(self, payload: bytes) -> JobOutcome:
        """Hand the job to the queue, unless the queue says that it is stopped."""
        trouble = self._spooler.trouble()
        if trouble is not None:
            return JobOutcome(JobState.NOT_SENT, trouble)
        return self._spooler.submit(payload, title="receipt")

    def resume_job(self) -> JobOutcome:
        """No job is held."""
        raise RuntimeError("no job is held")

    def abandon_job(self) -> None:
        """No job is held."""

    def kick_drawer(self, pin: DrawerPin) -> JobOutcome:
        """Pulse the drawer by a job of its own: only through a queue that says nothing against it."""
        return replace(self.print_job(commands.INIT + commands.drawer_pulse(pin)), sent_bytes=0)
