"""The errands of the screen *Devices*, done by the till at work."""

from typing import TYPE_CHECKING, Final

from drivers.ports import FoundDevice
from loyalty.errors import Refused
from terminal.bootstrap.device_list import (
    ENTRIES,
    chosen_settings,
    local_devices,
    network_devices,
    picture_files,
    seen_through,
    taken_lines,
    written_labels,
)
from terminal.bootstrap.trials import TRIAL_ROWS
from terminal.configuration import read_configuration
from terminal.device_options import DeviceOption, device_options, option_entries, second_entries
from terminal.in_force import in_force_now
from terminal.settings_file import Entry, write_entries
from terminal.usecases.drawer import open_drawer
from terminal.usecases.trial import print_test_page
from ui.presenters.devices.errands import Kick, Setup
from ui.presenters.devices.labels import label_parts, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from loyalty.identity.card_rules import CardRules
    from terminal.bootstrap.device_rack import DeviceRack
    from terminal.session import Session
    from terminal.settings import TillIdentity
    from terminal.till import Till

_WINDOW: Final = "window"
_WEIGHED: Final = "weighed"
EAN_13: Final = 13
"""Digits of a label of the scale."""


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

    def setup(self) -> Setup:
        """What the settings file says."""
        configuration = read_configuration(self._file)
        window = {(_WINDOW, "on")} if configuration.customer_window else set[tuple[str, str]]()
        labels = {(_WEIGHED, each) for each in written_labels(configuration.weighed)}
        logos = picture_files(self._file.parent)
        return Setup(
            chosen=chosen_settings(configuration) | window | labels,
            options=device_options(configuration, logos=logos),
            old_cards=self._old_cards(),
            taken=taken_lines(configuration),
        )

    def plugged_in(self) -> tuple[FoundDevice, ...]:
        """What hangs on this computer."""
        return local_devices()

    def on_the_network(self, addresses_text: str) -> tuple[FoundDevice, ...]:
        """Printers on the network."""
        return network_devices(addresses_text)

    def choose(self, kind: str, setting: str, *, instead_of: str) -> None:
        """Write the settings file, and work by it from now on."""
        self._write(self._entries(kind, setting, instead_of))

    def set_option(self, option: DeviceOption, value: str) -> None:
        """The same for one option."""
        configuration = read_configuration(self._file)
        self._write(option_entries(configuration, option.kind, option.name, value, of=option.of))

    def _old_cards(self) -> "CardRules":
        return in_force_now(self._till).settings.card_rules

    def _write(self, entries: "Sequence[Entry]") -> None:
        write_entries(self._file, entries, real_name=seen_through)
        self._rack.exchange(read_configuration(self._file))

    def _entries(self, kind: str, setting: str, instead_of: str) -> "Sequence[Entry]":
        """The entries of the file that make this choice so."""
        configuration = read_configuration(self._file)
        named = sorted(each for of, each in self.setup().chosen if of == kind and each != instead_of)
        match kind:
            case "window":
                return (Entry("customer_window", bool(setting)),)
            case "weighed":
                return _label_entry(setting, instead_of, named, self._old_cards())
            case "second":
                return second_entries(configuration, setting)
            case "scanner":
                return (Entry("scanner", [*named, *([setting] if setting else [])]),)
            case _:
                return (Entry(ENTRIES[kind], setting or None),)

    def print_test_page(self, *, second: bool = False) -> None:
        """Queue the test page."""
        print_test_page(self._till, self._identity, self._rack.configuration, second=second)

    def open_drawer(self) -> Kick:
        """Queue a kick, and record it."""
        session = self._session()
        if session is None:
            raise Refused("sign-in-first")
        open_drawer(self._till, session)
        return "recorded"

    def show_on_display(self) -> None:
        """Show two full rows."""
        if not self._rack.has_pole:
            raise Refused("display-not-running")
        self._rack.show_rows(TRIAL_ROWS)


def _label_entry(
    setting: str, instead_of: str, named: "Sequence[str]", old_cards: "CardRules"
) -> "tuple[Entry, ...]":
    """A pattern of the scale's labels more or less; one that cannot stand beside the others is refused.

    Raises:
        Refused: what `table_of` refuses; `weighed-card-overlap` (pattern, rule).
    """
    if not setting:
        pattern, _ = label_parts(instead_of)
        return (Entry(pattern, None, _WEIGHED),)
    table_of((*named, setting))
    pattern, meaning = label_parts(setting)
    rule = old_cards.beside(pattern.partition(".")[0], EAN_13)
    if rule is not None:
        raise Refused("weighed-card-overlap", pattern=pattern, rule=rule.written)
    return (Entry(pattern, meaning, _WEIGHED),)
