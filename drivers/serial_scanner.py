"""A scanner on a serial port, or on USB posing as one: found, listened to, found again. POSIX only."""

import contextlib
import time
from collections.abc import Callable
from select import POLLIN
from typing import TYPE_CHECKING

from drivers.bell import Bell
from drivers.discovery import find_serial_port
from drivers.framing import Framer
from drivers.scanner_thread import LOOK_AGAIN_S, OnScan, ScannerThread
from drivers.transports.descriptor import read_some
from drivers.transports.serial_port import open_serial

if TYPE_CHECKING:
    from serial import Serial

DEFAULT_BAUD = 9600
"""The usual setting of scanners on a real serial port; on USB it does not matter."""


class SerialScanner(ScannerThread["Serial"]):
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
        super().__init__(port, source=source, look_again_s=look_again_s)
        self._baud = baud
        self._find = find
        self._clock = clock
        self._bell = Bell()

    def _open(self) -> "Serial":
        return open_serial(self._find(self._device), name=self._device, baud=self._baud)

    def _listen(self, line: "Serial", on_scan: OnScan) -> None:
        descriptor, framer = line.fileno(), Framer()
        while not self._stopping.is_set():
            wait_s = None if framer.due is None else framer.due - self._clock()
            self._bell.wait(timeout_s=wait_s, also=(descriptor, POLLIN))
            data = read_some(descriptor, timeout_s=0, name=self._device)
            now = self._clock()
            for frame in framer.feed(data, at=now) if data else framer.flush(now):
                self._report(frame, on_scan)

    def _close(self, line: "Serial") -> None:
        with contextlib.suppress(OSError):
            line.close()

    def _wake(self) -> None:
        self._bell.ring()

    def _end(self) -> None:
        self._bell.close()
