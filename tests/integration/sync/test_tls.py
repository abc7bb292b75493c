"""TLS to the server: trusted by its own authority and its name, by nothing else, and at any hour."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from loyalty.errors import Unavailable
from terminal.clock import SystemClock
from terminal.sync.address import ServerAddress
from terminal.sync.client import ask_health
from terminal.sync.line import ServerLine
from tests.sync_model.authority import Authority
from tests.sync_model.http_server import HttpServer, reply


@contextmanager
def line_to(server: HttpServer, ca_pem: str | None) -> Generator[ServerLine]:
    address = ServerAddress(secure=True, host="localhost", port=server.port)
    line = ServerLine(address, ca_pem=ca_pem, monotonic=SystemClock().monotonic)
    try:
        yield line
    finally:
        line.close()


def secure_server(authority: Authority) -> HttpServer:
    return HttpServer(lambda _: reply(b'{"status":"ok"}'), tls=authority.server_context())


def not_trusted(server: HttpServer, ca_pem: str | None) -> str:
    """Why the line does not trust the server; nothing must have been sent to it."""
    with server, line_to(server, ca_pem) as line, pytest.raises(Unavailable) as fault:
        ask_health(line)
    assert fault.value.code == "server-untrusted"
    assert server.asked == []
    return str(fault.value.params["why"])


def test_the_authority_that_was_pinned_is_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with secure_server(authority) as server, line_to(server, authority.ca_file.read_text()) as line:
        ask_health(line)
        ask_health(line)
    assert server.connections == 1


def test_another_authority_is_not(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Authority(tmp_path / "other")
    not_trusted(secure_server(Authority(tmp_path)), other.ca_file.read_text())


def test_the_systems_authorities_do_not_vouch_for_ours(tmp_path: Path) -> None:
    not_trusted(secure_server(Authority(tmp_path)), None)


def test_a_certificate_for_another_name_is_not_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path, host="till.example.vn")
    assert "localhost" in not_trusted(secure_server(authority), authority.ca_file.read_text())


@pytest.mark.parametrize(
    "begins", [timedelta(days=-400), timedelta(days=20_000)], ids=["expired", "flat battery"]
)
def test_a_till_that_has_the_wrong_time_is_not_locked_out(tmp_path: Path, begins: timedelta) -> None:
    authority = Authority(tmp_path, begins=begins)
    with secure_server(authority) as server, line_to(server, authority.ca_file.read_text()) as line:
        ask_health(line)


def test_a_server_without_tls_is_not_spoken_to(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    plain = HttpServer(lambda _: reply(b'{"status":"ok"}'), one_request_a_connection=True)
    with plain, line_to(plain, authority.ca_file.read_text()) as line, pytest.raises(Unavailable) as fault:
        ask_health(line)
    assert fault.value.code in {"server-untrusted", "server-absent"}
