"""One printer that a search has found, by the name under which the settings know it."""

from dataclasses import dataclass
from enum import Enum

from drivers.ports import Guarantee
from drivers.transports.tcp import PORT


class Way(Enum):
    """How it is connected, in the order in which one should choose."""

    NETWORK = "network"
    SERIAL = "serial"
    USB = "usb"
    WINDOWS = "windows"
    CUPS = "cups"


GUARANTEES = {
    Way.NETWORK: Guarantee.FOUND_OUT,
    Way.SERIAL: Guarantee.FOUND_OUT,
    Way.USB: Guarantee.FOUND_OUT,
    Way.WINDOWS: Guarantee.UNCONFIRMED,
    Way.CUPS: Guarantee.UNCONFIRMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPrinter:
    """A printer to choose. `setting` is what `printer = …` in the settings file takes.

    `what` is what it calls itself, empty if it does not say. `hindrance` is the code of what has to be mended
    before it can be used, None if nothing is known.
    """

    way: Way
    setting: str
    what: str = ""
    hindrance: str | None = None

    @property
    def guarantee(self) -> Guarantee:
        """What one may rely on, before anything is known of the model."""
        return GUARANTEES[self.way]


def network_setting(host: str, port: int) -> str:
    """How the settings name a printer on the network: without the port that is meant anyway."""
    place = f"[{host}]" if ":" in host else host
    return f"tcp://{place}" if port == PORT else f"tcp://{place}:{port}"
