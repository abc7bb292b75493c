"""A USB printer at `/dev/usb/lpN`: a device file of Linux that one program at a time may open (group `lp`).

A FIFO does as well, with nothing to be read back. A plain file does not: where the printer is unplugged, a
shell that printed to it leaves one in its place, and receipts would vanish in it. Nor does what only looks
like a device: `/dev/null` takes every slip and prints none, a terminal shows it as rubbish, a disk is spoilt.
"""

import contextlib
import os
import select
import stat
from collections.abc import Generator
from pathlib import Path
from typing import Final

from drivers.ports import DeviceUnavailable
from drivers.transports.descriptor import read_some, wait_until, write_some
from drivers.transports.errors import cannot_open, lost

_NO_PRINTERS: Final = frozenset({1, 5})
"""Linux: major numbers of `/dev/null`, `zero`, `mem` and their like; of `/dev/tty` and the console."""


class DeviceFileTransport:
    """A line to the device file at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def name(self) -> str:
        """The path."""
        return str(self._path)

    @property
    def two_way(self) -> bool:
        """A device answers, a FIFO does not."""
        try:
            return not self._path.is_fifo()
        except OSError:
            return True

    def open(self, *, timeout_s: float) -> None:
        """Open the file; that takes no time."""
        del timeout_s
        access = os.O_RDWR if self.two_way else os.O_WRONLY
        try:
            self._check()
            self._descriptor = os.open(self._path, access | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            raise cannot_open(self.name, error) from error

    def _check(self) -> None:
        found = self._path.stat()
        if stat.S_ISREG(found.st_mode):
            raise DeviceUnavailable("device-missing", retry=True, name=self.name)
        is_line = stat.S_ISFIFO(found.st_mode) or stat.S_ISCHR(found.st_mode)
        if not is_line or os.major(found.st_rdev) in _NO_PRINTERS:
            raise DeviceUnavailable("device-no-printer", retry=True, name=self.name)

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over what the device takes."""
        with self._closing_if_lost() as descriptor:
            return write_some(descriptor, data, timeout_s=timeout_s, name=self.name)

    def read(self, *, timeout_s: float) -> bytes:
        """What the device sent."""
        with self._closing_if_lost() as descriptor:
            return read_some(descriptor, timeout_s=timeout_s, name=self.name)

    def close(self, *, timeout_s: float) -> None:
        """Wait until the last write is through, since closing would cancel it, and close."""
        if self._descriptor is not None:
            wait_until(self._descriptor, select.POLLOUT, timeout_s=timeout_s)
            os.close(self._descriptor)
            self._descriptor = None

    @contextlib.contextmanager
    def _closing_if_lost(self) -> Generator[int, None, None]:
        if self._descriptor is None:
            raise lost(self.name)
        try:
            yield self._descriptor
        except DeviceUnavailable:
            self.close(timeout_s=0)
            raise
