"""What is plugged into this computer: serial ports by a name that survives a replug, and USB printers.

Nothing is opened and nothing is sent; what a device is shows only in what it calls itself. A serial port is
told in settings by its path, by its link under `/dev/serial/by-id`, or as `VID:PID` in hexadecimal digits.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from drivers.ports import DeviceUnavailable

BY_ID = Path("/dev/serial/by-id")
USB_PRINTERS = Path("/dev/usb")
USB_PRINTER_CLASS = Path("/sys/class/usbmisc")

_VID_PID = re.compile(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class SerialPort:
    """A serial port: its path now, the link that names the device itself if there is one, and its USB ids."""

    path: str
    by_id: str | None
    description: str
    vid: int | None = None
    pid: int | None = None

    @property
    def lasting_name(self) -> str:
        """The name to keep in the settings."""
        return self.by_id or self.path


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """A printer at `/dev/usb/lpN` and what it calls itself (IEEE 1284), empty if it does not say."""

    path: str
    description: str


def serial_ports(*, by_id: Path = BY_ID) -> Sequence[SerialPort]:
    """The serial ports that are there now, by path."""
    from serial.tools.list_ports import comports

    links = _links(by_id)
    ports = [
        SerialPort(port.device, links.get(port.device), port.description, port.vid, port.pid)
        for port in comports()
    ]
    return tuple(sorted(ports, key=lambda port: port.path))


def usb_printers(
    *, devices: Path = USB_PRINTERS, device_class: Path = USB_PRINTER_CLASS
) -> Sequence[UsbPrinter]:
    """The USB printers that are there now, by path."""
    return tuple(
        UsbPrinter(str(path), _ieee1284_name(device_class / path.name))
        for path in sorted(devices.glob("lp*"))
        if path.is_char_device()
    )


def find_serial_port(name: str, *, ports: Callable[[], Sequence[SerialPort]] = serial_ports) -> str:
    """The path at which the serial port called `name` is now.

    Raises:
        DeviceUnavailable: `device-missing`: it is not plugged in.
    """
    ids = _VID_PID.fullmatch(name)
    if ids is None:
        if _is_there(Path(name)):
            return name
    else:
        wanted = (int(ids[1], 16), int(ids[2], 16))
        for port in ports():
            if (port.vid, port.pid) == wanted:
                return port.path
    raise DeviceUnavailable("device-missing", retry=True, name=name)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long a name, or a folder that this user may not look into
        return False


def _links(by_id: Path) -> dict[str, str]:
    if not by_id.is_dir():
        return {}
    return {str(link.resolve()): str(link) for link in sorted(by_id.iterdir(), reverse=True)}


def _ieee1284_name(device: Path) -> str:
    """Maker and model out of a line like `MFG:EPSON;CMD:ESC/POS;MDL:TM-T20;CLS:PRINTER;`."""
    try:
        text = (device / "device" / "ieee1284_id").read_text("ascii", "replace")
    except OSError:
        return ""
    fields = dict(field.strip().split(":", 1) for field in text.split(";") if ":" in field)
    maker, model = (
        fields.get("MFG") or fields.get("MANUFACTURER", ""),
        fields.get("MDL") or fields.get("MODEL", ""),
    )
    return f"{maker} {model}".strip()
