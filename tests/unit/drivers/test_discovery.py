"""What is plugged in, in folders made to look like those of the system."""

import os
from pathlib import Path

import pytest

from drivers.discovery import SerialPort, UsbPrinter, find_serial_port, serial_ports, usb_printers
from drivers.ports import DeviceUnavailable

SCANNER = SerialPort("/dev/ttyACM3", "/dev/serial/by-id/usb-scanner", "Scanner", 0x05E0, 0x1701)
PRINTER = SerialPort("/dev/ttyUSB0", None, "CP2102", 0x10C4, 0xEA60)


def plugged_in() -> list[SerialPort]:
    return [PRINTER, SCANNER]


def test_a_port_is_found_by_its_path(tmp_path: Path) -> None:
    port = tmp_path / "ttyUSB0"
    port.touch()
    assert find_serial_port(str(port)) == str(port)


def test_a_port_is_found_by_the_ids_of_the_device() -> None:
    assert find_serial_port("05e0:1701", ports=plugged_in) == "/dev/ttyACM3"
    assert find_serial_port("10C4:EA60", ports=plugged_in) == "/dev/ttyUSB0"


@pytest.mark.parametrize("name", ["/dev/ttyNONE", "dead:beef"])
def test_a_port_that_is_not_there_is_missing(name: str) -> None:
    with pytest.raises(DeviceUnavailable) as missing:
        find_serial_port(name, ports=plugged_in)
    assert (missing.value.code, missing.value.params) == ("device-missing", {"name": name})


def test_the_name_to_keep_is_the_one_that_survives_a_replug() -> None:
    assert SCANNER.lasting_name == "/dev/serial/by-id/usb-scanner"
    assert PRINTER.lasting_name == "/dev/ttyUSB0"


def test_the_ports_of_this_machine_can_be_listed(tmp_path: Path) -> None:
    assert all(port.path.startswith("/dev/") for port in serial_ports(by_id=tmp_path / "none"))


def test_links_by_id_are_matched_to_their_ports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path / "ttyACM0"
    device.touch()
    links = tmp_path / "by-id"
    links.mkdir()
    (links / "usb-scanner").symlink_to(device)

    class Port:
        device = str(tmp_path / "ttyACM0")
        description = "Scanner"
        vid, pid = 0x05E0, 0x1701

    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: [Port()])
    assert serial_ports(by_id=links) == (
        SerialPort(Port.device, str(links / "usb-scanner"), "Scanner", 0x05E0, 0x1701),
    )


def printer_that_says(folder: Path, text: str | None) -> None:
    device = folder / "class" / "lp0" / "device"
    device.mkdir(parents=True)
    if text is not None:
        (device / "ieee1284_id").write_text(text)


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("MFG:EPSON;CMD:ESC/POS;MDL:TM-T20;CLS:PRINTER;", "EPSON TM-T20"),
        ("MANUFACTURER:Xprinter; MODEL:XP-80;", "Xprinter XP-80"),
        ("CLS:PRINTER;", ""),
        (None, ""),
    ],
)
def test_a_usb_printer_is_called_what_it_calls_itself(
    tmp_path: Path, text: str | None, description: str
) -> None:
    (tmp_path / "usb").mkdir()
    (tmp_path / "usb" / "lp0").symlink_to(os.devnull)
    (tmp_path / "usb" / "lp1").write_text("what a shell left behind")
    printer_that_says(tmp_path, text)
    found = usb_printers(devices=tmp_path / "usb", device_class=tmp_path / "class")
    assert found == (UsbPrinter(str(tmp_path / "usb" / "lp0"), description),)


def test_without_any_printer_there_is_none(tmp_path: Path) -> None:
    assert usb_printers(devices=tmp_path / "none") == ()
