"""A HID-POS scanner on a bus: which one is chosen, what is no scanner, and coming back."""

import pytest

from drivers.fake_hid import HONEYWELL, NEWLAND, FakeHidBus, FakeHidScanner
from drivers.hid_scanner import HidPosScanner
from tests.conformance.listening import Listener

LOOK_AGAIN_S = 0.01


def listen(scanner: HidPosScanner, *, connected: bool) -> Listener:
    listener = Listener()
    scanner.start(on_scan=listener.on_scan, on_link=listener.on_link)
    listener.wait_until(lambda: listener.connected == [connected])
    return listener


def test_the_scanner_with_the_ids_of_the_settings_is_the_one() -> None:
    first, second = FakeHidScanner(vid=0x05E0, pid=0x1701), FakeHidScanner(NEWLAND, vid=0x1EAB, pid=0x0D10)
    scanner = HidPosScanner("1EAB:0D10", bus=FakeHidBus(first, second))
    listener = listen(scanner, connected=True)
    first.scan("1111")
    second.scan("2222")
    listener.wait_until(lambda: bool(listener.scans))
    scanner.stop()
    assert listener.texts == ["2222"]
    assert listener.links[0].device == "1EAB:0D10"


def test_what_it_tells_of_a_code_is_kept_beside_it() -> None:
    fake = FakeHidScanner(HONEYWELL)
    scanner = HidPosScanner(bus=FakeHidBus(fake), source="counter")
    listener = listen(scanner, connected=True)
    fake.scan(";4111111111111111=25121010000000000?")
    fake.scan("9812345678901234" * 5, aim_id="]Q1", suffix="\r")
    listener.wait_until(lambda: bool(listener.scans))
    scanner.stop()
    (scan,) = listener.scans
    assert (scan.text, scan.symbology, scan.source) == ("9812345678901234" * 5, "qr", "counter")


@pytest.mark.parametrize("descriptor", [b"", bytes.fromhex("05010902a101c0")])
def test_a_device_without_scanned_data_in_its_reports_is_none(descriptor: bytes) -> None:
    scanner = HidPosScanner(bus=FakeHidBus(FakeHidScanner(descriptor)), look_again_s=LOOK_AGAIN_S)
    listener = Listener()
    scanner.start(on_scan=listener.on_scan, on_link=listener.on_link)
    listener.wait_until(lambda: listener.connected[:2] == [True, False])
    scanner.stop()
    assert listener.texts == []


def test_one_that_the_system_does_not_give_is_waited_for() -> None:
    fake = FakeHidScanner()
    bus = FakeHidBus(fake)
    bus.is_forbidden = True
    scanner = HidPosScanner(bus=bus, look_again_s=LOOK_AGAIN_S)
    listener = listen(scanner, connected=False)
    bus.is_forbidden = False
    listener.wait_until(lambda: listener.connected == [False, True])
    scanner.stop()


def test_half_a_code_is_dropped_with_the_plug() -> None:
    fake = FakeHidScanner()
    scanner = HidPosScanner(bus=FakeHidBus(fake), look_again_s=LOOK_AGAIN_S)
    listener = listen(scanner, connected=True)
    fake.send(b"\x02\x02]E011".ljust(63, b"\0") + b"\x01")
    fake.unplug()
    listener.wait_until(lambda: listener.connected == [True, False])
    fake.plug_in()
    listener.wait_until(lambda: listener.connected == [True, False, True])
    fake.scan("2222")
    listener.wait_until(lambda: bool(listener.scans))
    scanner.stop()
    assert listener.texts == ["2222"]
