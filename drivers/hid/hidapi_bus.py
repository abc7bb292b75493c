"""The HID devices of this computer, by `hidapi`.

On Linux the kernel's hidraw is used, which leaves the device to its driver; a udev rule must let the user
read it. No scanner was at hand where this was written: what the library says is tested by a stand-in.
"""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from drivers.hid.bus import HidLine, HidScanner
from drivers.hid.pos import SCANNER_USAGE
from drivers.ports import DeviceUnavailable
from drivers.transports.errors import lost

if TYPE_CHECKING:
    from hid import DeviceDescription

MAX_REPORT_BYTES = 1024


class Device(Protocol):
    """What is used of a device of the library."""

    def open_path(self, path: bytes, /) -> None:
        """Open it; OSError if that cannot be."""
        ...

    def get_report_descriptor(self) -> list[int]:
        """The descriptor's bytes; OSError once it is gone."""
        ...

    def read(self, max_length: int, timeout_ms: int, /) -> list[int]:
        """A report's bytes, none after the time; OSError once it is gone."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class Library(Protocol):
    """What is used of the library."""

    @property
    def enumerate(self) -> "Callable[[], list[DeviceDescription]]":
        """Everything that is there."""
        ...

    @property
    def device(self) -> Callable[[], Device]:
        """A device, not yet opened."""
        ...


def hidapi() -> Library:
    """The library as this system needs it; its import takes a few milliseconds."""
    if sys.platform == "linux":
        import hidraw as library
    else:
        import hid as library
    return library


class HidApiBus:
    """The bus of this computer."""

    def __init__(self, library: Callable[[], Library] = hidapi) -> None:
        self._library = library

    def scanners(self) -> Sequence[HidScanner]:
        """Those whose top-level usage is a bar code scanner, by path."""
        found = [
            HidScanner(
                path=each["path"].decode("utf-8", "surrogateescape"),
                vid=each["vendor_id"],
                pid=each["product_id"],
                description=f"{each['manufacturer_string'] or ''} {each['product_string'] or ''}".strip(),
            )
            for each in self._library().enumerate()
            if (each["usage_page"], each["usage"]) == (SCANNER_USAGE.page, SCANNER_USAGE.number)
        ]
        return tuple(sorted(found, key=lambda scanner: scanner.path))

    def open(self, scanner: HidScanner) -> HidLine:
        """Open it for reading."""
        device = self._library().device()
        try:
            device.open_path(scanner.path.encode("utf-8", "surrogateescape"))
        except OSError as error:
            is_there = scanner in self.scanners()
            code = "device-forbidden" if is_there else "device-missing"
            raise DeviceUnavailable(code, retry=True, name=scanner.ids) from error
        return _HidApiLine(device, scanner.ids)


class _HidApiLine:
    def __init__(self, device: Device, name: str) -> None:
        self._device = device
        self._name = name

    def descriptor(self) -> bytes:
        try:
            return bytes(self._device.get_report_descriptor())
        except (OSError, ValueError) as error:
            raise lost(self._name) from error

    def read(self, *, timeout_s: float) -> bytes:
        try:
            return bytes(self._device.read(MAX_REPORT_BYTES, max(1, round(timeout_s * 1000))))
        except (OSError, ValueError) as error:
            raise lost(self._name) from error

    def close(self) -> None:
        self._device.close()
