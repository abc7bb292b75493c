"""What `docs/printers.md` says can be set is what can be set, and what it says of each connection is so."""

from pathlib import Path
from typing import get_args

import pytest

from drivers.ports import PrinterAbilities
from terminal.bootstrap.printers import PrinterMaker
from terminal.configuration import parse_configuration
from terminal.printer_settings import DRAWN, SlipKind, read_cut, read_letters, read_printer, written_printer
from tests.unit.docs.pages import block, names, page, table

PAGE = page("docs/printers.md")


@pytest.mark.parametrize("row", table(PAGE, "connections"), ids=lambda row: row["connection"])
def test_a_connection_is_set_and_guarantees_as_the_page_says(row: dict[str, str], tmp_path: Path) -> None:
    setting = read_printer(row["in `till.toml`"].strip("`"))
    assert read_printer(written_printer(setting)) == setting
    maker = PrinterMaker(folder=tmp_path, recall=lambda _: PrinterAbilities())
    made = maker.make(setting, width_mm=80, paper=DRAWN)
    assert made.guarantee.value == row["to begin with"]


def test_every_kind_of_connection_is_on_the_page() -> None:
    lines = {read_printer(row["in `till.toml`"].strip("`")).line for row in table(PAGE, "connections")}
    assert lines == {"tcp", "serial", "usblp", "windows", "cups", "png", "pdf", "virtual"}


def test_the_example_can_be_used_as_it_is() -> None:
    configuration, faults = parse_configuration(block(PAGE, "toml"))
    assert faults == ()
    assert configuration.second_printer is not None


def test_the_words_of_the_lists_are_the_words_of_the_file() -> None:
    assert [read_letters(word) for word in names(PAGE, "letters")] == names(PAGE, "letters")
    assert [read_cut(word) for word in names(PAGE, "cuts")] == ["partial", "full", "tear"]
    assert set(names(PAGE, "slips")) == set(get_args(SlipKind))
