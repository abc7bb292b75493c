"""What all scanners that are looked for and listened to have in common: the thread, and finding them again.

How one is opened and read is in the class of each kind.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, TypeVar

from drivers.codes import is_bank_card, read_code
from drivers.framing import Frame
from drivers.ports import DeviceUnavailable, Scan, ScannerLink, unheard

LOOK_AGAIN_S = 0.5
"""How often a scanner that is not there is looked for: one that is plugged in again is back within this."""

OnScan = Callable[[Scan], None]
OnLink = Callable[[ScannerLink], None]
OnBankCard = Callable[[], None]
_Line = TypeVar("_Line")


class ScannerThread(ABC, Generic[_Line]):
    """A `Scanner` with a thread of its own: look for it, listen, and look again when the line breaks."""

    def __init__(self, device: str, *, source: str, look_again_s: float) -> None:
        self._device = device
        self._source = source
        self._look_again_s = look_again_s
        self._on_bank_card: OnBankCard = unheard
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def source(self) -> str:
        """The name that its scans carry."""
        return self._source

    def start(self, *, on_scan: OnScan, on_link: OnLink, on_bank_card: OnBankCard = unheard) -> None:
        """Begin to listen on a thread of its own."""
        if self._thread is not None:
            raise RuntimeError("a scanner is started once")
        self._on_bank_card = on_bank_card
        self._thread = threading.Thread(
            target=self._run, args=(on_scan, on_link), name=f"scanner {self._source}", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait for the thread."""
        if not self._stopping.is_set():
            self._stopping.set()
            self._wake()
            if self._thread is not None:
                self._thread.join()
            self._end()

    @abstractmethod
    def _open(self) -> _Line:
        """Find and open the scanner; DeviceUnavailable if that cannot be."""

    @abstractmethod
    def _listen(self, line: _Line, on_scan: OnScan) -> None:
        """Report scans until `stop` is called, or DeviceUnavailable because the line broke.

        What was half read is dropped with the line.
        """

    @abstractmethod
    def _close(self, line: _Line) -> None:
        """Let go of the line."""

    def _wake(self) -> None:
        """Interrupt whatever the thread waits for: `stop` was called."""

    def _end(self) -> None:
        """The thread is gone: give back what it used."""

    def _run(self, on_scan: OnScan, on_link: OnLink) -> None:
        told: bool | None = None
        while not self._stopping.is_set():
            line = self._found()
            if told is not (line is not None):
                told = line is not None
                on_link(ScannerLink(connected=told, source=self._source, device=self._device))
            if line is not None and not self._listened(line, on_scan):
                told = False
                on_link(ScannerLink(connected=False, source=self._source, device=self._device))
            self._stopping.wait(self._look_again_s)

    def _found(self) -> _Line | None:
        try:
            return self._open()
        except DeviceUnavailable:
            return None

    def _listened(self, line: _Line, on_scan: OnScan) -> bool:
        """Whether it was listened to until `stop` was called; False if the line broke."""
        try:
            self._listen(line, on_scan)
        except DeviceUnavailable:
            return self._stopping.is_set()
        finally:
            self._close(line)
        return True

    def _report(self, frame: Frame, on_scan: OnScan) -> None:
        """Report what was scanned: nothing at all is no scan, and of a bank card only that it was one."""
        raw_text = frame.data.decode("utf-8", "replace")
        text, symbology = read_code(raw_text)
        if not text or self._stopping.is_set():
            return
        if is_bank_card(raw_text):
            self._on_bank_card()
        else:
            on_scan(Scan(text, symbology, self._source, frame.at))
