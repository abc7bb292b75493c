"""What is told about a printer: few states for people, and a sentence behind every code."""

import pytest

from drivers.fakes import Fault
from drivers.ports import Paper, PrinterStatus
from resources.catalogue import LANGUAGES, Catalogue
from terminal.printing.report import PrinterHealth, health_of_status, health_of_trouble
from tests.unit.printing.counter import Counter

CODES = {
    "printer-paper-out": PrinterHealth.PAPER_OUT,
    "printer-cover-open": PrinterHealth.COVER_OPEN,
    "printer-cutter": PrinterHealth.FAULT,
    "printer-hot": PrinterHealth.FAULT,
    "printer-error": PrinterHealth.FAULT,
    "printer-offline": PrinterHealth.AWAY,
    "printer-silent": PrinterHealth.AWAY,
    "printer-stalled": PrinterHealth.AWAY,
    "printer-unconfirmed": PrinterHealth.AWAY,
    "device-missing": PrinterHealth.AWAY,
    "device-busy": PrinterHealth.AWAY,
    "device-forbidden": PrinterHealth.AWAY,
    "device-unreachable": PrinterHealth.AWAY,
    "device-lost": PrinterHealth.AWAY,
}
OUR_OWN = ("till-restarted", "given-up", "drawer-too-late", "document-unreadable", "print-job-decided")


@pytest.mark.parametrize(("code", "health"), CODES.items())
def test_every_trouble_is_one_of_few_things_to_a_person(code: str, health: PrinterHealth) -> None:
    assert health_of_trouble(code) is health
    assert not health.prints


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence(language: str) -> None:
    catalogue = Catalogue.load("vi" if language == "vi" else "en")
    assert not [code for code in (*CODES, *OUR_OWN) if not catalogue.has(f"error.{code}")]


@pytest.mark.parametrize(
    ("status", "mute", "health"),
    [
        (PrinterStatus(answered=True, online=True, paper=Paper.OK), False, PrinterHealth.READY),
        (PrinterStatus(answered=True, online=True, paper=Paper.NEAR_END), False, PrinterHealth.NEAR_END),
        (PrinterStatus(answered=True, online=True, paper=Paper.OUT), False, PrinterHealth.PAPER_OUT),
        (PrinterStatus(answered=True, online=False), False, PrinterHealth.AWAY),
        (PrinterStatus(answered=False), False, PrinterHealth.AWAY),
        (PrinterStatus(answered=False), True, PrinterHealth.AWAY),
        (PrinterStatus(answered=False, reached=True), False, PrinterHealth.AWAY),
        (PrinterStatus(answered=False, reached=True), True, PrinterHealth.MUTE),
    ],
)
def test_a_printers_own_word_is_taken(status: PrinterStatus, *, mute: bool, health: PrinterHealth) -> None:
    assert health_of_status(status, mute=mute) is health


def test_a_jammed_cutter_is_told_as_a_fault_with_its_code() -> None:
    counter = Counter()
    counter.fake.suffer(Fault.CUTTER_JAM)
    counter.work(steps=1)
    report = counter.reports[-1]
    assert (report.health, report.why, report.printer) == (PrinterHealth.FAULT, "printer-cutter", "fake")
