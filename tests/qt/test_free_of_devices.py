"""Whatever a scanner or a pole display does, the UI thread goes on: mute, flooding, vanishing, hanging, away.

Printers and the drawer on their cable are in `test_free_ui_thread`, whose heartbeat this is. Each device has
its own driver and thread here, and its news come to the UI thread as those of a till at work do.
"""

import os
import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer

from drivers.fake_hid import FakeHidBus, FakeHidScanner
from drivers.fake_lines import FakeScanner
from drivers.hid_scanner import HidPosScanner
from drivers.pole.display import SerialPoleDisplay
from drivers.pole.fake import FakePoleDisplay
from drivers.ports import PoleDisplay, Scan, Scanner
from drivers.serial_scanner import SerialScanner
from drivers.transports.serial_port import SerialTransport
from terminal.displays.worker import DisplayWorker
from tests.integration.displays.test_pole_on_a_line import Hanging
from tests.qt.test_free_ui_thread import MOST_S, TRIES, Heart
from ui.lanes import LaneRunner
from ui.news import News

WATCHED_MS = 400
PRESSED_EVERY_MS = 20
GARBAGE = bytes(range(256)) * 8

Poke = Callable[[], None]
Device = Callable[["Site"], AbstractContextManager[Poke]]


class Hearer:
    """The screen, as far as devices go: it takes every piece of news."""

    def __init__(self) -> None:
        self.scans = 0

    def scanned(self, scan: Scan) -> None:
        """Count a scan."""
        self.scans += bool(scan.text)

    def scan_was_useless(self, code: str) -> None:
        """Hear it."""

    def synced(self, status: object) -> None:
        """Hear it."""

    def printer_changed(self, report: object) -> None:
        """Hear it."""

    def pole_changed(self, trouble: str | None) -> None:
        """Hear it."""

    def scanner_changed(self, source: str, *, connected: bool) -> None:
        """Hear it."""


class Site:
    """A folder for ports, and the news of the devices on them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.runner = folder, LaneRunner()
        self.news = News(self.runner.post)
        self.news.hear(Hearer())

    @contextmanager
    def scanning(self, scanner: Scanner) -> Generator[None]:
        """A scanner at work."""
        told = self.news.listeners()
        scanner.start(on_scan=told.on_scan, on_link=told.on_scanner, on_bank_card=told.on_bank_card)
        try:
            yield
        finally:
            scanner.stop()

    @contextmanager
    def showing(self, display: PoleDisplay) -> Generator[Poke]:
        """A display at work; each press shows something else."""
        worker = DisplayWorker(display, on_trouble=self.news.listeners().on_pole)
        worker.start()
        numbers = iter(range(100_000))
        try:
            yield lambda: worker.show((f"row {next(numbers)}", "x"))
        finally:
            worker.stop()


def nothing() -> None:
    """Nobody does anything."""


def turns(*pokes: Poke) -> Poke:
    """One after the other, again and again."""
    waiting = list(pokes)

    def poke() -> None:
        waiting.append(waiting.pop(0))
        waiting[-1]()

    return poke


@contextmanager
def serial_mute(site: Site) -> Generator[Poke]:
    with FakeScanner(site.folder / "tty") as fake, site.scanning(SerialScanner(str(fake.path), source="a")):
        yield nothing


@contextmanager
def serial_flooding(site: Site) -> Generator[Poke]:
    def flood() -> None:
        with suppress(BlockingIOError):
            fake.send(GARBAGE)

    with FakeScanner(site.folder / "tty") as fake, site.scanning(SerialScanner(str(fake.path), source="a")):
        yield flood


@contextmanager
def serial_vanishing(site: Site) -> Generator[Poke]:
    with FakeScanner(site.folder / "tty") as fake, site.scanning(SerialScanner(str(fake.path), source="a")):
        yield turns(fake.unplug, fake.plug_in)


@contextmanager
def serial_never_there(site: Site) -> Generator[Poke]:
    with site.scanning(SerialScanner(str(site.folder / "none"), source="a")):
        yield nothing


@contextmanager
def hid_mute(site: Site) -> Generator[Poke]:
    with site.scanning(HidPosScanner(bus=FakeHidBus(FakeHidScanner()))):
        yield nothing


@contextmanager
def hid_flooding(site: Site) -> Generator[Poke]:
    fake = FakeHidScanner()
    with site.scanning(HidPosScanner(bus=FakeHidBus(fake))):
        yield lambda: fake.send(*(b"\x02" + GARBAGE[at : at + 63] for at in range(0, 2_016, 63)))


@contextmanager
def hid_vanishing(site: Site) -> Generator[Poke]:
    fake = FakeHidScanner()
    with site.scanning(HidPosScanner(bus=FakeHidBus(fake))):
        yield turns(fake.unplug, fake.plug_in)


class StuckBus(FakeHidBus):
    """A bus that does not come back from being asked what is on it."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def scanners(self) -> tuple[()]:
        """Nothing, once it is let go."""
        self.let_go.wait()
        return ()


@contextmanager
def hid_hanging(site: Site) -> Generator[Poke]:
    bus = StuckBus()
    with site.scanning(HidPosScanner(bus=bus)):
        try:
            yield nothing
        finally:
            bus.let_go.set()


@contextmanager
def pole_vanishing(site: Site) -> Generator[Poke]:
    path = site.folder / "tty"
    with FakePoleDisplay(path) as fake, site.showing(SerialPoleDisplay(SerialTransport(str(path)))) as show:
        yield turns(show, fake.unplug, show, fake.plug_in)


@contextmanager
def pole_stalled(site: Site) -> Generator[Poke]:
    """Nobody reads what it is sent, and its line is full already."""
    path = site.folder / "tty"
    with FakePoleDisplay(path):
        port = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        with suppress(BlockingIOError):
            while os.write(port, GARBAGE):
                pass
        os.close(port)
        with site.showing(SerialPoleDisplay(SerialTransport(str(path)))) as show:
            yield show


@contextmanager
def pole_never_there(site: Site) -> Generator[Poke]:
    with site.showing(SerialPoleDisplay(SerialTransport(str(site.folder / "none")))) as show:
        yield show


@contextmanager
def pole_hanging(site: Site) -> Generator[Poke]:
    display = Hanging()
    with site.showing(display) as show:
        try:
            yield show
        finally:
            display.let_go.set()


DEVICES: list[Device] = [
    *(serial_mute, serial_flooding, serial_vanishing, serial_never_there),
    *(hid_mute, hid_flooding, hid_vanishing, hid_hanging),
    *(pole_vanishing, pole_stalled, pole_never_there, pole_hanging),
]


def longest_gap_s(device: Device, folder: Path) -> float:
    """Use a device in trouble for a while, and say how long the UI thread was held up at most."""
    site = Site(folder)
    with device(site) as poke:
        loop, hand, heart = QEventLoop(), QTimer(), Heart()
        hand.timeout.connect(poke)
        QTimer.singleShot(WATCHED_MS, loop.quit)
        hand.start(PRESSED_EVERY_MS)
        loop.exec()
        heart.stop()
        hand.stop()
    site.runner.stop()
    return heart.longest_gap_s


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device.__name__)
def test_a_device_in_trouble_does_not_hold_up_the_screen(device: Device, tmp_path: Path) -> None:
    gaps: list[float] = []
    while len(gaps) < TRIES and min(gaps, default=1.0) >= MOST_S:
        folder = tmp_path / str(len(gaps))
        folder.mkdir()
        gaps.append(longest_gap_s(device, folder))
    assert min(gaps) < MOST_S, gaps
