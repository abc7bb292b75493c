"""One entry of the settings file changed, and nothing else in it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused, Unavailable
from terminal.configuration import ConfigurationRefused, read_configuration
from terminal.settings_file import Entry, with_entry, write_entries, write_entry

WRITTEN = """# The counter at the door.
printer = "tcp://192.168.1.60"  # the Epson
scanner = [
    "wedge",   # Zebra
    "serial:///dev/ttyACM0",
]
language = "vi"

[weighed]
"21.....{NNDDD}" = "weight"
"""


def test_an_entry_is_replaced_and_the_rest_stays_as_it_was_written() -> None:
    after = with_entry(WRITTEN, "printer", "usblp:///dev/usb/lp0")
    assert after == WRITTEN.replace(
        'printer = "tcp://192.168.1.60"  # the Epson', 'printer = "usblp:///dev/usb/lp0"'
    )


def test_a_list_over_several_lines_is_replaced_as_one() -> None:
    after = with_entry(WRITTEN, "scanner", ["wedge?prefix=~", "hid"])
    assert after is not None
    assert 'scanner = ["wedge?prefix=~", "hid"]\nlanguage' in after


def test_a_new_entry_stands_before_the_tables() -> None:
    after = with_entry(WRITTEN, "customer_window", True)
    assert after is not None
    assert after.index("customer_window = true") < after.index("[weighed]")
    assert with_entry("", "printer", "virtual") == 'printer = "virtual"\n'
    assert with_entry('language = "vi"', "printer", "virtual") == 'language = "vi"\nprinter = "virtual"\n'


def test_an_entry_can_be_taken_out() -> None:
    after = with_entry(WRITTEN, "printer", None)
    assert after is not None
    assert "printer" not in tomllib.loads(after)
    assert with_entry(after, "printer", None) == after


@pytest.mark.parametrize(
    "text",
    ['text = """\nprinter = 1\n"""\n', "printer.x = 1\n", "[printer]\nx = 1\n"],
)
def test_what_would_change_anything_else_is_left_to_a_person(text: str) -> None:
    assert with_entry(text, "printer", "virtual") is None


@given(st.text(max_size=30), st.sampled_from(["", WRITTEN]))
def test_whatever_the_value_it_is_read_back_and_nothing_else_changes(value: str, text: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        return
    after = with_entry(text, "server", value)
    assert after is not None
    assert tomllib.loads(after) == {**tomllib.loads(text), "server": value}


def test_the_file_is_written_for_good(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    write_entry(path, "printer", "virtual")
    write_entry(path, "scanner", ["wedge", "virtual"])
    configuration = read_configuration(path)
    assert configuration.printer is not None
    assert configuration.printer.line == "virtual"
    assert path.read_text(encoding="utf-8") == 'printer = "virtual"\nscanner = ["wedge", "virtual"]\n'


def test_a_file_of_another_editor_keeps_its_ends_of_lines_and_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_bytes(b'\xef\xbb\xbf# quay 2\r\nprinter = "virtual"\r\n\r\n[weighed]\r\n')
    write_entry(path, "printer", "tcp://10.0.0.9")
    write_entry(path, "customer_window", True)
    assert path.read_bytes() == (
        b'\xef\xbb\xbf# quay 2\r\nprinter = "tcp://10.0.0.9"\r\ncustomer_window = true\r\n\r\n[weighed]\r\n'
    )


def test_a_value_that_cannot_be_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(Refused, match="configuration-refused"):
        write_entry(path, "printer", "9100")
    assert path.read_text(encoding="utf-8") == WRITTEN
    path.write_text('pritner = "virtual"\n', encoding="utf-8")
    with pytest.raises(Refused, match="configuration-refused"):
        write_entry(path, "printer", "virtual")


def test_an_entry_that_is_left_to_a_person_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_text('weighed = { "21.....{NNDDD}" = "weight" }\n', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        write_entries(path, (Entry("25......{NNNN}", "pieces", "weighed"),))
    assert (refused.value.code, refused.value.params["key"]) == ("settings-by-hand", "25......{NNNN}")


def test_a_folder_that_takes_no_file_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="settings-unwritable"):
        write_entry(tmp_path / "none" / "till.toml", "printer", "virtual")


TABLES = """printer = "virtual"  # the demo's

[second_printer]  # the kitchen's
at = "cups:Office"
slips = ["card"]

[weighed]
"21.....{NNDDD}" = "weight"
'25......{NNNN}' = "pieces"
"""


def test_an_entry_of_a_table_is_changed_where_it_stands() -> None:
    after = with_entry(TABLES, "at", "cups:Bar", table="second_printer")
    assert after == TABLES.replace("cups:Office", "cups:Bar")
    after = with_entry(TABLES, "width", 58, table="second_printer")
    assert after == TABLES.replace('["card"]\n', '["card"]\nwidth = 58\n')
    after = with_entry(TABLES, "25......{NNNN}", None, table="weighed")
    assert after == TABLES.replace("'25......{NNNN}' = \"pieces\"\n", "")
    after = with_entry(TABLES, "23.....{NNNNN}", "price", table="weighed")
    assert after == TABLES + '"23.....{NNNNN}" = "price"\n'
    assert with_entry(TABLES, "27.....{NNNNN}", None, table="weighed") == TABLES


def test_a_table_is_made_where_there_is_none_and_taken_out_whole() -> None:
    made = with_entry('printer = "virtual"', "21.....{NNDDD}", "weight", table="weighed")
    assert made == 'printer = "virtual"\n\n[weighed]\n"21.....{NNDDD}" = "weight"\n'
    assert with_entry("", "width", 58, table="second_printer") == "[second_printer]\nwidth = 58\n"
    after = with_entry(TABLES, "", None, table="second_printer")
    assert after is not None
    assert tomllib.loads(after) == {
        key: value for key, value in tomllib.loads(TABLES).items() if key != "second_printer"
    }
    assert after.startswith('printer = "virtual"  # the demo\'s\n\n[weighed]')
    assert with_entry("", "", None, table="weighed") == ""
    assert with_entry("", "x", None, table="weighed") == ""


def test_entries_that_belong_together_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    entries = (Entry("at", "pdf:slips", "second_printer"), Entry("slips", ["shift"], "second_printer"))
    with pytest.raises(Refused, match="configuration-refused"):
        write_entries(path, entries[:1])
    assert not path.exists()
    write_entries(path, entries)
    second = read_configuration(path).second_printer
    assert second is not None
    assert second.slips == {"shift"}


def test_what_is_no_table_is_left_to_a_person() -> None:
    assert with_entry('weighed = "21"\n', "x", "weight", table="weighed") is None
    assert with_entry("[weighed.x]\ny = 1\n", "x", "weight", table="weighed") is None


def test_two_names_of_one_port_are_refused_for_two_devices_and_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "till.toml"
    file.write_text('printer = "serial:///dev/ttyUSB0"\n', encoding="utf-8")
    for entry in (Entry("scanner", "serial://1a86:7523"), Entry("pole_display", "serial://1a86:7523")):
        with pytest.raises(ConfigurationRefused) as refused:
            write_entries(file, (entry,), real_name=lambda _: "/dev/ttyUSB0")
        assert [(fault.code, fault.hint) for fault in refused.value.faults] == [("line-taken", "printer")]
    assert file.read_text(encoding="utf-8") == 'printer = "serial:///dev/ttyUSB0"\n'
    write_entries(file, (Entry("scanner", "serial://1a86:7523"),), real_name=lambda name: name)
    assert len(read_configuration(file).scanners) == 1
