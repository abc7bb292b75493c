"""The serial ports of this computer, by a name that survives a replug.

Nothing is opened and nothing is sent; what a device is shows only in what it calls itself. A serial port is
told in settings by its path, by its link under `/dev/serial/by-id`, or as `VID:PID` in hexadecimal digits.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from drivers.ports import DeviceUnavailable

BY_ID = Path("/dev/serial/by-id")

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


def serial_ports(*, by_id: Path = BY_ID) -> Sequence[SerialPort]:
    """The serial ports that are there now, by path; none in the moment in which one comes or goes."""
    from serial.tools.list_ports import comports

    try:
        links = _links(by_id)
        ports = [
            SerialPort(port.device, links.get(port.device), port.description, port.vid, port.pid)
            for port in comports()
        ]
    except (OSError, TypeError, ValueError):  # pyserial takes numbers from files of /sys that are half gone
        return ()
    return tuple(sorted(ports, key=lambda port: port.path))


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


def real_port(name: str, *, ports: Callable[[], Sequence[SerialPort]] = serial_ports) -> str:
    """The path of the port that a name means now, seen through links; the name if none is there."""
    try:
        return os.path.realpath(find_serial_port(name, ports=ports))
    except DeviceUnavailable:
        return name


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long a name, or a folder that this user may not look into
        return False


def _links(by_id: Path) -> dict[str, str]:
    if not by_id.is_dir():
        return {}
    return {str(link.resolve()): str(link) for link in sorted(by_id.iterdir(), reverse=True)}
