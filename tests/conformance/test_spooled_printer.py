"""The contract of `ReceiptPrinter` behind a queue: nothing is confirmed, and nothing is told that is not so.

On a spooler within the process, and on a real CUPS of the test's own where the machine has one.
"""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.escpos.mechanism import MechanismTraits
from drivers.fake_lines import FakeFifoPrinter
from drivers.fakes import FakePrinter, FakeSpooler
from drivers.ports import (
    DrawerPin,
    Guarantee,
    JobState,
    PrinterAbilities,
    PrinterIdentity,
    PrinterStatus,
    ReceiptPrinter,
    Sentinel,
)
from drivers.spool.cups import CupsSpooler, cups_queues
from drivers.spool.printer import SpooledPrinter
from tests.conformance.patience import eventually
from tests.conformance.private_cups import QUEUE, cups_is_here, private_cups
from tests.unit.drivers.pictures import receipt

PAGE = receipt(lines=130)
SHORT = receipt(lines=3, seed=2)


@dataclass(frozen=True, slots=True)
class Rig:
    """A printer behind a queue, the paper at the other end, and what an administrator may do to the queue."""

    printer: ReceiptPrinter
    fake: FakePrinter
    stop: Callable[[], None]
    start: Callable[[], None]


@contextmanager
def in_process(_: Path) -> Generator[Rig]:
    fake = FakePrinter(MechanismTraits())
    spooler = FakeSpooler(fake)
    yield Rig(SpooledPrinter(spooler), fake, spooler.stop, spooler.start)


@contextmanager
def over_cups(folder: Path) -> Generator[Rig]:
    fake = FakePrinter(MechanismTraits())
    fifo = folder / "lp0"
    with FakeFifoPrinter(fake, fifo), private_cups(folder / "cups", fifo=fifo) as cups:
        assert cups_queues(server=cups.server) == (QUEUE,)
        printer = SpooledPrinter(CupsSpooler(QUEUE, server=cups.server))
        yield Rig(
            printer, fake, lambda: cups.run("cupsdisable", QUEUE), lambda: cups.run("cupsenable", QUEUE)
        )


QUEUES = [in_process, *([over_cups] if cups_is_here() else [])]


@pytest.fixture(params=QUEUES, ids=lambda queue: queue.__name__)
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Rig]:
    make: Callable[[Path], AbstractContextManager[Rig]] = request.param
    with make(tmp_path) as rig:
        yield rig


def test_slips_come_out_as_they_were_drawn_and_nobody_says_so(rig: Rig) -> None:
    payload = rig.printer.encode(PAGE, cut=True)
    outcome = rig.printer.print_job(payload)
    assert (outcome.state, outcome.sent_bytes) == (JobState.UNCONFIRMED, len(payload))
    assert rig.printer.print_job(rig.printer.encode(SHORT, cut=True)).state is JobState.UNCONFIRMED
    eventually(lambda: len(rig.fake.pages) == 2)
    assert rig.fake.pages == [PAGE, SHORT]


def test_the_drawer_is_kicked_once(rig: Rig) -> None:
    assert rig.printer.kick_drawer(DrawerPin.PIN_5).state is JobState.UNCONFIRMED
    eventually(lambda: bool(rig.fake.pulses))
    assert (rig.fake.pulses, rig.fake.pages) == ([DrawerPin.PIN_5], [])


def test_a_queue_that_is_stopped_gets_nothing_and_says_why(rig: Rig) -> None:
    rig.stop()
    assert rig.printer.status().trouble == "queue-stopped"
    outcome = rig.printer.print_job(rig.printer.encode(SHORT, cut=True))
    assert (outcome.state, outcome.why) == (JobState.NOT_SENT, "queue-stopped")
    assert rig.printer.kick_drawer(DrawerPin.PIN_2).state is JobState.NOT_SENT
    rig.start()
    assert rig.printer.print_job(rig.printer.encode(SHORT, cut=True)).state is JobState.UNCONFIRMED
    eventually(lambda: bool(rig.fake.pages))
    assert (rig.fake.pages, rig.fake.pulses) == ([SHORT], [])


def test_it_promises_nothing(rig: Rig) -> None:
    assert rig.printer.guarantee is Guarantee.UNCONFIRMED
    assert rig.printer.abilities == PrinterAbilities(False, Sentinel.NONE)
    assert rig.printer.status() == PrinterStatus(answered=False, reached=True)
    assert rig.printer.identify() == PrinterIdentity()
    assert (rig.printer.width_dots, rig.printer.text_columns) == (576, None)


def test_no_job_is_ever_held(rig: Rig) -> None:
    rig.printer.abandon_job()
    with pytest.raises(RuntimeError, match="no job"):
        rig.printer.resume_job()


def test_a_queue_that_is_not_there_gets_nothing(tmp_path: Path) -> None:
    printer = SpooledPrinter(CupsSpooler("nobody-has-this", server=str(tmp_path / "no.sock")))
    outcome = printer.print_job(printer.encode(SHORT, cut=True))
    assert outcome.state is JobState.NOT_SENT
    assert outcome.why in {"queue-missing", "spooler-missing", "spooler-silent"}
    assert printer.name == "nobody-has-this"
