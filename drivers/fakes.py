"""Devices that fail on demand, for tests and for trying things out. They need no hardware.

`FakePrinter` is the mechanism of a real printer on a line that can be cut at any byte. `FakeTransport`
leads to it within the process, in virtual time; `fake_lines` puts it behind TCP, a pseudo-terminal or a
FIFO.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

from drivers.escpos.condition import Condition
from drivers.escpos.mechanism import MechanismTraits, PrinterMechanism
from drivers.ports import Bitmap, DeviceUnavailable, DrawerPin, JobOutcome, JobState, Paper

DEFAULT_TRAITS = MechanismTraits()


class VirtualClock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self._now_s = 1000.0

    def __call__(self) -> float:
        """The seconds since some moment."""
        return self._now_s

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._now_s += seconds


class Fault(Enum):
    """What can happen to a printer."""

    PAPER_LOW = auto()
    PAPER_OUT = auto()
    COVER_OPEN = auto()
    CUTTER_JAM = auto()
    MUTE = auto()
    """It prints and says nothing any more."""
    STALL = auto()
    """It takes no more bytes."""
    UNPLUGGED = auto()
    """The line is gone; the printer keeps what it has."""
    SWITCHED_OFF = auto()
    """The line is gone, and so is all that was not printed yet."""


_CONDITIONS = {
    Fault.PAPER_LOW: Condition(paper=Paper.NEAR_END),
    Fault.PAPER_OUT: Condition(paper=Paper.OUT),
    Fault.COVER_OPEN: Condition(cover_open=True),
    Fault.CUTTER_JAM: Condition(cutter_jammed=True),
}
_LINE_FAULTS = frozenset({Fault.UNPLUGGED, Fault.SWITCHED_OFF})


class FakePrinter:
    """A printer to which things happen; any thread may use it.

    What it did is in `pages`, `pulses` and `received`. `connection` counts how often its line was cut.
    """

    def __init__(
        self,
        traits: MechanismTraits = DEFAULT_TRAITS,
        *,
        bytes_per_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pages: list[Bitmap] = []
        self.pulses: list[DrawerPin] = []
        self.received = bytearray()
        self.connection = 0
        self._lock = threading.RLock()
        self._mechanism = PrinterMechanism(traits, on_page=self.pages.append, on_drawer=self.pulses.append)
        self._faults: set[Fault] = set()
        self._due: list[tuple[int, Fault]] = []
        self._bytes_per_s = bytes_per_s
        self._clock = clock
        self._idle_since = clock()
        self._on_change: Callable[[], None] | None = None

    @property
    def is_slow(self) -> bool:
        """Whether there may be room again without anything happening to it."""
        return self._bytes_per_s is not None

    @property
    def plugged_in(self) -> bool:
        """Whether there is a line to it."""
        with self._lock:
            return not self._faults & _LINE_FAULTS

    def suffer(self, fault: Fault) -> None:
        """Let something happen to it now."""
        with self._lock:
            self._faults.add(fault)
            if fault in _LINE_FAULTS:
                self.connection += 1
            if fault is Fault.SWITCHED_OFF:
                self._mechanism.power_cycle()
            if fault in _CONDITIONS:
                self._mechanism.set_condition(_CONDITIONS[fault])
            self._tell()

    def suffer_at(self, received_bytes: int, fault: Fault) -> None:
        """Let something happen to it once it has taken so many bytes in all, before it takes one more."""
        with self._lock:
            self._due = sorted([*self._due, (received_bytes, fault)], key=lambda due: due[0])
            self._suffer_what_is_due()

    def mend(self) -> None:
        """Put everything right that has happened so far: a new roll, the cover, the plugs."""
        with self._lock:
            self._faults.clear()
            self._mechanism.set_condition(Condition())
            self._tell()

    def set_drawer_signal(self, *, high: bool) -> None:
        """Let the drawer open or close: which of the two, its wiring says."""
        with self._lock:
            self._mechanism.set_condition(replace(self._mechanism.condition, drawer_signal=high))
            self._tell()

    def tear_off(self) -> Bitmap | None:
        """Tear off the paper that was printed and not cut."""
        with self._lock:
            return self._mechanism.tear_off()

    # What a line needs of it.

    def watch(self, on_change: Callable[[], None] | None) -> None:
        """Be told, on any thread, whenever something happened to it; None ends that."""
        with self._lock:
            self._on_change = on_change

    def room(self) -> int:
        """How many bytes it would take now."""
        with self._lock:
            if Fault.STALL in self._faults or not self.plugged_in:
                return 0
            room = self._mechanism.room()
            if self._due:
                room = min(room, self._due[0][0] - len(self.received))
            if self._bytes_per_s is not None:
                room = min(room, int((self._clock() - self._idle_since) * self._bytes_per_s))
            return room

    def take(self, data: bytes) -> int:
        """Take as many bytes as there is room for, and obey them."""
        with self._lock:
            taken = 0
            while taken < len(data) and (room := self.room()):
                piece = data[taken : taken + room]
                taken += len(piece)
                self.received += piece
                self._idle_since = self._clock()
                self._mechanism.receive(piece)
                self._suffer_what_is_due()
            return taken

    def say(self) -> bytes:
        """What it says since the last time; nothing while it is mute."""
        with self._lock:
            answers = self._mechanism.take_answers()
            return b"" if Fault.MUTE in self._faults else answers

    def _tell(self) -> None:
        if self._on_change is not None:
            self._on_change()

    def _suffer_what_is_due(self) -> None:
        while self._due and self._due[0][0] <= len(self.received):
            self.suffer(self._due.pop(0)[1])


class FakeTransport:
    """A line to a `FakePrinter` within the process: every wait passes in virtual time."""

    def __init__(self, printer: FakePrinter, clock: VirtualClock, *, two_way: bool = True) -> None:
        self.name = "fake"
        self.two_way = two_way
        self._printer = printer
        self._clock = clock
        self._connection: int | None = None

    def open(self, *, timeout_s: float) -> None:
        """Connect; a printer that is not plugged in costs the whole time."""
        self._connection = None
        if not self._printer.plugged_in:
            self._clock.wait(timeout_s)
            raise DeviceUnavailable("device-unreachable", retry=True, name=self.name)
        self._printer.say()
        self._connection = self._printer.connection

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over what the printer takes."""
        self._assert_connected()
        taken = self._printer.take(data)
        if not taken:
            self._assert_connected()
            self._clock.wait(timeout_s)
        return taken

    def read(self, *, timeout_s: float) -> bytes:
        """What the printer says."""
        self._assert_connected()
        said = self._printer.say()
        if not said:
            self._clock.wait(timeout_s)
        return said

    def close(self, *, timeout_s: float) -> None:
        """Let go of the line."""
        del timeout_s
        self._connection = None

    def _assert_connected(self) -> None:
        if self._connection is None or self._connection != self._printer.connection:
            self._connection = None
            raise DeviceUnavailable("device-lost", retry=True, name=self.name)


class FakeSpooler:
    """A queue that hands everything on to a `FakePrinter` at once, unless it was stopped."""

    name = "fake queue"

    def __init__(self, printer: FakePrinter) -> None:
        self._printer = printer
        self._stopped = False

    def stop(self) -> None:
        """Let it say that it is stopped."""
        self._stopped = True

    def start(self) -> None:
        """Let it go on."""
        self._stopped = False

    def trouble(self) -> str | None:
        """Only that it was stopped."""
        return "queue-stopped" if self._stopped else None

    def submit(self, payload: bytes, *, title: str) -> JobOutcome:
        """Hand the job on; what the printer does not take is not the queue's affair."""
        del title
        self._printer.take(payload)
        return JobOutcome(JobState.UNCONFIRMED, None, len(payload))
