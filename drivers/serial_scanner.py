"""A scanner on a serial port, or on USB posing as one: found, listened to, found again. POSIX only."""

import contextlib
import threading
import time
from collections.abc import Callable
from select import POLLIN
from typing import TYPE_CHECKING

from drivers.bell import Bell
from drivers.codes import is_bank_card, read_code
from drivers.discovery import find_serial_port
from drivers.framing import Frame, Framer
from drivers.ports import DeviceUnavailable, Scan, ScannerLink
from drivers.transports.descriptor import read_some
from drivers.transports.serial_port import open_serial

if TYPE_CHECKING:
    from serial import Serial

DEFAULT_BAUD = 9600
"""The usual setting of scanners on a real serial port; on USB it does not matter."""

LOOK_AGAIN_S = 0.5


class SerialScanner:
    """A scanner on the port called `port`, as `discovery.find_serial_port` understands it."""

    def __init__(
        self,
        port: str,
        *,
        source: str = "serial",
        baud: int = DEFAULT_BAUD,
        look_again_s: float = LOOK_AGAIN_S,
        find: Callable[[str], str] = find_serial_port,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._port = port
        self._source = source
        self._baud = baud
        self._look_again_s = look_again_s
        self._find = find
        self._clock = clock
        self._bell = Bell()
        self._stopped = False
        self._thread: threading.Thread | None = None

    @property
    def source(self) -> str:
        """The name that its scans carry."""
        return self._source

    def start(self, *, on_scan: Callable[[Scan], None], on_link: Callable[[ScannerLink], None]) -> None:
        """Begin to listen on a thread of its own."""
        if self._thread is not None:
            raise RuntimeError("a scanner is started once")
        self._thread = threading.Thread(
            target=self._run, args=(on_scan, on_link), name=f"scanner {self._source}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait for the thread."""
        if not self._stopped:
            self._stopped = True
            self._bell.ring()
            if self._thread is not None:
                self._thread.join()
            self._bell.close()

    def _run(self, on_scan: Callable[[Scan], None], on_link: Callable[[ScannerLink], None]) -> None:
        told: bool | None = None
        while not self._stopped:
            port = self._open()
            if told is not (port is not None):
                told = port is not None
                on_link(ScannerLink(connected=told, source=self._source, device=self._port))
            if port is None:
                self._bell.wait(timeout_s=self._look_again_s)
                continue
            with contextlib.closing(port):
                self._listen(port.fileno(), on_scan)

    def _open(self) -> "Serial | None":
        try:
            return open_serial(self._find(self._port), name=self._port, baud=self._baud)
        except DeviceUnavailable:
            return None

    def _listen(self, descriptor: int, on_scan: Callable[[Scan], None]) -> None:
        """Report scans until the line breaks or `stop` is called; half a code is dropped with the line."""
        framer = Framer()
        while not self._stopped:
            wait_s = None if framer.due is None else framer.due - self._clock()
            self._bell.wait(timeout_s=wait_s, also=(descriptor, POLLIN))
            try:
                data = read_some(descriptor, timeout_s=0, name=self._port)
            except DeviceUnavailable:
                return
            now = self._clock()
            for frame in framer.feed(data, at=now) if data else framer.flush(now):
                self._report(frame, on_scan)

    def _report(self, frame: Frame, on_scan: Callable[[Scan], None]) -> None:
        raw_text = frame.data.decode("utf-8", "replace")
        text, symbology = read_code(raw_text)
        if text and not is_bank_card(raw_text) and not self._stopped:
            on_scan(Scan(text, symbology, self._source, frame.at))
