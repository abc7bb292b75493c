"""The fakes on lines of the operating system: TCP, pseudo-terminals, FIFOs. POSIX only.

Each line is a context manager with one thread behind it that does nothing but carry bytes. A
pseudo-terminal that is plugged in again comes back under another name, as real ports do: `path` is a link
that follows it.
"""

import contextlib
import os
import select
import socket
import struct
import threading
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.bell import Bell
from drivers.fakes import FakePrinter
from drivers.pseudo_terminal import PseudoTerminal

_READ_BYTES = 4096
_RECEIVE_BUFFER_BYTES = 4096
_SLOW_TICK_S = 0.005


class FakeLine(ABC):
    """A `FakePrinter` behind a line of one kind, from `with` to its end."""

    def __init__(self, printer: FakePrinter) -> None:
        self._printer = printer
        self._bell = Bell()
        self._stopped = False
        self._is_up = False
        self._thread = threading.Thread(target=self._run, name=type(self).__name__)

    def __enter__(self) -> Self:
        self._printer.watch(self._bell.ring)
        self._follow_plug()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped = True
        self._bell.ring()
        self._thread.join()
        self._printer.watch(None)
        self._bell.close()

    @abstractmethod
    def _plug_in(self) -> None:
        """Make the line be there."""

    @abstractmethod
    def _unplug(self) -> None:
        """Make the line not be there."""

    @abstractmethod
    def _connect(self) -> int | None:
        """A non-blocking descriptor to whoever is at the other end, None if the bell rang before."""

    @abstractmethod
    def _disconnect(self, *, cut: bool) -> None:
        """End one connection: as agreed, or `cut` by a pulled plug."""

    def _run(self) -> None:
        while not self._must_stop():
            connection = self._printer.connection
            self._follow_plug()
            descriptor = self._connect()
            if descriptor is not None:
                self._carry(descriptor, connection)
                self._follow_plug()
                self._disconnect(cut=connection != self._printer.connection)
        if self._is_up:
            self._unplug()

    def _must_stop(self) -> bool:
        """Whether all is over; the bell is silenced before anything is looked at, so nothing is missed."""
        self._bell.silence()
        return self._stopped

    def _follow_plug(self) -> None:
        if self._printer.plugged_in != self._is_up:
            self._is_up = not self._is_up
            if self._is_up:
                self._plug_in()
            else:
                self._unplug()

    def _carry(self, descriptor: int, connection: int) -> None:
        """Carry bytes both ways until the line is cut, the other end hangs up, or all is over."""
        unsaid = b""
        with contextlib.suppress(OSError):
            while not self._must_stop() and connection == self._printer.connection:
                unsaid += self._printer.say()
                room = min(self._printer.room(), _READ_BYTES)
                ready = self._wait(descriptor, reads=room > 0, writes=bool(unsaid))
                if ready & select.POLLOUT:
                    unsaid = unsaid[os.write(descriptor, unsaid) :]
                elif ready & select.POLLIN:
                    data = os.read(descriptor, room)
                    if not data:
                        break
                    self._printer.take(data)
                elif ready:
                    break
            os.write(descriptor, unsaid + self._printer.say())

    def _wait(self, descriptor: int, *, reads: bool, writes: bool) -> int:
        """Wait for bytes to carry, or for the bell; the events on the line."""
        events = reads * select.POLLIN | writes * select.POLLOUT
        tick_s = _SLOW_TICK_S if self._printer.is_slow else None
        return self._bell.wait(timeout_s=tick_s, also=(descriptor, events))


class FakeTcpPrinter(FakeLine):
    """The printer on a port of the loopback; one connection at a time, as most printers have it."""

    def __init__(self, printer: FakePrinter) -> None:
        super().__init__(printer)
        self.port = 0
        self._listener: socket.socket | None = None
        self._connection: socket.socket | None = None

    def _plug_in(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER_BYTES)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(1)
        listener.settimeout(0)
        self.port = listener.getsockname()[1]
        self._listener = listener

    def _unplug(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _connect(self) -> int | None:
        if self._listener is None:
            self._bell.wait(timeout_s=None)
            return None
        self._bell.wait(timeout_s=None, also=(self._listener.fileno(), select.POLLIN))
        try:
            self._connection, _ = self._listener.accept()
        except BlockingIOError:
            return None
        self._connection.settimeout(0)
        return self._connection.fileno()

    def _disconnect(self, *, cut: bool) -> None:
        if self._connection is not None:
            if cut:
                self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._connection.close()


class FakePtyPrinter(FakeLine):
    """The printer on a pseudo-terminal: a serial port, or the device file of a USB printer that answers."""

    def __init__(self, printer: FakePrinter, path: Path) -> None:
        super().__init__(printer)
        self.path = path
        self._terminal: PseudoTerminal | None = None

    def _plug_in(self) -> None:
        self._terminal = PseudoTerminal(self.path)

    def _unplug(self) -> None:
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None

    def _connect(self) -> int | None:
        if self._terminal is None:
            self._bell.wait(timeout_s=None)
            return None
        return self._terminal.master

    def _disconnect(self, *, cut: bool) -> None:
        """A terminal has no connections: it is there until it is unplugged."""


class FakeFifoPrinter(FakeLine):
    """The printer behind a FIFO: the device file of a printer from which nothing ever comes back."""

    def __init__(self, printer: FakePrinter, path: Path) -> None:
        super().__init__(printer)
        self.path = path
        self._ends: list[int] = []

    def _plug_in(self) -> None:
        os.mkfifo(self.path)
        reading = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        writing = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        self._ends = [reading, writing]

    def _unplug(self) -> None:
        self.path.unlink()
        while self._ends:
            os.close(self._ends.pop())

    def _connect(self) -> int | None:
        if not self._ends:
            self._bell.wait(timeout_s=None)
            return None
        return self._ends[0]

    def _disconnect(self, *, cut: bool) -> None:
        """A FIFO has no connections either."""


class FakeScanner:
    """A scanner on a pseudo-terminal; `path` is a link that follows it from plug to plug."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._terminal: PseudoTerminal | None = None

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def scan(self, code: str, *, suffix: str = "\r") -> None:
        """Send a code as a scanner does; what is scanned while it is unplugged is lost."""
        self.send(f"{code}{suffix}".encode())

    def send(self, data: bytes) -> None:
        """Send any bytes."""
        if self._terminal is not None:
            os.write(self._terminal.master, data)

    def plug_in(self) -> None:
        """Be there, under a new name."""
        if self._terminal is None:
            self._terminal = PseudoTerminal(self.path)

    def unplug(self) -> None:
        """Be gone."""
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None
