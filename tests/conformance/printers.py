"""The lines on which one suite of tests runs: within the process, TCP, serial port, device file.

Each gives a `Rig`: the driver as the till uses it, and the fake printer at the other end. The limits are
short but real where the line is real, and virtual where time is.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from drivers.escpos.limits import Limits
from drivers.escpos.mechanism import MechanismTraits
from drivers.escpos.printer import EscposPrinter
from drivers.fake_lines import FakePtyPrinter, FakeTcpPrinter
from drivers.fakes import FakePrinter, FakeTransport, VirtualClock
from drivers.ports import ReceiptPrinter, Transport
from drivers.transports.device_file import DeviceFileTransport
from drivers.transports.serial_port import SerialTransport
from drivers.transports.tcp import TcpTransport

SHORT = Limits(
    connect_s=2.0,
    answer_s=0.5,
    mute_answer_s=0.1,
    progress_s=0.5,
    poll_s=0.02,
    silent_s=0.5,
    finish_s=5.0,
    grace_s=0.2,
    learn_s=1.0,
    close_s=0.5,
)


@dataclass(frozen=True, slots=True)
class Rig:
    """A printer as the till sees it, and the one that is really there."""

    printer: ReceiptPrinter
    fake: FakePrinter


@contextmanager
def in_process(_: Path, traits: MechanismTraits) -> Generator[Rig, None, None]:
    """The driver and the fake in virtual time."""
    clock = VirtualClock()
    fake = FakePrinter(traits, clock=clock)
    yield Rig(EscposPrinter(FakeTransport(fake, clock), clock=clock), fake)


@contextmanager
def over_tcp(_: Path, traits: MechanismTraits) -> Generator[Rig, None, None]:
    """A connection to a port of the loopback."""
    fake = FakePrinter(traits)
    with FakeTcpPrinter(fake) as line:
        yield Rig(_printer(TcpTransport("127.0.0.1", line.port)), fake)


@contextmanager
def over_serial(folder: Path, traits: MechanismTraits) -> Generator[Rig, None, None]:
    """A pseudo-terminal opened as a serial port."""
    fake = FakePrinter(traits)
    path = folder / "ttyPRINTER"
    with FakePtyPrinter(fake, path):
        yield Rig(_printer(SerialTransport(str(path))), fake)


@contextmanager
def over_device_file(folder: Path, traits: MechanismTraits) -> Generator[Rig, None, None]:
    """A pseudo-terminal opened as the device file of a USB printer."""
    fake = FakePrinter(traits)
    path = folder / "lp0"
    with FakePtyPrinter(fake, path):
        yield Rig(_printer(DeviceFileTransport(path)), fake)


LINES = [in_process, over_tcp, over_serial, over_device_file]


def _printer(line: Transport) -> ReceiptPrinter:
    return EscposPrinter(line, limits=SHORT)
