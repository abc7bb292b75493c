"""The errands of the screen *Devices* before there is a till: each device is tried by itself.

What is chosen goes into the settings file, and the till that comes after it finds it there. Scanners with a
line of their own are heard from when they are chosen until `close`.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from drivers.ports import FoundDevice, Scan, ScannerLink
from loyalty.errors import Refused, Unavailable
from resources.catalogue import Catalogue
from terminal.bootstrap.device_list import (
    ENTRIES,
    chosen_settings,
    hear,
    local_devices,
    network_devices,
    picture_files,
    seen_through,
)
from terminal.bootstrap.devices import DRAWER_PINS, PrinterMemory, pole_display, receipt_printer
from terminal.bootstrap.trials import Trial, try_display, try_drawer, try_printer
from terminal.clock import SystemClock
from terminal.configuration import Configuration, read_configuration
from terminal.device_options import DeviceOption, device_options, option_entries, second_entries
from terminal.receipts.page import PagePainter
from terminal.settings_file import Entry, write_entries
from ui.presenters.devices.errands import Kick, Setup

_WINDOW: Final = "window"


class SetupDevices:
    """Implements `ui.presenters.devices.errands.DevicesErrands`. Scans come on threads of their own."""

    def __init__(
        self,
        folder: Path,
        painter: PagePainter,
        *,
        texts: Callable[[], Catalogue],
        on_scan: Callable[[Scan], None],
        on_bank_card: Callable[[], None],
    ) -> None:
        self._folder = folder
        self._file = folder / "till.toml"
        self._painter = painter
        self._texts = texts
        self._on_scan = on_scan
        self._on_bank_card = on_bank_card
        self._heard = ExitStack()

    def setup(self) -> Setup:
        """What the settings file says."""
        configuration = read_configuration(self._file)
        window = {(_WINDOW, "on")} if configuration.customer_window else set[tuple[str, str]]()
        options = device_options(configuration, logos=picture_files(self._folder))
        return Setup(chosen=chosen_settings(configuration) | window, options=options)

    def plugged_in(self) -> tuple[FoundDevice, ...]:
        """What hangs on this computer."""
        return local_devices()

    def on_the_network(self, addresses_text: str) -> tuple[FoundDevice, ...]:
        """Printers on the network."""
        return network_devices(addresses_text)

    def choose(self, kind: str, setting: str, *, instead_of: str) -> None:
        """Write the settings file; a scanner is heard from now on."""
        self._write(self._entries(kind, setting, instead_of))

    def set_option(self, option: DeviceOption, value: str) -> None:
        """The same for one option."""
        configuration = read_configuration(self._file)
        self._write(option_entries(configuration, option.kind, option.name, value, of=option.of))

    def listen(self) -> None:
        """Hear the scanners that are chosen, and no others."""
        self.close()
        self._heard = hear(
            read_configuration(self._file),
            on_scan=self._on_scan,
            on_link=_unheard,
            on_bank_card=self._on_bank_card,
        )

    def close(self) -> None:
        """Hear no scanner any more."""
        self._heard.close()

    def print_test_page(self, *, second: bool = False) -> None:
        """Print the test page, and say what came of it.

        Raises:
            Refused: `printer-not-running`: none is chosen.
            Unavailable: the printer.
        """
        configuration = read_configuration(self._file)
        if second:
            raise Refused("first-start-later")
        texts = self._texts()
        printer = receipt_printer(configuration, PrinterMemory(self._folder))
        if printer is None:
            raise Refused("printer-not-running")
        self._check(try_printer(printer, self._painter, SystemClock(), texts=texts))

    def open_drawer(self) -> Kick:
        """Kick the drawer; raises as `print_test_page`."""
        configuration = read_configuration(self._file)
        printer = receipt_printer(configuration, PrinterMemory(self._folder))
        if printer is None:
            raise Refused("printer-not-running")
        self._check(try_drawer(printer, DRAWER_PINS[configuration.drawer_pin]))
        return "unrecorded"

    def show_on_display(self) -> None:
        """Show two full rows; raises as `print_test_page`."""
        display = pole_display(read_configuration(self._file))
        if display is None:
            raise Refused("display-not-running")
        self._check(try_display(display))

    def _check(self, trial: Trial) -> None:
        """What went ill is an error like any other, but no sale is kept: there is none yet."""
        if trial.verdict != "ill":
            return
        of_trial = f"trial-{trial.why}"
        code = of_trial if self._texts().has(f"error.{of_trial}") else trial.why
        raise Unavailable(code, retry=True, **trial.params)

    def _write(self, entries: Sequence[Entry]) -> None:
        write_entries(self._file, entries, real_name=seen_through)
        self.listen()

    def _entries(self, kind: str, setting: str, instead_of: str) -> Sequence[Entry]:
        configuration = read_configuration(self._file)
        match kind:
            case "window":
                return (Entry("customer_window", bool(setting)),)
            case "second":
                return second_entries(configuration, setting)
            case "scanner":
                named = _named(configuration, kind, instead_of)
                return (Entry("scanner", [*named, *([setting] if setting else [])]),)
            case _ if kind in ENTRIES:
                return (Entry(ENTRIES[kind], setting or None),)
            case _:
                raise Refused("first-start-later")


def _named(configuration: Configuration, kind: str, but: str) -> list[str]:
    return sorted(each for of, each in chosen_settings(configuration) if of == kind and each != but)


def _unheard(_: ScannerLink) -> None:
    """Whether a scanner is there shows when it scans."""
