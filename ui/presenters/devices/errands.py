"""What the screen *Devices* asks of the till, as it calls it."""

from typing import Protocol

from drivers.ports import FoundDevice

Chosen = frozenset[tuple[str, str]]
"""Kind and setting of each device that the settings file names, as the search names them."""


class DevicesErrands(Protocol):
    """Each call is made on the lane named with it; each may raise `Refused` or `Unavailable`."""

    def chosen(self) -> Chosen:
        """What the settings file names (look-up lane)."""
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

    def print_test_page(self) -> None:
        """Queue the test page (store lane)."""
        ...

    def open_drawer(self) -> None:
        """Queue a kick and record who asked (store lane)."""
        ...

    def show_on_display(self) -> None:
        """Show two full rows on the pole display at work (look-up lane).

        Raises:
            Refused: `display-not-running`: none is chosen.
        """
        ...
