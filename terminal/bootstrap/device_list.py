"""What there is to choose from and what is chosen, by the same names; and who comes and goes."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final

from drivers.device_search import on_the_network, plugged_in
from drivers.discovery import real_port, serial_ports
from drivers.hid.hidapi_bus import HidApiBus
from drivers.ports import FoundDevice, Scan, ScannerLink
from drivers.printer_search.network import AddressesRefused, read_addresses
from loyalty.errors import Refused
from loyalty.identity.weighed import WeighedTable
from terminal.bootstrap.devices import scanner_of
from terminal.configuration import Configuration, parse_configuration, read_configuration
from terminal.display_settings import written_pole
from terminal.printer_settings import written_printer
from terminal.scanner_settings import written_scanner
from terminal.shared_lines import SharedLine, shared_lines

ENTRIES: Final = {"printer": "printer", "drawer": "printer", "display": "pole_display", "scanner": "scanner"}
"""The entry of the settings file that names each kind of device."""

seen_through: Final = real_port
"""What a name of a port means on this computer now; see `write_entries`."""

TAKEN: Final = "configuration.line-taken"
"""What is said of a device whose line another one has."""

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif"})


def search(addresses: Sequence[str] = (), *, announced: bool = False) -> Iterator[FoundDevice]:
    """Everything that there is to choose from; the network only where it is asked for.

    Raises:
        Refused: `addresses-refused` (part).
    """
    named = _addresses(" ".join(addresses))
    yield from plugged_in()
    if named or announced:
        yield from on_the_network(named)


def local_devices() -> tuple[FoundDevice, ...]:
    """What hangs on this computer; within a second."""
    return tuple(plugged_in())


def network_devices(addresses_text: str) -> tuple[FoundDevice, ...]:
    """Printers that announce themselves, and those that take a connection at the addresses; some seconds.

    Raises:
        Refused: `addresses-refused` (part).
    """
    return tuple(on_the_network(_addresses(addresses_text)))


def chosen_settings(configuration: Configuration) -> frozenset[tuple[str, str]]:
    """Kind and setting of each device that the file names, as the search names them."""
    chosen: set[tuple[str, str]] = set()
    if configuration.printer is not None:
        chosen.add(("printer", written_printer(configuration.printer)))
    if configuration.wedge is not None:
        chosen.add(("scanner", written_scanner(configuration.wedge)))
    chosen |= {("scanner", written_scanner(each)) for each in configuration.scanners}
    if configuration.second_printer is not None:
        chosen.add(("second", written_printer(configuration.second_printer.at)))
    if configuration.pole_display is not None:
        chosen.add(("display", written_pole(configuration.pole_display)))
    return frozenset(chosen)


def taken_lines(configuration: Configuration) -> tuple[SharedLine, ...]:
    """Each device that is on the port of another one as things are plugged in now, whatever it is called."""
    return tuple(shared_lines(configuration, real_name=seen_through))


def written_labels(table: WeighedTable) -> tuple[str, ...]:
    """The patterns of the scale's labels, as a person writes them: `21.....{NNDDD} = weight`."""
    return tuple(f"{pattern.written} = {pattern.meaning}" for pattern in table.patterns)


def picture_files(folder: Path) -> tuple[str, ...]:
    """The pictures in the data folder that could be a logo, by name."""
    try:
        return tuple(sorted(path.name for path in folder.iterdir() if path.suffix.lower() in _PICTURES))
    except OSError:
        return ()


def configured(path: Path, device: str, setting: str | None) -> Configuration:
    """The settings file, with `setting` in the place of the device it names, if one is given.

    Raises:
        Refused: `configuration-refused`, the file; `device-setting` (setting): it is none.
        Unavailable: `configuration-unreadable`.
    """
    if setting is None:
        return read_configuration(path)
    written = json.dumps(setting, ensure_ascii=False)  # what JSON escapes in a text, TOML escapes alike
    configuration, faults = parse_configuration(f"{ENTRIES[device]} = {written}")
    if faults:
        raise Refused("device-setting", setting=setting, forms=faults[0].hint)
    return _with_device(read_configuration(path), device, configuration)


def _with_device(file: Configuration, device: str, given: Configuration) -> Configuration:
    """The file's settings, with where the device is as it is given: paper and pins stay the file's."""
    if device == "scanner":
        return replace(file, scanners=given.scanners, wedge=given.wedge)
    if device == "display":
        return replace(file, pole_display=given.pole_display)
    return replace(file, printer=given.printer)


def hear(
    configuration: Configuration,
    *,
    on_scan: Callable[[Scan], None],
    on_link: Callable[[ScannerLink], None],
    on_bank_card: Callable[[], None],
) -> ExitStack:
    """Start every scanner that can be heard without a window; closing the result stops them.

    How many there are is in the links: each tells of itself once, at once.
    """
    stack = ExitStack()
    for number, setting in enumerate(configuration.scanners, start=1):
        if setting.line != "virtual":
            scanner = scanner_of(number, setting)
            stack.callback(scanner.stop)
            scanner.start(on_scan=on_scan, on_link=on_link, on_bank_card=on_bank_card)
    return stack


def there_now() -> frozenset[tuple[str, str]]:
    """Setting and name of all that is plugged in and can be pulled; quick enough to ask twice a second."""
    ports = {(f"serial://{port.lasting_name}", port.description) for port in serial_ports()}
    scanners = {(f"hid://{each.ids}", each.description) for each in HidApiBus().scanners()}
    printers = {
        (device.setting, device.what) for device in plugged_in(ports=lambda: ()) if device.way == "usb"
    }
    return frozenset(ports | scanners | printers)


def _addresses(text: str) -> tuple[str, ...]:
    try:
        return read_addresses(text)
    except AddressesRefused as refused:
        raise Refused("addresses-refused", part=str(refused)) from refused
