"""What a shop could have plugged in, for scenes and tests; what is chosen is kept here."""

from dataclasses import replace

from drivers.ports import DeviceKind, FoundDevice, Guarantee
from loyalty.identity.card_rules import NO_RULES
from terminal.configuration import parse_configuration
from terminal.device_options import DeviceOption, device_options
from terminal.shared_lines import SharedLine
from ui.presenters.devices.errands import Kick, Setup

FOUND = (
    FoundDevice(
        kind=DeviceKind.PRINTER,
        way="usb",
        setting="usblp:///dev/usb/lp0",
        what="EPSON TM-T82III",
        guarantee=Guarantee.FOUND_OUT,
    ),
    FoundDevice(
        kind=DeviceKind.PRINTER,
        way="usb",
        setting="",
        what="Xprinter XP-58",
        guarantee=Guarantee.FOUND_OUT,
        hindrance="usblp-missing",
    ),
    FoundDevice(
        kind=DeviceKind.PRINTER, way="cups", setting="cups:receipts", guarantee=Guarantee.UNCONFIRMED
    ),
    FoundDevice(
        kind=DeviceKind.SCANNER,
        way="serial",
        setting="serial:///dev/serial/by-id/usb-Zebra_DS2208",
        what="Symbol DS2208",
    ),
    FoundDevice(kind=DeviceKind.SCANNER, way="hid", setting="hid://0c2e:0b61", what="Honeywell Xenon 1900"),
    FoundDevice(kind=DeviceKind.SCANNER, way="keyboard", setting="wedge"),
    FoundDevice(kind=DeviceKind.DISPLAY, way="serial", setting="serial:///dev/ttyS0"),
)
ON_THE_NETWORK = FoundDevice(
    kind=DeviceKind.PRINTER,
    way="network",
    setting="tcp://192.168.1.60:9100",
    what="TM-m30",
    guarantee=Guarantee.FOUND_OUT,
)


_OPTIONS = device_options(
    parse_configuration(
        'printer = "virtual"\npole_display = "serial:///dev/ttyS0"\n'
        '[second_printer]\nat = "cups:Office"\nslips = ["shift"]'
    )[0],
    logos=("logo.png",),
)
PRINTER = "printer"


class SampleDevices:
    """Implements `ui.presenters.devices.errands.DevicesErrands`; `calls` is what it was asked to do."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.plugged: tuple[FoundDevice, ...] = FOUND
        self.on_network: tuple[FoundDevice, ...] = (ON_THE_NETWORK,)
        self.now = {("printer", "tcp://192.168.1.50"), ("scanner", "wedge")}
        self.set: dict[str, str] = {}
        self.old_cards = NO_RULES
        self.taken: tuple[SharedLine, ...] = ()
        self.refusal: Exception | None = None
        self.kick: Kick = "recorded"

    def setup(self) -> Setup:
        """What is chosen, and what is set of it."""
        options = (replace(each, value=self.set.get(each.name, each.value)) for each in _OPTIONS)
        kinds = {kind for kind, _ in self.now}
        there = (each for each in options if (PRINTER if each.kind == "drawer" else each.kind) in kinds)
        return Setup(
            chosen=frozenset(self.now), options=tuple(there), old_cards=self.old_cards, taken=self.taken
        )

    def plugged_in(self) -> tuple[FoundDevice, ...]:
        """What is there."""
        return self.plugged

    def on_the_network(self, addresses_text: str) -> tuple[FoundDevice, ...]:
        """What is on the network."""
        self.calls.append(f"network {addresses_text}")
        return self.on_network

    def choose(self, kind: str, setting: str, *, instead_of: str) -> None:
        """Keep the choice."""
        self._called(f"choose {kind} {setting} {instead_of}".rstrip())
        if kind not in ("scanner", "weighed"):
            self.now = {each for each in self.now if each[0] != kind}
        self.now.discard((kind, instead_of))
        if setting:
            self.now.add((kind, setting))

    def set_option(self, option: DeviceOption, value: str) -> None:
        """Keep the value."""
        self._called(f"set {option.kind} {option.name} {value}")
        self.set[option.name] = value

    def print_test_page(self, *, second: bool = False) -> None:
        """Print."""
        self._called("second page" if second else "page")

    def open_drawer(self) -> Kick:
        """Open."""
        self._called("drawer")
        return self.kick

    def show_on_display(self) -> None:
        """Show."""
        self._called("rows")

    def _called(self, what: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.calls.append(what)
