"""`/dev/usb/lpN`: what may stand there instead of a printer, and a printer of which nothing comes back."""

import os
from functools import partial
from pathlib import Path

import pytest

from drivers.escpos.limits import Limits
from drivers.escpos.printer import EscposPrinter
from drivers.fake_lines import FakeFifoPrinter
from drivers.fakes import FakePrinter, Fault
from drivers.ports import DeviceUnavailable, DrawerPin, JobState, PrinterAbilities
from drivers.transports.descriptor import read_some
from drivers.transports.device_file import DeviceFileTransport
from tests.conformance.patience import eventually
from tests.unit.drivers.pictures import receipt

PAGE = receipt(lines=40)
LONG = receipt(lines=200)
"""More than a FIFO holds."""
QUICK = Limits(progress_s=0.2, poll_s=0.02, close_s=0.5)


def test_a_file_that_a_shell_left_in_its_place_is_no_printer(tmp_path: Path) -> None:
    (tmp_path / "lp0").write_bytes(b"a receipt that nobody has seen")
    with pytest.raises(DeviceUnavailable, match="device-missing"):
        DeviceFileTransport(tmp_path / "lp0").open(timeout_s=1)


def test_no_file_is_no_printer(tmp_path: Path) -> None:
    with pytest.raises(DeviceUnavailable, match="device-missing"):
        DeviceFileTransport(tmp_path / "lp0").open(timeout_s=1)


def test_a_fifo_with_nobody_behind_it_is_no_printer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    with pytest.raises(DeviceUnavailable, match="device-missing"):
        DeviceFileTransport(tmp_path / "lp0").open(timeout_s=1)


@pytest.mark.parametrize("path", [Path(os.devnull), Path("/dev/zero"), Path("/dev/tty"), Path("/")])
def test_what_takes_every_slip_and_prints_none_is_no_printer(path: Path) -> None:
    with pytest.raises(DeviceUnavailable, match="device-no-printer"):
        DeviceFileTransport(path).open(timeout_s=1)


def test_a_slip_for_it_waits_and_says_why() -> None:
    printer = EscposPrinter(DeviceFileTransport(Path(os.devnull)), limits=QUICK)
    outcome = printer.print_job(printer.encode(PAGE, cut=True))
    assert (outcome.state, outcome.why) == (JobState.NOT_SENT, "device-no-printer")


def test_a_closed_line_is_lost(tmp_path: Path) -> None:
    with FakeFifoPrinter(FakePrinter(), tmp_path / "lp0"):
        line = DeviceFileTransport(tmp_path / "lp0")
        line.open(timeout_s=1)
        assert line.write(bytes(100), timeout_s=1) == 100
        line.close(timeout_s=1)
        with pytest.raises(DeviceUnavailable, match="device-lost"):
            line.write(b"A", timeout_s=1)


def test_a_device_that_says_nothing_again_and_again_has_not_hung_up() -> None:
    descriptor = os.open(os.devnull, os.O_RDWR | os.O_NONBLOCK)
    assert read_some(descriptor, timeout_s=0.001, name="lp0") == b""
    os.close(descriptor)


def test_a_device_that_cannot_be_read_is_lost(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    with pytest.raises(DeviceUnavailable, match="device-lost"):
        read_some(descriptor, timeout_s=1, name="lp0")
    os.close(descriptor)


def has_printed(fake: FakePrinter, count: int) -> bool:
    return len(fake.pages) == count


def test_with_no_way_back_a_receipt_is_printed_unconfirmed(tmp_path: Path) -> None:
    fake = FakePrinter()
    with FakeFifoPrinter(fake, tmp_path / "lp0"):
        printer = EscposPrinter(DeviceFileTransport(tmp_path / "lp0"), limits=QUICK)
        for count in (1, 2):
            assert printer.print_job(printer.encode(PAGE, cut=True)).state is JobState.UNCONFIRMED
            eventually(partial(has_printed, fake, count))
        assert printer.kick_drawer(DrawerPin.PIN_2).state is JobState.UNCONFIRMED
        assert not printer.status().answered
    assert fake.pages == [PAGE, PAGE]
    assert printer.abilities == PrinterAbilities()


def test_with_no_way_back_a_printer_that_stops_is_still_noticed(tmp_path: Path) -> None:
    fake = FakePrinter()
    fake.suffer(Fault.STALL)
    with FakeFifoPrinter(fake, tmp_path / "lp0"):
        printer = EscposPrinter(DeviceFileTransport(tmp_path / "lp0"), limits=QUICK)
        outcome = printer.print_job(printer.encode(LONG, cut=True))
    assert (outcome.state, outcome.why) == (JobState.UNKNOWN, "printer-stalled")


def test_with_no_way_back_a_pulled_plug_leaves_the_job_unknown(tmp_path: Path) -> None:
    fake = FakePrinter()
    with FakeFifoPrinter(fake, tmp_path / "lp0"):
        printer = EscposPrinter(DeviceFileTransport(tmp_path / "lp0"), limits=QUICK)
        fake.suffer_at(20_000, Fault.UNPLUGGED)
        outcome = printer.print_job(printer.encode(LONG, cut=True))
    assert (outcome.state, outcome.why) == (JobState.UNKNOWN, "device-lost")
