"""How one printer is, from all that it says and does: asked for, or learnt from what became of a job."""

from collections.abc import Callable

from drivers.ports import JobOutcome, JobState, PrinterAbilities, ReceiptPrinter
from terminal.printing.report import PrinterHealth, health_of_status, health_of_trouble


class PrinterWatch:
    """The health of one printer; used by its worker's thread.

    `drawer_signal` is what the last look saw of the drawer, None where the printer did not say.
    """

    def __init__(
        self, printer: ReceiptPrinter, *, keep_abilities: Callable[[PrinterAbilities], None]
    ) -> None:
        """`keep_abilities` is told whenever something new was learnt of the printer."""
        self.health = PrinterHealth.UNSEEN
        self.why = ""
        self.drawer_signal: bool | None = None
        self._printer = printer
        self._keep_abilities = keep_abilities
        self._abilities = printer.abilities
        self._unclear = True

    @property
    def worth_trying(self) -> bool:
        """Whether to send a job now: the printer is well, or its silence means nothing.

        One that never answers says nothing by it. One that may still hold half of a job can take a question
        for a part of it; only the next job clears it.
        """
        if self.health.prints or self._printer.abilities.answers_status is not True:
            return True
        return self._unclear and self.health is PrinterHealth.AWAY

    def look(self) -> None:
        """Ask the printer how it is.

        One that never answers has nothing to add while it is well. Of one that is away it is found out
        whether its line is there again: no job may come that would tell, since another printer stands in.
        """
        mute = self._printer.abilities.answers_status is False
        if mute and self.health.prints and self.health is not PrinterHealth.UNSEEN:
            return
        status = self._printer.status()
        self.drawer_signal = status.drawer_signal if status.answered else None
        self._learn()
        self._unclear = self._unclear and not status.answered
        self.health = health_of_status(status, mute=mute)
        self.why = "" if self.health.prints else status.trouble or ""

    def note(self, outcome: JobOutcome) -> None:
        """Take in what became of a job."""
        self._learn()
        self.why = outcome.why or ""
        if outcome.state is not JobState.NOT_SENT:
            self._unclear = outcome.state is JobState.UNKNOWN
        if outcome.state is JobState.PRINTED:
            if self.health is not PrinterHealth.NEAR_END:
                self.health = PrinterHealth.READY
        elif outcome.state is JobState.UNCONFIRMED:
            answers = self._printer.abilities.answers_status
            self.health = PrinterHealth.READY if answers else PrinterHealth.MUTE
        else:
            self.health = health_of_trouble(self.why)

    def _learn(self) -> None:
        if self._printer.abilities != self._abilities:
            self._abilities = self._printer.abilities
            self._keep_abilities(self._abilities)
