"""The contract of `ReceiptPrinter`, on every line: what each outcome says is true."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from drivers.escpos.mechanism import MechanismTraits
from drivers.fakes import Fault
from drivers.ports import (
    DrawerPin,
    JobOutcome,
    JobState,
    Paper,
    PrinterAbilities,
    PrinterIdentity,
    PrinterStatus,
    Sentinel,
)
from tests.conformance.patience import eventually
from tests.conformance.printers import LINES, Rig
from tests.unit.drivers.bench_of_one import MUTE_MODEL
from tests.unit.drivers.pictures import receipt

MakeRig = Callable[[Path, MechanismTraits], AbstractContextManager[Rig]]

LONG = receipt(lines=130)
SHORT = receipt(lines=3, seed=2)
MIDDLE_BYTES = 30_000
"""In the middle of the long receipt: what is left of it is more than the buffers on the way take."""

TROUBLES = [
    (Fault.PAPER_OUT, "printer-paper-out"),
    (Fault.COVER_OPEN, "printer-cover-open"),
    (Fault.CUTTER_JAM, "printer-cutter"),
]


@pytest.fixture(params=LINES, ids=lambda line: line.__name__)
def make_rig(request: pytest.FixtureRequest) -> MakeRig:
    line: MakeRig = request.param
    return line


@pytest.fixture
def rig(make_rig: MakeRig, tmp_path: Path) -> Generator[Rig, None, None]:
    """A printer that has printed before: what it can is known, and it has nothing left."""
    with make_rig(tmp_path, MechanismTraits()) as rig:
        assert rig.printer.print_job(rig.printer.encode(SHORT, cut=True)).state is JobState.PRINTED
        assert rig.fake.pages == [SHORT]
        rig.fake.pages.clear()
        yield rig


def print_long(rig: Rig) -> JobOutcome:
    return rig.printer.print_job(rig.printer.encode(LONG, cut=True))


def fail_in_the_middle(rig: Rig, fault: Fault) -> JobOutcome:
    rig.fake.suffer_at(len(rig.fake.received) + MIDDLE_BYTES, fault)
    return print_long(rig)


def assert_the_next_one_is_whole(rig: Rig) -> None:
    """After a failure half a page may hang out of the printer; what follows it is complete."""
    rig.fake.pages.clear()
    rig.fake.tear_off()
    assert print_long(rig).state is JobState.PRINTED
    assert len(rig.fake.pages) == 1
    assert rig.fake.pages[0].rows.endswith(LONG.rows)


def test_a_receipt_is_printed_as_it_was_drawn(rig: Rig) -> None:
    payload = rig.printer.encode(LONG, cut=True)
    assert print_long(rig) == JobOutcome(JobState.PRINTED, None, len(payload))
    assert rig.fake.pages == [LONG]


def test_receipts_follow_each_other(rig: Rig) -> None:
    for _ in range(3):
        assert print_long(rig).state is JobState.PRINTED
    assert rig.fake.pages == [LONG] * 3


@pytest.mark.parametrize(("fault", "code"), TROUBLES)
def test_nothing_is_sent_to_a_printer_in_trouble(rig: Rig, fault: Fault, code: str) -> None:
    rig.fake.suffer(fault)
    assert print_long(rig) == JobOutcome(JobState.NOT_SENT, code)
    rig.fake.mend()
    assert print_long(rig).state is JobState.PRINTED
    assert rig.fake.pages == [LONG]


def test_a_printer_that_is_not_there_got_nothing(rig: Rig) -> None:
    rig.fake.suffer(Fault.UNPLUGGED)
    outcome = print_long(rig)
    assert (outcome.state, outcome.sent_bytes) == (JobState.NOT_SENT, 0)
    assert outcome.why in {"device-missing", "device-unreachable", "device-lost", "device-broken"}


def test_it_is_back_as_soon_as_it_is_there(rig: Rig) -> None:
    rig.fake.suffer(Fault.UNPLUGGED)
    assert print_long(rig).state is JobState.NOT_SENT
    rig.fake.mend()
    eventually(lambda: print_long(rig).state is JobState.PRINTED)
    assert rig.fake.pages == [LONG]


@pytest.mark.parametrize(("fault", "code"), TROUBLES)
def test_a_job_caught_by_trouble_is_held_and_goes_on_by_itself(rig: Rig, fault: Fault, code: str) -> None:
    outcome = fail_in_the_middle(rig, fault)
    assert (outcome.state, outcome.why) == (JobState.HELD, code)
    assert rig.printer.resume_job().state is JobState.HELD
    rig.fake.mend()
    assert rig.printer.resume_job().state is JobState.PRINTED
    assert rig.fake.pages == [LONG]


def test_a_printer_with_a_held_job_does_nothing_else(rig: Rig) -> None:
    fail_in_the_middle(rig, Fault.PAPER_OUT)
    with pytest.raises(RuntimeError, match="held"):
        print_long(rig)
    assert rig.printer.kick_drawer(DrawerPin.PIN_2) == JobOutcome(JobState.NOT_SENT, "printer-busy")
    assert rig.printer.identify() == PrinterIdentity()
    assert rig.printer.status().trouble == "printer-paper-out"
    rig.fake.mend()
    assert rig.printer.resume_job().state is JobState.PRINTED
    assert (rig.fake.pages, rig.fake.pulses) == ([LONG], [])


def test_trouble_after_the_last_byte_holds_the_job_too(rig: Rig) -> None:
    payload = rig.printer.encode(LONG, cut=True)
    rig.fake.suffer_at(len(rig.fake.received) + len(payload) - 10, Fault.COVER_OPEN)
    outcome = rig.printer.print_job(payload)
    assert outcome == JobOutcome(JobState.HELD, "printer-cover-open", len(payload))
    assert rig.printer.status().cover_open
    rig.fake.mend()
    assert rig.printer.resume_job().state is JobState.PRINTED
    assert rig.fake.pages == [LONG]


@pytest.mark.parametrize("fault", [Fault.UNPLUGGED, Fault.SWITCHED_OFF])
def test_a_line_that_breaks_leaves_the_job_unknown(rig: Rig, fault: Fault) -> None:
    outcome = fail_in_the_middle(rig, fault)
    assert (outcome.state, outcome.why) == (JobState.UNKNOWN, "device-lost")
    assert outcome.sent_bytes > 0
    rig.fake.mend()
    eventually(lambda: rig.printer.status().trouble is None)
    assert_the_next_one_is_whole(rig)


def test_a_held_job_whose_line_breaks_is_unknown(rig: Rig) -> None:
    fail_in_the_middle(rig, Fault.PAPER_OUT)
    rig.fake.suffer(Fault.SWITCHED_OFF)
    eventually(lambda: not rig.printer.status().answered)
    assert rig.printer.resume_job().state is JobState.UNKNOWN
    assert not rig.printer.status().answered


def test_a_printer_that_stops_taking_bytes_leaves_the_job_unknown(rig: Rig) -> None:
    outcome = fail_in_the_middle(rig, Fault.STALL)
    assert (outcome.state, outcome.why) == (JobState.UNKNOWN, "printer-stalled")
    rig.fake.mend()
    assert_the_next_one_is_whole(rig)


def test_a_printer_that_falls_silent_leaves_the_job_unknown(rig: Rig) -> None:
    outcome = fail_in_the_middle(rig, Fault.MUTE)
    assert (outcome.state, outcome.why) == (JobState.UNKNOWN, "printer-silent")
    rig.fake.mend()
    assert_the_next_one_is_whole(rig)


def test_a_held_job_can_be_given_up(rig: Rig) -> None:
    fail_in_the_middle(rig, Fault.PAPER_OUT)
    rig.printer.abandon_job()
    rig.fake.mend()
    with pytest.raises(RuntimeError, match="no job"):
        rig.printer.resume_job()
    assert_the_next_one_is_whole(rig)


def test_giving_up_nothing_does_nothing(rig: Rig) -> None:
    rig.printer.abandon_job()
    assert print_long(rig).state is JobState.PRINTED


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (None, PrinterStatus(answered=True, online=True, paper=Paper.OK)),
        (Fault.PAPER_LOW, PrinterStatus(answered=True, online=True, paper=Paper.NEAR_END)),
        (Fault.PAPER_OUT, PrinterStatus(answered=True, online=False, paper=Paper.OUT)),
        (Fault.COVER_OPEN, PrinterStatus(answered=True, online=False, cover_open=True, paper=Paper.OK)),
        (
            Fault.CUTTER_JAM,
            PrinterStatus(answered=True, online=False, paper=Paper.OK, error="printer-cutter"),
        ),
        (Fault.MUTE, PrinterStatus(answered=False, reached=True)),
        (Fault.UNPLUGGED, PrinterStatus(answered=False)),
    ],
)
def test_the_status_is_what_somebody_before_it_would_see(
    rig: Rig, fault: Fault | None, status: PrinterStatus
) -> None:
    if fault is not None:
        rig.fake.suffer(fault)
    assert rig.printer.status() == status


def test_asking_prints_nothing(rig: Rig) -> None:
    rig.printer.status()
    rig.printer.identify()
    assert (rig.fake.pages, rig.fake.tear_off(), rig.fake.pulses) == ([], None, [])


@pytest.mark.parametrize("pin", list(DrawerPin))
def test_the_drawer_is_kicked_once_on_its_pin(rig: Rig, pin: DrawerPin) -> None:
    assert rig.printer.kick_drawer(pin).state is JobState.PRINTED
    assert (rig.fake.pulses, rig.fake.pages) == ([pin], [])


def test_the_drawer_of_a_printer_that_is_not_there_stays_shut(rig: Rig) -> None:
    rig.fake.suffer(Fault.UNPLUGGED)
    assert rig.printer.kick_drawer(DrawerPin.PIN_2).state is JobState.NOT_SENT
    assert rig.fake.pulses == []


def test_it_says_who_it_is(rig: Rig) -> None:
    assert rig.printer.identify() == PrinterIdentity("LOYALTILL", "VIRTUAL")


@pytest.mark.parametrize("fault", [Fault.MUTE, Fault.UNPLUGGED, Fault.PAPER_OUT])
def test_a_printer_that_does_not_say_has_no_name(rig: Rig, fault: Fault) -> None:
    rig.fake.suffer(fault)
    assert rig.printer.identify() == PrinterIdentity()


def test_what_was_learnt_can_be_kept(rig: Rig) -> None:
    assert rig.printer.abilities == PrinterAbilities(True, Sentinel.GS_H)


def test_a_model_that_never_answers_prints_unconfirmed(make_rig: MakeRig, tmp_path: Path) -> None:
    with make_rig(tmp_path, MUTE_MODEL) as rig:
        assert print_long(rig).state is JobState.UNCONFIRMED
        assert rig.printer.abilities == PrinterAbilities(False, Sentinel.NONE)
        assert print_long(rig).state is JobState.UNCONFIRMED
        assert rig.printer.kick_drawer(DrawerPin.PIN_2).state is JobState.UNCONFIRMED
    assert rig.fake.pages == [LONG, LONG]


def test_a_page_wider_than_the_paper_is_refused(rig: Rig) -> None:
    with pytest.raises(ValueError, match="on a printer of"):
        rig.printer.encode(receipt(lines=1, width_dots=rig.printer.width_dots + 8), cut=True)
