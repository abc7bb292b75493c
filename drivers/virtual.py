"""Devices that are only on the screen: a printer whose paper is looked at, a scanner that is clicked.

The virtual printer stands behind the same protocol and the same bytes as a real one: it is a line with the
mechanism of a printer at its end. Showing its paper is the business of the screen.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from time import monotonic

from drivers.codes import is_bank_card
from drivers.escpos.condition import Condition
from drivers.escpos.mechanism import MechanismTraits, PrinterMechanism
from drivers.ports import Bitmap, DrawerPin, Scan, ScannerLink, unheard

KEPT_PAPERS = 20


class VirtualPrinter:
    """A `Transport` that leads to a printer within the program; the newest papers are kept.

    The listeners are told on the thread that prints. Everything else may be called from any thread.
    """

    two_way = True

    def __init__(self, *, width_dots: int = 576, name: str = "virtual") -> None:
        self._name = name
        self._papers: deque[Bitmap] = deque(maxlen=KEPT_PAPERS)
        self._on_paper: Callable[[Bitmap], None] | None = None
        self._on_drawer: Callable[[DrawerPin], None] | None = None
        self._changed = threading.Condition(threading.RLock())
        self._mechanism = PrinterMechanism(
            MechanismTraits(width_dots=width_dots), on_page=self._keep, on_drawer=self._pulse
        )

    @property
    def name(self) -> str:
        """The name it was given."""
        return self._name

    @property
    def papers(self) -> Sequence[Bitmap]:
        """The newest papers that were cut off, the oldest first."""
        with self._changed:
            return tuple(self._papers)

    @property
    def condition(self) -> Condition:
        """How the printer is."""
        with self._changed:
            return self._mechanism.condition

    def listen(self, *, on_paper: Callable[[Bitmap], None], on_drawer: Callable[[DrawerPin], None]) -> None:
        """Be told of each paper that is cut off and of each pulse to the drawer; the last to ask is told."""
        with self._changed:
            self._on_paper, self._on_drawer = on_paper, on_drawer

    def set_condition(self, condition: Condition) -> None:
        """Take out its paper, open its cover, or put that right."""
        with self._changed:
            self._mechanism.set_condition(condition)
            self._changed.notify_all()

    def open(self, *, timeout_s: float) -> None:
        """It is always there."""

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over what it takes; while it cannot print, what fits its buffer."""
        with self._changed:
            self._changed.wait_for(lambda: self._mechanism.room() > 0, timeout_s)
            taken = min(len(data), self._mechanism.room())
            self._mechanism.receive(data[:taken])
            return taken

    def read(self, *, timeout_s: float) -> bytes:
        """What it says."""
        deadline = monotonic() + timeout_s
        with self._changed:
            while not (said := self._mechanism.take_answers()) and (left := deadline - monotonic()) > 0:
                self._changed.wait(left)
            return said

    def close(self, *, timeout_s: float) -> None:
        """Nothing to let go of; what it still had to say is of no use to the next job."""
        del timeout_s
        with self._changed:
            self._mechanism.take_answers()

    def _keep(self, paper: Bitmap) -> None:
        self._papers.append(paper)
        if self._on_paper is not None:
            self._on_paper(paper)

    def _pulse(self, pin: DrawerPin) -> None:
        if self._on_drawer is not None:
            self._on_drawer(pin)


class VirtualScanner:
    """A scanner that scans what it is told to: its callbacks come on the thread that calls `scan`."""

    def __init__(self, *, source: str = "pad", clock: Callable[[], float] = monotonic) -> None:
        self._source = source
        self._clock = clock
        self._on_scan: Callable[[Scan], None] | None = None
        self._on_bank_card: Callable[[], None] = unheard

    @property
    def source(self) -> str:
        """The name that its scans carry."""
        return self._source

    def start(
        self,
        *,
        on_scan: Callable[[Scan], None],
        on_link: Callable[[ScannerLink], None],
        on_bank_card: Callable[[], None] = unheard,
    ) -> None:
        """Begin to report; it is there at once."""
        if self._on_scan is not None:
            raise RuntimeError("a scanner is started once")
        self._on_bank_card = on_bank_card
        self._on_scan = on_scan
        on_link(ScannerLink(connected=True, source=self._source, device=self._source))

    def stop(self) -> None:
        """Report nothing any more."""
        self._on_scan = _ignore
        self._on_bank_card = unheard

    def scan(self, text: str, *, symbology: str | None = None) -> None:
        """Scan a code; before `start` and after `stop` nobody hears of it."""
        if is_bank_card(text):
            self._on_bank_card()
        elif self._on_scan is not None and text:
            self._on_scan(Scan(text, symbology, self._source, self._clock()))


def _ignore(scan: Scan) -> None:
    """Nobody listens any more."""
    del scan
