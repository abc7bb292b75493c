"""What the till may ask of a device: the ports, the values that pass through them, and their whole contracts.

The rest of the program imports this module and nothing else of `drivers`; only the composition root names
the implementations. There is no input or output here and no word about sales: a receipt is a picture, then
bytes.

Times are seconds. A code in `why` or in `DeviceUnavailable.code` is a stable kebab-case word; its sentence
is in the translations under `error.<code>`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Protocol


class DeviceUnavailable(Exception):
    """A device or the line to it failed; `retry` says whether trying the same again may help."""

    def __init__(self, code: str, *, retry: bool, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.retry = retry
        self.params: Mapping[str, str | int] = MappingProxyType(params)

    def __str__(self) -> str:
        """The code and its figures, for logs; never shown to a cashier."""
        figures = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({figures})" if figures else self.code


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A picture of 1 bit a dot.

    `rows` holds `height_dots` rows from the top, each `stride` bytes long; in a byte the most significant
    bit is the leftmost dot and 1 is black. Dots beyond `width_dots` in the last byte of a row are white.
    """

    width_dots: int
    height_dots: int
    rows: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a picture whose bytes are not its size.

        Raises:
            ValueError: `rows` is not `stride * height_dots` bytes long, or a side is not positive.
        """
        if self.width_dots <= 0 or self.height_dots < 0:
            raise ValueError(f"a bitmap of {self.width_dots} × {self.height_dots} dots cannot be")
        if len(self.rows) != self.stride * self.height_dots:
            raise ValueError(f"{len(self.rows)} bytes are not {self.height_dots} rows of {self.stride}")

    @property
    def stride(self) -> int:
        """Bytes of one row."""
        return (self.width_dots + 7) // 8

    def row(self, y: int) -> bytes:
        """The bytes of row `y`, counted from 0 at the top."""
        return self.rows[y * self.stride : (y + 1) * self.stride]


# --- scanners ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scan:
    """One code as a scanner read it.

    `text` is never empty and comes without prefix, suffix, AIM id and control characters. `symbology` is
    what the scanner said of it (`ean-13`, `code-128`, `qr` …), None if it does not say. `source` names the
    scanner. `at` is the monotonic time of the scan's last byte or key.
    """

    text: str
    symbology: str | None
    source: str
    at: float


@dataclass(frozen=True, slots=True)
class ScannerLink:
    """Whether a scanner is there now, and which device file or port it was found at."""

    connected: bool
    source: str
    device: str


class Scanner(Protocol):
    """A scanner that reports by itself: started once, stopped once."""

    @property
    def source(self) -> str:
        """The name that its scans carry."""
        ...

    def start(self, *, on_scan: Callable[[Scan], None], on_link: Callable[[ScannerLink], None]) -> None:
        """Begin to listen and return at once, whether the scanner is there or not.

        Both callbacks come on the scanner's own thread, must not block, and must not raise: what they raise
        is a bug and ends the listening. `on_link` comes once for each change and once at the beginning;
        after a replug the scanner is back within 3 seconds without being asked. What was half read when the
        line broke is dropped: a scan arrives whole or not at all.

        Raises:
            RuntimeError: it was started before.
        """
        ...

    def stop(self) -> None:
        """Stop listening; no callback comes after it has returned. Stopping twice is allowed.

        It must not be called from a callback.
        """
        ...


# --- printers ---------------------------------------------------------------------------------------------


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
    unknown. `online` is True only if the printer said so. `error` is a code (`printer-cutter`,
    `printer-hot`, `printer-error`) or None.
    """

    answered: bool
    online: bool = False
    cover_open: bool = False
    paper: Paper = Paper.UNKNOWN
    error: str | None = None

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
    def abilities(self) -> PrinterAbilities:
        """What has been learnt so far; worth keeping after each job."""
        ...

    def identify(self) -> PrinterIdentity:
        """Ask for maker and model. A printer that does not say, or is not there, gives empty texts."""
        ...

    def status(self) -> PrinterStatus:
        """Ask the printer how it is; a printer that cannot be reached has not answered.

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
        HELD and never to be repeated by itself. With a held job it is NOT_SENT (`printer-busy`).
        """
        ...


class Transport(Protocol):
    """A line of bytes to a device, in both directions, opened and closed for each job.

    One thread uses it. Every wait has a limit: no call blocks longer than its `timeout_s`, whatever the
    device does. After any `DeviceUnavailable` the line is closed, and `open` may be tried again on the same
    object.
    """

    @property
    def name(self) -> str:
        """The line as a person would recognise it."""
        ...

    @property
    def two_way(self) -> bool:
        """Whether anything can ever come back on this line; if not, `read` is not called."""
        ...

    def open(self, *, timeout_s: float) -> None:
        """Open the line. Nothing is sent by it.

        Raises:
            DeviceUnavailable: `device-missing`, `device-busy`, `device-forbidden`, `device-unreachable`.
        """
        ...

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over bytes and return how many were taken: at least one, or 0 if none was in time.

        Taken is not printed, and not even arrived: buffers lie between.

        Raises:
            DeviceUnavailable: `device-lost`: the line broke. What was taken before may have arrived or not.
        """
        ...

    def read(self, *, timeout_s: float) -> bytes:
        """What has arrived, as soon as there is anything; empty if nothing came in time.

        Raises:
            DeviceUnavailable: `device-lost`: the line broke or the other end closed it.
        """
        ...

    def close(self, *, timeout_s: float) -> None:
        """Finish the line so that what was written can still arrive.

        What comes in meanwhile is read and dropped. It never raises, and closing a closed line does
        nothing.
        """
        ...
