"""What `docs/devices.md` says can be set is what can be set, and its labels say what it says."""

from typing import get_args

import pytest

from drivers.ports import WedgeSettings
from loyalty.figures import format_quantity
from loyalty.units import Quantity
from terminal.configuration import DrawerSensor, parse_configuration
from terminal.display_settings import DisplayDialect
from terminal.scanner_settings import ScannerSetting, ScannerSettings, read_scanners, written_scanner
from tests.unit.docs.pages import block, names, page, table

PAGE = page("docs/devices.md")


def one_of(read: ScannerSettings) -> ScannerSetting | WedgeSettings:
    """The one scanner that a row names."""
    if read.wedge is not None:
        assert read.scanners == ()
        return read.wedge
    (scanner,) = read.scanners
    return scanner


@pytest.mark.parametrize("row", table(PAGE, "scanners"), ids=lambda row: row["connection"])
def test_a_scanner_is_set_as_the_page_says(row: dict[str, str]) -> None:
    read = read_scanners(row["in `till.toml`"].strip("`"))
    setting = one_of(read)
    assert read_scanners(written_scanner(setting)) == read
    by_pace = isinstance(setting, WedgeSettings) and not setting.prefix
    assert (row["scans are"] == "told by their pace") is by_pace


def test_every_kind_of_scanner_is_on_the_page() -> None:
    read = [read_scanners(row["in `till.toml`"].strip("`")) for row in table(PAGE, "scanners")]
    assert {each.line for one in read for each in one.scanners} == {"serial", "hid", "virtual"}
    assert any(one.wedge is not None for one in read)


def test_the_example_can_be_used_as_it_is() -> None:
    configuration, faults = parse_configuration(block(PAGE, "toml"))
    assert faults == ()
    assert configuration.wedge == WedgeSettings(prefix="~", max_gap_ms=150)
    assert configuration.pole_display is not None
    assert (configuration.customer_window, configuration.drawer_sensor) == (True, "high")


@pytest.mark.parametrize("row", table(PAGE, "labels"), ids=lambda row: row["label"])
def test_a_label_says_what_the_page_says(row: dict[str, str]) -> None:
    configuration, _ = parse_configuration(block(PAGE, "toml"))
    read = configuration.weighed.read(row["label"].strip("`"))
    assert read is not None
    assert read.holds
    item = read.articles[-1]
    quantity = format_quantity(Quantity(read.value), language="en")
    said = {
        "weight": f"1.250 kg of {item}",
        "price": f"{item} at {read.value:,}",
        "pieces": f"{quantity} pieces of {item}",
    }[read.meaning]
    assert said == row["says"]
    assert read.meaning != "weight" or read.value == 1250


def test_the_words_of_the_lists_are_the_words_of_the_file() -> None:
    assert names(PAGE, "dialects") == list(get_args(DisplayDialect))
    assert names(PAGE, "sensors") == list(get_args(DrawerSensor))
