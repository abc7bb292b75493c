"""A line to a device: what a printer's protocol needs of TCP, a serial port or a device file."""

from typing import Protocol


class Transport(Protocol):
    """A line of bytes to a device, in both directions, opened and closed for each job.

    One thread uses it. Every wait has a limit: no call blocks longer than its `timeout_s`, whatever the
    device does. After any `DeviceUnavailable` the line is closed, and `open` may be tried again on the same
    object.
    """

    @property
    def name(self) -> str:
        """The line as a person would recognise it."""
        ...

    @property
    def two_way(self) -> bool:
        """Whether anything can ever come back on this line; if not, `read` is not called."""
        ...

    def open(self, *, timeout_s: float) -> None:
        """Open the line. Nothing is sent by it.

        Raises:
            DeviceUnavailable: `device-missing`, `device-busy`, `device-forbidden`, `device-unreachable`.
        """
        ...

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over bytes and return how many were taken: at least one, or 0 if none was in time.

        Taken is not printed, and not even arrived: buffers lie between.

        Raises:
            DeviceUnavailable: `device-lost`: the line broke. What was taken before may have arrived or not.
        """
        ...

    def read(self, *, timeout_s: float) -> bytes:
        """What has arrived, as soon as there is anything; empty if nothing came in time.

        Raises:
            DeviceUnavailable: `device-lost`: the line broke or the other end closed it.
        """
        ...

    def close(self, *, timeout_s: float) -> None:
        """Finish the line so that what was written can still arrive.

        What comes in meanwhile is read and dropped. It never raises, and closing a closed line does
        nothing.
        """
        ...
