"""A small HTTP server on loopback that answers as it is told: in full, in half, never, or with rubbish.

Each connection on a thread of its own; the answers are raw bytes, so that anything can be said.
"""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


HangUp = None
"""An answer that closes the connection without a word."""
Answer = bytes | None
Respond = Callable[[Asked], Answer]


def reply(body: bytes, *, status: int = 200, content_type: str = "application/json") -> bytes:
    """A whole HTTP answer."""
    head = f"HTTP/1.1 {status} Said\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def problem(code: str, *, status: int, nonce: str | None = None) -> bytes:
    """A problem as the server says it."""
    said = {"code": code, "sentence": f"The server says {code}.", "nonce": nonce}
    return reply(json.dumps(said).encode(), status=status, content_type="application/problem+json")


@dataclass
class HttpServer:
    """Listens while it is entered; `asked` keeps what came."""

    respond: Respond
    tls: ssl.SSLContext | None = None
    one_request_a_connection: bool = False
    asked: list[Asked] = field(default_factory=list[Asked])
    connections: int = 0
    _open: list[tuple[threading.Thread, socket.socket]] = field(
        default_factory=list[tuple[threading.Thread, socket.socket]]
    )

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, name="http-server")
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()
        for thread, connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,), name="http-connection")
            self._open.append((thread, connection))
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            self._talk(self.tls.wrap_socket(connection, server_side=True) if self.tls else connection)

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            while request_line := stream.readline():
                if not request_line.startswith((b"GET ", b"POST ")):
                    return  # TLS, or rubbish
                method, target, _ = request_line.decode().split(" ")
                headers: dict[str, str] = {}
                while (line := stream.readline().decode().strip()) != "":
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                body = stream.read(int(headers.get("content-length", "0")))
                asked = Asked(method, target, headers, body)
                self.asked.append(asked)
                answer = self.respond(asked)
                if answer is None:
                    return
                connection.sendall(answer)
                if self.one_request_a_connection:
                    return
