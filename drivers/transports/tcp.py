"""A network printer at port 9100: one connection a job, finished so that nothing of the job is lost.

Closing a connection with one unread byte in it resets it, and what the printer has not read by then is
gone. So answers are read to the end before it is closed.
"""

import socket
import time

from drivers.transports.errors import cannot_reach, lost

PORT = 9100

_SEND_BUFFER_BYTES = 16 * 1024
"""Small, so that a printer that reads nothing is noticed after a part of a receipt and not after thirty."""

_READ_BYTES = 4096


class TcpTransport:
    """A line to `host`, best given as a number: the limit on `open` does not cover the look-up of a name."""

    two_way = True

    def __init__(self, host: str, port: int = PORT) -> None:
        self._address = (host, port)
        self._socket: socket.socket | None = None

    @property
    def name(self) -> str:
        """The address as it was given."""
        host, port = self._address
        return f"{host}:{port}"

    def open(self, *, timeout_s: float) -> None:
        """Connect."""
        try:
            self._socket = socket.create_connection(self._address, timeout=timeout_s)
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        except (OSError, UnicodeError) as error:  # a name that no name can be, two dots in a row in it
            raise cannot_reach(self.name) from error

    def write(self, data: bytes, *, timeout_s: float) -> int:
        """Hand over what the connection takes."""
        connection = self._connected(timeout_s)
        try:
            return connection.send(data)
        except (TimeoutError, BlockingIOError):
            return 0
        except OSError as error:
            self._drop()
            raise lost(self.name) from error

    def read(self, *, timeout_s: float) -> bytes:
        """What has arrived; the printer that closes its end is gone."""
        connection = self._connected(timeout_s)
        try:
            data = connection.recv(_READ_BYTES)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as error:
            self._drop()
            raise lost(self.name) from error
        if not data:
            self._drop()
            raise lost(self.name)
        return data

    def close(self, *, timeout_s: float) -> None:
        """Say that nothing follows, read until the printer says the same, and close."""
        if self._socket is None:
            return
        deadline = time.monotonic() + timeout_s
        try:
            self._socket.shutdown(socket.SHUT_WR)
            while (left := deadline - time.monotonic()) > 0:
                self._socket.settimeout(left)
                if not self._socket.recv(_READ_BYTES):
                    break
        except OSError:
            pass  # Nobody is waiting for this connection any more: it is closed either way.
        finally:
            self._drop()

    def _connected(self, timeout_s: float) -> socket.socket:
        if self._socket is None:
            raise lost(self.name)
        self._socket.settimeout(timeout_s)
        return self._socket

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
