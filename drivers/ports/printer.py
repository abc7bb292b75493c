"""What may be asked of a receipt printer and its drawer, and what is true after each answer.

Times are seconds. A code in `why` or `error` is a stable kebab-case word; its sentence is in the
translations under `error.<code>` and takes the printer's `name`.
"""

from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Protocol

from drivers.ports.bitmap import Bitmap
from drivers.ports.text_page import TextPage


class Paper(Enum):
    """What the paper sensors say; `UNKNOWN` is not `OK`: silence is never good news."""

    OK = "ok"
    NEAR_END = "near-end"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What a printer said of itself when asked.

    `answered` False means that it said nothing in time, and every other field is then at its worst or
    unknown. `reached` tells, of one that did not answer, whether its line was open and took what was sent:
    of a model that never answers nobody ever knows more. `online` is True only if the printer said so.
    `drawer_signal` is the level of pin 3 of the drawer's socket, True for high; which level means open is
    the drawer's matter. `error` is a code (`printer-cutter`, `printer-hot`, `printer-error`) or None.
    """

    answered: bool
    online: bool = False
    cover_open: bool = False
    paper: Paper = Paper.UNKNOWN
    error: str | None = None
    drawer_signal: bool = False
    reached: bool = False

    @property
    def trouble(self) -> str | None:
        """The code of what keeps it from printing, the most useful first; None if it can print."""
        if not self.answered:
            return "printer-silent"
        if self.cover_open:
            return "printer-cover-open"
        if self.paper is Paper.OUT:
            return "printer-paper-out"
        if self.error is not None:
            return self.error
        return None if self.online else "printer-offline"


class JobState(Enum):
    """What is known of a job after a call; the values are what a database row may keep.

    - NOT_SENT: not one byte of the job left the till; the same job may be sent again at any time.
    - PRINTED: the printer itself confirmed that it worked off everything.
    - HELD: the job is in the printer, or half in it, and the printer said what it waits for (cover, paper,
      error). It goes on by itself once that is mended: `resume_job` follows it, and it is never sent again.
    - UNCONFIRMED: everything was handed over on a line, or to a model, that never confirms anything.
    - UNKNOWN: the line broke, stalled or fell silent after the first byte: some, all or nothing was
    printed.
      A person looks at the paper and decides; a second print says BẢN SAO.
    """

    NOT_SENT = "not-sent"
    PRINTED = "printed"
    HELD = "held"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """How a job stands.

    Its state, the code of the reason where there is one, and how many bytes were handed over.
    """

    state: JobState
    why: str | None = None
    sent_bytes: int = 0


class DrawerPin(IntEnum):
    """The pin of the drawer's socket that the printer is to pulse.

    The value is the command's own parameter.
    """

    PIN_2 = 0
    PIN_5 = 1


@dataclass(frozen=True, slots=True)
class PrinterIdentity:
    """Who a printer says it is; empty texts if it does not say."""

    maker: str = ""
    model: str = ""


class Sentinel(Enum):
    """How a printer confirms the end of a job; NONE was tried and never answered."""

    GS_H = "gs-h"
    GS_R = "gs-r"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PrinterAbilities:
    """What was learnt of one printer; None is not tried yet. Kept by the caller from one start to the next.

    An answer always counts, silence counts only until the first answer: a printer that has ever answered
    and is silent now is in trouble, it is not a mute model.
    """

    answers_status: bool | None = None
    sentinel: Sentinel | None = None


class Guarantee(Enum):
    """What one may rely on where a printer is connected, for the person who chooses; see `ReceiptPrinter`.

    - CONFIRMED: the printer itself says that a slip came out; what went wrong is said and never guessed.
    - FOUND_OUT: it may confirm; its first slip finds out whether this model does.
    - UNCONFIRMED: slips are handed over, and nobody ever says whether they came out.
    - KEPT: no paper: a slip is a file on this computer, or a picture on its screen, for certain.
    """

    CONFIRMED = "confirmed"
    FOUND_OUT = "found-out"
    UNCONFIRMED = "unconfirmed"
    KEPT = "kept"


class ReceiptPrinter(Protocol):
    """One receipt printer and the drawer on it, used by one thread: its worker.

    Nothing here raises for trouble with the device: trouble is an outcome. Every call ends within the
    limits that the printer was built with. Except while a job is held, no connection is open between two
    calls.
    """

    @property
    def name(self) -> str:
        """The printer as a person would recognise it, for messages: `192.168.1.60:9100`, `/dev/usb/lp0`."""
        ...

    @property
    def width_dots(self) -> int:
        """Dots of a printed line: 576 on 80 mm, 384 on 58 mm."""
        ...

    @property
    def text_columns(self) -> int | None:
        """None where slips are printed as pictures, by `encode`.

        Otherwise they are printed in the printer's own letters, by `encode_text`, in so many columns.
        """
        ...

    @property
    def abilities(self) -> PrinterAbilities:
        """What has been learnt so far; worth keeping after each job."""
        ...

    @property
    def guarantee(self) -> Guarantee:
        """What one may rely on here, by the line and by what was learnt so far."""
        ...

    def identify(self) -> PrinterIdentity:
        """Ask for maker and model; empty texts if it does not say, is not there or holds a job."""
        ...

    def status(self) -> PrinterStatus:
        """Ask the printer how it is; a printer that cannot be reached has not answered.

        Nothing is printed by it, but for white paper where half a job has to be cleared out of the printer.
        While a job is held it is asked on the open line, without ending the job.
        """
        ...

    def encode(self, page: Bitmap, *, cut: bool) -> bytes:
        """The complete job that prints `page`, feeds it out and cuts it if `cut`.

        Pure: the same page gives the same bytes, and no device is touched. Any thread may call it.

        Raises:
            ValueError: the page is wider than `width_dots`.
        """
        ...

    def encode_text(self, page: TextPage, *, cut: bool) -> bytes:
        """The complete job that prints `page` in the printer's own letters; otherwise like `encode`.

        Letters that the printer lacks lose marks until it has them.

        Raises:
            ValueError: the printer takes pictures only, or a picture in `page` is wider than `width_dots`.
        """
        ...

    def print_job(self, payload: bytes) -> JobOutcome:
        """Send a job and wait for its end. See `JobState` for what is true after each outcome.

        The printer is asked for its state first: not one byte of the job goes to a printer in trouble. A
        job that ended UNKNOWN leaves the printer to be cleared; that happens by itself before the next job.

        Raises:
            RuntimeError: a job is held; resume or abandon it first.
        """
        ...

    def resume_job(self) -> JobOutcome:
        """Go on with the held job for a while: send what is left of it, wait for its end.

        HELD again means: call again later. Nothing is ever sent twice. A line that broke meanwhile is
        UNKNOWN, as is a held job after a restart of the program.

        Raises:
            RuntimeError: no job is held.
        """
        ...

    def abandon_job(self) -> None:
        """Give up a held job and let go of the line.

        How much of it was printed is unknown. Without one: nothing.
        """
        ...

    def kick_drawer(self, pin: DrawerPin) -> JobOutcome:
        """Pulse the drawer once. NOT_SENT: the drawer did not open, and no pulse waits anywhere.

        PRINTED: the printer worked off the pulse. UNCONFIRMED and UNKNOWN: it may have opened. It is never
        HELD and never to be repeated by itself. With a held job it is NOT_SENT (`printer-busy`), and so it
        is where no drawer can be (`drawer-none`).
        """
        ...
