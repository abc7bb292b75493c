"""A look at port 9100 of addresses that somebody named: who takes a connection there, and no more than that.

Bounded in addresses, in connections at once and in time. No address is tried that was not named.
"""

import errno
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final, TypeAlias, cast

from drivers.printer_search.found import FoundPrinter, Way, network_setting
from drivers.transports.tcp import PORT

MOST_ADDRESSES: Final = 256
AT_ONCE: Final = 32
EACH_S: Final = 0.5
_LAST_PORT: Final = 65_535

_Door: TypeAlias = tuple[str, int]
"""An address and a port of it."""
_Knock: TypeAlias = tuple[_Door, socket.socket]

_PENDING = {errno.EINPROGRESS, errno.EWOULDBLOCK}


class AddressesRefused(ValueError):
    """The text names no addresses, or too many; the message says which part of it."""


def read_addresses(text: str) -> tuple[str, ...]:
    """The addresses in `192.168.1.60:9101, 192.168.1.80-90 10.0.0.0/28`, at most `MOST_ADDRESSES`.

    A port that is written keeps its place behind its address.

    Raises:
        AddressesRefused: a part of it is no address, no range and no network, or they are too many.
    """
    found: dict[str, None] = {}
    for part in text.replace(",", " ").split():
        for address in _read_part(part):
            found[address] = None
            if len(found) > MOST_ADDRESSES:
                raise AddressesRefused(part)
    return tuple(found)


def look_at_network(
    addresses: Sequence[str], *, port: int = PORT, each_s: float = EACH_S
) -> Iterator[FoundPrinter]:
    """Those of the addresses that take a connection; at most `each_s` for every `AT_ONCE` of them.

    An address that says no port of its own is tried at `port`.
    """
    doors = [_door_of(each, port) for each in addresses[:MOST_ADDRESSES]]
    for start in range(0, len(doors), AT_ONCE):
        taking = _taking(doors[start : start + AT_ONCE], each_s)
        for address, at in sorted(taking, key=lambda door: (by_number(door[0]), door[1])):
            yield FoundPrinter(way=Way.NETWORK, setting=network_setting(address, at))


def by_number(address: str) -> tuple[int, int]:
    """The order of addresses, those of version 4 first."""
    read = ip_address(address)
    return read.version, int(read)


def _read_part(part: str) -> Iterator[str]:
    try:
        if "/" in part:
            yield from _read_network(part)
        elif "-" in part:
            yield from _read_range(part)
        elif "." in part and ":" in part:
            yield _with_port(part)
        else:
            yield str(ip_address(part))
    except ValueError as error:
        raise AddressesRefused(part) from error


def _with_port(part: str) -> str:
    """An IPv4 address with a port, as every printer's own page writes it."""
    address, _, port = part.partition(":")
    if not port.isdecimal() or not 0 < int(port) <= _LAST_PORT:
        raise ValueError(port)
    return f"{IPv4Address(address)}:{int(port)}"


def _door_of(written: str, port: int) -> _Door:
    if "." not in written:
        return written, port
    address, _, own = written.partition(":")
    return address, int(own) if own else port


def _read_network(part: str) -> Iterator[str]:
    network = ip_network(part, strict=False)
    if network.num_addresses > MOST_ADDRESSES:
        raise AddressesRefused(part)
    yield from map(str, network.hosts())


def _read_range(part: str) -> Iterator[str]:
    """From an IPv4 address to another, or to a last number: `192.168.1.80-90`."""
    first_text, _, last_text = part.partition("-")
    first = IPv4Address(first_text)
    whole_last = last_text if "." in last_text else f"{first_text.rpartition('.')[0]}.{last_text}"
    last = IPv4Address(whole_last)
    if not int(first) <= int(last) < int(first) + MOST_ADDRESSES:
        raise AddressesRefused(part)
    for number in range(int(first), int(last) + 1):
        yield str(IPv4Address(number))


def _taking(doors: Sequence[_Door], timeout_s: float) -> list[_Door]:
    """Knock at all of them at once; a connection that is taken is closed again."""
    taking: list[_Door] = []
    with selectors.DefaultSelector() as waiting:
        for door in doors:
            _knock(door, waiting)
        deadline = time.monotonic() + timeout_s
        while waiting.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in waiting.select(left):
                door, knocking = cast("_Knock", key.data)
                if not knocking.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    taking.append(door)
                waiting.unregister(knocking)
                knocking.close()
        for key in list(waiting.get_map().values()):
            cast("_Knock", key.data)[1].close()
    return taking


def _knock(door: _Door, waiting: selectors.BaseSelector) -> None:
    family = socket.AF_INET6 if ":" in door[0] else socket.AF_INET
    knocking = socket.socket(family, socket.SOCK_STREAM)
    knocking.settimeout(0)
    try:
        pending = knocking.connect_ex(door) in {0, *_PENDING}
    except OSError:
        pending = False
    if pending:
        waiting.register(knocking, selectors.EVENT_WRITE, (door, knocking))
    else:
        knocking.close()
