"""The HTTP line: what it sends, and a name for each way the other end can fail it."""

import io
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from loyalty.errors import Unavailable
from terminal.sync.address import ServerAddress
from terminal.sync.line import Limits, ServerLine, legible
from tests.sync_model.http_server import Asked, HangUp, HttpServer, Respond, reply

MOST_BYTES = 100_000
LONG_S = 10
"""Longer than any wait that is tried here."""


class StoppedWatch:
    """A stopwatch that is moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@contextmanager
def line_to(port: int, *, watch: StoppedWatch | None = None, byte_s: float = 5.0) -> Generator[ServerLine]:
    address = ServerAddress(secure=False, host="127.0.0.1", port=port, path="/base")
    limits = Limits(connect_s=5.0, byte_s=byte_s, answer_s=60.0, answer_bytes=MOST_BYTES)
    line = ServerLine(address, ca_pem=None, monotonic=watch or StoppedWatch(), limits=limits)
    try:
        yield line
    finally:
        line.close()


def send(line: ServerLine) -> bytes:
    return line.send("POST", "/v1/sync", body=b"{}", headers={"Content-Type": "application/json"}).body


def abort_once(line: ServerLine, arrived: threading.Event) -> None:
    arrived.wait()
    line.abort()


def failure(respond: Respond, *, byte_s: float = 5.0) -> Unavailable:
    """What a request fails with when the server answers like this."""
    with (
        HttpServer(respond) as server,
        line_to(server.port, byte_s=byte_s) as line,
        pytest.raises(Unavailable) as fault,
    ):
        send(line)
    return fault.value


def test_a_request_arrives_as_it_was_sent() -> None:
    with HttpServer(lambda _: reply(b'{"a":1}')) as server, line_to(server.port) as line:
        answer = line.send("POST", "/v1/sync?x=1", body=b"[2]", headers={"X-Own": "own"})
    (asked,) = server.asked
    assert (asked.method, asked.target, asked.body) == ("POST", "/base/v1/sync?x=1", b"[2]")
    assert asked.headers["x-own"] == "own"
    assert (answer.status, answer.content_type, answer.body) == (200, "application/json", b'{"a":1}')


def test_requests_share_a_connection() -> None:
    with HttpServer(lambda _: reply(b"1")) as server, line_to(server.port) as line:
        assert [send(line), send(line), send(line)] == [b"1", b"1", b"1"]
    assert server.connections == 1


def test_a_connection_that_was_let_go_is_made_anew() -> None:
    server = HttpServer(lambda _: reply(b"1"), one_request_a_connection=True)
    with server, line_to(server.port) as line:
        assert [send(line), send(line)] == [b"1", b"1"]
    assert server.connections == 2


@contextmanager
def heard_once_and_gone() -> Generator[tuple[ServerLine, list[bytes]]]:
    """A line on a kept connection whose server hears a second request whole and is gone then."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as stream:
                heard.append(one_request(stream))
                connection.sendall(reply(b"1"))
                heard.append(one_request(stream))
                listener.close()

        thread = threading.Thread(target=serve, name="server-restarted")
        thread.start()
        with line_to(listener.getsockname()[1]) as line:
            assert send(line) == b"1"
            yield line, heard
        thread.join()


def one_request(stream: io.BufferedReader) -> bytes:
    length = 0
    while (header := stream.readline().strip()) != b"":
        name, _, value = header.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return stream.read(length)


def test_a_server_that_heard_it_on_a_kept_connection_and_is_gone_since_is_not_absent() -> None:
    with heard_once_and_gone() as (line, heard), pytest.raises(Unavailable) as fault:
        send(line)
    assert heard == [b"{}", b"{}"]
    assert fault.value.code == "server-broke-off"


def test_an_answer_to_a_second_try_says_that_the_first_may_have_arrived() -> None:
    answers = iter([reply(b"1"), HangUp, reply(b"2", status=429)])
    with HttpServer(lambda _: next(answers)) as server, line_to(server.port) as line:
        first = line.send("POST", "/", body=b"", headers={})
        second = line.send("POST", "/", body=b"", headers={})
    assert (first.is_second_try, second.is_second_try, second.status) == (False, True, 429)


def test_nobody_listening_is_absent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    with line_to(port) as line, pytest.raises(Unavailable) as fault:
        send(line)
    assert fault.value.code == "server-absent"
    assert fault.value.params["server"] == f"http://127.0.0.1:{port}/base"
    assert fault.value.retry


def test_a_server_that_hangs_up_broke_off() -> None:
    assert failure(lambda _: HangUp).code == "server-broke-off"


def test_half_an_answer_broke_off() -> None:
    server = HttpServer(lambda _: reply(b'{"a":1}')[:-3], one_request_a_connection=True)
    with server, line_to(server.port) as line, pytest.raises(Unavailable) as fault:
        send(line)
    assert fault.value.code == "server-broke-off"


@pytest.mark.parametrize(
    "rubbish",
    [b"\x00\xff\x00rubbish\r\n\r\n", b"SSH-2.0-OpenSSH_9.7\r\n", b"HTTP/1.1 abc\r\n\r\n"],
)
def test_what_is_no_http_is_nonsense(rubbish: bytes) -> None:
    fault = failure(lambda _: rubbish)
    assert fault.code == "server-nonsense"
    assert fault.params["why"] == "the answer is not HTTP"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("text/\x00\x1b[31mhtml", "text/ [31mhtml"),
        (" two \r\n lines ", "two lines"),
        ("é" * 200, "é" * 160 + "…"),
        ("\ud800\u202e", ""),
    ],
)
def test_what_a_stranger_says_is_made_fit_for_a_sentence(said: str, read: str) -> None:
    assert legible(said) == read


def test_a_server_that_says_nothing_is_slow() -> None:
    silent = threading.Event()

    def never(_: Asked) -> bytes | None:
        return HangUp if silent.wait(LONG_S) else reply(b"at last")

    with HttpServer(never) as server, line_to(server.port, byte_s=0.05) as line:
        with pytest.raises(Unavailable) as fault:
            send(line)
        silent.set()
    assert fault.value.code == "server-slow"


def test_an_answer_that_trickles_is_given_up_after_its_time() -> None:
    watch = StoppedWatch()

    def trickle(_: Asked) -> bytes:
        watch.at += 61
        return reply(b"x" * 100)

    server = HttpServer(trickle)
    with server, line_to(server.port, watch=watch) as line, pytest.raises(Unavailable) as fault:
        send(line)
    assert fault.value.code == "server-slow"


def test_an_answer_without_an_end_is_not_read_to_it() -> None:
    def endless(_: Asked) -> bytes:
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {MOST_BYTES * 2}\r\n\r\n"
        return head.encode() + bytes(MOST_BYTES + 1)

    assert failure(endless).code == "server-nonsense"


def test_after_a_failure_the_next_request_goes_through() -> None:
    answers = [HangUp, reply(b"1")]
    with HttpServer(lambda _: answers.pop(0)) as server, line_to(server.port) as line:
        with pytest.raises(Unavailable):
            send(line)
        assert send(line) == b"1"


def test_abort_breaks_a_request_off_at_once() -> None:
    arrived, release = threading.Event(), threading.Event()

    def hold(_: Asked) -> bytes | None:
        arrived.set()
        release.wait()
        return HangUp

    with HttpServer(hold) as server, line_to(server.port) as line:
        stopper = threading.Thread(target=abort_once, args=(line, arrived))
        stopper.start()
        with pytest.raises(Unavailable) as fault:
            send(line)
        stopper.join()
        release.set()
    assert fault.value.code == "server-broke-off"


def test_abort_without_a_request_is_harmless() -> None:
    with line_to(9) as line:
        line.abort()


def test_an_authority_that_is_no_certificate_is_said() -> None:
    address = ServerAddress(secure=True, host="127.0.0.1", port=1)
    with pytest.raises(Unavailable) as fault:
        ServerLine(address, ca_pem="not a certificate", monotonic=StoppedWatch())
    assert fault.value.code == "server-authority-unreadable"
