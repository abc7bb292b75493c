"""Printers that announce themselves on the network (Bonjour, mDNS): `_pdl-datastream` is port 9100 by name.

The library is imported when somebody searches. It listens and asks within the local network only.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from drivers.printer_search.found import FoundPrinter, Way, network_setting

if TYPE_CHECKING:
    from zeroconf import ServiceInfo

SERVICE = "_pdl-datastream._tcp.local."
LISTEN_S = 2.0
_ASK_S = 1.0


class Announcements(Protocol):
    """What is needed of the network's announcements."""

    def names(self, service: str, *, timeout_s: float) -> list[str]:
        """The names announced for a service within the time."""
        ...

    def info(self, service: str, name: str, *, timeout_s: float) -> "ServiceInfo | None":
        """What one of them says of itself."""
        ...

    def close(self) -> None:
        """Listen no more."""
        ...


def announced_printers(
    *, listen: "Callable[[], Announcements] | None" = None, timeout_s: float = LISTEN_S
) -> list[FoundPrinter]:
    """The printers that say they are there within the time; none where the network cannot be listened to."""
    try:
        announcements = (listen or ZeroconfAnnouncements)()
    except OSError:
        return []
    try:
        found: list[FoundPrinter] = []
        for name in announcements.names(SERVICE, timeout_s=timeout_s):
            info = announcements.info(SERVICE, name, timeout_s=_ASK_S)
            if info is not None and info.port and (addresses := info.parsed_addresses()):
                host = next((one for one in addresses if ":" not in one), addresses[0])
                setting = network_setting(host, info.port)
                found.append(FoundPrinter(way=Way.NETWORK, setting=setting, what=_what(info, name)))
        return sorted(found, key=lambda each: each.setting)
    finally:
        announcements.close()


def _what(info: "ServiceInfo", name: str) -> str:
    """The model: its key `ty` (Bonjour's printing specification), or the name without the service."""
    said = info.decoded_properties.get("ty")
    return said or name.removesuffix(f".{SERVICE}")


class ZeroconfAnnouncements:
    """The announcements of this computer's network."""

    def __init__(self) -> None:
        """Raises OSError where there is no network to listen to."""
        from zeroconf import Zeroconf

        self._zeroconf = Zeroconf()

    def names(self, service: str, *, timeout_s: float) -> list[str]:
        """Listen for the whole time: nobody says that there are no more."""
        from zeroconf import ServiceBrowser, ServiceStateChange, Zeroconf

        heard: dict[str, None] = {}

        def hear(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
            del zeroconf, service_type
            if state_change is not ServiceStateChange.Removed:
                heard[name] = None

        browser = ServiceBrowser(self._zeroconf, service, handlers=[hear])
        threading.Event().wait(timeout_s)
        browser.cancel()
        return list(heard)

    def info(self, service: str, name: str, *, timeout_s: float) -> "ServiceInfo | None":
        """Ask for address, port and model."""
        return self._zeroconf.get_service_info(service, name, timeout=int(timeout_s * 1000))

    def close(self) -> None:
        """Close its sockets and its thread."""
        self._zeroconf.close()
