"""Where a device is, as one line of a settings file or a command: `tcp:192.168.1.60`, `lp:/dev/usb/lp0`.

Printers: `tcp:HOST[:PORT]`, `serial:PORT[,BAUD[,FLOW]]`, `lp:PATH`. Scanners: `serial:PORT[,BAUD]`. PORT is
what `discovery.find_serial_port` understands: a path, a link under `/dev/serial/by-id`, or `VID:PID`. FLOW
is `none`, `xon-xoff`, `rts-cts` or `dsr-dtr`. Nothing is opened here.
"""

from pathlib import Path

from drivers.ports import DeviceUnavailable, Scanner, Transport
from drivers.serial_scanner import DEFAULT_BAUD as SCANNER_BAUD
from drivers.serial_scanner import SerialScanner
from drivers.transports.device_file import DeviceFileTransport
from drivers.transports.serial_port import DEFAULT_BAUD as PRINTER_BAUD
from drivers.transports.serial_port import FlowControl, SerialTransport
from drivers.transports.tcp import PORT, TcpTransport


def printer_line(address: str) -> Transport:
    """The line to the printer at `address`.

    Raises:
        DeviceUnavailable: `device-address`: it cannot be read.
    """
    kind, _, place = address.partition(":")
    try:
        if kind == "tcp" and place:
            return _tcp(place)
        if kind == "serial" and place:
            port, baud, flow = (*place.split(","), "", "")[:3]
            flow_control = FlowControl(flow or FlowControl.NONE.value)
            return SerialTransport(port, baud=int(baud or PRINTER_BAUD), flow_control=flow_control)
        if kind == "lp" and place:
            return DeviceFileTransport(Path(place))
    except ValueError as error:
        raise _unreadable(address) from error
    raise _unreadable(address)


def scanner(address: str) -> Scanner:
    """The scanner at `address`, not started.

    Raises:
        DeviceUnavailable: `device-address`: it cannot be read.
    """
    kind, _, place = address.partition(":")
    port, baud = (*place.split(","), "")[:2]
    if kind != "serial" or not port or not (baud or "0").isdecimal():
        raise _unreadable(address)
    return SerialScanner(port, baud=int(baud or SCANNER_BAUD))


def _tcp(place: str) -> TcpTransport:
    """`HOST`, `HOST:PORT`, or an IPv6 address in brackets."""
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        port = rest.removeprefix(":")
    else:
        host, _, port = place.partition(":")
    number = int(port or PORT)
    if not host or not 0 < number < 65536:
        raise ValueError(place)
    return TcpTransport(host, number)


def _unreadable(address: str) -> DeviceUnavailable:
    return DeviceUnavailable("device-address", retry=False, address=address)
