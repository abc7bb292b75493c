"""The contract of `Transport`, on every line of the operating system."""

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.escpos import commands
from drivers.fake_lines import FakeFifoPrinter, FakePtyPrinter, FakeTcpPrinter
from drivers.fakes import FakePrinter, FakeTransport, Fault, VirtualClock
from drivers.ports import DeviceUnavailable, Transport
from drivers.transports.device_file import DeviceFileTransport
from drivers.transports.serial_port import SerialTransport
from drivers.transports.tcp import TcpTransport
from drivers.virtual import VirtualPrinter
from tests.conformance.patience import PATIENCE_S, eventually

LIMIT_S = 0.05

Make = Callable[[FakePrinter, Path], Generator[Transport, None, None]]


def in_process(fake: FakePrinter, _: Path) -> Generator[Transport, None, None]:
    yield FakeTransport(fake, VirtualClock())


def tcp(fake: FakePrinter, _: Path) -> Generator[Transport, None, None]:
    with FakeTcpPrinter(fake) as line:
        yield TcpTransport("127.0.0.1", line.port)


def serial(fake: FakePrinter, folder: Path) -> Generator[Transport, None, None]:
    with FakePtyPrinter(fake, folder / "tty"):
        yield SerialTransport(str(folder / "tty"))


def device_file(fake: FakePrinter, folder: Path) -> Generator[Transport, None, None]:
    with FakePtyPrinter(fake, folder / "lp0"):
        yield DeviceFileTransport(folder / "lp0")


def fifo(fake: FakePrinter, folder: Path) -> Generator[Transport, None, None]:
    with FakeFifoPrinter(fake, folder / "lp0"):
        yield DeviceFileTransport(folder / "lp0")


TWO_WAY: list[Make] = [in_process, tcp, serial, device_file]


@pytest.fixture
def fake() -> FakePrinter:
    return FakePrinter()


@pytest.fixture(params=[*TWO_WAY, fifo], ids=lambda make: make.__name__)
def line(
    request: pytest.FixtureRequest, fake: FakePrinter, tmp_path: Path
) -> Generator[Transport, None, None]:
    with contextmanager(request.param)(fake, tmp_path) as made:
        yield made
        made.close(timeout_s=0)


@pytest.fixture(params=TWO_WAY, ids=lambda make: make.__name__)
def two_way(
    request: pytest.FixtureRequest, fake: FakePrinter, tmp_path: Path
) -> Generator[Transport, None, None]:
    with contextmanager(request.param)(fake, tmp_path) as made:
        yield made
        made.close(timeout_s=0)


def open_line(line: Transport) -> None:
    """Open a line that is about to be there."""
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            return line.open(timeout_s=LIMIT_S)
        except DeviceUnavailable:
            assert time.monotonic() < until


def write_all(line: Transport, data: bytes) -> None:
    while data:
        data = data[line.write(data, timeout_s=PATIENCE_S) :]


def write_until_lost(line: Transport) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        line.write(bytes(4096), timeout_s=LIMIT_S)


def read_until_lost(line: Transport) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        line.read(timeout_s=LIMIT_S)


def write_one(line: Transport) -> None:
    line.write(b"A", timeout_s=0)


def read_one(line: Transport) -> None:
    line.read(timeout_s=0)


def test_what_is_written_arrives_in_its_order(line: Transport, fake: FakePrinter) -> None:
    data = bytes(range(1, 256)) * 40
    line.open(timeout_s=LIMIT_S)
    write_all(line, data)
    line.close(timeout_s=PATIENCE_S)
    eventually(lambda: len(fake.received) >= len(data))
    assert fake.received == data


def test_what_the_device_says_is_read(two_way: Transport) -> None:
    two_way.open(timeout_s=LIMIT_S)
    write_all(two_way, commands.ask_status(1))
    assert two_way.read(timeout_s=PATIENCE_S) == b"\x12"


def test_nothing_said_is_nothing_read(two_way: Transport) -> None:
    two_way.open(timeout_s=LIMIT_S)
    assert two_way.read(timeout_s=0) == b""
    assert two_way.read(timeout_s=LIMIT_S) == b""


def test_a_device_that_takes_nothing_costs_no_more_than_the_limit(line: Transport, fake: FakePrinter) -> None:
    fake.suffer(Fault.STALL)
    line.open(timeout_s=LIMIT_S)
    while line.write(bytes(4096), timeout_s=LIMIT_S):
        pass
    before = time.monotonic()
    assert line.write(bytes(4096), timeout_s=LIMIT_S) == 0
    assert time.monotonic() - before < 10 * LIMIT_S


def test_closing_a_line_that_is_stuck_costs_no_more_than_the_limit(
    line: Transport, fake: FakePrinter
) -> None:
    fake.suffer(Fault.STALL)
    line.open(timeout_s=LIMIT_S)
    while line.write(bytes(4096), timeout_s=LIMIT_S):
        pass
    before = time.monotonic()
    line.close(timeout_s=LIMIT_S)
    assert time.monotonic() - before < 10 * LIMIT_S


def test_a_line_that_breaks_says_so_and_can_be_opened_again(line: Transport, fake: FakePrinter) -> None:
    line.open(timeout_s=LIMIT_S)
    write_all(line, b"A")
    fake.suffer(Fault.UNPLUGGED)
    with pytest.raises(DeviceUnavailable) as lost:
        write_until_lost(line)
    assert (lost.value.code, lost.value.retry) == ("device-lost", True)
    fake.mend()
    open_line(line)
    write_all(line, b"B")


def test_a_reader_is_told_that_the_line_broke(two_way: Transport, fake: FakePrinter) -> None:
    two_way.open(timeout_s=LIMIT_S)
    write_all(two_way, b"A")
    fake.suffer(Fault.UNPLUGGED)
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        read_until_lost(two_way)


def test_a_device_that_is_not_there_cannot_be_opened(line: Transport, fake: FakePrinter) -> None:
    line.open(timeout_s=LIMIT_S)
    fake.suffer(Fault.UNPLUGGED)
    with pytest.raises(DeviceUnavailable):
        write_until_lost(line)
    with pytest.raises(DeviceUnavailable, match=r"device-missing|device-unreachable"):
        line.open(timeout_s=LIMIT_S)


@pytest.mark.parametrize("use", [write_one, read_one])
def test_a_closed_line_carries_nothing(two_way: Transport, use: Callable[[Transport], None]) -> None:
    two_way.open(timeout_s=LIMIT_S)
    two_way.close(timeout_s=LIMIT_S)
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        use(two_way)


def test_closing_twice_does_nothing(line: Transport) -> None:
    line.close(timeout_s=LIMIT_S)
    line.open(timeout_s=LIMIT_S)
    line.close(timeout_s=LIMIT_S)
    line.close(timeout_s=LIMIT_S)


def test_a_line_opens_again_after_a_job(two_way: Transport) -> None:
    for _ in range(3):
        open_line(two_way)
        write_all(two_way, commands.ask_status(1))
        assert two_way.read(timeout_s=PATIENCE_S) == b"\x12"
        two_way.close(timeout_s=LIMIT_S)


def test_a_line_knows_whether_anything_can_come_back(tmp_path: Path, fake: FakePrinter) -> None:
    with contextmanager(fifo)(fake, tmp_path) as one_way:
        assert not one_way.two_way
    with contextmanager(device_file)(fake, tmp_path) as both_ways:
        assert both_ways.two_way


def test_the_virtual_printer_is_a_line_too() -> None:
    line: Transport = VirtualPrinter()
    line.open(timeout_s=LIMIT_S)
    write_all(line, commands.ask_status(1))
    assert line.read(timeout_s=LIMIT_S) == b"\x12"
    assert line.read(timeout_s=LIMIT_S) == b""
    line.close(timeout_s=LIMIT_S)
