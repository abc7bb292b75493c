"""The contract of `ReceiptPrinter` on a line from which nothing ever comes back: a FIFO as a device file.

Everything is handed over, nothing confirmed; what breaks before the first byte is still known to be unsent.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.escpos.printer import EscposPrinter
from drivers.fake_lines import FakeFifoPrinter
from drivers.fakes import FakePrinter, Fault
from drivers.ports import (
    DrawerPin,
    Guarantee,
    JobOutcome,
    JobState,
    PrinterAbilities,
    PrinterIdentity,
    PrinterStatus,
)
from drivers.transports.device_file import DeviceFileTransport
from tests.conformance.patience import eventually
from tests.conformance.printers import SHORT as LIMITS
from tests.unit.drivers.pictures import receipt

LONG = receipt(lines=130)
SHORT = receipt(lines=3, seed=2)


@dataclass(frozen=True, slots=True)
class Rig:
    """A printer behind a FIFO, and the one that is really there."""

    printer: EscposPrinter
    fake: FakePrinter

    def print(self, page: str = "long") -> JobOutcome:
        return self.printer.print_job(self.printer.encode(LONG if page == "long" else SHORT, cut=True))


@pytest.fixture
def rig(tmp_path: Path) -> Generator[Rig]:
    fake = FakePrinter()
    with FakeFifoPrinter(fake, tmp_path / "lp0") as line:
        yield Rig(EscposPrinter(DeviceFileTransport(line.path), limits=LIMITS), fake)


def test_receipts_come_out_whole_and_unconfirmed(rig: Rig) -> None:
    assert [rig.print().state for _ in range(2)] == [JobState.UNCONFIRMED] * 2
    eventually(lambda: len(rig.fake.pages) == 2)
    assert rig.fake.pages == [LONG, LONG]


def test_it_promises_nothing_and_knows_nothing(rig: Rig) -> None:
    rig.print("short")
    assert rig.printer.guarantee is Guarantee.UNCONFIRMED
    assert rig.printer.abilities == PrinterAbilities()
    assert rig.printer.status() == PrinterStatus(answered=False, reached=True)
    assert rig.printer.identify() == PrinterIdentity()


def test_a_drawer_is_kicked_once_and_nobody_says_so(rig: Rig) -> None:
    assert rig.printer.kick_drawer(DrawerPin.PIN_5).state is JobState.UNCONFIRMED
    eventually(lambda: bool(rig.fake.pulses))
    assert rig.fake.pulses == [DrawerPin.PIN_5]


def test_a_printer_that_is_not_there_got_nothing(rig: Rig) -> None:
    rig.fake.suffer(Fault.UNPLUGGED)
    eventually(lambda: rig.print().state is JobState.NOT_SENT)
    assert rig.fake.pages == []
    rig.fake.mend()
    eventually(lambda: rig.print("short").state is JobState.UNCONFIRMED)
    eventually(lambda: SHORT in rig.fake.pages)


@pytest.mark.parametrize("fault", [Fault.STALL, Fault.UNPLUGGED, Fault.SWITCHED_OFF])
def test_what_breaks_off_is_unknown_and_the_next_one_is_whole(rig: Rig, fault: Fault) -> None:
    rig.print("short")
    eventually(lambda: bool(rig.fake.pages))
    rig.fake.suffer_at(len(rig.fake.received) + 4096, fault)
    outcome = rig.printer.print_job(rig.printer.encode(receipt(lines=400), cut=True))
    assert outcome.state is JobState.UNKNOWN
    rig.fake.mend()
    rig.fake.pages.clear()
    eventually(lambda: rig.print().state is JobState.UNCONFIRMED)
    eventually(lambda: any(page.rows.endswith(LONG.rows) for page in rig.fake.pages))
