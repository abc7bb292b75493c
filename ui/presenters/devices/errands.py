"""What the screen *Devices* asks of the till, as it calls it."""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from drivers.ports import FoundDevice
from loyalty.identity.card_rules import NO_RULES, CardRules
from terminal.device_options import DeviceOption
from terminal.shared_lines import SharedLine

Chosen = frozenset[tuple[str, str]]
"""Kind and setting of each device that the settings file names, as the search names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the settings file says: which devices, and what is set of them.

    `old_cards` are the store's rules, by which a trial says what a number is; `taken` the devices that are
    on the port of another one.
    """

    chosen: Chosen = frozenset()
    options: tuple[DeviceOption, ...] = ()
    old_cards: CardRules = NO_RULES
    taken: tuple[SharedLine, ...] = ()


NOTHING_SET: Final = Setup()

Kick = Literal["recorded", "unrecorded"]
"""What became of a wish to open the drawer; before there is a till nobody is signed in and no book kept."""


class DevicesErrands(Protocol):
    """Each call is made on the lane named with it; each may raise `Refused` or `Unavailable`."""

    def setup(self) -> Setup:
        """What the settings file says (look-up lane)."""
        ...

    def plugged_in(self) -> tuple[FoundDevice, ...]:
        """What hangs on this computer (look-up lane)."""
        ...

    def on_the_network(self, addresses_text: str) -> tuple[FoundDevice, ...]:
        """Printers that announce themselves or take a connection at the addresses (net lane); seconds."""
        ...

    def choose(self, kind: str, setting: str, *, instead_of: str) -> None:
        """Use a device from now on, or no more where `setting` is empty (devices lane; some seconds).

        It is named in the settings file first. `instead_of` is the setting it takes the place of, of a
        scanner; empty if it comes beside the others.
        """
        ...

    def set_option(self, option: DeviceOption, value: str) -> None:
        """Set an option in the settings file and work by it (devices lane; some seconds)."""
        ...

    def print_test_page(self, *, second: bool = False) -> None:
        """Queue the test page, of the second printer where `second` says so (store lane)."""
        ...

    def open_drawer(self) -> Kick:
        """Have the drawer opened, and record who asked if somebody is signed in (store lane)."""
        ...

    def show_on_display(self) -> None:
        """Show two full rows on the pole display at work (look-up lane).

        Raises:
            Refused: `display-not-running`: none is chosen.
        """
        ...
