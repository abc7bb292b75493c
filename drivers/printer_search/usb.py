"""Printers on USB as the kernel lists them, in `/sys`: those without a device file too, with the reason.

A printer is an interface of class 7. Where the kernel's module `usblp` serves it there is a `/dev/usb/lpN`;
where there is none, another program or no module at all has it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from drivers.printer_search.found import FoundPrinter, Way

USB_DEVICES = Path("/sys/bus/usb/devices")
DEVICE_FILES = Path("/dev/usb")

_PRINTER_CLASS = "07"
_MAKERS = {
    "04b8": "Epson",
    "0519": "Star",
    "1504": "Bixolon",
    "1d90": "Citizen",
    "0dd4": "Custom",
    "0416": "Winbond",
    "0483": "STMicroelectronics",
    "1fc9": "NXP",
    "28e9": "GigaDevice",
}
"""For devices that do not name their maker; the last four sell the chip in printers of many brands."""


def usb_printers(
    *,
    devices: Path = USB_DEVICES,
    device_files: Path = DEVICE_FILES,
    may_use: Callable[[Path], bool] = lambda path: os.access(path, os.R_OK | os.W_OK),
) -> Iterator[FoundPrinter]:
    """The USB printers that are there now, by where they are plugged in."""
    for interface in sorted(devices.glob("*:*")):
        if _read(interface / "bInterfaceClass") == _PRINTER_CLASS:
            yield _printer(interface, device_files, may_use)


def _printer(interface: Path, device_files: Path, may_use: Callable[[Path], bool]) -> FoundPrinter:
    device = interface.parent / interface.name.partition(":")[0]
    vendor, product = _read(device / "idVendor"), _read(device / "idProduct")
    maker = _read(device / "manufacturer") or _MAKERS.get(vendor, "")
    what = " ".join(part for part in (maker, _read(device / "product"), f"({vendor}:{product})") if part)
    names = sorted(path.name for path in (interface / "usbmisc").glob("lp*"))
    if not names:
        return FoundPrinter(way=Way.USB, setting="", what=what, hindrance="usblp-missing")
    path = device_files / names[0]
    hindrance = None if may_use(path) else "device-forbidden"
    return FoundPrinter(way=Way.USB, setting=f"usblp://{path}", what=what, hindrance=hindrance)


def _read(path: Path) -> str:
    """A line of `/sys`; what cannot be read is as good as not there."""
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
