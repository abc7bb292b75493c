"""What the doctor says of printers: each is asked, and none is called ill for being of a silent kind."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from drivers.escpos.mechanism import MechanismTraits
from drivers.fake_lines import FakeTcpPrinter
from drivers.fakes import FakePrinter, Fault
from drivers.ports import PrinterAbilities
from terminal.bootstrap.devices import PrinterMemory
from terminal.bootstrap.doctor.patient import Patient
from terminal.bootstrap.doctor.surroundings import look_at_printer
from terminal.clock import SystemClock
from terminal.configuration import parse_configuration


def said(folder: Path, text: str, *, is_running: bool = False) -> list[tuple[str, str]]:
    configuration, faults = parse_configuration(text)
    assert faults == ()
    with ExitStack() as closing:
        patient = Patient(
            data_dir=folder,
            clock=SystemClock(),
            closing=closing,
            is_running=is_running,
            configuration=configuration,
        )
        return [(line.verdict, line.key) for line in look_at_printer(patient)]


SECOND = '[second_printer]\nat = "png:slips"\nslips = ["shift"]\n'


def test_each_printer_is_asked(tmp_path: Path) -> None:
    well = ("well", "doctor.printer")
    assert said(tmp_path, 'printer = "virtual"\n' + SECOND) == [well, well]
    assert said(tmp_path, SECOND) == [("note", "doctor.printer-none"), well]


def test_those_of_a_running_till_are_left_alone(tmp_path: Path) -> None:
    busy = ("note", "doctor.printer-busy")
    assert said(tmp_path, 'printer = "virtual"\n' + SECOND, is_running=True) == [busy, busy]


@pytest.mark.parametrize(
    ("fault", "line"),
    [
        (Fault.PAPER_LOW, ("note", "doctor.printer-near-end")),
        (Fault.COVER_OPEN, ("ill", "error.printer-cover-open")),
        (Fault.UNPLUGGED, ("ill", "error.printer-silent")),
    ],
)
def test_trouble_is_told(tmp_path: Path, fault: Fault, line: tuple[str, str]) -> None:
    fake = FakePrinter()
    with FakeTcpPrinter(fake) as there:
        port = there.port
        fake.suffer(fault)
        assert said(tmp_path, f'printer = "tcp://127.0.0.1:{port}"') == [line]


def test_one_that_never_answers_is_not_ill_for_saying_nothing(tmp_path: Path) -> None:
    silent = MechanismTraits(
        answers_real_time=False, answers_in_line=False, answers_process_id=False, answers_auto_status=False
    )
    with FakeTcpPrinter(FakePrinter(silent)) as there:
        PrinterMemory(tmp_path).keep(f"127.0.0.1:{there.port}", PrinterAbilities(answers_status=False))
        setting = f'printer = "tcp://127.0.0.1:{there.port}"'
        assert said(tmp_path, setting) == [("note", "doctor.printer-mute")]


def test_a_queue_that_is_not_there_is_ill(tmp_path: Path) -> None:
    ((verdict, key),) = said(tmp_path, 'printer = "cups:nobody-has-this"')
    assert verdict == "ill"
    assert key in {"error.spooler-missing", "error.queue-missing", "error.spooler-silent"}
