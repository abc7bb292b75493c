"""What can be set of the devices that are chosen, and what the settings file then says."""

from pathlib import Path

import pytest

from loyalty.errors import Refused
from resources.catalogue import LANGUAGES, Catalogue
from terminal.configuration import Configuration, parse_configuration, read_configuration
from terminal.device_options import DeviceOption, device_options, option_entries, second_entries
from terminal.settings_file import Entry, write_entries

EVERYTHING = """
printer = "serial:///dev/ttyS1?baud=19200"
letters = "tcvn-3:39,40"
logo = "logo.png"
pole_display = "serial:///dev/ttyS0"
scanner = ["serial:///dev/ttyACM0?baud=19200", "serial://05e0:1701", "wedge?prefix=~"]
[second_printer]
at = "serial:///dev/ttyS2"
slips = ["shift", "card"]
"""


def read(text: str) -> Configuration:
    configuration, faults = parse_configuration(text)
    assert faults == ()
    return configuration


def named(configuration: Configuration, kind: str, name: str) -> DeviceOption:
    (option,) = (each for each in device_options(configuration) if (each.kind, each.name) == (kind, name))
    return option


def test_nothing_can_be_set_of_what_is_not_chosen() -> None:
    assert device_options(Configuration()) == ()


def test_what_is_set_by_hand_is_one_of_the_values() -> None:
    option = named(read(EVERYTHING), "printer", "letters")
    assert option.values == ("pictures", "tcvn-3:39,40", "cp1258", "ascii")
    assert option.following == "cp1258"
    assert named(read(EVERYTHING), "printer", "logo").values == ("", "logo.png")
    odd = read('printer = "serial:///dev/ttyS1?baud=300"')
    assert named(odd, "printer", "baud").following == "9600"


def place(option: DeviceOption) -> tuple[str, str, str, str]:
    return (option.kind, option.name, option.of.partition("?")[0], option.value)


def test_whatever_is_set_is_read_back_and_nothing_else_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    for option in device_options(read(EVERYTHING), logos=("shop.png",)):
        for value in option.values:
            path.write_text(EVERYTHING, encoding="utf-8")
            before = read_configuration(path)
            write_entries(path, option_entries(before, option.kind, option.name, value, of=option.of))
            after = read_configuration(path)
            changed = [place(each) for each in device_options(after, logos=("shop.png",))]
            kept = [place(each) for each in device_options(before, logos=("shop.png",))]
            assert changed == [(*at[:3], value) if at == place(option) else at for at in kept], option


def test_every_value_says_what_it_is_and_what_it_guarantees() -> None:
    options = device_options(read(EVERYTHING), logos=("shop.png",))
    for language in LANGUAGES:
        catalogue = Catalogue.load(language)
        for option in options:
            assert catalogue.has(f"devices.option.{option.name.replace('_', '-')}"), option
            for value in option.values:
                name = f"{option.name.replace('_', '-')}-{value.partition(':')[0] or 'none'}"
                promises = (f"devices.set.{name}", f"devices.set.{option.name.replace('_', '-')}")
                assert any(map(catalogue.has, promises)), (option.name, value)


def test_a_second_printer_begins_with_the_shift_and_never_prints_nothing() -> None:
    begun = second_entries(Configuration(), "cups:Office")
    assert [(entry.key, entry.value) for entry in begun] == [("at", "cups:Office"), ("slips", ["shift"])]
    assert [entry.key for entry in second_entries(read(EVERYTHING), "cups:Office")] == ["at"]
    last = read('[second_printer]\nat = "cups:Office"\nslips = ["card"]')
    with pytest.raises(Refused, match="second-needs-slips"):
        option_entries(last, "second", "slip-card", "false")
    with pytest.raises(Refused, match="device-not-chosen"):
        option_entries(Configuration(), "second", "width", "58")


def test_a_scanner_alone_stays_a_scanner_alone() -> None:
    alone = read('scanner = "serial:///dev/ttyACM0"')
    assert option_entries(alone, "scanner", "baud", "115200", of="serial:///dev/ttyACM0") == (
        Entry("scanner", "serial:///dev/ttyACM0?baud=115200"),
    )
