"""The server's own HTTPS, by uvicorn, and the till's own line: who is believed, and how keys are replaced."""

import socket
import ssl
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from cryptography import x509

from loyalty.errors import Refused, Unavailable
from server.authority import make_authority, renew_certificate
from server.context import Server
from server.keys import ServerKeys
from server.routes.app import create_app
from server.store.database import open_database
from server.store.migrations import migrate
from terminal.clock import SystemClock
from terminal.sync.address import parse_server_url
from terminal.sync.client import ask_health
from terminal.sync.line import ServerLine


class Listening:
    """A server with the certificate of a folder, on a port of this machine."""

    def __init__(self, folder: Path, data: Path) -> None:
        database = open_database(None, data)
        migrate(database)
        self._database = database
        app = create_app(Server(database=database, keys=ServerKeys(bytes(32))))
        config = uvicorn.Config(
            app,
            port=0,
            log_level="error",
            access_log=False,
            ssl_certfile=folder / "server.pem",
            ssl_keyfile=folder / "server.key",
        )
        config.load()
        self._ready = threading.Event()
        self._server = _Announcing(config, self._ready)
        self._thread = threading.Thread(target=self._server.run)

    @contextmanager
    def at_work(self) -> Generator[int]:
        self._thread.start()
        try:
            assert self._ready.wait(20)
            yield self._server.servers[0].sockets[0].getsockname()[1]
        finally:
            self._server.should_exit = True
            self._thread.join(20)
            self._database.close()


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()


def ask(port: int, ca_pem: str | None, *, host: str = "localhost") -> None:
    line = ServerLine(
        parse_server_url(f"https://{host}:{port}"), ca_pem=ca_pem, monotonic=SystemClock().monotonic
    )
    try:
        ask_health(line)
    finally:
        line.close()


@pytest.fixture
def tls(tmp_path: Path) -> Path:
    make_authority(tmp_path / "tls", ["localhost"])
    return tmp_path / "tls"


def another(folder: Path, *hosts: str) -> str:
    make_authority(folder, hosts or ["localhost"])
    return (folder / "ca.pem").read_text()


def test_the_pinned_authority_is_believed_and_nothing_else(tls: Path, tmp_path: Path) -> None:
    pinned = (tls / "ca.pem").read_text()
    stranger = another(tmp_path / "stranger")
    with Listening(tls, tmp_path).at_work() as port:
        ask(port, pinned)
        for ca_pem, host in ((stranger, "localhost"), (None, "localhost"), (pinned, "127.0.0.1")):
            with pytest.raises(Unavailable, match="server-untrusted"):
                ask(port, ca_pem, host=host)
        with pytest.raises(Unavailable, match="server-authority-unreadable"):
            ask(port, "no certificate")


def test_a_certificate_that_signed_itself_is_not_believed(tls: Path, tmp_path: Path) -> None:
    impostor = tmp_path / "impostor"
    another(impostor)
    for name in ("pem", "key"):  # the authority's own certificate, shown as the server's
        (impostor / f"server.{name}").write_bytes((impostor / f"ca.{name}").read_bytes())
    with (
        Listening(impostor, tmp_path).at_work() as port,
        pytest.raises(Unavailable, match="server-untrusted"),
    ):
        ask(port, (tls / "ca.pem").read_text())


def test_no_older_tls_is_spoken(tls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor without a certificate, nor for another name: nobody in the middle can talk the till down."""
    made: list[ssl.SSLContext] = []
    make = ssl.create_default_context

    def noted(*, cadata: str | None) -> ssl.SSLContext:
        made.append(make(cadata=cadata))
        return made[-1]

    monkeypatch.setattr("terminal.sync.line.ssl.create_default_context", noted)
    with Listening(tls, tmp_path).at_work() as port:
        ask(port, (tls / "ca.pem").read_text())
    (context,) = made
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize("url", ["http://10.0.0.5:8443", "http://till.example.vn", "http://[2001:db8::1]"])
def test_another_machine_is_never_spoken_to_in_the_clear(url: str) -> None:
    with pytest.raises(Refused, match="server-url-insecure"):
        parse_server_url(url)


def test_a_new_certificate_by_the_same_authority_is_believed_at_once(tls: Path, tmp_path: Path) -> None:
    pinned, old = (tls / "ca.pem").read_text(), (tls / "server.pem").read_bytes()
    renew_certificate(tls, ["localhost", "10.0.0.5"])
    new = (tls / "server.pem").read_bytes()
    assert x509.load_pem_x509_certificate(new) != x509.load_pem_x509_certificate(old)
    assert (tls / "server.key").stat().st_mode & 0o777 == 0o600
    with Listening(tls, tmp_path).at_work() as port:
        ask(port, pinned)


def test_without_its_authority_no_certificate_is_renewed(tls: Path) -> None:
    old = (tls / "server.pem").read_bytes()
    (tls / "ca.key").unlink()
    with pytest.raises(Refused, match="authority-missing"):
        renew_certificate(tls, ["localhost"])
    assert (tls / "server.pem").read_bytes() == old


def test_two_authorities_are_believed_while_one_replaces_the_other(tls: Path, tmp_path: Path) -> None:
    old, new = (tls / "ca.pem").read_text(), another(tmp_path / "new")
    both = old + new
    with Listening(tls, tmp_path).at_work() as port:
        ask(port, both)
    (tmp_path / "second").mkdir()
    with Listening(tmp_path / "new", tmp_path / "second").at_work() as port:
        ask(port, both)
        ask(port, new)
        with pytest.raises(Unavailable, match="server-untrusted"):
            ask(port, old)
