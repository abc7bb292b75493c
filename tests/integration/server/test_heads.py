"""Heads of requests that do not end."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from server.commands.heads import LONGEST, ShortHeads
from server.commands.serve import listen

START = b"POST /a HTTP/1.1\r\nHost: server\r\n"
MUCH = 640 * LONGEST
PIECE = b"b" * 1000


async def say_how_long(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that tells how long the body was."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


@pytest.fixture
def line() -> Iterator[socket.socket]:
    config = uvicorn.Config(say_how_long, http=ShortHeads, lifespan="off", log_level="critical")
    server = uvicorn.Server(config)
    with listen("127.0.0.1", 0) as listener:
        place = listener.getsockname()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        with closing(socket.create_connection(place, timeout=10)) as line:
            yield line
        server.should_exit = True
        thread.join(20)


def heard(line: socket.socket) -> bytes:
    """All that is said until the other side hangs up."""
    said = b""
    with suppress(ConnectionError):
        while piece := line.recv(1 << 16):
            said += piece
    return said


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (b"POST /", PIECE),
        (START + b"a: ", PIECE),
        (START, b"a: " + PIECE + b"\r\n"),
        (START + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"a: " + PIECE + b"\r\n"),
    ],
    ids=["address", "value", "values", "trailers"],
)
def test_a_head_without_end_is_refused_before_it_fills_the_memory(
    line: socket.socket, start: bytes, piece: bytes
) -> None:
    line.sendall(start)
    with pytest.raises(ConnectionError):
        line.sendall(piece * (MUCH // len(piece)))


def test_long_bodies_come_through_whole_in_pieces_and_in_chunks(line: socket.socket) -> None:
    length = 5 * LONGEST
    for _ in range(2):
        line.sendall(START + b"Content-Length: %d\r\n\r\n" % length)
        for _ in range(5):
            line.sendall(b"b" * LONGEST)
    line.sendall(START + b"a: " + PIECE * 20 + b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(5):
        line.sendall(b"%x\r\n" % LONGEST + b"b" * LONGEST + b"\r\n")
    line.sendall(b"0\r\n\r\n" + START + b"Connection: close\r\n\r\n")
    said = heard(line)
    assert said.count(b"HTTP/1.1 200 OK") == 4
    assert said.count(b"\r\n\r\n%d" % length) == 3
    assert said.endswith(b"\r\n\r\n0")
