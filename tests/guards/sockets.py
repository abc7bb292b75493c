"""No test talks to anything but this machine."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import cast

WATCHED = {"socket.connect": 1, "socket.bind": 1, "socket.sendto": 1, "socket.getaddrinfo": 0}
"""The audit events that carry an address, and where in their arguments it stands."""

_beyond: list[str] = []


def refuse_all_but_loopback() -> None:
    """From now on an address beyond loopback raises; a process cannot take this back."""
    sys.addaudithook(_look)


@contextmanager
def loopback_only() -> Generator[None]:
    """Fail when the test named an address beyond loopback, even if the refusal was swallowed."""
    before = len(_beyond)
    yield
    named = _beyond[before:]
    del _beyond[before:]
    assert not named, f"sockets beyond loopback: {', '.join(named)}"


def _look(event: str, arguments: tuple[object, ...]) -> None:
    place = WATCHED.get(event)
    if place is None or _is_here(arguments[place]):
        return
    _beyond.append(f"{event} {arguments[place]!r}")
    raise AssertionError(f"{event} beyond loopback: {arguments[place]!r}")


def _is_here(address: object) -> bool:
    """Whether this is loopback, or no network address at all (a Unix socket's path, netlink)."""
    if isinstance(address, tuple):
        parts = cast("tuple[object, ...]", address)
        return not isinstance(parts[0], str) or _names_this_machine(parts[0])
    return not isinstance(address, str) or "/" in address or _names_this_machine(address)


def _names_this_machine(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
