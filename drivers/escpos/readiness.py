"""Before the first byte of a job: is the printer well, and is it at the beginning of a command?

After a line broke within a job the printer may still wait for the rest of a picture, and would print the
next receipt as dots. It is cleared without knowing how much is missing: NULs complete whatever command was
begun, fill up what a slice of ours can lack, and do nothing on a printer that waits for a command.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from drivers.escpos import commands
from drivers.escpos.limits import Limits
from drivers.escpos.line import Outgoing, PrinterLine
from drivers.escpos.raster import MAX_SLICE_BYTES
from drivers.escpos.sentinel import process_ids
from drivers.ports import PrinterAbilities, PrinterStatus, Sentinel


@dataclass(slots=True)
class PrinterMemory:
    """What is known of a printer from one job to the next."""

    abilities: PrinterAbilities
    ids: Iterator[bytes] = field(default_factory=process_ids)

    def answer_s(self, limits: Limits) -> float:
        """How long an answer is worth waiting for."""
        return limits.mute_answer_s if self.abilities.answers_status is False else limits.answer_s

    def learn(self, *, answers_status: bool | None = None, sentinel: Sentinel | None = None) -> None:
        """Remember what is not None; the rest stays as it was."""
        known = self.abilities
        self.abilities = PrinterAbilities(
            known.answers_status if answers_status is None else answers_status, sentinel or known.sentinel
        )

    def forget_sentinel(self) -> None:
        """Find out anew how this printer confirms: it may be another one by now."""
        self.abilities = PrinterAbilities(self.abilities.answers_status)


def ask_status(line: PrinterLine, memory: PrinterMemory, limits: Limits) -> PrinterStatus:
    """Ask an open line for the printer's status, and remember that it answers.

    Raises:
        DeviceUnavailable: the line broke.
    """
    if not line.two_way:
        return PrinterStatus(answered=False)
    if line.unclean:
        line.send(Outgoing(commands.NUL * commands.LONGEST_PENDING))
    status = line.ask_status(timeout_s=memory.answer_s(limits))
    if status.answered:
        memory.learn(answers_status=True)
    return status


def look(line: PrinterLine, memory: PrinterMemory, limits: Limits) -> PrinterStatus:
    """The printer's status, with half a job cleared first if need be: it would swallow the questions.

    Raises:
        DeviceUnavailable: the line broke.
    """
    status = ask_status(line, memory, limits)
    if not line.unclean or (status.answered and status.trouble) or not _clear(line, memory, limits):
        return status
    line.unclean = False
    return status if status.answered else ask_status(line, memory, limits)


def make_ready(line: PrinterLine, memory: PrinterMemory, limits: Limits) -> str | None:
    """Bring the printer to the point where a job may begin; the code of what is in the way, or None.

    Silence is in the way of a printer that has ever answered. Of one that never did, it is no news at all.

    Raises:
        DeviceUnavailable: the line broke.
    """
    status = look(line, memory, limits)
    if memory.abilities.answers_status and status.trouble is not None:
        return status.trouble
    return "printer-stalled" if line.unclean else None


def _clear(line: PrinterLine, memory: PrinterMemory, limits: Limits) -> bool:
    """Get rid of half a job; False if the printer takes no bytes.

    A printer that answers in its turn waits for a command already. Otherwise NULs fill up the picture it
    waits for: its slices are no longer than that.
    """
    if not line.send(Outgoing(commands.CLEAR_AFTER_ERROR)):
        return False
    if line.ask_in_line(timeout_s=memory.answer_s(limits)):
        return True
    return line.send(Outgoing(commands.NUL * MAX_SLICE_BYTES + commands.INIT))
