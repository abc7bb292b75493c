"""What is plugged in, in folders made to look like those of the system."""

from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.discovery import SerialPort, find_serial_port, real_port, serial_ports
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


def test_every_name_of_a_port_means_the_one_port(tmp_path: Path) -> None:
    port, link = tmp_path / "ttyACM3", tmp_path / "usb-scanner"
    port.touch()
    link.symlink_to(port)
    there = SerialPort(str(port), str(link), "Scanner", 0x05E0, 0x1701)
    names = (str(port), str(link), "05e0:1701", "05E0:1701")
    assert {real_port(name, ports=lambda: [there]) for name in names} == {str(port)}
    assert real_port("dead:beef", ports=lambda: [there]) == "dead:beef"


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


def half_gone() -> list[object]:
    """What pyserial 3.5 comes to where `idVendor` cannot be read any more: int(None, 16)."""
    raise TypeError


def gone_with_its_folder() -> list[object]:
    raise FileNotFoundError


@pytest.mark.parametrize("comports", [half_gone, gone_with_its_folder])
def test_a_port_that_is_being_pulled_is_looked_for_again_and_breaks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, comports: Callable[[], list[object]]
) -> None:
    monkeypatch.setattr("serial.tools.list_ports.comports", comports)
    assert serial_ports(by_id=tmp_path) == ()
    with pytest.raises(DeviceUnavailable, match="device-missing"):
        find_serial_port("05e0:1701")
