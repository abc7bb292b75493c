"""A serial scanner on a pseudo-terminal: framing on real bytes, unplugging, coming back."""

import time
from collections.abc import Generator
from functools import partial
from pathlib import Path

import pytest

from drivers.discovery import find_serial_port
from drivers.fake_lines import FakeScanner
from drivers.ports import DeviceUnavailable
from drivers.serial_scanner import SerialScanner
from drivers.transports.serial_port import SerialTransport
from tests.conformance.listening import Listener

BACK_WITHIN_S = 3.0


@pytest.fixture
def fake(tmp_path: Path) -> Generator[FakeScanner, None, None]:
    with FakeScanner(tmp_path / "scanner") as fake:
        yield fake


@pytest.fixture
def scanner(fake: FakeScanner) -> Generator[SerialScanner, None, None]:
    scanner = SerialScanner(str(fake.path), source="counter")
    yield scanner
    scanner.stop()


@pytest.fixture
def listener(scanner: SerialScanner) -> Listener:
    listener = Listener()
    scanner.start(on_scan=listener.on_scan, on_link=listener.on_link)
    listener.wait_until(lambda: bool(listener.links))
    return listener


def test_a_code_may_come_in_pieces(fake: FakeScanner, listener: Listener) -> None:
    for piece in (b"89345", b"631", b"38165\r", b"\n"):
        fake.send(piece)
    listener.wait_until(lambda: bool(listener.scans))
    assert listener.texts == ["8934563138165"]


def test_a_code_without_a_suffix_comes_after_a_pause(fake: FakeScanner, listener: Listener) -> None:
    fake.scan("8934563138165", suffix="")
    listener.wait_until(lambda: bool(listener.scans))
    assert listener.texts == ["8934563138165"]


def test_what_the_scanner_tells_of_a_code_is_kept_beside_it(fake: FakeScanner, listener: Listener) -> None:
    fake.scan("]C09812345678901234", suffix="\x03")
    listener.wait_until(lambda: bool(listener.scans))
    scan = listener.scans[0]
    assert (scan.text, scan.symbology, scan.source) == ("9812345678901234", "code-128", "counter")


def test_a_bank_card_and_nothing_at_all_are_no_scans(fake: FakeScanner, listener: Listener) -> None:
    fake.send(b"\r\r;4111111111111111=25121010000000000?\r]E0\r1\r")
    listener.wait_until(lambda: bool(listener.scans))
    assert listener.texts == ["1"]


def test_unplugged_in_the_middle_of_a_code_it_is_back_with_the_next_one(
    fake: FakeScanner, listener: Listener
) -> None:
    fake.send(b"89345")
    fake.unplug()
    listener.wait_until(lambda: len(listener.links) == 2)
    plugged_in_at = time.monotonic()
    fake.plug_in()
    listener.wait_until(lambda: len(listener.links) == 3)
    assert time.monotonic() - plugged_in_at < BACK_WITHIN_S
    fake.scan("8934563138165")
    listener.wait_until(lambda: bool(listener.scans))
    assert listener.texts == ["8934563138165"]
    assert listener.connected == [True, False, True]


def test_one_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    listener = Listener()
    fake = FakeScanner(tmp_path / "scanner")
    scanner = SerialScanner(str(fake.path), look_again_s=0.01)
    scanner.start(on_scan=listener.on_scan, on_link=listener.on_link)
    listener.wait_until(lambda: listener.connected == [False])
    with fake:
        listener.wait_until(lambda: listener.connected == [False, True])
        fake.scan("8934563138165")
        listener.wait_until(lambda: bool(listener.scans))
    scanner.stop()
    assert listener.links[0].device == str(fake.path)


def test_it_is_found_again_under_another_name(tmp_path: Path) -> None:
    names = [tmp_path / "ttyACM0", tmp_path / "ttyACM1"]
    listener = Listener()

    def find(name: str) -> str:
        assert name == "05e0:1701"
        for path in names:
            if path.exists():
                return str(path)
        raise DeviceUnavailable("device-missing", retry=True, name=name)

    scanner = SerialScanner("05e0:1701", look_again_s=0.01, find=find)
    scanner.start(on_scan=listener.on_scan, on_link=listener.on_link)
    for count, path in enumerate(names, start=1):
        with FakeScanner(path) as fake:
            listener.wait_until(lambda: listener.connected[-1:] == [True])
            fake.scan(path.name)
            listener.wait_until(partial(has_scanned, listener, count))
        listener.wait_until(lambda: listener.connected[-1:] == [False])
    scanner.stop()
    assert listener.texts == ["ttyACM0", "ttyACM1"]


def has_scanned(listener: Listener, count: int) -> bool:
    return len(listener.scans) == count


def test_a_port_is_for_one_program_alone(fake: FakeScanner, listener: Listener) -> None:
    assert listener.connected == [True]
    with pytest.raises(DeviceUnavailable, match="device-busy"):
        SerialTransport(str(fake.path)).open(timeout_s=1)


def test_what_is_no_serial_port_does_not_open(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with pytest.raises(DeviceUnavailable, match="device-broken"):
        SerialTransport(str(tmp_path / "plain")).open(timeout_s=1)
    with pytest.raises(DeviceUnavailable, match="device-missing"):
        SerialTransport(str(tmp_path / "none")).open(timeout_s=1)
    assert find_serial_port(str(tmp_path / "plain")) == str(tmp_path / "plain")
