"""One kept-alive HTTP connection to the server: bytes out, bytes back, and a name for each way it can fail.

By urllib3, with TLS that trusts the server's own authority and nothing else. Used by one thread; only `abort`
may be called from another. No message, no signature: see `client`.
"""

import contextlib
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http.client import BadStatusLine, HTTPException, IncompleteRead, UnknownProtocol

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError, SSLError
from urllib3.response import HTTPResponse

from loyalty.errors import Unavailable
from terminal.sync.address import ServerAddress

_CHUNK_BYTES = 64 * 1024
_LONGEST_WHY = 160
_NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which the `ssl` module does not name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the till puts up with; the longest answer is far above the largest page of the feed."""

    connect_s: float = 5.0
    byte_s: float = 15.0
    answer_s: float = 60.0
    answer_bytes: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server answered, unread; `date` and `retry_after` are its headers, empty if it sent none.

    `is_second_try`: the same was sent before on a connection that broke, and may have been done then.
    """

    status: int
    content_type: str
    body: bytes
    date: str = ""
    retry_after: str = ""
    is_second_try: bool = False


class ServerLine:
    """The connection; made at the first request, made anew after a failure."""

    def __init__(
        self,
        address: ServerAddress,
        *,
        ca_pem: str | None,
        monotonic: Callable[[], float],
        limits: Limits | None = None,
    ) -> None:
        """`ca_pem` is the authority to trust; None trusts the system's (the first contact at pairing).

        Raises:
            Unavailable: `server-authority-unreadable`: `ca_pem` holds no certificate.
        """
        self._address = address
        self._limits = limits or Limits()
        self._monotonic = monotonic
        self._tls = _tls_context(ca_pem) if address.secure else None
        self._connection: HTTPConnection | None = None

    def send(self, method: str, target: str, *, body: bytes, headers: Mapping[str, str]) -> Reply:
        """One request and its whole answer; `target` is path and query below the server's address.

        Raises:
            Unavailable: `server-absent` (nothing was received there, by no try), `server-untrusted` (not who
                it should be; nothing was sent to it), `server-broke-off` and `server-slow` (it may have been
                done, or not), `server-nonsense` (the answer is no HTTP, or has no end).
        """
        path = self._address.path + target
        try:
            if self._connection is not None and self._connection.is_connected:
                try:
                    return self._exchange(self._connection, method, path, body, headers)
                except ConnectionError:  # the server had let the idle connection go, or heard and broke off
                    return replace(
                        self._exchange(self._connect_again(), method, path, body, headers), is_second_try=True
                    )  # what comes twice is taken once
            return self._exchange(self._connect(), method, path, body, headers)
        except (OSError, HTTPException, HTTPError) as error:
            raise self._unavailable(_code(error), _why(error)) from error

    def close(self) -> None:
        """Hang up; the next request connects again."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def abort(self) -> None:
        """From another thread: make a request that is under way fail at once."""
        connection = self._connection
        sock = connection.sock if connection is not None else None
        if sock is None:
            return
        with contextlib.suppress(OSError):  # it may be over already
            # Below TLS: its own shutdown is not safe to call from here.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _connect_again(self) -> HTTPConnection:
        """Connect for a second try: where that fails, the first may have arrived all the same."""
        try:
            return self._connect()
        except Unavailable as trouble:
            if trouble.code != "server-absent":
                raise
            raise self._unavailable("server-broke-off", str(trouble.params["why"])) from trouble

    def _connect(self) -> HTTPConnection:
        self.close()
        host, port, wait = self._address.host, self._address.port, self._limits.connect_s
        if self._tls is None:
            connection = HTTPConnection(host, port, timeout=wait)
        else:
            connection = HTTPSConnection(host, port, timeout=wait, ssl_context=self._tls)
        try:
            connection.connect()
        except (ssl.SSLError, SSLError) as error:
            raise self._unavailable("server-untrusted", _why(error)) from error
        except (OSError, HTTPError) as error:
            raise self._unavailable("server-absent", _why(error)) from error
        connection.timeout = self._limits.byte_s  # each request hands it on to the socket
        self._connection = connection
        return connection

    def _exchange(
        self, connection: HTTPConnection, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> Reply:
        until = self._monotonic() + self._limits.answer_s
        connection.request(method, path, body=body, headers=headers, preload_content=False)
        response = connection.getresponse()
        return Reply(
            status=response.status,
            content_type=response.headers.get("content-type", ""),
            body=self._read(response, until),
            date=response.headers.get("date", ""),
            retry_after=response.headers.get("retry-after", ""),
        )

    def _read(self, response: HTTPResponse, until: float) -> bytes:
        content = bytearray()
        while chunk := response.read1(_CHUNK_BYTES, decode_content=False):
            content += chunk
            if len(content) > self._limits.answer_bytes:
                raise self._unavailable("server-nonsense", "the answer has no end")
            if self._monotonic() > until:
                raise self._unavailable("server-slow", f"no whole answer in {self._limits.answer_s:.0f} s")
        return bytes(content)

    def _unavailable(self, code: str, why: str) -> Unavailable:
        self.close()
        return Unavailable(code, retry=True, server=self._address.url, why=why)


def _code(error: Exception) -> str:
    """What went wrong once the request was on its way, by the error's type."""
    if isinstance(error, TimeoutError | ReadTimeoutError):
        return "server-slow"
    if isinstance(error, HTTPException) and not isinstance(error, ConnectionError | IncompleteRead):
        return "server-nonsense"
    return "server-broke-off"


def _why(error: BaseException) -> str:
    """The reason in a few words: what the system called it, where it did."""
    if error.__cause__ is not None:
        return _why(error.__cause__)
    if isinstance(error, BadStatusLine | UnknownProtocol):
        return "the answer is not HTTP"  # the error quotes the stranger's bytes
    named = getattr(error, "verify_message", "") or getattr(error, "strerror", "")
    return legible(named or str(error) or type(error).__name__)


def legible(text: str) -> str:
    """What a stranger said, fit for a sentence: one line of printable characters, at most so many."""
    plain = "".join(each if each.isprintable() else " " for each in text)
    words = " ".join(plain.split())
    return words if len(words) <= _LONGEST_WHY else f"{words[:_LONGEST_WHY]}…"


def _tls_context(ca_pem: str | None) -> ssl.SSLContext:
    """Trust in one authority; with a certificate given, Python loads no other.

    A till whose battery is flat believes it is 1970, and must not be locked out: with the store's own
    authority the dates on certificates are not looked at, only signatures and names. Revoking is the
    server's affair: it replaces its certificate, and the till is paired again if the authority is lost.
    """
    try:
        context = ssl.create_default_context(cadata=ca_pem)
    except (ssl.SSLError, ValueError) as error:
        raise Unavailable("server-authority-unreadable", retry=False, why=str(error)) from error
    if ca_pem is not None:
        context.verify_flags |= _NO_CHECK_TIME
    return context
