"""How often one address may guess: pairing codes that are wrong, signatures that do not fit; by each process.

Nobody else is held up by it: a request whose signature holds is answered, whatever came from the same address
before. Of several workers each counts for itself, so an address has at most their number times as many tries;
all codes together are limited in the database (`usecases.throttle`). Addresses are kept up to a number, those
heard of longest ago go first. An IPv6 host has a whole network of addresses, and counts as one.
"""

import ipaddress
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from starlette.requests import Request

from loyalty.errors import Refused
from server.clock import Clock
from server.limits import Allowance

MOST_ADDRESSES: Final = 4_096
CODES_OF_ADDRESS: Final = Allowance(burst=10, every=timedelta(seconds=30))
SIGNATURES_OF_ADDRESS: Final = Allowance(burst=60, every=timedelta(seconds=1))
_NETWORK_BITS = 64


class Guard:
    """What one kind of guess has cost each address; safe from any thread."""

    def __init__(self, allowance: Allowance, clock: Clock, *, code: str) -> None:
        """`code` is what somebody is told who guessed too often."""
        self._allowance = allowance
        self._clock = clock
        self._code = code
        self._full_at: OrderedDict[str, datetime] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, address: str) -> None:
        """Whether this address may guess once more.

        Raises:
            Refused: with the code of this guard, and the seconds to wait.
        """
        with self._lock:
            wait = self._allowance.wait(self._full_at.get(address), self._clock.now())
        if wait:
            raise Refused(self._code, seconds=wait)

    def count(self, address: str) -> None:
        """A guess was wrong."""
        with self._lock:
            full_at = self._allowance.take(self._full_at.pop(address, None), self._clock.now())
            self._full_at[address] = full_at
            while len(self._full_at) > MOST_ADDRESSES:
                self._full_at.popitem(last=False)

    def __len__(self) -> int:
        """How many addresses are remembered."""
        return len(self._full_at)


class Guards:
    """All that is guarded in one process."""

    def __init__(self, clock: Clock) -> None:
        self.codes = Guard(CODES_OF_ADDRESS, clock, code="too-many-codes")
        self.signatures = Guard(SIGNATURES_OF_ADDRESS, clock, code="too-many-signatures")


def guards_of(request: Request) -> Guards:
    """Those of the application that a request came to."""
    guards: Guards = request.app.state.guards
    return guards


def address_of(request: Request) -> str:
    """Whom a request is counted for."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, _NETWORK_BITS), strict=False))
    return str(address)
