"""A network between till and server that loses, doubles, halves or spoils what it is told to.

Everything passes through it as whole requests, so that a fault strikes at a known place.
"""

import contextlib
import http.client
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tests.sync_model.http_server import Asked, HangUp, problem, reply

NetworkFault = Literal["none", "request lost", "answer lost", "answer halved", "doubled", "nonsense", "busy"]


@dataclass
class BadNetwork:
    """The `respond` of an `HttpServer` that passes on to the real one. `passed` keeps what was passed on."""

    port: int
    fault: NetworkFault = "none"
    passed: list[Asked] = field(default_factory=list[Asked])
    under_way: list[http.client.HTTPConnection] = field(default_factory=list[http.client.HTTPConnection])

    def __call__(self, asked: Asked) -> bytes | None:
        """Do to one request what is to be done."""
        if self.fault == "none":
            return self.forward(asked)
        return _FAULTS[self.fault](self, asked)

    def has_passed(self, part: bytes) -> bool:
        """Whether a request with this in its body has reached the server and was answered there."""
        return any(part in asked.body for asked in self.passed)

    def hang_up(self) -> None:
        """Break off what is still being waited for at the server, such as news."""
        for connection in list(self.under_way):
            with contextlib.suppress(OSError):
                if connection.sock is not None:
                    connection.sock.shutdown(socket.SHUT_RDWR)

    def forward(self, asked: Asked) -> bytes:
        """Pass a request on as it is; the answer as it came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self.under_way.append(connection)
        try:
            headers = {name: value for name, value in asked.headers.items() if name != "host"}
            connection.request(asked.method, asked.target, body=asked.body, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            self.under_way.remove(connection)
            connection.close()
        self.passed.append(asked)
        return reply(body, status=answer.status, content_type=answer.headers["content-type"])


def _lose_request(_network: BadNetwork, _asked: Asked) -> bytes | None:
    return HangUp


def _lose_answer(network: BadNetwork, asked: Asked) -> bytes | None:
    network.forward(asked)
    return HangUp


def _halve_answer(network: BadNetwork, asked: Asked) -> bytes | None:
    answer = network.forward(asked)
    return reply(answer.partition(b"\r\n\r\n")[2][:200])


def _double(network: BadNetwork, asked: Asked) -> bytes | None:
    network.forward(asked)
    return network.forward(asked)


def _talk_nonsense(network: BadNetwork, asked: Asked) -> bytes | None:
    network.forward(asked)
    return reply(b"<h1>You are not logged in to this hotel's network</h1>", content_type="text/html")


def _be_busy(_network: BadNetwork, _asked: Asked) -> bytes | None:
    return problem("too-many-requests", status=429)


_FAULTS: dict[str, Callable[[BadNetwork, Asked], bytes | None]] = {
    "request lost": _lose_request,
    "answer lost": _lose_answer,
    "answer halved": _halve_answer,
    "doubled": _double,
    "nonsense": _talk_nonsense,
    "busy": _be_busy,
}
