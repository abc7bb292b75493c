"""Devices that send nonsense, and two tills at one port: nothing breaks, and what is wrong is said."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.escpos.limits import Limits
from drivers.escpos.printer import EscposPrinter
from drivers.fake_lines import FakePtyPrinter, FakeScanner, FakeTcpPrinter
from drivers.fakes import FakePrinter, VirtualClock
from drivers.framing import Framer
from drivers.ports import DrawerPin, JobState
from drivers.serial_scanner import SerialScanner
from drivers.transports.serial_port import SerialTransport
from main import main
from resources.catalogue import LANGUAGES, Catalogue
from terminal.bootstrap.device_list import taken_lines
from terminal.bootstrap.device_rack import DeviceRack
from terminal.bootstrap.doctor.patient import Patient
from terminal.bootstrap.doctor.storage import look_at_settings
from terminal.clock import SystemClock
from terminal.configuration import read_configuration
from tests.conformance.listening import Listener
from tests.conformance.patience import eventually
from tests.integration.devices.at_work import Heard, add_slip, rack_of, state_of
from tests.unit.drivers.pictures import receipt
from tests.unit.terminal.till_kit import Counter, a_shop

QUICK_BYTES, LONG_BYTES = 1 << 15, 1 << 20
PAGE = receipt(lines=3)
SLIPS_EACH = 3


def noise(count: int) -> bytes:
    """So many bytes of everything, the same each time, without the ends of lines."""
    state, out = 1, bytearray()
    while len(out) < count:
        state = (state * 1_103_515_245 + 12_345) % (1 << 31)
        byte = state >> 16 & 0xFF
        if byte not in b"\r\n\x03":
            out.append(byte)
    return bytes(out)


def pour(fake: FakeScanner, data: bytes) -> None:
    """Send bytes as soon as the line has room for them."""

    def taken() -> bool:
        try:
            fake.send(data)
        except BlockingIOError:
            return False
        return True

    eventually(taken)


def test_after_a_flood_of_garbage_a_scan_still_comes_whole(tmp_path: Path, soak_rounds: int | None) -> None:
    with FakeScanner(tmp_path / "tty") as fake:
        scanner, listener = SerialScanner(str(fake.path), source="counter"), Listener()
        scanner.start(on_scan=listener.on_scan, on_link=listener.on_link)
        listener.wait_until(lambda: bool(listener.links))
        flood = noise(LONG_BYTES if soak_rounds else QUICK_BYTES)
        for at in range(0, len(flood), 500):
            pour(fake, flood[at : at + 500])
        pour(fake, b"\r8934563138165\r")
        listener.wait_until(lambda: any(scan.text == "8934563138165" for scan in listener.scans))
        scanner.stop()
    assert all(len(scan.text.encode()) <= 3 * 4_096 for scan in listener.scans)


@given(st.lists(st.text("0123456789ABC", min_size=1, max_size=20), min_size=1, max_size=6), st.data())
def test_codes_are_the_same_wherever_their_bytes_are_split(codes: list[str], data: st.DataObject) -> None:
    stream = b"".join(code.encode() + b"\r\n" for code in codes)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=8)))
    framer, found = Framer(), list[str]()
    for start, end in zip((0, *cuts), (*cuts, len(stream)), strict=True):
        found += [frame.data.decode() for frame in framer.feed(stream[start:end], at=0.0)]
    assert found == codes


class Nonsense:
    """A line that takes everything and answers with whatever was drawn, then with nothing."""

    name, two_way = "nonsense", True

    def __init__(self, answers: list[bytes], clock: VirtualClock) -> None:
        self._answers, self._clock = list(answers), clock
        self.took = 0

    def open(self, *, timeout_s: float) -> None:
        del timeout_s

    def write(self, data: bytes, *, timeout_s: float) -> int:
        del timeout_s
        self.took += len(data)
        return len(data)

    def read(self, *, timeout_s: float) -> bytes:
        if self._answers:
            return self._answers.pop(0)
        self._clock.wait(max(timeout_s, 0.01))
        return b""

    def close(self, *, timeout_s: float) -> None:
        del timeout_s


@given(st.lists(st.binary(min_size=1, max_size=12), max_size=40))
def test_whatever_a_printer_answers_every_call_ends_in_its_time_and_says_how(answers: list[bytes]) -> None:
    clock = VirtualClock()
    began_s = clock()
    line = Nonsense(answers, clock)
    printer = EscposPrinter(line, limits=Limits(), clock=clock)
    outcome = printer.print_job(printer.encode(PAGE, cut=True))
    for _ in range(3):
        if outcome.state is JobState.HELD:
            outcome = printer.resume_job()
    printer.abandon_job()
    assert printer.kick_drawer(DrawerPin.PIN_2).state in JobState
    assert printer.status() is not None
    assert clock() - began_s < 300, "the limits add up to less"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_port_that_another_till_has_is_said_to_be_taken(language: str) -> None:
    catalogue = Catalogue.load("vi" if language == "vi" else "en")
    assert "/dev/ttyUSB0" in catalogue.text("error.device-busy", name="/dev/ttyUSB0")


def test_a_second_till_at_one_printer_waits_says_so_and_goes_on_selling(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    fake = FakePrinter()
    with FakePtyPrinter(fake, tmp_path / "tty"):
        other = SerialTransport(str(tmp_path / "tty"))
        other.open(timeout_s=1)
        shop, heard = a_shop(tmp_path / "b"), Heard()
        (tmp_path / "b" / "till.toml").write_text(f'printer = "serial://{tmp_path / "tty"}"\n')
        rack = rack_of(shop, tmp_path / "b", heard)
        rack.start()
        try:
            add_slip(shop)
            rack.nudge_printer()
            eventually(lambda: bool(heard.reports) and heard.reports[-1].why == "device-busy")
            add_slip(shop)
            eventually(lambda: (state_of(shop, 1), state_of(shop, 2)) == ("queued", "queued"))
            assert fake.pages == []
            other.close(timeout_s=1)
            eventually(lambda: state_of(shop, 2) == "printed")
        finally:
            rack.stop()
            shop.close()
    assert len(fake.pages) == 2


def test_a_second_till_at_one_scanner_does_not_hear_it_and_says_so(tmp_path: Path) -> None:
    with FakeScanner(tmp_path / "tty") as fake:
        first, second = (SerialScanner(str(fake.path), source=name) for name in ("a", "b"))
        heard, unheard = Listener(), Listener()
        first.start(on_scan=heard.on_scan, on_link=heard.on_link)
        heard.wait_until(lambda: bool(heard.links) and heard.links[-1].connected)
        second.start(on_scan=unheard.on_scan, on_link=unheard.on_link)
        unheard.wait_until(lambda: bool(unheard.links))
        assert not unheard.links[-1].connected
        fake.scan("8934563138165")
        heard.wait_until(lambda: bool(heard.scans))
        first.stop()
        unheard.wait_until(lambda: unheard.links[-1].connected)
        second.stop()
    assert (len(heard.scans), unheard.scans) == (1, [])


class UsbPort:
    """A port as pyserial tells of it."""

    description, vid, pid = "CH340", 0x1A86, 0x7523

    def __init__(self, device: Path) -> None:
        self.device = str(device)


@pytest.fixture
def clash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose file, written by hand, names one port by its path and by its USB ids."""
    port = tmp_path / "ttyUSB0"
    port.touch()
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: [UsbPort(port)])
    text = f'printer = "serial://{port}"\nscanner = "serial://1a86:7523"\n'
    (tmp_path / "till.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_one_port_by_its_path_and_by_its_ids_keeps_no_till_from_starting_and_is_said(
    clash: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en")
    (taken,) = taken_lines(read_configuration(clash / "till.toml"))
    assert taken == ("scanner", "serial://1a86:7523", "printer")
    assert main(["device", "list", "--data", str(clash)]) == 0
    assert "scanner = serial://1a86:7523 cannot be: printer is on this line" in capsys.readouterr().out
    with ExitStack() as closing:
        lines = list(look_at_settings(Patient(data_dir=clash, clock=SystemClock(), closing=closing)))
    assert [(line.verdict, line.key) for line in lines[1:]] == [("ill", "configuration.line-taken")]


def test_two_tills_at_one_network_printer_wait_for_each_other_and_every_slip_comes_out_once(
    tmp_path: Path,
) -> None:
    fake, shops = FakePrinter(), list[Counter]()
    racks = list[DeviceRack]()
    with FakeTcpPrinter(fake) as line:
        try:
            for name in ("a", "b"):
                folder = tmp_path / name
                folder.mkdir()
                shops.append(a_shop(folder))
                (folder / "till.toml").write_text(f'printer = "tcp://127.0.0.1:{line.port}"\n')
                racks.append(rack_of(shops[-1], folder, Heard()))
            for shop in shops:
                for _ in range(SLIPS_EACH):
                    add_slip(shop)
            for rack in racks:
                rack.start()
            jobs = [(shop, job + 1) for shop in shops for job in range(SLIPS_EACH)]
            eventually(lambda: all(state_of(shop, job) == "printed" for shop, job in jobs))
        finally:
            for rack in racks:
                rack.stop()
            for shop in shops:
                shop.close()
    assert len(fake.pages) == len(shops) * SLIPS_EACH
