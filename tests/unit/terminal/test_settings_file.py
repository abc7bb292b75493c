"""One entry of the settings file changed, and nothing else in it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refused, Unavailable
from terminal.configuration import read_configuration
from terminal.settings_file import with_entry, write_entry

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
    ['text = """\nprinter = 1\n"""\n', "printer.x = 1\n", '"printer" = "virtual"\n', "[printer]\nx = 1\n"],
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
    path.write_text('"printer" = "virtual"\n', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        write_entry(path, "printer", "tcp://1.2.3.4")
    assert (refused.value.code, refused.value.params["key"]) == ("settings-by-hand", "printer")


def test_a_folder_that_takes_no_file_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="settings-unwritable"):
        write_entry(tmp_path / "none" / "till.toml", "printer", "virtual")
