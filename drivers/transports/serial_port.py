"""A printer on a serial port, or on USB where it poses as one. POSIX only.

pyserial finds and sets up the port; the bytes go by the descriptor, since pyserial writes without saying
how much was written when its time is up, and reads in whole timeouts.
"""

import contextlib
import time
from collections.abc import Callable, Generator
from enum import Enum
from typing import TYPE_CHECKING

from drivers.discovery import find_serial_port
from drivers.ports import DeviceUnavailable
from drivers.transports.descriptor import read_some, write_some
from drivers.transports.errors import cannot_open, lost

if TYPE_CHECKING:
    from serial import Serial

DEFAULT_BAUD = 115200

_DRAIN_PAUSE_S = 0.005


class FlowControl(Enum):
    """How a printer stops the bytes when its buffer is full; it must be set to the same."""

    NONE = "none"
    XON_XOFF = "xon-xoff"
    RTS_CTS = "rts-cts"
    DSR_DTR = "dsr-dtr"


class SerialTransport:
    """A line to the serial port called `port`, as `discovery.find_serial_port` understands it."""

    two_way = True

    def __init__(
        self,
        port: str,
        *,
        baud: int = DEFAULT_BAUD,
        flow_control: FlowControl = FlowControl.NONE,
        find: Callable[[str], str] = find_serial_port,
    ) -> None:
        self._port = port
        self._baud = baud
        self._flow_control = flow_control
        self._find = find
        self._serial: Serial | None = None

    @property
    def name(self) -> str:
        """The port as it was given."""
        return self._port

    def open(self, *, timeout_s: float) -> None:
        """Find the port and open it for this program alone; that takes no time."""
        del timeout_s
        self._serial = open_serial(
            self._find(self._port), name=self.name, baud=self._baud, flow_control=self._flow_control
        )

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over what the port takes."""
        with self._closing_if_lost() as descriptor:
            return write_some(descriptor, data, timeout_s=timeout_s, name=self.name)

    def read(self, *, timeout_s: float) -> bytes:
        """What has arrived."""
        with self._closing_if_lost() as descriptor:
            return read_some(descriptor, timeout_s=timeout_s, name=self.name)

    def close(self, *, timeout_s: float) -> None:
        """Wait until all bytes are out, throw away what stays stuck, and close.

        Linux would otherwise wait up to 30 seconds in closing a port whose printer has stopped it.
        """
        if self._serial is None:
            return
        import termios

        deadline = time.monotonic() + timeout_s
        with contextlib.suppress(OSError, termios.error):
            while self._serial.out_waiting and time.monotonic() < deadline:
                time.sleep(_DRAIN_PAUSE_S)
            if self._serial.out_waiting:
                self._serial.reset_output_buffer()
        self._drop()

    def _drop(self) -> None:
        if self._serial is not None:
            with contextlib.suppress(OSError):
                self._serial.close()
            self._serial = None

    @contextlib.contextmanager
    def _closing_if_lost(self) -> Generator[int, None, None]:
        if self._serial is None:
            raise lost(self.name)
        try:
            yield self._serial.fileno()
        except DeviceUnavailable:
            self._drop()
            raise


def open_serial(path: str, *, name: str, baud: int, flow_control: FlowControl = FlowControl.NONE) -> "Serial":
    """Open a serial port for this program alone, raw, without any wait of its own.

    Raises:
        DeviceUnavailable: `device-missing`, `device-busy`, `device-forbidden`, `device-broken`.
    """
    import termios

    from serial import Serial

    try:
        return Serial(
            path,
            baud,
            timeout=0,
            write_timeout=0,
            xonxoff=flow_control is FlowControl.XON_XOFF,
            rtscts=flow_control is FlowControl.RTS_CTS,
            dsrdtr=flow_control is FlowControl.DSR_DTR,
            exclusive=True,
        )
    except OSError as error:
        raise cannot_open(name, error) from error
    except ValueError as error:  # What pyserial makes of a speed that this port does not have.
        raise DeviceUnavailable("device-broken", retry=True, name=name) from error
    except termios.error as error:  # What pyserial lets through when the plug is pulled at this moment.
        raise cannot_open(name, OSError(*error.args)) from error
