"""From a scanner's last byte or key to the event on the UI thread, and garbage in linear time.

The serial scanner is a pseudo-terminal with the till's own driver, thread and lanes on it; the keyboard
scanner types into a real window that Qt draws into memory. Both bounds are absolute, as a person feels them.
That decoding is linear shows in a ratio: four times as much garbage, at most six times the time.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from drivers.codes import read_code
from drivers.fake_hid import HONEYWELL
from drivers.fake_lines import FakeScanner
from drivers.framing import Framer
from drivers.hid.pos import PosReader, pos_layout
from drivers.ports import Scan, ScannerLink
from drivers.serial_scanner import SerialScanner
from drivers.wedge import WedgeRecogniser
from tests.bench.harness import Figure, Samples, Scale, compared, in_turns, samples
from ui.lanes import LaneRunner
from ui.till_window import application
from ui.wedge_filter import WedgeFilter

CODE: Final = "8934563138165"
SERIAL_MS: Final = 5.0
WEDGE_MS: Final = 3.0
PATIENCE_S: Final = 10.0
MEGABYTE: Final = 1 << 20
PARTS: Final = 4
MOST_TIMES: Final = 6.0
_KEY_GAP_S: Final = 0.005


def measure(scale: Scale) -> Iterable[Figure]:
    """Serial, keyboard, garbage."""
    app = application()
    yield from _absolute("a serial scan to its event on the UI thread", _serial(app, scale), SERIAL_MS)
    yield from _absolute("a keyboard scan of 13 keys, from its last key", _wedge(scale), WEDGE_MS)
    for name, decode in (("serial scanner", _frames), ("HID-POS scanner", _hid_codes)):
        whole = _garbage(MEGABYTE)
        part = whole[: MEGABYTE // PARTS]
        ours, floor = in_turns(
            partial(_decode, decode, whole),
            partial(_decode, decode, part),
            rounds=min(scale.rounds, 10),
            warm_up=2,
            clock=time.thread_time,
        )
        yield from compared(
            f"1 MB of garbage through the {name}",
            ours,
            floor,
            floor_name="a quarter of it",
            bounds={50: MOST_TIMES},
            note="linear is 4 times",
        )


def _absolute(name: str, taken: Samples, bound_ms: float) -> Iterator[Figure]:
    for percent in (50, 99):
        yield Figure(
            name=name,
            statistic=f"p{percent}",
            unit="ms",
            measured=taken.percentile_ms(percent),
            at_most=bound_ms,
        )


def _serial(app: QApplication, scale: Scale) -> Samples:
    """Scan after scan, each waited for as the event loop of the till waits."""
    runner = LaneRunner()
    links: list[ScannerLink] = []
    heard: list[Scan] = []
    taken: list[float] = []

    def on_scan(scan: Scan) -> None:
        runner.post(lambda: heard.append(scan))

    def on_link(link: ScannerLink) -> None:
        runner.post(lambda: links.append(link))

    with FakeScanner(scale.fresh / "scanner") as fake:
        scanner = SerialScanner(str(fake.path))
        scanner.start(on_scan=on_scan, on_link=on_link)
        _wait(app, lambda: bool(links))
        for number in range(scale.rounds):
            began = time.perf_counter()
            fake.scan(f"{CODE}{number}")
            _wait(app, partial(_has, heard, number + 1))
            taken.append(time.perf_counter() - began)
        scanner.stop()
    runner.stop()
    return samples(taken)


def _has(heard: list[Scan], count: int) -> bool:
    return len(heard) == count


def _wait(app: QApplication, came: Callable[[], bool]) -> None:
    """As a till waits: asleep, until something comes for the UI thread."""
    until = time.monotonic() + PATIENCE_S
    while not came():
        if time.monotonic() > until:
            raise RuntimeError("a scan never came")
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _wedge(scale: Scale) -> Samples:
    """Type a code and Enter at a scanner's pace, by the filter's own clock; what counts is the last key."""
    window = QWindow()
    window.create()
    now = [100.0]
    heard: list[str] = []
    WedgeFilter(
        window,
        WedgeRecogniser(),
        on_scan=lambda scan: heard.append(scan.text),
        on_trouble=heard.append,
        clock=lambda: now[0],
    )
    taken: list[float] = []
    for _ in range(scale.rounds):
        for digit in CODE:
            now[0] += _KEY_GAP_S
            _press(window, Qt.Key(Qt.Key.Key_0 + int(digit)), digit)
        now[0] += _KEY_GAP_S
        began = time.perf_counter()
        _press(window, Qt.Key.Key_Return, "\r")
        taken.append(time.perf_counter() - began)
        now[0] += 1
    if heard != [CODE] * scale.rounds:
        raise RuntimeError(f"{len(heard)} of {scale.rounds} scans were heard")
    window.destroy()
    return samples(taken)


def _press(window: QWindow, key: Qt.Key, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(window, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def _decode(decode: Callable[[bytes], int], data: bytes, _: int) -> int:
    return decode(data)


def _garbage(count: int) -> bytes:
    return random.Random(7).randbytes(count)


def _frames(data: bytes) -> int:
    """What the thread of a serial scanner does with bytes, in pieces as they are read."""
    framer = Framer()
    found = 0
    for at in range(0, len(data), 4096):
        for frame in framer.feed(data[at : at + 4096], at=0.0):
            text, _ = read_code(frame.data.decode("utf-8", "replace"))
            found += bool(text)
    return found


def _hid_codes(data: bytes) -> int:
    """What the thread of a HID-POS scanner does with reports."""
    layout = pos_layout(HONEYWELL)
    if layout is None:
        raise RuntimeError("the layout is gone")
    reader = PosReader(layout)
    found = 0
    for at in range(0, len(data), 63):
        frame = reader.take(b"\x02" + data[at : at + 63], at=0.0)
        if frame is not None:
            text, _ = read_code(frame.data.decode("utf-8", "replace"))
            found += bool(text)
    return found
