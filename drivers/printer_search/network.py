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

_Knock: TypeAlias = tuple[str, socket.socket]

_PENDING = {errno.EINPROGRESS, errno.EWOULDBLOCK}


class AddressesRefused(ValueError):
    """The text names no addresses, or too many; the message says which part of it."""


def read_addresses(text: str) -> tuple[str, ...]:
    """The addresses in `192.168.1.60, 192.168.1.80-90 10.0.0.0/28`, at most `MOST_ADDRESSES`.

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
    """Those of the addresses that take a connection; at most `each_s` for every `AT_ONCE` of them."""
    for start in range(0, min(len(addresses), MOST_ADDRESSES), AT_ONCE):
        taking = _taking(addresses[start : start + AT_ONCE], port, each_s)
        for address in sorted(taking, key=by_number):
            yield FoundPrinter(way=Way.NETWORK, setting=network_setting(address, port))


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
        else:
            yield str(ip_address(part))
    except ValueError as error:
        raise AddressesRefused(part) from error


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


def _taking(addresses: Sequence[str], port: int, timeout_s: float) -> list[str]:
    """Knock at all of them at once; a connection that is taken is closed again."""
    taking: list[str] = []
    with selectors.DefaultSelector() as waiting:
        for address in addresses:
            _knock(address, port, waiting)
        deadline = time.monotonic() + timeout_s
        while waiting.get_map() and (left := deadline - time.monotonic()) > 0:
            for key, _ in waiting.select(left):
                address, knocking = cast("_Knock", key.data)
                if not knocking.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    taking.append(address)
                waiting.unregister(knocking)
                knocking.close()
        for key in list(waiting.get_map().values()):
            cast("_Knock", key.data)[1].close()
    return taking


def _knock(address: str, port: int, waiting: selectors.BaseSelector) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    knocking = socket.socket(family, socket.SOCK_STREAM)
    knocking.settimeout(0)
    try:
        pending = knocking.connect_ex((address, port)) in {0, *_PENDING}
    except OSError:
        pending = False
    if pending:
        waiting.register(knocking, selectors.EVENT_WRITE, (address, knocking))
    else:
        knocking.close()
