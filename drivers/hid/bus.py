"""What a HID-POS scanner hangs on, as its driver sees it: which are there, and a line to read one by.

Nothing is ever written to a device.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from drivers.ports import DeviceUnavailable


@dataclass(frozen=True, slots=True)
class HidScanner:
    """A scanner in HID-POS mode: where it is now, its USB ids and what it calls itself."""

    path: str
    vid: int
    pid: int
    description: str = ""

    @property
    def ids(self) -> str:
        """`VID:PID`, the name to keep in the settings."""
        return f"{self.vid:04x}:{self.pid:04x}"


class HidLine(Protocol):
    """An open device; one thread uses it."""

    def descriptor(self) -> bytes:
        """Its report descriptor.

        Raises:
            DeviceUnavailable: `device-lost`.
        """
        ...

    def read(self, *, timeout_s: float) -> bytes:
        """The next report, its id first where it has ids; empty if none came in time.

        Raises:
            DeviceUnavailable: `device-lost`. The line is of no more use then, and is still to be closed.
        """
        ...

    def close(self) -> None:
        """Let go of it; twice is allowed."""
        ...


class HidBus(Protocol):
    """What hangs on USB and Bluetooth as a HID device."""

    def scanners(self) -> Sequence[HidScanner]:
        """The scanners that are there now; none, where the system does not say."""
        ...

    def open(self, scanner: HidScanner) -> HidLine:
        """A line to one of them.

        Raises:
            DeviceUnavailable: `device-forbidden` or `device-missing`.
        """
        ...


def find_hid_scanner(bus: HidBus, ids: str = "") -> HidScanner:
    """The scanner with these USB ids, or the first of all where none are given.

    Raises:
        DeviceUnavailable: `device-missing`.
    """
    for scanner in bus.scanners():
        if not ids or scanner.ids == ids.lower():
            return scanner
    raise DeviceUnavailable("device-missing", retry=True, name=ids or "HID")
