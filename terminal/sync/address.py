"""Where the server is, read from what a person typed; what is unsafe is refused in a sentence."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from loyalty.errors import Refused

_HTTPS_PORT = 443


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    """A server's host, port and base path (empty, or `/…` without a slash at its end)."""

    secure: bool
    host: str
    port: int
    path: str = ""

    @property
    def url(self) -> str:
        """The address as it is shown and kept."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{self.path}"


def parse_server_url(text: str) -> ServerAddress:
    """Read `https://host[:port][/path]`; `http` is for this machine itself: the demo and tests.

    Raises:
        Refused: `server-url-unreadable`; `server-url-insecure` for http to another machine.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Refused("server-url-unreadable", text=text) from error
    extras = parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in {"http", "https"} or not host or extras:
        raise Refused("server-url-unreadable", text=text)
    secure = parts.scheme == "https"
    if not secure and not _is_loopback(host):
        raise Refused("server-url-insecure", text=text)
    default_port = _HTTPS_PORT if secure else 80
    return ServerAddress(secure=secure, host=host, port=port or default_port, path=parts.path.rstrip("/"))


def is_of_this_machine(url: str) -> bool:
    """Whether an address as it is kept leads nowhere but to the machine that it is used on."""
    return _is_loopback(urlsplit(url).hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
