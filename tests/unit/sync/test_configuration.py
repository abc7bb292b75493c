"""The till's settings file: what can be said in it, and every fault at once."""

from pathlib import Path

import pytest

from drivers.ports import WedgeSettings
from loyalty.errors import Unavailable
from terminal.configuration import (
    Configuration,
    ConfigurationRefused,
    parse_configuration,
    read_configuration,
)
from terminal.printer_settings import PrinterSetting
from terminal.scanner_settings import ScannerSetting, written_scanner
from terminal.settings_file import write_entry


def test_a_till_without_a_file_has_a_keyboard_scanner_and_no_printer(tmp_path: Path) -> None:
    assert read_configuration(tmp_path / "till.toml") == Configuration()
    assert parse_configuration("") == (Configuration(), ())


@pytest.mark.parametrize(("said", "minutes"), [("0", 0), ("5", 5), ("240", 240)])
def test_when_the_till_locks_itself_is_said_in_minutes(said: str, minutes: int) -> None:
    configuration, faults = parse_configuration(f"lock_minutes = {said}")
    assert (configuration.lock_minutes, faults) == (minutes, ())


@pytest.mark.parametrize("said", ["-1", "241", "true", "2.5", '"5"'])
def test_what_is_no_time_to_lock_after_is_a_fault(said: str) -> None:
    _, faults = parse_configuration(f"lock_minutes = {said}")
    assert [(fault.code, fault.key, fault.hint) for fault in faults] == [
        ("wrong-value", "lock_minutes", "0..240")
    ]


def test_everything_that_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "till.toml").write_text(
        """
        printer = "tcp://192.168.1.60"
        width = 58
        drawer_pin = 5
        scanner = ["serial:///dev/ttyACM0?baud=115200", "wedge"]
        server = "https://till.example.vn"
        language = "en"
        theme = "high-contrast"
        """,
        encoding="utf-8",
    )
    assert read_configuration(tmp_path / "till.toml") == Configuration(
        printer=PrinterSetting(line="tcp", host="192.168.1.60", port=9100),
        width_mm=58,
        drawer_pin=5,
        scanners=(ScannerSetting(line="serial", path="/dev/ttyACM0", baud=115200),),
        wedge=WedgeSettings(),
        server="https://till.example.vn",
        language="en",
        theme="high-contrast",
    )


@pytest.mark.parametrize(
    "entry",
    [
        'printer = "cups:"',
        'letters = "utf-8"',
        'letters = "cp1258:256"',
        "letters = 3",
        'cut = "half"',
        "skip_blank_rows = 1",
        'second_printer = "cups:Office"',
        'printer = "9100"',
        'printer = "tcp://"',
        'printer = "tcp://host:0"',
        'printer = "tcp://host:99999"',
        'printer = "tcp://host/queue"',
        'printer = "tcp://user:secret@host"',
        'printer = "tcp://user@host"',
        'printer = "tcp://host#1"',
        'printer = "serial://ttyUSB0"',
        'printer = "serial:///dev/ttyUSB0?baud=fast"',
        'printer = "serial:///dev/ttyUSB0?baud=1"',
        'printer = "serial:///dev/ttyUSB0?speed=9600"',
        'printer = "serial:///dev/ttyUSB0?flow=hardware"',
        'printer = "serial:///dev/ttyUSB0?baud=9600&baud=9600"',
        'printer = "usblp:///"',
        'printer = "wedge"',
        "printer = 9100",
        'printer = ["virtual"]',
        "width = 81",
        "width = true",
        'width = "80"',
        "drawer_pin = 1",
        'drawer_sensor = "open"',
        'scanner = "tcp://host"',
        'scanner = ["wedge", 3]',
        'scanner = ["wedge", "wedge?gap=50"]',
        'scanner = "wedge?gap=20"',
        'scanner = "wedge?gap=201"',
        'scanner = "wedge?min=1"',
        'scanner = "wedge?average=x"',
        'scanner = "wedge?prefix=123456789"',
        'scanner = "wedge?prefix=%02"',
        'scanner = "wedge?speed=1"',
        'scanner = "hid://0901"',
        'scanner = "hid://0c2e:0901/x"',
        'scanner = "keyboard"',
        "server = 1",
        'language = "fr"',
        'theme = "pink"',
        'theme = ["dark"]',
    ],
)
def test_what_cannot_be_is_said_with_what_can(entry: str) -> None:
    _, (fault,) = parse_configuration(entry)
    assert fault.code == "wrong-value"
    assert fault.key == entry.split(" ", maxsplit=1)[0]
    assert fault.hint


def test_weighed_goods_have_a_table_of_their_own() -> None:
    text = '[weighed]\n"21.....{NNDDD}" = "weight"\n"23.....{NNNNN}" = "price"\n'
    configuration, faults = parse_configuration(text)
    assert faults == ()
    assert [pattern.fixed for pattern in configuration.weighed.patterns] == ["21", "23"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[weighed]\n"21.....{NNDDD}" = "weight"\n"211....{NNNNN}" = "price"', "weighed-overlap"),
        ('[weighed]\n"21.....{NNDDD}" = "heft"', "weighed-meaning"),
        ('weighed = "21"', ""),
    ],
)
def test_a_table_of_weighed_goods_that_cannot_be_says_why(text: str, why: str) -> None:
    configuration, (fault,) = parse_configuration(text)
    assert (fault.code, fault.key, configuration.weighed.patterns) == ("wrong-value", "weighed", ())
    assert why in fault.hint


def test_a_serial_scanner_alone_leaves_the_keyboard_to_people() -> None:
    configuration, _ = parse_configuration('scanner = "serial:///dev/ttyACM0"')
    assert configuration.scanners == (ScannerSetting(line="serial", path="/dev/ttyACM0"),)
    assert configuration.wedge is None


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("virtual", ScannerSetting(line="virtual")),
        ("hid", ScannerSetting(line="hid")),
        ("hid://0C2E:0901", ScannerSetting(line="hid", path="0c2e:0901")),
        ("serial:///dev/ttyACM0", ScannerSetting(line="serial", path="/dev/ttyACM0")),
        ("serial:///COM3?baud=115200", ScannerSetting(line="serial", path="COM3", baud=115200)),
        ("serial://05e0:1701", ScannerSetting(line="serial", path="05e0:1701")),
        ("wedge", WedgeSettings()),
        ("wedge?prefix=~", WedgeSettings(prefix="~")),
        ("wedge?prefix=%26%3F&gap=150", WedgeSettings(prefix="&?", max_gap_ms=150)),
        ("wedge?min=4&average=20", WedgeSettings(min_keys=4, max_average_ms=20)),
    ],
)
def test_a_scanner_is_named_by_its_line(text: str, setting: ScannerSetting | WedgeSettings) -> None:
    configuration, faults = parse_configuration(f'scanner = ["{text}"]')
    named = configuration.wedge if isinstance(setting, WedgeSettings) else configuration.scanners[0]
    assert (named, faults) == (setting, ())
    written, _ = parse_configuration(f'scanner = "{written_scanner(setting)}"')
    assert written == configuration


def test_all_faults_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_text('pritner = "virtual"\nwidth = 70\nlanguage = "vi"\ntheme = "pink"\n', encoding="utf-8")
    with pytest.raises(ConfigurationRefused) as refusal:
        read_configuration(path)
    assert [(fault.code, fault.key) for fault in refusal.value.faults] == [
        ("unknown-key", "pritner"),
        ("wrong-value", "width"),
        ("wrong-value", "theme"),
    ]
    assert refusal.value.faults[0].hint == "printer"
    assert refusal.value.params["count"] == 3


def test_a_key_like_no_other_is_told_all_there_are() -> None:
    _, (fault,) = parse_configuration("zzz = 1")
    assert "printer" in fault.hint
    assert "theme" in fault.hint


@pytest.mark.parametrize("content", [b"printer = ", b"\xff\xfe", b"[printer"])
def test_a_file_that_is_no_toml_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "till.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationRefused) as refusal:
        read_configuration(path)
    assert [fault.code for fault in refusal.value.faults] == ["unreadable"]


def test_a_folder_in_the_files_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="configuration-unreadable"):
        read_configuration(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "width = " + "9" * 5000,
        "width = " + "[" * 5000,
        "width = 2026-13-01",
    ],
)
def test_a_file_that_no_reader_gets_through_is_a_fault_and_no_crash(text: str) -> None:
    _, faults = parse_configuration(text)
    assert [fault.code for fault in faults] == ["unreadable"]
    assert faults[0].hint


def test_a_name_with_a_dot_in_it_is_an_unknown_name() -> None:
    _, faults = parse_configuration('"printer.width" = 80\nwidth = 81')
    assert [(fault.code, fault.key) for fault in faults] == [
        ("unknown-key", "printer.width"),
        ("wrong-value", "width"),
    ]


def test_a_file_saved_by_an_editor_of_windows_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_text("width = 58\n", encoding="utf-8-sig")
    assert read_configuration(path).width_mm == 58
    write_entry(path, "printer", "virtual")
    assert read_configuration(path) == Configuration(printer=PrinterSetting(line="virtual"), width_mm=58)


@pytest.mark.parametrize(
    "entry",
    [
        'printer = "tcp://a..b"',
        'printer = "tcp://' + "a" * 64 + '.vn"',
        'printer = "tcp://192.168.1.60 "',
        'printer = "usblp:///dev/\\u0000"',
        'printer = "cups:\\u0007"',
        'scanner = "serial:///dev/tty\\n"',
        'pole_display = "serial:///dev/tty\\u0000"',
        'logo = "logo\\u0000.png"',
    ],
)
def test_a_place_that_the_system_would_not_take_is_refused_before_it_is_asked(entry: str) -> None:
    _, faults = parse_configuration(entry)
    assert [fault.code for fault in faults] == ["wrong-value"]


@pytest.mark.parametrize(
    "scanners",
    [
        '["hid", "hid"]',
        '["hid", "hid://0c2e:0b61"]',
        '["serial://05e0:1701", "serial://05e0:1701?baud=19200"]',
    ],
)
def test_a_scanner_that_would_be_heard_twice_is_refused(scanners: str) -> None:
    _, faults = parse_configuration(f"scanner = {scanners}")
    assert [fault.key for fault in faults] == ["scanner"]


def test_two_hid_scanners_by_their_ids_are_two_scanners() -> None:
    configuration, faults = parse_configuration('scanner = ["hid://0c2e:0b61", "hid://1eab:0001"]')
    assert (len(configuration.scanners), faults) == (2, ())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('scanner = "serial:///dev/ttyS0"\nprinter = "serial:///dev/ttyS0"', "scanner"),
        ('printer = "serial://1A86:7523"\npole_display = "serial://1a86:7523"', "pole_display"),
        (
            'printer = "tcp://kitchen"\n[second_printer]\nat = "tcp://kitchen:9100"\nslips = ["card"]',
            "second_printer.at",
        ),
        (
            'printer = "usblp:///dev/lp0"\n[second_printer]\nat = "usblp:///dev/lp0"\nslips = ["card"]',
            "second_printer.at",
        ),
    ],
)
def test_two_devices_on_a_line_that_takes_one_are_refused(text: str, key: str) -> None:
    _, faults = parse_configuration(text)
    assert [(fault.code, fault.key) for fault in faults] == [("line-taken", key)]


def test_one_port_under_two_names_is_one(tmp_path: Path) -> None:
    port, by_id = tmp_path / "ttyUSB0", tmp_path / "by-id" / "usb-Prolific"
    port.touch()
    by_id.parent.mkdir()
    by_id.symlink_to(port)
    file = tmp_path / "till.toml"
    file.write_text(f'scanner = "serial://{by_id}"\npole_display = "serial://{port}"\n')
    with pytest.raises(ConfigurationRefused) as refused:
        read_configuration(file)
    assert [fault.listed for fault in refused.value.faults] == [
        f"pole_display = 'serial://{port}' (≠ scanner)"
    ]
    file.write_text(f'scanner = ["serial://{by_id}", "serial://{port}"]\n')
    with pytest.raises(ConfigurationRefused, match="scanner"):
        read_configuration(file)


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    _, (fault,) = parse_configuration('printer = "tcp://shop:sesame@192.168.1.60"')
    assert "sesame" not in fault.listed
    assert fault.listed.startswith("printer = 'tcp://shop:…@192.168.1.60' (tcp://HOST[:9100]")


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("width 80", "TOML: Expected '='"),
        ("wdth = 80", "wdth = 80 (→ width)"),
        ("width = 72", "width = 72 (80, 58)"),
        (
            'printer = "serial:///dev/ttyS0"\nscanner = "serial:///dev/ttyS0"',
            "scanner = 'serial:///dev/ttyS0' (≠ printer)",
        ),
    ],
)
def test_a_refused_file_says_its_faults_in_one_line(tmp_path: Path, text: str, listed: str) -> None:
    (tmp_path / "till.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationRefused) as refusal:
        read_configuration(tmp_path / "till.toml")
    assert str(refusal.value.params["faults"]).startswith(listed)
