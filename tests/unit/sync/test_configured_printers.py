"""Printers in the till's settings file: by which line, how slips get onto paper, a second one."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.configuration import parse_configuration
from terminal.display_settings import read_pole, written_pole
from terminal.printer_settings import (
    PaperChoice,
    PrinterSetting,
    SecondPrinter,
    read_printer,
    written_printer,
)
from terminal.scanner_settings import read_scanners, written_scanner


@pytest.mark.parametrize(
    ("text", "printer"),
    [
        ("tcp://127.0.0.1:9101", PrinterSetting(line="tcp", host="127.0.0.1", port=9101)),
        ("tcp://kitchen", PrinterSetting(line="tcp", host="kitchen", port=9100)),
        ("serial:///dev/ttyUSB0", PrinterSetting(line="serial", path="/dev/ttyUSB0", baud=115200)),
        ("serial:///dev/ttyUSB0?baud=9600", PrinterSetting(line="serial", path="/dev/ttyUSB0", baud=9600)),
        ("serial:///COM3", PrinterSetting(line="serial", path="COM3", baud=115200)),
        ("serial://1a86:7523", PrinterSetting(line="serial", path="1a86:7523", baud=115200)),
        (
            "serial:///dev/ttyS0?flow=rts-cts&baud=38400",
            PrinterSetting(line="serial", path="/dev/ttyS0", baud=38400, flow="rts-cts"),
        ),
        ("usblp:///dev/usb/lp0", PrinterSetting(line="usblp", path="/dev/usb/lp0")),
        ("virtual", PrinterSetting(line="virtual")),
        ("tcp://[fe80::1]:9101", PrinterSetting(line="tcp", host="fe80::1", port=9101)),
        ("cups:Quầy_2", PrinterSetting(line="cups", path="Quầy_2")),
        ("windows:XP-80C (copy 1)", PrinterSetting(line="windows", path="XP-80C (copy 1)")),
        ("png:/var/lib/slips", PrinterSetting(line="png", path="/var/lib/slips")),
        ("pdf:slips", PrinterSetting(line="pdf", path="slips")),
    ],
)
def test_a_printer_is_named_by_its_line(text: str, printer: PrinterSetting) -> None:
    configuration, faults = parse_configuration(f'printer = "{text}"')
    assert (configuration.printer, faults) == (printer, ())
    written, _ = parse_configuration(f'printer = "{written_printer(printer)}"')
    assert written.printer == printer


def test_how_slips_get_onto_paper_is_said_beside_the_printer() -> None:
    configuration, faults = parse_configuration(
        'letters = "tcvn-3:39,40"\ncut = "tear"\nskip_blank_rows = true\nlogo = "logo.png"'
    )
    assert faults == ()
    assert configuration.paper == PaperChoice(letters="tcvn-3:39,40", cut="tear", skip_blank_rows=True)
    assert configuration.logo == "logo.png"


def test_a_second_printer_takes_the_slips_it_is_given() -> None:
    configuration, faults = parse_configuration(
        """
        printer = "usblp:///dev/usb/lp0"
        [second_printer]
        at = "cups:Office"
        slips = ["shift", "card"]
        width = 58
        letters = "ascii"
        cut = "full"
        skip_blank_rows = true
        """
    )
    assert faults == ()
    assert configuration.second_printer == SecondPrinter(
        at=PrinterSetting(line="cups", path="Office"),
        slips=frozenset({"shift", "card"}),
        width_mm=58,
        paper=PaperChoice(letters="ascii", cut="full", skip_blank_rows=True),
    )


def test_every_fault_of_the_second_printer_is_told_by_its_key() -> None:
    configuration, faults = parse_configuration(
        """
        [second_printer]
        att = "cups:Office"
        slips = ["receipts"]
        width = 72
        skip_blank_rows = "yes"
        """
    )
    assert configuration.second_printer is None
    told = {fault.key: (fault.code, fault.hint) for fault in faults}
    assert told["second_printer.att"] == ("unknown-key", "at")
    assert told["second_printer.at"][0] == "wrong-value"
    assert told["second_printer.width"] == ("wrong-value", "80, 58")
    assert told["second_printer.skip_blank_rows"] == ("wrong-value", "true, false")
    assert "top-up" in told["second_printer.slips"][1]
    assert len(told) == 5


def test_a_queue_and_a_folder_may_have_two_papers() -> None:
    _, faults = parse_configuration(
        'printer = "cups:Office"\n[second_printer]\nat = "cups:Office"\nslips = ["card"]\nwidth = 58'
    )
    assert faults == ()


PIECES = st.sampled_from(
    [
        *("tcp://", "serial://", "usblp://", "windows:", "cups:", "png:", "pdf:", "virtual", "hid", "wedge"),
        *("/dev/ttyUSB0", "/dev/", "/", "..", "1a86:7523", "192.168.1.60", "[::1]", ":9100", ":0", ":99999"),
        *("?", "&", "=", "baud=9600", "flow=rts-cts", "dialect=cd5220", "prefix=~", "min=6", "gap=30", "-o"),
        *("COM3", "~", "%20", "@", "#", " ", "\u0663", "\u202e"),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
def test_a_device_that_can_be_read_is_written_as_what_it_is(text: str) -> None:
    with suppress(ValueError):
        printer = read_printer(text)
        assert read_printer(written_printer(printer)) == printer
    with suppress(ValueError):
        pole = read_pole(text)
        assert read_pole(written_pole(pole)) == pole
    with suppress(ValueError):
        listed = read_scanners(text)
        written = [written_scanner(one) for one in listed.scanners]
        written += [] if listed.wedge is None else [written_scanner(listed.wedge)]
        assert read_scanners(written) == listed


@pytest.mark.parametrize("text", ["usblp://1a86:7523", "usblp:///", "usblp://lp0", "cups:-o", "windows: -d"])
def test_what_would_be_something_else_to_the_system_is_no_printer(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        read_printer(text)
