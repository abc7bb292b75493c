"""Reading and writing a file descriptor without waiting longer than allowed.

POSIX only. Opening and closing differ from device to device and are not here.
"""

import os
import select
import time

from drivers.transports.errors import lost

_READ_BYTES = 4096
_EMPTY_READ_PAUSE_S = 0.01


def wait_until(descriptor: int, events: int, *, timeout_s: float) -> int:
    """The events that came within the time, 0 if none did."""
    poll = select.poll()
    poll.register(descriptor, events)
    ready = poll.poll(max(0.0, timeout_s) * 1000)
    return ready[0][1] if ready else 0


def write_some(descriptor: int, data: bytes, *, timeout_s: float, name: str) -> int:
    """Write to a non-blocking descriptor as much as it takes at once, as soon as it takes anything.

    Raises:
        DeviceUnavailable: `device-lost`.
    """
    try:
        if not wait_until(descriptor, select.POLLOUT, timeout_s=timeout_s):
            return 0
        return os.write(descriptor, data)
    except BlockingIOError:
        return 0
    except OSError as error:
        raise lost(name) from error


def read_some(descriptor: int, *, timeout_s: float, name: str) -> bytes:
    """Read from a non-blocking descriptor what is there, as soon as anything is.

    An empty read is the end only if the line hung up: some USB printers answer with nothing at all, again
    and again.

    Raises:
        DeviceUnavailable: `device-lost`.
    """
    try:
        events = wait_until(descriptor, select.POLLIN, timeout_s=timeout_s)
        data = os.read(descriptor, _READ_BYTES) if events & select.POLLIN else b""
    except BlockingIOError:
        return b""
    except OSError as error:
        raise lost(name) from error
    if not data and events & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
        raise lost(name)
    if not data and events and timeout_s:
        time.sleep(min(_EMPTY_READ_PAUSE_S, timeout_s))
    return data
