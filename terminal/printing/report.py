"""What the top bar knows of a printer: how it is, what waits for it, and what a person has to decide."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

from drivers.ports import Paper, PrinterStatus
from terminal.printing.drawer_watch import DrawerState

if TYPE_CHECKING:
    from terminal.store.print_jobs import PrintJob


class PrinterHealth(Enum):
    """How a printer is, in the few ways that matter to the person in front of it."""

    UNSEEN = "unseen"
    """Nobody has looked yet."""
    READY = "ready"
    NEAR_END = "near-end"
    """It prints; a new roll should be at hand."""
    PAPER_OUT = "paper-out"
    COVER_OPEN = "cover-open"
    FAULT = "fault"
    """It says that something in it is wrong; `why` says what."""
    AWAY = "away"
    """Unplugged, switched off or silent."""
    MUTE = "mute"
    """A model or a line that never tells: it prints, and nobody can know."""

    @property
    def prints(self) -> bool:
        """Whether a job would go out now, as far as one can know."""
        return self in (PrinterHealth.UNSEEN, PrinterHealth.READY, PrinterHealth.NEAR_END, PrinterHealth.MUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReport:
    """The state of one printer's desk; a new value only when something in it changed.

    `printer` is its name for people. `why` is the code of what is wrong, empty if nothing is; its sentence is
    `error.<why>` with `name` for the printer. `waiting` counts the slips not printed yet, a held one
    included. `unknown` are those that may or may not be on paper: a person looks and decides. `drawer` is
    known only where the settings say how it tells. `stand_in` says whether the second printer prints in the
    place of the receipt printer, or could while that one does not.
    """

    printer: str
    health: PrinterHealth = PrinterHealth.UNSEEN
    why: str = ""
    waiting: int = 0
    unknown: "tuple[PrintJob, ...]" = ()
    drawer: DrawerState = DrawerState.UNKNOWN
    stand_in: Literal["", "offered", "on"] = ""


_BY_CODE = {
    "printer-paper-out": PrinterHealth.PAPER_OUT,
    "printer-cover-open": PrinterHealth.COVER_OPEN,
    "printer-cutter": PrinterHealth.FAULT,
    "printer-hot": PrinterHealth.FAULT,
    "printer-error": PrinterHealth.FAULT,
    "queue-stopped": PrinterHealth.FAULT,
    "queue-closed": PrinterHealth.FAULT,
    "queue-refused": PrinterHealth.FAULT,
    "folder-unwritable": PrinterHealth.FAULT,
}


def health_of_trouble(why: str) -> PrinterHealth:
    """What a code of trouble means to the person; every code of a broken line is `AWAY`."""
    return _BY_CODE.get(why, PrinterHealth.AWAY)


def health_of_status(status: PrinterStatus, *, mute: bool) -> PrinterHealth:
    """What a printer's own word means; of one that has never answered (`mute`), that its line is there."""
    if status.trouble is None:
        return PrinterHealth.NEAR_END if status.paper is Paper.NEAR_END else PrinterHealth.READY
    if mute and status.reached and not status.answered:
        return PrinterHealth.MUTE
    return health_of_trouble(status.trouble)
