"""What a search shows: on folders made to look like those of the system, and on ports of the loopback."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from zeroconf import ServiceInfo

from drivers.ports import Guarantee
from drivers.printer_search.announced import SERVICE, announced_printers
from drivers.printer_search.found import FoundPrinter, Way, network_setting
from drivers.printer_search.network import (
    MOST_ADDRESSES,
    AddressesRefused,
    by_number,
    look_at_network,
    read_addresses,
)
from drivers.printer_search.search import LOCAL, search_printers
from drivers.printer_search.usb import usb_printers
from terminal.printer_settings import read_printer, written_printer


def plug_in(sys: Path, at: str, *, usb_class: str, lp: str | None, **says: str) -> None:
    """A USB device with one interface, as the kernel shows it."""
    device, interface = sys / at, sys / f"{at}:1.0"
    device.mkdir(parents=True)
    for name, text in says.items():
        (device / name).write_text(f"{text}\n")
    interface.mkdir()
    (interface / "bInterfaceClass").write_text(f"{usb_class}\n")
    if lp is not None:
        (interface / "usbmisc" / lp).mkdir(parents=True)


def test_usb_printers_are_told_from_other_devices_and_named_by_what_they_say(tmp_path: Path) -> None:
    plug_in(tmp_path, "1-1", usb_class="07", lp="lp0", idVendor="04b8", idProduct="0e28", product="TM-T20III")
    plug_in(tmp_path, "1-2", usb_class="03", lp=None, idVendor="05e0", idProduct="1200", product="Scanner")
    plug_in(
        tmp_path,
        "1-3",
        usb_class="07",
        lp="lp1",
        idVendor="dead",
        idProduct="beef",
        manufacturer="ACME",
        product="P",
    )
    found = list(usb_printers(devices=tmp_path, may_use=lambda path: path.name == "lp0"))
    assert found == [
        FoundPrinter(way=Way.USB, setting="usblp:///dev/usb/lp0", what="Epson TM-T20III (04b8:0e28)"),
        FoundPrinter(
            way=Way.USB,
            setting="usblp:///dev/usb/lp1",
            what="ACME P (dead:beef)",
            hindrance="device-forbidden",
        ),
    ]
    assert found[0].guarantee is Guarantee.FOUND_OUT


def test_a_usb_printer_without_a_device_file_is_shown_with_the_reason(tmp_path: Path) -> None:
    plug_in(tmp_path, "2-1", usb_class="07", lp=None, idVendor="1fc9", idProduct="2016")
    assert list(usb_printers(devices=tmp_path)) == [
        FoundPrinter(way=Way.USB, setting="", what="NXP (1fc9:2016)", hindrance="usblp-missing")
    ]


def test_a_machine_without_usb_has_none(tmp_path: Path) -> None:
    assert list(usb_printers(devices=tmp_path / "none")) == []


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", ()),
        ("192.168.1.60", ("192.168.1.60",)),
        ("192.168.1.60, 10.0.0.1 192.168.1.60", ("192.168.1.60", "10.0.0.1")),
        ("192.168.1.80-82", ("192.168.1.80", "192.168.1.81", "192.168.1.82")),
        ("192.168.1.255-192.168.2.0", ("192.168.1.255", "192.168.2.0")),
        ("10.0.0.0/30", ("10.0.0.1", "10.0.0.2")),
        ("fe80::1", ("fe80::1",)),
        ("192.168.1.60:9101 192.168.1.61", ("192.168.1.60:9101", "192.168.1.61")),
    ],
)
def test_addresses_are_read_as_people_write_them(text: str, addresses: tuple[str, ...]) -> None:
    assert read_addresses(text) == addresses


def test_a_whole_small_network_may_be_named() -> None:
    assert len(read_addresses("192.168.1.0/24")) == 254
    assert len(read_addresses("192.168.1.0-255")) == MOST_ADDRESSES


@pytest.mark.parametrize(
    "text",
    [
        "printer.local",
        "192.168.1.300",
        "10.0.0.0/16",
        "10.0.0.9-3",
        "10.0.0.0-10.0.1.0",
        "10.0.0.0/24 10.0.1.0/24",
        "192.168.1.60:",
        "192.168.1.60:0",
        "192.168.1.60:65536",
        "192.168.1.60:raw",
    ],
)
def test_what_is_no_address_or_too_many_is_refused_by_name(text: str) -> None:
    with pytest.raises(AddressesRefused, match=text.rsplit(maxsplit=1)[-1]):
        read_addresses(text)


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which 127.0.0.1 and 127.0.0.3 take connections, and 127.0.0.2 does not."""
    with ExitStack() as stack:
        first = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port: int = first.getsockname()[1]
        stack.enter_context(socket.create_server(("127.0.0.3", port)))
        yield port


def test_those_that_take_a_connection_are_found_and_sent_nothing(port: int) -> None:
    addresses = ("127.0.0.3", "127.0.0.2", "127.0.0.1")
    found = list(look_at_network(addresses, port=port, each_s=5.0))
    assert [each.setting for each in found] == [f"tcp://127.0.0.1:{port}", f"tcp://127.0.0.3:{port}"]


def test_a_port_that_is_written_behind_an_address_is_the_one_tried(port: int) -> None:
    found = list(look_at_network(read_addresses(f"127.0.0.3:{port} 127.0.0.2:{port}"), port=1, each_s=5.0))
    assert [each.setting for each in found] == [f"tcp://127.0.0.3:{port}"]


def test_addresses_of_both_versions_have_an_order() -> None:
    mixed = ["fe80::1", "192.168.1.80", "::1", "192.168.1.9"]
    assert sorted(mixed, key=by_number) == ["192.168.1.9", "192.168.1.80", "::1", "fe80::1"]


@pytest.mark.parametrize(
    ("host", "port", "setting"),
    [
        ("192.168.1.60", 9100, "tcp://192.168.1.60"),
        ("192.168.1.60", 9101, "tcp://192.168.1.60:9101"),
        ("fe80::1", 9100, "tcp://[fe80::1]"),
        ("fe80::1", 9101, "tcp://[fe80::1]:9101"),
    ],
)
def test_what_is_found_is_named_as_the_settings_write_it(host: str, port: int, setting: str) -> None:
    assert network_setting(host, port) == setting
    assert written_printer(read_printer(setting)) == setting


def test_one_that_answers_nothing_costs_the_time_allowed_and_no_more() -> None:
    with socket.socket() as full:
        # A listener whose queue is full takes no more connections and refuses none.
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port: int = full.getsockname()[1]
        with ExitStack() as stack:
            for _ in range(4):
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                waiting.connect_ex(("127.0.0.1", port))
            assert list(look_at_network(("127.0.0.1",), port=port, each_s=0.05)) == []


class Announced:
    """Two printers that announce themselves, and one that vanished before it was asked."""

    def __init__(self) -> None:
        self.closed = False

    def names(self, service: str, *, timeout_s: float) -> list[str]:
        assert timeout_s > 0
        return [f"{name}.{service}" for name in ("EPSON TM-m30", "Bếp", "Gone", "No address")]

    def info(self, service: str, name: str, *, timeout_s: float) -> ServiceInfo | None:
        assert timeout_s > 0
        if name.startswith("EPSON"):
            addresses = ["fe80::2", "192.168.1.61"]
            return ServiceInfo(
                service, name, port=9100, parsed_addresses=addresses, properties={"ty": "EPSON TM-m30III"}
            )
        if name.startswith("Bếp"):
            return ServiceInfo(service, name, port=9101, parsed_addresses=["fe80::1"])
        return ServiceInfo(service, name, port=9100) if name.startswith("No") else None

    def close(self) -> None:
        self.closed = True


def test_printers_that_announce_themselves_are_found_by_name() -> None:
    network = Announced()
    assert announced_printers(listen=lambda: network) == [
        FoundPrinter(way=Way.NETWORK, setting="tcp://192.168.1.61", what="EPSON TM-m30III"),
        FoundPrinter(way=Way.NETWORK, setting="tcp://[fe80::1]:9101", what="Bếp"),
    ]
    assert network.closed
    assert SERVICE.endswith(".local.")


def test_a_computer_without_a_network_finds_none() -> None:
    def no_network() -> Announced:
        raise OSError(19, "No such device")

    assert announced_printers(listen=no_network) == []


def test_a_search_shows_each_printer_once(port: int) -> None:
    setting = f"tcp://127.0.0.1:{port}"
    announced = FoundPrinter(way=Way.NETWORK, setting=setting, what="EPSON")
    hindered = FoundPrinter(way=Way.USB, setting="", what="NXP", hindrance="usblp-missing")
    found = list(search_printers(looks=[lambda: [hindered, hindered], lambda: [announced, announced]]))
    assert found == [hindered, hindered, announced]


def test_the_local_looks_find_only_what_the_settings_can_name() -> None:
    forms = ("usblp:///dev/", "serial:///dev/", "cups:", "windows:")
    for found in search_printers(looks=LOCAL):
        assert found.setting.startswith(forms) or found.hindrance
