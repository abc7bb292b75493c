"""The errands of the screen *Devices*, done by the till at work."""

from typing import TYPE_CHECKING, Final

from drivers.ports import FoundDevice
from loyalty.errors import Refused
from terminal.bootstrap.device_list import ENTRIES, chosen_settings, local_devices, network_devices
from terminal.bootstrap.trials import TRIAL_ROWS
from terminal.configuration import read_configuration
from terminal.settings_file import write_entry
from terminal.usecases.drawer import open_drawer
from terminal.usecases.trial import print_test_page
from ui.presenters.devices.errands import Chosen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from terminal.bootstrap.device_rack import DeviceRack
    from terminal.session import Session
    from terminal.settings import TillIdentity
    from terminal.till import Till

_WINDOW: Final = "window"


class TillDevices:
    """Implements `ui.presenters.devices.errands.DevicesErrands`; `session` says who stands here now.

    `rack` are the devices at work, `file` the settings that they and the next start go by.
    """

    def __init__(
        self,
        till: "Till",
        identity: "TillIdentity",
        rack: "DeviceRack",
        *,
        file: "Path",
        session: "Callable[[], Session | None]",
    ) -> None:
        self._till = till
        self._identity = identity
        self._rack = rack
        self._file = file
        self._session = session

    def chosen(self) -> Chosen:
        """What the settings file names."""
        configuration = read_configuration(self._file)
        window = {(_WINDOW, "on")} if configuration.customer_window else set[tuple[str, str]]()
        return chosen_settings(configuration) | window

    def plugged_in(self) -> tuple[FoundDevice, ...]:
        """What hangs on this computer."""
        return local_devices()

    def on_the_network(self, addresses_text: str) -> tuple[FoundDevice, ...]:
        """Printers on the network."""
        return network_devices(addresses_text)

    def choose(self, kind: str, setting: str, *, instead_of: str) -> None:
        """Write the settings file, and work by it from now on."""
        if kind == _WINDOW:
            write_entry(self._file, "customer_window", bool(setting))
        elif kind == "scanner":
            named = sorted(each for of, each in self.chosen() if of == kind and each != instead_of)
            write_entry(self._file, ENTRIES[kind], [*named, *([setting] if setting else [])])
        else:
            write_entry(self._file, ENTRIES[kind], setting or None)
        self._rack.exchange(read_configuration(self._file))

    def print_test_page(self) -> None:
        """Queue the test page."""
        configuration = self._rack.configuration
        if configuration.printer is None:
            raise Refused("printer-not-running")
        print_test_page(self._till, self._identity, configuration)

    def open_drawer(self) -> None:
        """Queue a kick."""
        session = self._session()
        if session is None:
            raise Refused("sign-in-first")
        open_drawer(self._till, session)

    def show_on_display(self) -> None:
        """Show two full rows."""
        if not self._rack.has_pole:
            raise Refused("display-not-running")
        self._rack.show_rows(TRIAL_ROWS)
